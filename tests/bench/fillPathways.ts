import { type Database } from '../../db/connect';
import { BulkConnection, type SqlValue } from '../../db/importers/bulk';
import { newId } from '../../db/newId';
import { taskType } from '../../domain/tasks/types';
import { makeWard } from '../factories/hospital';
import { makePayer } from '../factories/money';
import { ordinaryPathway } from '../factories/pathways';
import { chunks, FAMILIES, GIVEN, seeded } from './fillInbox';

const CHUNK = 500;
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** A whole ordinary stay with its claim takes so long, from admission to the paid claim. */
const WHOLE_MINUTES = 20_000;
/** Principal diagnoses of eight chapters of ICD-10-CM. */
const CODES = ['J18.9', 'I50.9', 'E11.9', 'K35.80', 'S72.001A', 'N39.0', 'A41.9', 'C34.90'];

export interface FilledPathways {
  readonly wardIds: readonly string[];
  readonly payerIds: readonly string[];
}

const COLUMNS = {
  patients: ['id', 'administrative_gender', 'mrn_index', 'mrn_enc', 'name_enc', 'birth_date_enc'],
  encounters: ['id', 'patient_id', 'class_code', 'status', 'period_start', 'period_end', 'ward_id'],
  journeys: ['id', 'patient_id', 'workflow_id', 'status', 'outcome', 'stage', 'step', 'ward_id', 'payer_id', 'started_at', 'stage_started_at', 'closed_at', 'updated_at'],
  journey_stages: ['journey_id', 'stage', 'status', 'started_at', 'ended_at'],
  tasks: ['id', 'dedup_id', 'workflow_id', 'journey_id', 'encounter_id', 'patient_id', 'type', 'form_version', 'stage', 'role', 'priority', 'ward_id', 'due_at', 'created_at', 'updated_at', 'claimed_at', 'completed_at', 'status', 'outcome'],
  coded_diagnoses: ['id', 'encounter_id', 'system_code', 'source_code', 'code', 'state', 'is_principal'],
  accounts: ['id', 'number', 'patient_id', 'encounter_id'],
  claims: ['id', 'number', 'patient_id', 'encounter_id', 'account_id', 'payer_id', 'plan_id', 'type', 'status', 'service_from', 'service_through', 'charge_cents', 'paid_cents', 'submitted_at', 'closed_at'],
  claim_events: ['claim_id', 'kind', 'actor_kind', 'at', 'dedup_id'],
  task_events: ['task_id', 'kind', 'at'],
  // Last: whoever follows journeys looks when an event comes.
  journey_events: ['journey_id', 'stage', 'activity', 'actor_kind', 'at', 'duration_ms', 'reference_type', 'reference_id', 'dedup_id'],
} as const;

type Rows = Record<keyof typeof COLUMNS, SqlValue[][]>;

/** So many stays that went as declared and ended within the last year, each with its tasks, story, diagnosis and paid claim, over six wards and five payers. */
export async function fillPathways(database: Database, total: number, tell: (done: number) => void): Promise<FilledPathways> {
  const [wards, payers] = [await Promise.all(Array.from({ length: 6 }, () => makeWard(4))), await Promise.all(Array.from({ length: 5 }, () => makePayer(database)))];
  const random = seeded(13);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  for (const part of chunks(Array.from({ length: total }, (_, n) => n), CHUNK)) {
    const rows = Object.fromEntries(Object.keys(COLUMNS).map((table) => [table, []])) as unknown as Rows;
    for (const n of part) addStay(rows, database, n, { startedAt: Date.now() - WHOLE_MINUTES * MINUTE_MS - Math.floor(random() * 340 * DAY_MS), wardId: pick(wards).wardId, payer: pick(payers), code: pick(CODES), pace: 0.6 + random() * 0.8, denied: random() < 0.08 });
    await database.sequelize.transaction(async (transaction) => {
      const bulk = BulkConnection.of(transaction);
      for (const table of Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]) await bulk.insert(table, COLUMNS[table], rows[table]);
    });
    tell((part[part.length - 1] ?? 0) + 1);
  }
  return { wardIds: wards.map(({ wardId }) => wardId), payerIds: payers.map(({ payerId }) => payerId) };
}

