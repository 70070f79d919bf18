import { TRANSFER_RESERVATION_MINUTES } from '../../../../domain/beds/reservation';
import { type Act, execute } from '../../../http/act';
import { unprocessable } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';
import { reserveBed } from '../reservations';
import { recordStayEvent } from '../stayEvents';
import { type TransferRow } from './transferRow';

/** The receiving ward takes the patient and keeps one of its beds for them, for a time. */
export async function acceptTransfer(act: Act, transfer: TransferRow, encounter: EncounterRow, bedId: string): Promise<void> {
  const kept = await reserveBed(act, encounter, bedId, TRANSFER_RESERVATION_MINUTES);
  if (kept.wardId !== transfer.toWardId) throw unprocessable('other-ward', 'This bed is on another ward.', { errors: [{ field: 'bedId', message: 'Choose a bed of your ward.' }] });
  await execute(act, "UPDATE bed_transfers SET status = 'accepted', accepted_by = ?, accepted_at = ?, location_id = ?, version = version + 1 WHERE id = ?", [act.principal.id, act.now, kept.id, transfer.id]);
  await recordStayEvent(act, transfer.encounterId, 'transfer-accepted', { type: 'reservation', id: kept.id });
}
