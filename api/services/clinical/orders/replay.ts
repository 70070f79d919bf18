import { ordersFor } from '../../../../domain/orders/panels';
import { medicinesToReplay } from '../../../../domain/orders/replayMedicines';
import { type Act, select, selectOne } from '../../../http/act';
import { type MedicineOrder, medicineOrder } from '../medicines/medicineOrder';
import { type ServiceOrder } from './insertServices';
import { type Orders } from './placeOrders';

/** What a laboratory order of a replay stands for: the past results it brings back. */
export interface ReplayedResults {
  readonly observationIds: readonly string[];
}

/** What a procedure order of a replay stands for. */
export interface ReplayedProcedure {
  readonly procedureId: string;
}

/** The orders of a past encounter: results by draw and panel, procedures by day, medicines by product. */
export async function replayOrders(act: Act, pastEncounterId: string): Promise<Orders> {
  return {
    services: [...(await laboratory(act, pastEncounterId)), ...(await procedures(act, pastEncounterId))],
    medicines: await medicines(act, pastEncounterId),
  };
}

/** Tests drawn at one time are one round, and within it the panels they were ordered as. */
async function laboratory(act: Act, encounterId: string): Promise<ServiceOrder[]> {
  const rows = await select<{ id: string; systemCode: string; code: string; effectiveAt: Date }>(
    act,
    "SELECT id, system_code AS systemCode, code, effective_at AS effectiveAt FROM observations WHERE encounter_id = ? AND category = 'laboratory' ORDER BY effective_at, id",
    [encounterId],
  );
  const draws = groupBy(rows, (row) => row.effectiveAt.toISOString());
  return draws.flatMap((drawn, index) => ordersFor([...new Set(drawn.map((row) => row.code))]).map((order): ServiceOrder => {
    const results = drawn.filter((row) => order.tests.includes(row.code));
    const replay: ReplayedResults = { observationIds: results.map((row) => row.id) };
    return { category: 'laboratory', systemCode: results[0]?.systemCode ?? 'LOINC', code: order.code, round: index + 1, replay };
  }));
}

async function procedures(act: Act, encounterId: string): Promise<ServiceOrder[]> {
  const rows = await select<{ id: string; systemCode: string; code: string; startedAt: Date | null }>(
    act,
    'SELECT id, system_code AS systemCode, code, performed_start AS startedAt FROM procedures WHERE encounter_id = ? ORDER BY performed_start, id',
    [encounterId],
  );
  const days = groupBy(rows, (row) => row.startedAt?.toISOString().slice(0, 10) ?? '');
  return days.flatMap((done, index) => done.map((row): ServiceOrder => {
    const replay: ReplayedProcedure = { procedureId: row.id };
    return { category: 'procedure', systemCode: row.systemCode, code: row.code, round: index + 1, replay };
  }));
}

async function medicines(act: Act, encounterId: string): Promise<MedicineOrder[]> {
  const stay = await selectOne<{ start: Date; end: Date | null }>(act, 'SELECT period_start AS start, period_end AS end FROM encounters WHERE id = ?', [encounterId]);
  if (!stay) return [];
  const rows = await select<{ id: string; systemCode: string; code: string; startedAt: Date; stoppedAt: Date | null; unitCents: number | null; totalCents: number | null }>(
    act,
    `SELECT id, system_code AS systemCode, code, authored_at AS startedAt, stopped_at AS stoppedAt, unit_cost_cents AS unitCents, total_cost_cents AS totalCents
     FROM medication_requests WHERE encounter_id = ? ORDER BY authored_at, id`,
    [encounterId],
  );
  const past = rows.map((row) => ({
    ...row, startedAt: row.startedAt.toISOString(), stoppedAt: row.stoppedAt?.toISOString() ?? null,
    unitCents: row.unitCents === null ? null : Number(row.unitCents), totalCents: row.totalCents === null ? null : Number(row.totalCents),
  }));
  const period = { start: stay.start.toISOString(), end: (stay.end ?? act.now).toISOString() };
  return medicinesToReplay(past, period).map(({ pastIds, ...medicine }) => medicineOrder({ ...medicine, replay: { medicationRequestIds: pastIds } }));
}

/** Groups in the order they first appear. */
function groupBy<T>(rows: readonly T[], key: (row: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return [...groups.values()];
}
