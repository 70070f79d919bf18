import { type TransferReason, type TransferStatus } from '../../../../domain/beds/transfer';
import { bedTransferWorkflowId } from '../../../../workflows/contracts/ids';
import { type Act, execute, selectOne } from '../../../http/act';
import { unprocessable } from '../../../http/problem';
import { tellErrand } from '../../tasks/errand';

export interface TransferRow {
  readonly id: string;
  readonly encounterId: string;
  readonly fromWardId: string;
  readonly toWardId: string;
  readonly status: TransferStatus;
  readonly reason: TransferReason;
  readonly locationId: string | null;
  readonly requestedBy: string;
  readonly agreedBy: string | null;
  readonly acceptedBy: string | null;
  readonly version: number;
}

const COLUMNS = `id, encounter_id AS encounterId, from_ward_id AS fromWardId, to_ward_id AS toWardId, status, reason, location_id AS locationId,
  requested_by AS requestedBy, agreed_by AS agreedBy, accepted_by AS acceptedBy, version`;

/** The transfer, its row locked in a write; null when there is none. */
export async function lockTransfer(act: Act, transferId: string | null): Promise<TransferRow | null> {
  return transferId === null ? null : selectOne<TransferRow>(act, `SELECT ${COLUMNS} FROM bed_transfers WHERE id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [transferId]);
}

export async function pendingTransferOf(act: Act, encounterId: string): Promise<TransferRow | null> {
  return selectOne<TransferRow>(act, `SELECT ${COLUMNS} FROM bed_transfers WHERE pending_encounter_id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [encounterId]);
}

/** The transfer a task is about; it must still stand where the task expects it. */
export async function requireTransfer(act: Act, transferId: string | null, status: TransferStatus): Promise<TransferRow> {
  const transfer = await lockTransfer(act, transferId);
  if (transfer?.status !== status) throw unprocessable('transfer-over', 'This transfer has ended or moved on meanwhile.');
  return transfer;
}

/** The kept bed was given back by the clock: the receiving ward is asked again, and nobody is forgotten. */
export async function reopenTransferOf(act: Act, locationId: string): Promise<void> {
  const transfer = await selectOne<{ id: string }>(act, "SELECT id FROM bed_transfers WHERE location_id = ? AND status = 'accepted' FOR UPDATE", [locationId]);
  if (!transfer) return;
  await execute(act, "UPDATE bed_transfers SET status = 'agreed', location_id = NULL, accepted_by = NULL, accepted_at = NULL, version = version + 1 WHERE id = ?", [transfer.id]);
  tellErrand(act, bedTransferWorkflowId(transfer.id), 'reservation-expired', locationId);
}