interface Stay {
  readonly startedAt: number;
  readonly wardId: string;
  readonly payer: { readonly payerId: string; readonly planId: string };
  readonly code: string;
  /** All its times are so much longer. */
  readonly pace: number;
  readonly denied: boolean;
}

function addStay(rows: Rows, { cipher }: Database, n: number, { startedAt, wardId, payer, code, pace, denied }: Stay): void {
  const [patientId, id, accountId, claimId] = [newId(), newId(), newId(), newId()];
  const { stages, tasks } = ordinaryPathway(new Date(startedAt));
  const at = (minute: number): string => sqlTime(startedAt + minute * pace * MINUTE_MS);
  const place = (column: string) => ({ table: 'patients', column, id: patientId });
  const mrn = `M${40_000_000 + n}`;
  rows.patients.push([patientId, 'female', cipher.blindIndex('mrn', mrn), cipher.seal(place('mrn_enc'), mrn), cipher.sealJson(place('name_enc'), { family: FAMILIES[n % FAMILIES.length], given: [GIVEN[n % GIVEN.length]] }), cipher.seal(place('birth_date_enc'), '1961-05-04')]);
  rows.encounters.push([id, patientId, 'IMP', 'finished', at(0), at(3_180), wardId]);
  rows.journeys.push([id, patientId, `journey-${id}`, 'closed', denied ? 'claim-denied' : 'claim-paid', 'adjudication', 'told', wardId, payer.payerId, at(0), at(4_000), at(WHOLE_MINUTES), at(WHOLE_MINUTES)]);
  rows.coded_diagnoses.push([newId(), id, 'ICD10CM', code, code, 'coded', 1]);
  rows.accounts.push([accountId, `BP-${n}`, patientId, id]);
  rows.claims.push([claimId, `BP${n}`, patientId, id, accountId, payer.payerId, payer.planId, 'institutional', denied ? 'denied' : 'paid', at(0).slice(0, 10), at(3_180).slice(0, 10), 100_000, denied ? 0 : 80_000, at(4_010), at(WHOLE_MINUTES)]);
  for (const [kind, minute] of [['submitted', 4_010], ['remitted', 19_000]] as const) rows.claim_events.push([claimId, kind, 'workflow', at(minute), `${claimId}/${kind}`]);
  const event = (minute: number, stage: string, activity: string, took: number | null, task: string | null): void => void rows.journey_events.push([id, stage, activity, task ? 'person' : 'workflow', at(minute), took, task && 'task', task, newId()]);
  for (const [stage, from, to = from] of stages) {
    rows.journey_stages.push([id, stage, 'done', at(from), at(to)]);
    event(from, stage, 'stage-started', null, null);
    event(to, stage, 'stage-finished', Math.round((to - from) * pace * MINUTE_MS), null);
  }
  for (const [type, asked, taken, done] of tasks ?? []) {
    const taskId = newId();
    const { role, stage, priority, onWard, form } = taskType(type);
    const [takenAt, doneAt] = [at(taken ?? asked), at(done ?? asked)];
    rows.tasks.push([taskId, taskId, `journey-${id}`, id, id, patientId, type, form.version, stage, role, priority, onWard ? wardId : null, at((done ?? asked) + 60), at(asked), doneAt, takenAt, doneAt, 'completed', 'done']);
    rows.task_events.push([taskId, 'claimed', takenAt], [taskId, 'completed', doneAt]);
    event(done ?? asked, stage, type, null, taskId);
  }
  event(WHOLE_MINUTES, 'follow-up', 'journey-closed', null, null);
}

const sqlTime = (at: number): string => new Date(at).toISOString().replace('T', ' ').replace('Z', '');
