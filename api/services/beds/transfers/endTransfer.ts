import { mayBecome, type TransferStatus } from '../../../../domain/beds/transfer';
import { bedTransferWorkflowId } from '../../../../workflows/contracts/ids';
import { type Act, execute } from '../../../http/act';
import { unprocessable } from '../../../http/problem';
import { refreshJourney } from '../../journeys/refresh';
import { endErrand } from '../../tasks/errand';
import { giveBackReservation } from '../reservations';
import { recordStayEvent } from '../stayEvents';
import { pendingTransferOf, type TransferRow } from './transferRow';

/**
 * End a transfer before the patient has moved: the bed that was kept is given back and nobody is asked any more. `toldBy` a task
 * the workflow hears of it by that task's completion, else by a message.
 */
export async function endTransfer(act: Act, transfer: TransferRow, as: Extract<TransferStatus, 'declined' | 'withdrawn' | 'cancelled'>, toldBy: 'task' | 'message'): Promise<void> {
  if (!mayBecome(transfer.status, as)) throw unprocessable('transfer-over', 'This transfer has ended or moved on meanwhile.');
  await execute(act, 'UPDATE bed_transfers SET status = ?, location_id = NULL, ended_by = ?, ended_at = ?, version = version + 1 WHERE id = ?', [as, act.principal.kind === 'person' ? act.principal.id : null, act.now, transfer.id]);
  if (transfer.locationId) await giveBackReservation(act, transfer.encounterId);
  if (toldBy === 'message') await endErrand(act, bedTransferWorkflowId(transfer.id));
  await recordStayEvent(act, transfer.encounterId, `transfer-${as}`, { type: 'transfer', id: transfer.id });
  await refreshJourney(act, transfer.encounterId);
}

/** The patient leaves: no ward waits for them. */
export async function cancelPendingTransfer(act: Act, encounterId: string): Promise<void> {
  const transfer = await pendingTransferOf(act, encounterId);
  if (transfer) await endTransfer(act, transfer, 'cancelled', 'message');
}
