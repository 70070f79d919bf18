import { clinicalKeptUntil } from '../../../domain/privacy/retention';
import { DAY_MS } from '../../../domain/time';
import { type Act, execute, select, selectOne } from '../../http/act';
import { countWords, removeWords } from './words';
import { hospitalDay } from '../staff/hospitalZone';

/** Patients one run takes at most: each is a transaction's worth of rows and an audit event. */
export const PATIENTS_A_RUN = 100;

const OWN = 'patient_id = :patientId';
const BELOW = (parent: string, key: string) => `${key} IN (SELECT id FROM ${parent} WHERE ${OWN})`;

/** What a clinical record is, table by table, children first. What bills rest on stays: stays, diagnoses, charges, claims. */
const TABLES: readonly (readonly [table: string, where: string])[] = [
  ['infusion_events', OWN], ['medication_alerts', OWN], ['home_medicines', OWN], ['medication_administrations', OWN], ['medication_requests', OWN],
  ['observation_versions', BELOW('observations', 'observation_id')], ['observations', OWN], ['diagnostic_reports', OWN], ['procedures', OWN], ['specimens', OWN], ['service_requests', OWN],
  ['clinical_notes', OWN], ['assessments', OWN], ['care_plan_entries', BELOW('care_plan_problems', 'problem_id')], ['care_plan_problems', OWN], ['care_plans', OWN],
  ['immunizations', OWN], ['device_uses', OWN], ['supply_deliveries', OWN], ['escalations', OWN], ['shift_handovers', BELOW('encounters', 'encounter_id')], ['allergies', OWN], ['amendment_recipients', OWN], ['amendments', OWN],
];

const HELD = 'EXISTS (SELECT 1 FROM legal_holds h WHERE h.patient_id = p.id AND h.lifted_at IS NULL)';
/** What was asked and answered about a record is kept six years (45 CFR 164.530(j)), and the record with it. */
const ANSWERED_DAYS = 2192;
/** In the house, being worked on, or asked for: not past anything. */
const LIVE = `EXISTS (SELECT 1 FROM amendments a WHERE a.patient_id = p.id AND COALESCE(a.decided_at, a.asked_at) > UTC_TIMESTAMP(3) - INTERVAL ${ANSWERED_DAYS} DAY) OR EXISTS (SELECT 1 FROM encounters o WHERE o.patient_id = p.id AND o.period_end IS NULL) OR EXISTS (SELECT 1 FROM tasks t WHERE t.patient_id = p.id AND t.is_open = 1) OR EXISTS (SELECT 1 FROM journeys j WHERE j.patient_id = p.id AND j.status = 'running')`;
/** Somebody who never stayed was last here when they were registered, or when something was last written about them. */
const WITHOUT_STAY = `GREATEST(p.created_at, ${[['observations', 'effective_at'], ['clinical_notes', 'created_at'], ['immunizations', 'occurred_at'], ['service_requests', 'ordered_at']]
  .map(([table, at]) => `COALESCE((SELECT MAX(x.${at}) FROM ${table} x WHERE x.patient_id = p.id), p.created_at)`).join(', ')})`;
const APPOINTED = "(SELECT MAX(a.ends_at) FROM appointments a WHERE a.patient_id = p.id AND a.status NOT IN ('cancelled', 'noshow'))";
/** The end of the last stay, or of a later appointment. */
const LAST = `GREATEST(CASE WHEN MAX(e.period_end) IS NULL THEN ${WITHOUT_STAY} ELSE MAX(e.period_end) END, COALESCE(${APPOINTED}, p.created_at - INTERVAL 200 YEAR))`;
const PAST = `SELECT p.id, p.birth_date_enc AS birthDateEnc, ${LAST} AS lastOn, MAX(r.purged_at) AS purgedAt FROM patients p LEFT JOIN encounters e ON e.patient_id = p.id LEFT JOIN retention_purges r ON r.patient_id = p.id
  WHERE NOT ${HELD} AND NOT (${LIVE}) AND NOT EXISTS (SELECT 1 FROM decoys d WHERE d.patient_id = p.id)`;
const EACH = 'GROUP BY p.id, p.birth_date_enc, p.created_at';

interface Candidate { readonly id: string; readonly birthDateEnc: Buffer; readonly lastOn: Date; readonly purgedAt: Date | null }

