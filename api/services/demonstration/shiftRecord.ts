import { MINUTE_MS } from '../../../domain/time';
import { type Act, execute, executeLater, executeTogether, select } from '../../http/act';
import { isDuplicateOf } from '../encounters/duplicateKey';

/** Whose record is moved: a stay with everything that hangs on it, or a claim that has none. */
export interface ShiftScope {
  readonly encounterId: string | null;
  readonly claimIds: readonly string[];
}

type Key = 'encounters' | 'claims' | 'tasks' | 'incidents' | 'submissions' | 'accounts' | 'problems';

interface ShiftedTable {
  readonly table: string;
  /** Column that ties a row to the key. */
  readonly by: string;
  readonly key: Key;
  readonly times: readonly string[];
  readonly days?: readonly string[];
}

/**
 * Every table with times of a stay or claim. Left as they are, because they say when something was written and may not change:
 * ledger, payments, audit trail, messages to workflows, and the texts of claims and remittances. Appointments are moved below.
 */
const SHIFTED: readonly ShiftedTable[] = [
  { table: 'encounters', by: 'id', key: 'encounters', times: ['period_start', 'period_end', 'spo2_scale_at', 'created_at', 'updated_at'] },
  { table: 'encounter_locations', by: 'encounter_id', key: 'encounters', times: ['period_start', 'period_end', 'reserved_until'] },
  { table: 'bed_transfers', by: 'encounter_id', key: 'encounters', times: ['requested_at', 'agreed_at', 'accepted_at', 'ended_at'] },
  { table: 'bed_moves', by: 'encounter_id', key: 'encounters', times: ['moved_at', 'undone_at'] },
  { table: 'shift_assignments', by: 'encounter_id', key: 'encounters', times: ['assigned_at'] },
  { table: 'shift_handovers', by: 'encounter_id', key: 'encounters', times: ['given_at', 'accepted_at'] },
  { table: 'conditions', by: 'encounter_id', key: 'encounters', times: ['onset_at', 'abated_at', 'created_at'] },
  { table: 'service_requests', by: 'encounter_id', key: 'encounters', times: ['ordered_at', 'scheduled_at', 'performed_at', 'completed_at', 'created_at'] },
  { table: 'specimens', by: 'encounter_id', key: 'encounters', times: ['collected_at', 'received_at', 'rejected_at'] },
  { table: 'diagnostic_reports', by: 'encounter_id', key: 'encounters', times: ['reviewed_at', 'issued_at', 'created_at'] },
  { table: 'observations', by: 'encounter_id', key: 'encounters', times: ['effective_at', 'acknowledged_at', 'error_at', 'created_at'] },
  { table: 'escalations', by: 'encounter_id', key: 'encounters', times: ['raised_at', 'acknowledged_at', 'reobserved_at', 'closed_at', 'withdrawn_at'] },
  { table: 'discharge_overrides', by: 'encounter_id', key: 'encounters', times: ['at'] },
  { table: 'assessments', by: 'encounter_id', key: 'encounters', times: ['at'] },
  { table: 'care_plan_problems', by: 'encounter_id', key: 'encounters', times: ['created_at', 'closed_at'], days: ['goal_on'] },
  { table: 'care_plan_entries', by: 'problem_id', key: 'problems', times: ['at'] },
  { table: 'medication_requests', by: 'encounter_id', key: 'encounters', times: ['authored_at', 'stopped_at', 'verified_at', 'created_at'] },
  { table: 'medication_administrations', by: 'encounter_id', key: 'encounters', times: ['checked_at', 'due_at', 'given_at', 'created_at'] },
  { table: 'procedures', by: 'encounter_id', key: 'encounters', times: ['performed_start', 'performed_end', 'created_at'] },
  { table: 'clinical_notes', by: 'encounter_id', key: 'encounters', times: ['signed_at', 'created_at'] },
  { table: 'immunizations', by: 'encounter_id', key: 'encounters', times: ['occurred_at', 'created_at'] },
  { table: 'device_uses', by: 'encounter_id', key: 'encounters', times: ['period_start', 'period_end', 'created_at'] },
  { table: 'medication_alerts', by: 'encounter_id', key: 'encounters', times: ['created_at'] },
  { table: 'infusion_events', by: 'encounter_id', key: 'encounters', times: ['at'] },
  { table: 'home_medicines', by: 'encounter_id', key: 'encounters', times: ['admission_at', 'discharge_at', 'created_at'] },
  { table: 'supply_deliveries', by: 'encounter_id', key: 'encounters', times: ['occurred_at', 'created_at'] },
  { table: 'coded_diagnoses', by: 'encounter_id', key: 'encounters', times: ['coded_at', 'created_at'] },
  { table: 'notifications', by: 'encounter_id', key: 'encounters', times: ['not_before', 'delivered_at', 'read_at', 'created_at', 'updated_at'] },
  { table: 'journeys', by: 'id', key: 'encounters', times: ['waiting_until', 'own_wait_until', 'started_at', 'stage_started_at', 'closed_at', 'updated_at'] },
  { table: 'journey_stages', by: 'journey_id', key: 'encounters', times: ['started_at', 'ended_at'] },
  { table: 'journey_events', by: 'journey_id', key: 'encounters', times: ['at'] },
  { table: 'tasks', by: 'id', key: 'tasks', times: ['due_at', 'follow_up_at', 'clock_from', 'paused_at', 'resume_at', 'claimed_at', 'draft_saved_at', 'completed_at', 'created_at', 'updated_at'] },
  { table: 'task_events', by: 'task_id', key: 'tasks', times: ['at'] },
  { table: 'sla_firings', by: 'task_id', key: 'tasks', times: ['fired_at'] },
  { table: 'incidents', by: 'id', key: 'incidents', times: ['hold_until', 'opened_at', 'resolved_at'] },
  { table: 'accounts', by: 'id', key: 'accounts', times: ['created_at', 'charges_captured_at'] },
  { table: 'charge_items', by: 'encounter_id', key: 'encounters', times: ['coded_at', 'created_at'], days: ['service_date'] },
  { table: 'invoices', by: 'account_id', key: 'accounts', times: ['issued_at'], days: ['due_on'] },
  { table: 'claims', by: 'id', key: 'claims', times: ['next_deadline_at', 'hold_until', 'submitted_at', 'answered_at', 'closed_at', 'created_at', 'updated_at'], days: ['service_from', 'service_through', 'timely_filing_on', 'appeal_by'] },
  { table: 'claim_lines', by: 'claim_id', key: 'claims', times: [], days: ['service_date'] },
  { table: 'claim_events', by: 'claim_id', key: 'claims', times: ['at'] },
  { table: 'claim_submissions', by: 'id', key: 'submissions', times: ['submitted_at', 'acknowledged_at'] },
  { table: 'payer_decisions', by: 'submission_id', key: 'submissions', times: ['decided_at'] },
];

