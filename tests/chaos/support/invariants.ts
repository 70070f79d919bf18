import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Connection, type RowDataPacket } from 'mysql2/promise';

const FOLDER = join(__dirname, '..', 'invariants');
const ROWS_KEPT = 5;

/** A sentence about the record, and the query that finds what makes it untrue. */
export interface Invariant {
  readonly name: string;
  /** What it proves: the comment on top of its file. */
  readonly proves: string;
  readonly sql: string;
}

/** What an invariant found: how many rows, and the first of them. IDs, codes and amounts only. */
export interface Violation {
  readonly invariant: string;
  readonly proves: string;
  readonly rows: number;
  readonly first: readonly object[];
}

/** Every file of `tests/chaos/invariants`, by name. Each is one query that returns no row on a sound record. */
export function readInvariants(): Invariant[] {
  return readdirSync(FOLDER).filter((file) => file.endsWith('.sql')).sort().map((file) => {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    const [comment = '', ...query] = text.split('\n');
    if (!comment.startsWith('-- ')) throw new Error(`${file} does not say in its first line what it proves.`);
    return { name: file.slice(0, -'.sql'.length), proves: comment.slice(3), sql: query.join('\n').trim() };
  });
}

/** Ask the record every one of them. */
export async function violations(connection: Pick<Connection, 'query'>): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const { name, proves, sql } of readInvariants()) {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    if (rows.length > 0) found.push({ invariant: name, proves, rows: rows.length, first: rows.slice(0, ROWS_KEPT) });
  }
  return found;
}
