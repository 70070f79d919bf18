import { type Act, execute, selectOne } from '../../../http/act';
import { unprocessable } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';
import { changeBed, type Moved, requireLying } from '../moveBed';
import { type TransferRow } from './transferRow';

/**
 * The patient has arrived: out of the old bed, into the one that was kept, in one transaction. The stay goes on with one more
 * location; a transfer never starts a new one.
 */
export async function confirmArrival(act: Act, transfer: TransferRow, encounter: EncounterRow): Promise<Moved> {
  const kept = await selectOne<{ bedId: string }>(act, "SELECT bed_id AS bedId FROM encounter_locations WHERE id = ? AND status = 'reserved'", [transfer.locationId]);
  if (!kept) throw unprocessable('transfer-over', 'The bed is no longer kept for this patient: accept the transfer again.');
  const moved = await changeBed(act, encounter, await requireLying(act, encounter.id), kept.bedId, { kind: 'transfer', transferId: transfer.id });
  await execute(act, "UPDATE bed_transfers SET status = 'moved', ended_by = ?, ended_at = ?, version = version + 1 WHERE id = ?", [act.principal.id, act.now, transfer.id]);
  return moved;
}
