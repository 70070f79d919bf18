import { newId } from '../../../../db/newId';
import { type TransferReason } from '../../../../domain/beds/transfer';
import { type Act, execute, selectOne } from '../../../http/act';
import { conflict, unprocessable } from '../../../http/problem';
import { isDuplicateOf } from '../../encounters/duplicateKey';
import { type EncounterRow } from '../../encounters/encounterRow';
import { startTransfer } from '../errands';
import { requireLying } from '../moveBed';
import { recordStayEvent } from '../stayEvents';
import { addNote } from './agreeToTransfer';

export interface TransferRequest {
  readonly toWardId: string;
  readonly reason: TransferReason;
  readonly note?: string | undefined;
}

/** Ask two wards to move a patient from one to the other. Nothing moves before both have said yes. */
export async function requestTransfer(act: Act, encounter: EncounterRow, { toWardId, reason, note }: TransferRequest): Promise<{ id: string; status: 'requested'; version: number }> {
  if (encounter.status !== 'in-progress') throw unprocessable('stay-over', 'This stay is over.');
  const lying = await requireLying(act, encounter.id);
  const ward = await selectOne(act, 'SELECT id FROM wards WHERE id = ?', [toWardId]);
  if (!ward) throw unprocessable('no-ward', 'There is no such ward.', { errors: [{ field: 'toWardId', message: 'Choose a ward.' }] });
  if (lying.wardId === toWardId) throw unprocessable('same-ward', 'The patient lies on this ward already: change the bed instead.', { errors: [{ field: 'toWardId', message: 'Choose another ward.' }] });
  const id = newId();
  try {
    await execute(act, "INSERT INTO bed_transfers (id, encounter_id, from_ward_id, to_ward_id, status, reason, requested_by, requested_at) VALUES (?)", [[id, encounter.id, lying.wardId, toWardId, 'requested', reason, act.principal.id, act.now]]);
  } catch (error) {
    if (isDuplicateOf(error, 'one_transfer_per_patient')) throw conflict('transfer-pending', 'A transfer of this patient is asked for already. Withdraw it first.');
    throw error;
  }
  if (note) await addNote(act, id, note);
  startTransfer(act, { transferId: id });
  await recordStayEvent(act, encounter.id, 'transfer-requested', { type: 'transfer', id });
  act.audits.push({ action: 'transfer.requested', resourceType: 'transfer', resourceId: id, patientId: encounter.patientId, detail: { toWardId, reason } });
  act.announcements.push({ topic: 'bed', id: lying.bedId });
  return { id, status: 'requested', version: 1 };
}
