import { newId } from '../../../db/newId';
import { readJson } from '../../../db/models/table';
import { type RowValue } from '../../../domain/tasks/form';
import { type Act, execute, select } from '../../http/act';
import { type EncounterRow } from '../encounters/encounterRow';
import { loadDisplays } from './concepts';
import { writeNote } from './notes';
import { type ReplayedProcedure } from './orders/replay';

export interface OrderedProcedure {
  readonly id: string;
  readonly systemCode: string;
  readonly code: string;
  readonly name: string;
  readonly replayOf: string | null;
}

/** Procedures that are ordered and not done (of one round, when given). */
export async function orderedProcedures(act: Act, encounterId: string, round: number | null): Promise<OrderedProcedure[]> {
  const rows = await select<{ id: string; systemCode: string; code: string; replay: unknown }>(
    act,
    `SELECT id, system_code AS systemCode, code, replay FROM service_requests
     WHERE encounter_id = :encounterId AND category = 'procedure' AND status = 'active' ${round === null ? '' : 'AND round_number = :round'} ORDER BY round_number, id ${act.transaction ? 'FOR UPDATE' : ''}`,
    { encounterId, round },
  );
  const display = await loadDisplays(act, rows);
  return rows.map((row) => ({ id: row.id, systemCode: row.systemCode, code: row.code, name: display(row.systemCode, row.code), replayOf: (readJson(row.replay) as ReplayedProcedure | null)?.procedureId ?? null }));
}

/**
 * Record each ordered procedure as done or as not done. Not done is an end as well: the order is revoked with the reason, so
 * that it blocks nothing (a cancelled procedure must never hold up discharge).
 */
export async function performProcedures(act: Act, encounter: EncounterRow, taskId: string, ordered: readonly OrderedProcedure[], rows: readonly RowValue[]): Promise<{ done: number; notDone: number }> {
  const orders = new Map(ordered.map((order) => [order.id, order]));
  const past = await loadPast(act, ordered.flatMap((order) => (order.replayOf === null ? [] : [order.replayOf])));
  const inserts = rows.flatMap((row) => {
    const order = orders.get(row.id);
    if (!order) return [];
    const before = order.replayOf === null ? undefined : past.get(order.replayOf);
    const isDone = row['status'] === 'completed';
    const started = isDone ? new Date(Math.max(encounter.periodStart.getTime(), act.now.getTime() - (before?.durationMs ?? 0))) : null;
    return [[newId(), encounter.patientId, encounter.id, order.id, order.systemCode, order.code, isDone ? 'completed' : 'not-done', started, isDone ? act.now : null, isDone ? act.principal.id : null,
      before?.reasonSystem ?? null, before?.reasonCode ?? null, before?.baseCostCents ?? null, act.now]];
  });
  if (inserts.length > 0) {
    await execute(
      act,
      `INSERT INTO procedures (id, patient_id, encounter_id, service_request_id, system_code, code, status, performed_start, performed_end, performer_id, reason_system, reason_code, base_cost_cents, created_at)
       VALUES ${inserts.map(() => '(?)').join(', ')}`,
      inserts,
    );
  }
  const done = rows.filter((row) => row['status'] === 'completed').map((row) => row.id);
  const notDone = rows.filter((row) => row['status'] !== 'completed');
  if (done.length > 0) await execute(act, "UPDATE service_requests SET status = 'completed', completed_at = ?, version = version + 1 WHERE id IN (?)", [act.now, done]);
  if (notDone.length > 0) {
    await execute(act, "UPDATE service_requests SET status = 'revoked', completed_at = ?, version = version + 1 WHERE id IN (?)", [act.now, notDone.map((row) => row.id)]);
    const text = notDone.map((row) => `${orders.get(row.id)?.name ?? row.id}: ${String(row['reason'])}`).join('\n');
    await writeNote(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: 'procedure', text, taskId });
  }
  return { done: done.length, notDone: notDone.length };
}

interface PastProcedure {
  readonly durationMs: number;
  readonly reasonSystem: string | null;
  readonly reasonCode: string | null;
  readonly baseCostCents: number | null;
}

/** What a replayed procedure took and cost then. At most a shift long: the source has spans of days. */
async function loadPast(act: Act, ids: readonly string[]): Promise<Map<string, PastProcedure>> {
  if (ids.length === 0) return new Map();
  const rows = await select<{ id: string; started: Date | null; ended: Date | null; reasonSystem: string | null; reasonCode: string | null; baseCostCents: number | null }>(
    act,
    'SELECT id, performed_start AS started, performed_end AS ended, reason_system AS reasonSystem, reason_code AS reasonCode, base_cost_cents AS baseCostCents FROM procedures WHERE id IN (:ids)',
    { ids },
  );
  const longest = 8 * 3_600_000;
  return new Map(rows.map((row) => [row.id, {
    ...row, durationMs: row.started && row.ended ? Math.min(longest, Math.max(0, row.ended.getTime() - row.started.getTime())) : 0,
    baseCostCents: row.baseCostCents === null ? null : Number(row.baseCostCents),
  }]));
}
