import { newId } from '../../../../db/newId';
import { nextDose, ROUND_WINDOW_MS } from '../../../../domain/orders/doseSchedule';
import { type Act, execute, select } from '../../../http/act';
import { type EncounterRow } from '../../encounters/encounterRow';
import { mayBeGiven, medicineOrders, onTheWard } from './orders';

/** What a round came to: counts, and when to look again. */
export interface PlannedRound {
  /** Open doses of the stay, those of earlier rounds included. */
  readonly doses: number;
  /** How many of them a second person has to check first. */
  readonly highAlertDoses: number;
  /** No scheduled dose is left after this round. */
  readonly finished: boolean;
  /** Milliseconds until the next dose is due; null when none is. */
  readonly nextInMs: number | null;
}

interface SoFar {
  readonly requestId: string;
  readonly count: number;
  readonly lastDueAt: Date | null;
  readonly lastGivenAt: Date | null;
}

/**
 * Schedule the doses that are due by now or within half an hour: of every active order a pharmacist has verified. Doses have numbers and
 * a unique key, and the last dose of an order says when its next one is due, so that planning again plans nothing new.
 */
export async function planMedicineRound(act: Act, encounter: EncounterRow): Promise<PlannedRound> {
  const orders = onTheWard(await medicineOrders(act, encounter.id, { lock: true })).filter((order) => mayBeGiven(order) && !order.isUnscheduled);
  if (encounter.status !== 'in-progress') return { doses: 0, highAlertDoses: 0, finished: true, nextInMs: null };
  const now = act.now.getTime();
  const before = await dosesSoFar(act, encounter.id);
  const after = new Map(before);
  const due = orders.flatMap((order) => {
    const sofar = before.get(order.id) ?? NONE;
    const next = nextDose(order, sofar, now);
    if (!next || next.dueAt > now + ROUND_WINDOW_MS) return [];
    after.set(order.id, { ...sofar, count: next.number, lastDueAt: next.dueAt });
    return [[newId(), encounter.patientId, encounter.id, order.id, next.number, new Date(next.dueAt)]];
  });
  if (due.length > 0) {
    await execute(
      act,
      `INSERT INTO medication_administrations (id, patient_id, encounter_id, medication_request_id, dose_number, due_at) VALUES ${due.map(() => '(?)').join(', ')} ON DUPLICATE KEY UPDATE id = id`,
      due,
    );
  }
  const upcoming = orders.flatMap((order) => nextDose(order, after.get(order.id) ?? NONE, now)?.dueAt ?? []);
  return { ...(await countOpen(act, encounter.id)), finished: upcoming.length === 0, nextInMs: upcoming.length === 0 ? null : Math.max(0, Math.min(...upcoming) - now) };
}

const NONE = { count: 0, lastDueAt: null, lastGivenAt: null } as const;

async function dosesSoFar(act: Act, encounterId: string): Promise<Map<string, { count: number; lastDueAt: number | null; lastGivenAt: number | null }>> {
  const rows = await select<SoFar>(
    act,
    `SELECT medication_request_id AS requestId, MAX(dose_number) AS count, MAX(due_at) AS lastDueAt, MAX(given_at) AS lastGivenAt FROM medication_administrations WHERE encounter_id = ? GROUP BY medication_request_id`,
    [encounterId],
  );
  return new Map(rows.map((row) => [row.requestId, { count: Number(row.count), lastDueAt: row.lastDueAt?.getTime() ?? null, lastGivenAt: row.lastGivenAt?.getTime() ?? null }]));
}

/** Counted, not taken from what was planned: a dose of an earlier round that is still open belongs on this one's form too. Stat doses have a task of their own. */
async function countOpen(act: Act, encounterId: string): Promise<{ doses: number; highAlertDoses: number }> {
  const [row] = await select<{ doses: number; highAlertDoses: number | null }>(
    act,
    `SELECT COUNT(*) AS doses, SUM(m.high_alert IS NOT NULL) AS highAlertDoses FROM medication_administrations a JOIN medication_requests m ON m.id = a.medication_request_id
     WHERE a.encounter_id = ? AND a.status = 'planned' AND m.schedule <> 'stat'`,
    [encounterId],
  );
  return { doses: Number(row?.doses ?? 0), highAlertDoses: Number(row?.highAlertDoses ?? 0) };
}