/** Days a record is kept after the last contact: the clinical record, and the words in its bills, which may have to stay longer. */
export interface RecordPeriods {
  readonly clinical: number;
  readonly ledger: number;
}

interface PastPatient {
  readonly id: string;
  /** The bills are past their period, too. */
  readonly money: boolean;
}

/** Patients whose clinical record is past its period, oldest first, one more than a run takes when there are more. Those who went before their bills' words could come once more. */
export async function patientsPast(act: Pick<Act, 'database' | 'transaction' | 'now'>, periods: RecordPeriods): Promise<PastPatient[]> {
  const before = daysBefore(act.now, periods.clinical);
  const rows = await select<Candidate>(
    act,
    `${PAST} ${EACH} HAVING lastOn < :before AND (purgedAt IS NULL OR purgedAt < lastOn OR (purgedAt < lastOn + INTERVAL :ledger DAY AND lastOn < :moneyBefore)) ORDER BY lastOn, p.id`,
    { before, ledger: periods.ledger, moneyBefore: daysBefore(act.now, periods.ledger) });
  return rows.filter((row) => isPast(act, row, periods.clinical)).slice(0, PATIENTS_A_RUN + 1).map((row) => ({ id: row.id, money: areBillsPast(act, row, periods) }));
}

/** How many rows that would be. */
export async function countRows(act: Pick<Act, 'database' | 'transaction'>, patients: readonly PastPatient[]): Promise<number> {
  let rows = 0;
  for (const { id: patientId, money } of patients) {
    rows += sum(Object.values(await perTable(async (table, where) => Number((await selectOne<{ n: number }>(act, `SELECT COUNT(*) AS n FROM ${table} WHERE ${where}`, { patientId }))?.n ?? 0))));
    rows += await countWords(act, patientId, { money });
  }
  return rows;
}

/**
 * Remove one patient's clinical record, and the words about them elsewhere. The patient's row is locked first and everything is asked again: a hold that was placed, or a stay that began, since the count keeps
 * the record whole. Answers the rows removed; null when it stays.
 */
export async function purgeClinicalRecord(act: Act, patientId: string, periods: RecordPeriods, runId: string): Promise<number | null> {
  await select(act, 'SELECT id FROM patients WHERE id = ? FOR UPDATE', [patientId]);
  const row = await selectOne<Candidate>(act, `${PAST} AND p.id = :patientId ${EACH}`, { patientId });
  if (!row || !isPast(act, row, periods.clinical)) return null;
  // Orders and notes point at those they replace.
  await execute(act, `UPDATE medication_requests SET replaces_id = NULL WHERE ${OWN}`, { patientId });
  await execute(act, `UPDATE clinical_notes SET amends_id = NULL WHERE ${OWN}`, { patientId });
  const removed = await perTable((table, where) => execute(act, `DELETE FROM ${table} WHERE ${where}`, { patientId }));
  const emptied = await removeWords(act, patientId, { money: areBillsPast(act, row, periods) });
  await execute(act, 'INSERT INTO retention_purges (patient_id, run_id, purged_at) VALUES (?)', [[patientId, runId, act.now]]);
  act.audits.push({ action: 'record.purged', resourceType: 'patient', resourceId: patientId, patientId, detail: { lastOn: row.lastOn.toISOString(), removed, emptied } });
  return sum([...Object.values(removed), ...Object.values(emptied)]);
}

function isPast({ database: { cipher }, now }: Pick<Act, 'database' | 'now'>, { id, birthDateEnc, lastOn }: Candidate, days: number): boolean {
  const birthDate = cipher.open({ table: 'patients', column: 'birth_date_enc', id }, birthDateEnc);
  return clinicalKeptUntil({ lastOn: hospitalDay(lastOn), birthDate, days }) <= hospitalDay(now);
}

function areBillsPast({ now }: Pick<Act, 'now'>, { lastOn }: Candidate, { ledger }: RecordPeriods): boolean {
  return lastOn < daysBefore(now, ledger);
}

const daysBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY_MS);

async function perTable(work: (table: string, where: string) => Promise<number>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [table, where] of TABLES) {
    const n = await work(table, where);
    if (n > 0) counts[table] = n;
  }
  return counts;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
