import { type MeasuredSet, reassess, type Reassessed } from '../../../../domain/clinical/deteriorationLoop';
import { type Act, execute, select } from '../../../http/act';
import { type EncounterRow } from '../../encounters/encounterRow';

interface Row {
  readonly id: string;
  readonly raisedAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly reobservedAt: Date | null;
  readonly closedAt: Date | null;
}

/**
 * Look again at the deteriorations that sets entered in error took part in, the newest first: what one raised ends before what it had
 * closed is opened again. Answers whether a deterioration is still open.
 */
export async function reassessLoops(act: Act, encounter: EncounterRow, standing: readonly MeasuredSet[], wrong: readonly number[]): Promise<boolean> {
  const rows = await select<Row>(
    act,
    `SELECT id, raised_at AS raisedAt, acknowledged_at AS acknowledgedAt, reobserved_at AS reobservedAt, closed_at AS closedAt FROM escalations
     WHERE encounter_id = ? AND withdrawn_at IS NULL ORDER BY raised_at DESC, id DESC FOR UPDATE`,
    [encounter.id],
  );
  let isOpen = rows.some(({ closedAt }) => closedAt === null);
  for (const row of rows) {
    const until = row.reobservedAt ?? row.closedAt;
    const tookPart = wrong.some((at) => at >= row.raisedAt.getTime() && (row.closedAt === null || (until !== null && at <= until.getTime())));
    if (!tookPart) continue;
    const closedAt = row.closedAt === null ? null : (row.reobservedAt ?? row.closedAt);
    const result = reassess({ id: row.id, raisedAt: row.raisedAt.getTime(), acknowledgedAt: row.acknowledgedAt?.getTime() ?? null, closedAt: closedAt?.getTime() ?? null }, standing);
    isOpen = await write(act, row, result, isOpen);
  }
  return isOpen;
}

/** A loop that was closed stays in the record as what people acted on, unless it has to be opened again. */
async function write(act: Act, row: Row, result: Reassessed, isOpen: boolean): Promise<boolean> {
  const wasOpen = row.closedAt === null;
  if (result.outcome === 'withdrawn') {
    if (!wasOpen) return isOpen;
    await execute(act, 'UPDATE escalations SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?', [act.now, act.principal.id, row.id]);
    return false;
  }
  const opensAgain = !wasOpen && !result.isClosed && !isOpen;
  if (!wasOpen && !opensAgain) return isOpen;
  await execute(act, 'UPDATE escalations SET raised_at = ?, news2 = ?, risk = ?, is_complete = ?, reobserved_at = ?, reobserved_news2 = ?, closed_at = NULL WHERE id = ?', [
    new Date(result.raisedAt), result.news2, result.risk, result.isComplete ? 1 : 0, result.reobserved ? new Date(result.reobserved.at) : null, result.reobserved?.news2 ?? null, row.id,
  ]);
  return true;
}
