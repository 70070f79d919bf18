import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Act, execute, selectOne } from '../../http/act';
import { conflict, unprocessable } from '../../http/problem';
import { checkFile } from './checkFile';
import { contentOf, placeOfName } from './keptFile';
import { NotTakenIn, takeInChecked, type TakenIn } from './takeInFile';

/** A row of `exchange_files`. */
export interface ExchangeFileRow {
  readonly id: string;
  readonly kinds: string | null;
  readonly bytes: number;
  readonly state: 'taken-in' | 'failed';
  readonly problem: string | null;
  readonly receivedAt: Date;
  readonly nameEnc: Buffer | null;
  readonly supersededBy: string | null;
  /** Its content is on record. */
  readonly isKept: number;
}

export const FILE_COLUMNS = `f.id, f.kinds, f.bytes, f.state, f.problem, f.received_at AS receivedAt, f.name_enc AS nameEnc, f.superseded_by AS supersededBy,
  EXISTS (SELECT 1 FROM exchange_file_parts p WHERE p.file_id = f.id) AS isKept`;

/** The file, its row locked in a write. */
export async function lockFile(act: Act, fileId: string): Promise<ExchangeFileRow | null> {
  const locked = await selectOne(act, `SELECT id FROM exchange_files WHERE id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [fileId]);
  return locked && selectOne<ExchangeFileRow>(act, `SELECT ${FILE_COLUMNS} FROM exchange_files f WHERE f.id = ?`, [fileId]);
}

/** What its sender called it; files from before names were kept have none. */
export function nameOf(act: Act, { id, nameEnc }: Pick<ExchangeFileRow, 'id' | 'nameEnc'>): string | null {
  return nameEnc && act.database.cipher.open(placeOfName(id), nameEnc);
}

/**
 * Take in a failed file again: what stood in its way may be gone (a payer that was missing, a fault of ours). It is read anew from its
 * beginning, and all of it takes effect in this transaction or nothing does. The caller holds the row.
 */
export async function retryFile(act: Act, file: ExchangeFileRow): Promise<TakenIn> {
  if (file.state !== 'failed') throw conflict('file-taken-in', 'This file was taken in already.');
  if (file.supersededBy !== null) throw conflict('file-taken-in', 'This file was taken in already, when it was tried again.');
  if (Number(file.isKept) !== 1) throw unprocessable('file-not-kept', 'The content of this file is not on record: put it into the inbound folder again.');
  const folder = await mkdtemp(join(tmpdir(), 'careway-retry-'));
  const path = join(folder, 'file');
  try {
    await writeContent(act, file.id, path);
    return await takeInAgain(act, file, path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeContent(act: Act, fileId: string, path: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    for await (const piece of contentOf(act, fileId)) await handle.write(piece);
  } finally {
    await handle.close();
  }
}

async function takeInAgain(act: Act, file: ExchangeFileRow, path: string): Promise<TakenIn> {
  const checked = await checkFile(path);
  act.audits.push({ action: 'exchange.file-retried', resourceType: 'exchange file', resourceId: file.id, detail: { problems: checked.problems.length } });
  if (checked.problems.length > 0) return { state: 'failed', problems: checked.problems };
  try {
    const taken = await takeInChecked(act, { path, name: nameOf(act, file) ?? 'file', checked });
    const as = taken.state === 'taken-in' ? taken.fileId : (await selectOne<{ id: string }>(act, 'SELECT id FROM exchange_files WHERE taken_in_hash = ?', [checked.hash]))?.id ?? null;
    await execute(act, 'UPDATE exchange_files SET superseded_by = ? WHERE id = ?', [as, file.id]);
    return taken;
  } catch (error) {
    // Rolls back what it had begun.
    if (error instanceof NotTakenIn) throw unprocessable('file-not-taken-in', `Still not taken in: ${error.message}.`);
    throw error;
  }
}
