import { type z } from 'zod';
import { CONTRIBUTING_FACTORS, type ContributingFactor, SAFETY_EVENT_STATUSES, SAFETY_STEPS, type SafetyStep, type SafetyEventStatus } from '../../../domain/safety/course';
import { type Harm, HARMS, isSentinel } from '../../../domain/safety/harm';
import { kindWords, type SafetyEventKind } from '../../../domain/safety/kinds';
import { taskType, type TaskTypeName } from '../../../domain/tasks/types';
import { readJson } from '../../../db/models/table';
import { type safetyContract } from '../../contract/safety';
import { type Act, select, selectOne } from '../../http/act';
import { notFound } from '../../http/problem';
import { loadPatientsInList, type PatientInList } from '../../presenters/patientInList';
import { grantsFor } from '../../policies/table';
import { hospitalDay } from '../staff/hospitalZone';
import { auditEvent } from './actions';
import { placeOfSafety, relationsToEvent, type SafetyEventRow } from './eventRow';

type Detail = z.input<typeof safetyContract.readSafetyEvent.reply>;

/** Columns of an event in a list; `today` is bound. */
export const LIST_COLUMNS = `e.id, e.number, e.kind, e.detail, e.harm, e.status, e.occurred_at AS occurredAt, e.reported_at AS reportedAt, w.name AS ward, e.patient_id AS patientId, e.version,
  (SELECT COUNT(*) FROM safety_actions a WHERE a.event_id = e.id AND a.status = 'open') AS openActions, (SELECT COUNT(*) FROM safety_actions a WHERE a.event_id = e.id AND a.status = 'open' AND a.due_on < :today) AS overdueActions`;

export interface ListedRow {
  readonly id: string; readonly number: string; readonly kind: SafetyEventKind; readonly detail: string | null; readonly harm: Harm; readonly status: SafetyEventStatus; readonly occurredAt: Date; readonly reportedAt: Date;
  readonly ward: string | null; readonly patientId: string | null; readonly version: number; readonly openActions: number; readonly overdueActions: number;
}

/** An event as lists show it. */
export function presentRow({ patientId, ...row }: ListedRow, patients: ReadonlyMap<string, PatientInList>): Omit<Detail, 'place' | 'narrative' | 'encounterId' | 'factors' | 'rootCause' | 'actions' | 'story' | 'task' | 'mayWork'> {
  return {
    ...row, words: kindWords(row.kind, row.detail), harmWords: HARMS[row.harm], isSentinel: isSentinel(row.harm), statusWords: SAFETY_EVENT_STATUSES[row.status], occurredAt: row.occurredAt.toISOString(), reportedAt: row.reportedAt.toISOString(),
    patient: (patientId && patients.get(patientId)) || null, openActions: Number(row.openActions), overdueActions: Number(row.overdueActions),
  };
}

/** One event with its story, newest first. */
export async function readEvent(act: Act, event: SafetyEventRow): Promise<Detail> {
  const row = await selectOne<ListedRow>(act, `SELECT ${LIST_COLUMNS} FROM safety_events e LEFT JOIN wards w ON w.id = e.ward_id WHERE e.id = :id`, { id: event.id, today: hospitalDay(act.now) });
  if (!row) throw notFound();
  const { ward: _, ...words } = await readWords(act, event.id);
  auditEvent(act, event, 'read');
  return {
    ...presentRow(row, await loadPatientsInList(act, [event.patientId])), ...words, encounterId: event.encounterId, actions: await actionsOf(act, event.id), story: await storyOf(act, event.id), task: await openTaskOf(act, event.id),
    mayWork: mayWork(act, event),
  };
}

