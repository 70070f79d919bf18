import { createHash, randomBytes } from 'node:crypto';
import { Transaction } from 'sequelize';
import { type Database } from '../../../db/connect';
import { ageInYears } from '../../../domain/time';
import { type LoggedPatient } from '../../../interop/eventlog/model';
import { type Schema } from '../../../interop/eventlog/ocel';
import { type Act, select } from '../../http/act';
import { stepActivity } from './activities';
import { type Disguise } from './disguise';
import { eventsOf } from './events';
import { type JourneyLogRow, type LogRows, type PatientRow, patientsWithJourneys, readRows } from './rows';

/** Patients read and written at a time: what is in memory never grows with the record. */
const AT_ONCE = 100;

/** The attributes of each kind of object, whether or not a log is identified; `mrn` and `name` are empty in one that is not. */
export const LOG_SCHEMA: Schema = {
  patient: { sex: 'string', mrn: 'string', name: 'string' },
  encounter: { class: 'string', age: 'string', status: 'string', stage: 'string', outcome: 'string', ward: 'string', payer: 'string', diagnosis: 'string' },
  task: { type: 'string', role: 'string', stage: 'string', status: 'string', outcome: 'string', ward: 'string' },
  claim: { number: 'string', type: 'string', status: 'string', payer: 'string', chargeCents: 'integer', paidCents: 'integer' },
};

export interface LogPage {
  readonly patients: readonly LoggedPatient[];
  /** Whose records were read, by their true IDs; for the audit. */
  readonly patientIds: readonly string[];
}

export interface LogReading {
  readonly patientCount: number;
  /** The steps that are in the record, in words. */
  readonly steps: readonly string[];
  /** Page after page, patients in an order that tells nothing. */
  readonly pages: () => AsyncGenerator<LogPage>;
}

/**
 * Read every journey as of one moment (a snapshot of the record). Patients come in an order drawn anew each time: in the order of
 * admission, the true dates of the neighbours would tell by how much a patient's own were moved.
 */
export async function readEventLog<T>(database: Database, disguise: Disguise, use: (reading: LogReading) => Promise<T>): Promise<T> {
  return database.sequelize.transaction({ isolationLevel: Transaction.ISOLATION_LEVELS.REPEATABLE_READ, readOnly: true }, async (transaction) => {
    const act = { database, transaction };
    const ids = shuffled(await patientsWithJourneys(act));
    const steps = await select<{ activity: string }>(
      act, "SELECT DISTINCT activity FROM journey_events WHERE (reference_type IS NULL OR reference_type NOT IN ('task', 'claim')) AND activity NOT IN ('stage-started', 'stage-finished', 'stage-skipped', 'stage-in-trouble') ORDER BY activity");
    return use({
      patientCount: ids.length,
      steps: steps.map(({ activity }) => stepActivity(activity)),
      async *pages() {
        for (let from = 0; from < ids.length; from += AT_ONCE) {
          const patientIds = ids.slice(from, from + AT_ONCE);
          yield { patientIds, patients: present(act, disguise, patientIds, await readRows(act, patientIds)) };
        }
      },
    });
  });
}

function shuffled(ids: readonly string[]): string[] {
  const salt = randomBytes(16);
  return ids.map((id) => [createHash('sha256').update(salt).update(id).digest('hex'), id] as const).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, id]) => id);
}

function present(act: Pick<Act, 'database'>, disguise: Disguise, patientIds: readonly string[], rows: LogRows): LoggedPatient[] {
  const patients = new Map(rows.patients.map((row) => [row.id, row]));
  const [journeys, story, tasks, claims] = [by(rows.journeys, 'patientId'), by(rows.story, 'journeyId'), by(rows.tasks, 'journeyId'), by(rows.claims, 'journeyId')];
  const [taskStory, claimStory] = [by(rows.taskStory, 'taskId'), by(rows.claimStory, 'claimId')];
  return patientIds.flatMap((patientId) => {
    const patient = patients.get(patientId);
    if (!patient) return [];
    const born = act.database.cipher.open(place(patient, 'birth_date_enc'), patient.birthDateEnc);
    const at = (time: Date): string => disguise.at(patientId, time);
    return [{
      id: disguise.id('patient', patientId), attributes: patientAttributes(act, disguise, patient),
      journeys: (journeys.get(patientId) ?? []).map((journey) => {
        const own = { tasks: tasks.get(journey.id) ?? [], claims: claims.get(journey.id) ?? [] };
        return {
          id: disguise.id('encounter', journey.id), startedAt: at(journey.startedAt), attributes: journeyAttributes(disguise, journey, born),
          tasks: own.tasks.map((task) => ({ id: disguise.id('task', task.id), openedAt: at(task.createdAt), attributes: { type: task.type, role: task.role, stage: task.stage, status: task.status, outcome: task.outcome, ward: task.ward } })),
          claims: own.claims.map((claim) => ({
            id: disguise.id('claim', claim.id), openedAt: at(claim.createdAt), followsId: claim.followsId && disguise.id('claim', claim.followsId),
            attributes: { number: disguise.identified ? claim.number : null, type: claim.type, status: claim.status, payer: claim.payer, chargeCents: Number(claim.chargeCents), paidCents: Number(claim.paidCents) },
          })),
          events: eventsOf(disguise, patientId, { story: story.get(journey.id) ?? [], tasks: own.tasks, taskStory, claimStory: own.claims.flatMap(({ id }) => claimStory.get(id) ?? []) }),
        };
      }),
    }];
  });
}

function patientAttributes({ database: { cipher } }: Pick<Act, 'database'>, disguise: Disguise, patient: PatientRow): LoggedPatient['attributes'] {
  if (!disguise.identified) return { sex: patient.gender };
  const name = cipher.openJson<{ family: string; given?: string[] }>(place(patient, 'name_enc'), patient.nameEnc);
  return { sex: patient.gender, mrn: cipher.open(place(patient, 'mrn_enc'), patient.mrnEnc), name: [name?.family, ...(name?.given ?? [])].filter(Boolean).join(', ') };
}

function journeyAttributes(disguise: Disguise, journey: JourneyLogRow, born: string): LoggedPatient['attributes'] {
  return {
    class: journey.classCode, age: disguise.age(ageInYears(born, journey.startedAt.toISOString())), status: journey.status, stage: journey.stage, outcome: journey.outcome,
    ward: journey.ward, payer: journey.payer, diagnosis: journey.diagnosis && disguise.diagnosis(journey.diagnosis),
  };
}

const place = (patient: PatientRow, column: string) => ({ table: 'patients', column, id: patient.id });

function by<Row extends object, Key extends keyof Row>(rows: readonly Row[], key: Key): Map<Row[Key], Row[]> {
  const groups = new Map<Row[Key], Row[]>();
  for (const row of rows) groups.set(row[key], [...(groups.get(row[key]) ?? []), row]);
  return groups;
}
