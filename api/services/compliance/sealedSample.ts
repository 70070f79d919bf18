import { type Act, select } from '../../http/act';

const ROWS = 20;
/** db/sealed: format byte, length of the key's ID, the ID, then nonce, bytes and tag. */
const FORMAT = 1;
const NONCE_AND_TAG = 28;

/**
 * Some values of every sealed column: each must have the layout of sealed bytes under a data key that exists. The names come from the schema, not
 * from a caller.
 */
export async function sealedSample(act: Pick<Act, 'database' | 'transaction'>): Promise<{ columns: number; values: number; unsealed: string[] }> {
  const columns = await select<{ t: string; c: string }>(act, "SELECT TABLE_NAME AS t, COLUMN_NAME AS c FROM information_schema.columns WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME LIKE '%\\_enc' ORDER BY TABLE_NAME, COLUMN_NAME");
  const keys = new Set((await select<{ id: string }>(act, 'SELECT id FROM data_keys')).map(({ id }) => id));
  const unsealed: string[] = [];
  let values = 0;
  for (const { t, c } of columns) {
    const rows = await select<{ value: Buffer }>(act, `SELECT \`${c}\` AS value FROM \`${t}\` WHERE \`${c}\` IS NOT NULL LIMIT ${ROWS}`);
    values += rows.length;
    if (rows.some(({ value }) => !isSealed(Buffer.from(value), keys))) unsealed.push(`${t}.${c}`);
  }
  return { columns: columns.length, values, unsealed };
}

function isSealed(bytes: Buffer, keys: ReadonlySet<string>): boolean {
  const idLength = bytes[1] ?? 0;
  return bytes[0] === FORMAT && keys.has(bytes.subarray(2, 2 + idLength).toString()) && bytes.length >= 2 + idLength + NONCE_AND_TAG;
}
