import { type Act, execute, selectOne } from '../../../http/act';
import { recordStayEvent } from '../stayEvents';
import { type TransferRow } from './transferRow';

/** The sending ward lets the patient go. What it wants the receiving ward to know goes with the request. */
export async function agreeToTransfer(act: Act, transfer: TransferRow, note: string | null): Promise<void> {
  await execute(act, "UPDATE bed_transfers SET status = 'agreed', agreed_by = ?, agreed_at = ?, version = version + 1 WHERE id = ?", [act.principal.id, act.now, transfer.id]);
  if (note !== null) await addNote(act, transfer.id, note);
  await recordStayEvent(act, transfer.encounterId, 'transfer-agreed', { type: 'transfer', id: transfer.id });
}

/** What one ward tells the other, oldest first; null when nothing was said. */
export async function readNote(act: Act, transferId: string): Promise<string | null> {
  const row = await selectOne<{ noteEnc: Buffer | null }>(act, 'SELECT note_enc AS noteEnc FROM bed_transfers WHERE id = ?', [transferId]);
  return row?.noteEnc ? act.database.cipher.open(placeOf(transferId), row.noteEnc) : null;
}

export async function addNote(act: Act, transferId: string, note: string): Promise<void> {
  const before = await readNote(act, transferId);
  const whole = [before, note].filter((part) => part !== null).join('\n');
  await execute(act, 'UPDATE bed_transfers SET note_enc = ? WHERE id = ?', [act.database.cipher.seal(placeOf(transferId), whole), transferId]);
}

const placeOf = (transferId: string) => ({ table: 'bed_transfers', column: 'note_enc', id: transferId });
