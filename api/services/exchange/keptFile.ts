import { createReadStream } from 'node:fs';
import { newId } from '../../../db/newId';
import { type Act, execute, select } from '../../http/act';
import { type FileAtHand } from './checkFile';

/** How far a piece of a file is kept in one row: well below any server's packet limit. */
const PIECE = 1 << 20;
/** A failed file larger than this stands in the folder only: nobody mends it on a page. */
const MOST_KEPT = 32 << 20;

/** Keeps a file as it came, sealed, in pieces. */
export class KeptParts {
  private part = 0;
  private held: Buffer[] = [];
  private size = 0;

  constructor(private readonly act: Act, private readonly fileId: string) {}

  async take(piece: Buffer): Promise<void> {
    this.held.push(piece);
    this.size += piece.length;
    if (this.size >= PIECE) await this.end();
  }

  async end(): Promise<void> {
    if (this.size === 0) return;
    this.part += 1;
    const sealed = this.act.database.cipher.seal(placeOfPart(this.fileId, this.part), Buffer.concat(this.held).toString('latin1'));
    await execute(this.act, 'INSERT INTO exchange_file_parts (file_id, part, content_enc) VALUES (?)', [[this.fileId, this.part, sealed]]);
    this.held = [];
    this.size = 0;
  }
}

/** A file that was not taken in, with the reason and, unless it is enormous, its content. */
export async function keepFailed(act: Act, { path, name, checked: { hash, bytes } }: FileAtHand, problems: readonly string[]): Promise<void> {
  const id = newId();
  await execute(act, 'INSERT INTO exchange_files (id, content_hash, bytes, state, problem, received_at, name_enc) VALUES (?)', [
    [id, hash, bytes, 'failed', problems.join('; ').slice(0, 1000), act.now, act.database.cipher.seal(placeOfName(id), name)],
  ]);
  if (bytes <= MOST_KEPT) {
    const parts = new KeptParts(act, id);
    for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) await parts.take(piece);
    await parts.end();
  }
  act.audits.push({ action: 'exchange.file-failed', resourceType: 'exchange file', resourceId: id, outcome: 'failed', detail: { bytes } });
}

/** The content of a kept file, piece by piece. Patient data: audit its use. */
export async function* contentOf(act: Act, fileId: string): AsyncGenerator<Buffer> {
  for (let part = 1; ; part += 1) {
    const [row] = await select<{ contentEnc: Buffer }>(act, 'SELECT content_enc AS contentEnc FROM exchange_file_parts WHERE file_id = ? AND part = ?', [fileId, part]);
    if (!row) return;
    yield Buffer.from(act.database.cipher.open(placeOfPart(fileId, part), row.contentEnc), 'latin1');
  }
}

/** Where the sealed name of a file belongs. */
export function placeOfName(fileId: string): { table: string; column: string; id: string } {
  return { table: 'exchange_files', column: 'name_enc', id: fileId };
}

function placeOfPart(fileId: string, part: number): { table: string; column: string; id: string } {
  return { table: 'exchange_file_parts', column: 'content_enc', id: `${fileId}/${part}` };
}