/** The sealed words of an event, and where it was. */
export async function readWords(act: Act, eventId: string): Promise<{ narrative: string; place: string | null; rootCause: string | null; factors: string[]; ward: string | null }> {
  const row = await selectOne<{ narrativeEnc: Buffer; placeEnc: Buffer | null; rootCauseEnc: Buffer | null; factors: unknown; ward: string | null }>(
    act, 'SELECT e.narrative_enc AS narrativeEnc, e.place_enc AS placeEnc, e.root_cause_enc AS rootCauseEnc, e.factors, w.name AS ward FROM safety_events e LEFT JOIN wards w ON w.id = e.ward_id WHERE e.id = ?', [eventId],
  );
  if (!row) throw notFound();
  const open = (column: string, sealed: Buffer | null) => (sealed === null ? null : act.database.cipher.open(placeOfSafety('safety_events', column, eventId), sealed));
  const factors = (readJson(row.factors) as ContributingFactor[] | null) ?? [];
  return { narrative: open('narrative_enc', row.narrativeEnc) ?? '', place: open('place_enc', row.placeEnc), rootCause: open('root_cause_enc', row.rootCauseEnc), factors: factors.map((name) => CONTRIBUTING_FACTORS[name]), ward: row.ward };
}

function mayWork(act: Act, event: SafetyEventRow): boolean {
  const grants = grantsFor('safety.work', act.principal.roles);
  return grants.includes('any') || relationsToEvent(act, event).some((relation) => grants.includes(relation));
}

async function actionsOf(act: Act, eventId: string): Promise<Detail['actions']> {
  const rows = await select<{ id: string; whatEnc: Buffer; ownerId: string; owner: string; dueOn: string; status: 'open' | 'done' | 'cancelled'; resultEnc: Buffer | null; endedBy: string | null; endedAt: Date | null; version: number }>(
    act,
    `SELECT a.id, a.what_enc AS whatEnc, a.owner_id AS ownerId, o.display_name AS owner, DATE_FORMAT(a.due_on, '%Y-%m-%d') AS dueOn, a.status, a.result_enc AS resultEnc, d.display_name AS endedBy, a.ended_at AS endedAt, a.version
     FROM safety_actions a JOIN staff_users o ON o.id = a.owner_id LEFT JOIN staff_users d ON d.id = a.ended_by WHERE a.event_id = ? ORDER BY a.due_on, a.id LIMIT 200`,
    [eventId],
  );
  const open = (id: string, column: string, sealed: Buffer) => act.database.cipher.open(placeOfSafety('safety_actions', column, id), sealed);
  const today = hospitalDay(act.now);
  return rows.map(({ whatEnc, resultEnc, owner, ownerId, ...row }) => ({
    ...row, what: open(row.id, 'what_enc', whatEnc), owner: { id: ownerId, name: owner }, isOverdue: row.status === 'open' && row.dueOn < today, result: resultEnc === null ? null : open(row.id, 'result_enc', resultEnc), endedAt: row.endedAt?.toISOString() ?? null,
  }));
}

async function storyOf(act: Act, eventId: string): Promise<Detail['story']> {
  const rows = await select<{ id: string; kind: SafetyStep; actor: string | null; wordsEnc: Buffer | null; at: Date }>(
    act, 'SELECT s.id, s.kind, u.display_name AS actor, s.words_enc AS wordsEnc, s.at FROM safety_event_steps s LEFT JOIN staff_users u ON u.id = s.actor_id WHERE s.event_id = ? ORDER BY s.at DESC, s.id DESC LIMIT 200', [eventId],
  );
  return rows.map(({ id, kind, actor, wordsEnc, at }) => ({ kind, words: SAFETY_STEPS[kind], actor, at: at.toISOString(), note: wordsEnc === null ? null : act.database.cipher.open(placeOfSafety('safety_event_steps', 'words_enc', id), wordsEnc) }));
}

/** The step somebody is asked for now. */
async function openTaskOf(act: Act, eventId: string): Promise<Detail['task']> {
  const row = await selectOne<{ id: string; type: TaskTypeName; dueAt: Date }>(act, "SELECT id, type, due_at AS dueAt FROM tasks WHERE focus_type = 'safety-event' AND focus_id = ? AND is_open = 1 LIMIT 1", [eventId]);
  return row && { id: row.id, title: taskType(row.type).title, dueAt: row.dueAt.toISOString() };
}