/** Tries to find an appointment a slot of its own after the move. */
const SLOT_TRIES = 30;

/**
 * Move a patient's record back by `ms`, as if that much time had passed since: what was due in a day is due now, what happened
 * today happened a day ago. Negative `ms` moves it forth again. Answers the number of rows moved. Runs in the act's transaction.
 */
export async function shiftRecord(act: Act, scope: ShiftScope, ms: number): Promise<number> {
  const keys = await keysOf(act, scope);
  const shifts = (await tablesWithRows(act, keys)).map(({ table, by, key, times, days }) => {
    const sets = [...times.map((column) => `${column} = DATE_SUB(${column}, INTERVAL :micros MICROSECOND)`), ...(days ?? []).map((column) => `${column} = DATE_SUB(${column}, INTERVAL :days DAY)`)];
    return { sql: `UPDATE ${table} SET ${sets.join(', ')} WHERE ${by} IN (:keys)`, values: { micros: ms * 1000, days: Math.round(ms / 86_400_000), keys: keys[key] } };
  });
  // A journey that goes on tells its figures by its next event; one that has ended has none to come.
  if (scope.encounterId !== null) await executeLater(act, 'INSERT INTO analytics_changes (journey_id, at) SELECT id, UTC_TIMESTAMP(3) FROM journeys WHERE id = ?', [scope.encounterId]);
  return (await executeTogether(act, shifts)) + (await shiftAppointments(act, scope, ms));
}

