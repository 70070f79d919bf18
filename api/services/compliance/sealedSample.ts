import { type Act, select } from '../../http/act';

/** The newest rows of a table: what is written wrongly shows among them first, and how many there are does not matter. */
const ROWS = 200;
/** db/sealed: format byte, length of the key's ID, the ID, then nonce, bytes and tag. */
const FORMAT = 1;
const NONCE_AND_TAG = 28;
/** More than format and ID are long. */
const HEAD = 80;

type Reader = Pick<Act, 'database' | 'transaction'>;

/**
 * Values of every sealed column in the newest rows of its table: each must have the layout of sealed bytes under a data key that exists. The names come from the schema,
 * not from a caller.
 */
export async function sealedSample(act: Reader): Promise<{ columns: number; values: number; unsealed: string[] }> {
  const columns = await select<{ t: string; c: string }>(act, "SELECT TABLE_NAME AS t, COLUMN_NAME AS c FROM information_schema.columns WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME LIKE '%\\_enc' ORDER BY TABLE_NAME, COLUMN_NAME");
  const keyed = await select<{ t: string; c: string }>(act, "SELECT TABLE_NAME AS t, COLUMN_NAME AS c FROM information_schema.statistics WHERE TABLE_SCHEMA = DATABASE() AND INDEX_NAME = 'PRIMARY' ORDER BY TABLE_NAME, SEQ_IN_INDEX");
  const keys = new Set((await select<{ id: string }>(act, 'SELECT id FROM data_keys')).map(({ id }) => id));
  const unsealed: string[] = [];
  let values = 0;
  for (const t of new Set(columns.map((column) => column.t))) {
    const names = columns.filter((column) => column.t === t).map(({ c }) => c);
    const rows = await newestOf(act, t, keyed.filter((column) => column.t === t).map(({ c }) => c), names);
    for (const [index, name] of names.entries()) {
      const filled = rows.flatMap(({ [`h${index}`]: head, [`l${index}`]: length }) => (head ? [{ head: Buffer.from(head as Buffer), length: Number(length) }] : []));
      values += filled.length;
      if (filled.some(({ head, length }) => !isSealed(head, length, keys))) unsealed.push(`${t}.${name}`);
    }
  }
  return { columns: columns.length, values, unsealed };
}

/** Where each sealed value begins (`h0`, `h1`, …) and how long it is (`l0`, …): values themselves may be long. */
async function newestOf(act: Reader, table: string, key: readonly string[], names: readonly string[]): Promise<Record<string, Buffer | number | null>[]> {
  const parts = names.map((name, index) => `LEFT(\`${name}\`, ${HEAD}) AS h${index}, LENGTH(\`${name}\`) AS l${index}`);
  return select(act, `SELECT ${parts.join(', ')} FROM \`${table}\` ORDER BY ${key.map((column) => `\`${column}\` DESC`).join(', ')} LIMIT ${ROWS}`);
}

function isSealed(head: Buffer, length: number, keys: ReadonlySet<string>): boolean {
  const idLength = head[1] ?? 0;
  return head[0] === FORMAT && keys.has(head.subarray(2, 2 + idLength).toString()) && length >= 2 + idLength + NONCE_AND_TAG;
}