/** True once the stay has been charged: from then on days stand in the record beside times, and only whole days may pass. */
export async function hasCharges(act: Pick<Act, 'database' | 'transaction'>, scope: ShiftScope): Promise<boolean> {
  if (scope.claimIds.length > 0) return true;
  const [row] = await select<{ n: number }>(act, 'SELECT COUNT(*) AS n FROM charge_items WHERE encounter_id = ?', [scope.encounterId]);
  return Number(row?.n ?? 0) > 0;
}

/** Nothing of this stay or claim goes on: what is left of it is a record. */
export async function hasEnded(act: Pick<Act, 'database' | 'transaction'>, scope: ShiftScope): Promise<boolean> {
  const going = await select(act, "SELECT id FROM journeys WHERE id = :encounterId AND status = 'running' UNION ALL SELECT id FROM claims WHERE id IN (:claimIds) AND closed_at IS NULL", namesOf(scope));
  return going.length === 0;
}

/** What a statement names a scope by; a list of no claims finds none. */
function namesOf({ encounterId, claimIds }: ShiftScope): { encounterId: string | null; claimIds: readonly string[] } {
  return { encounterId, claimIds: claimIds.length > 0 ? claimIds : ['-'] };
}

/** The tables that have anything of this patient, found in one look: a stay has rows in half of them. */
async function tablesWithRows(act: Act, keys: Readonly<Record<Key, readonly string[]>>): Promise<readonly ShiftedTable[]> {
  const asked = SHIFTED.flatMap(({ table, by, key }, index) => (keys[key].length === 0 ? [] : [`SELECT ${index} AS place FROM DUAL WHERE EXISTS (SELECT 1 FROM ${table} WHERE ${by} IN (:${key}))`]));
  if (asked.length === 0) return [];
  const found = new Set((await select<{ place: number }>(act, asked.join(' UNION ALL '), keys)).map(({ place }) => Number(place)));
  return SHIFTED.filter((_, index) => found.has(index));
}

async function keysOf(act: Act, scope: ShiftScope): Promise<Record<Key, readonly string[]>> {
  const { encounterId, claimIds } = scope;
  const rows = await select<{ key: Key; id: string }>(
    act,
    `SELECT 'tasks' AS \`key\`, id FROM tasks WHERE journey_id = :encounterId UNION SELECT 'tasks', id FROM tasks WHERE claim_id IN (:claimIds)
     UNION SELECT 'incidents', id FROM incidents WHERE journey_id = :encounterId UNION SELECT 'incidents', id FROM incidents WHERE claim_id IN (:claimIds)
     UNION SELECT 'submissions', id FROM claim_submissions WHERE claim_id IN (:claimIds) UNION SELECT 'problems', id FROM care_plan_problems WHERE encounter_id = :encounterId
     UNION SELECT 'accounts', id FROM accounts WHERE encounter_id = :encounterId`,
    namesOf(scope),
  );
  const of = (key: Key) => rows.filter((row) => row.key === key).map(({ id }) => id);
  return {
    encounters: encounterId === null ? [] : [encounterId], claims: claimIds,
    tasks: of('tasks'), incidents: of('incidents'), submissions: of('submissions'), problems: of('problems'), accounts: of('accounts'),
  };
}

/** Appointments keep a slot of their own: when the moved one is taken, the next free minute. */
async function shiftAppointments(act: Act, { encounterId }: ShiftScope, ms: number): Promise<number> {
  const rows = encounterId === null ? [] : await select<{ id: string; startsAt: Date; endsAt: Date }>(act, 'SELECT id, starts_at AS startsAt, ends_at AS endsAt FROM appointments WHERE encounter_id = ? ORDER BY starts_at', [encounterId]);
  for (const row of rows) {
    for (let tries = 0; ; tries += 1) {
      const move = (time: Date) => new Date(time.getTime() - ms + tries * MINUTE_MS);
      try {
        await execute(act, 'UPDATE appointments SET starts_at = ?, ends_at = ? WHERE id = ?', [move(row.startsAt), move(row.endsAt), row.id]);
        break;
      } catch (error) {
        if (!isDuplicateOf(error, 'one_patient_per_slot') || tries >= SLOT_TRIES) throw error;
      }
    }
  }
  return rows.length;
}
