import { QueryTypes, type Sequelize } from 'sequelize';
import { type FieldCipher, sealedPrefix } from '../sealed';
import { SEALED_FOR_GOOD, type SealedColumn } from './sealedPlaces';

/** Rows of one statement at most: short, because people wait for the locks it holds. */
const BATCH = 200;
const PACKET = 128 * 1024;
const DEADLOCKS = [1213, 1205, 1020];

export interface ResealOptions {
  /** Values a second at most; null as fast as it goes. */
  readonly perSecond: number | null;
  readonly onDone: (values: number) => void;
}

/** Values of a column by the key that sealed them. */
export async function countByKey(sequelize: Sequelize, { table, column }: SealedColumn, keyIds: readonly string[]): Promise<Record<string, number>> {
  const sums = keyIds.map((_, index) => `SUM(LEFT(\`${column}\`, :length${index}) = :prefix${index}) AS n${index}`).join(', ');
  const replacements = Object.fromEntries(keyIds.flatMap((id, index) => [[`prefix${index}`, sealedPrefix(id)], [`length${index}`, sealedPrefix(id).length]]));
  const [row] = await sequelize.query<Record<string, string | null>>(`SELECT ${sums} FROM \`${table}\` WHERE \`${column}\` IS NOT NULL`, { type: QueryTypes.SELECT, replacements });
  return Object.fromEntries(keyIds.map((id, index) => [id, Number(row?.[`n${index}`] ?? 0)]));
}

/**
 * Seal every value of a column anew that another key than the newest has sealed, a few at a time, while people work. A value that changes meanwhile is left alone: it was
 * sealed by the newest key then, or the next pass finds it. Stopped anywhere, it goes on from there when it is called again. Answers how many it sealed.
 */
export async function resealColumn(sequelize: Sequelize, cipher: FieldCipher, sealed: SealedColumn, options: ResealOptions): Promise<number> {
  if (SEALED_FOR_GOOD.includes(sealed.table)) return 0;
  let done = 0;
  let after: unknown[] | null = null;
  for (;;) {
    const rows: Row[] = await nextRows(sequelize, cipher, sealed, after);
    const last = rows.at(-1);
    if (!last) return done;
    const started = Date.now();
    const written = await writeRows(sequelize, cipher, sealed, rows);
    done += written;
    options.onDone(written);
    after = keyOf(sealed, last);
    if (options.perSecond) await pause((rows.length / options.perSecond) * 1000 - (Date.now() - started));
  }
}

interface Row extends Record<string, unknown> {
  readonly placeId: string;
  readonly sealedValue: Buffer;
}

const keyOf = ({ key }: SealedColumn, row: Row) => key.map((_, index) => row[`key${index}`]);

function nextRows(sequelize: Sequelize, cipher: FieldCipher, { table, column, key, id }: SealedColumn, after: unknown[] | null): Promise<Row[]> {
  const keys = key.map((one) => `\`${one}\``).join(', ');
  const prefix = sealedPrefix(cipher.sealingKeyId);
  return sequelize.query<Row>(
    `SELECT ${key.map((one, index) => `\`${one}\` AS key${index}`).join(', ')}, ${id} AS placeId, \`${column}\` AS sealedValue FROM \`${table}\`
     WHERE \`${column}\` IS NOT NULL AND LEFT(\`${column}\`, :length) <> :prefix ${after ? `AND (${isAfter(key)})` : ''} ORDER BY ${keys} LIMIT ${BATCH}`,
    { type: QueryTypes.SELECT, replacements: { length: prefix.length, prefix, ...Object.fromEntries((after ?? []).map((value, index) => [`after${index}`, value])) } });
}

/** `a > x OR (a = x AND b > y)`: written out, both servers start reading the key there; compared as a row they read from its beginning. */
function isAfter(key: readonly string[]): string {
  return key.map((one, index) => `(${[...key.slice(0, index).map((before, at) => `\`${before}\` = :after${at}`), `\`${one}\` > :after${index}`].join(' AND ')})`).join(' OR ');
}

/** One statement for as many rows as fit in a packet of the smallest size a server takes. */
async function writeRows(sequelize: Sequelize, cipher: FieldCipher, sealed: SealedColumn, rows: readonly Row[]): Promise<number> {
  for (let from = 0; from < rows.length;) {
    let [to, bytes] = [from, 0];
    while (to < rows.length && (to === from || bytes < PACKET)) {
      bytes += rows[to]?.sealedValue.length ?? 0;
      to += 1;
    }
    const part = rows.slice(from, to);
    await again(() => writePart(sequelize, cipher, sealed, part));
    from = to;
  }
  return rows.length;
}

async function writePart(sequelize: Sequelize, cipher: FieldCipher, sealed: SealedColumn, rows: readonly Row[]): Promise<void> {
  const { table, column, key, from } = sealed;
  const isRow = `(${key.map((one) => `\`${one}\` = ?`).join(' AND ')})`;
  const cases = rows.flatMap((row) => {
    const place = { ...from, id: row.placeId };
    return [...keyOf(sealed, row), row.sealedValue, cipher.seal(place, cipher.open(place, row.sealedValue))];
  });
  await sequelize.query(
    `UPDATE \`${table}\` SET \`${column}\` = CASE ${rows.map(() => `WHEN ${isRow} AND \`${column}\` = ? THEN ?`).join(' ')} ELSE \`${column}\` END WHERE ${rows.map(() => isRow).join(' OR ')}`,
    { replacements: [...cases, ...rows.flatMap((row) => keyOf(sealed, row))] });
}

/** People go first: a victim of a deadlock with them tries again. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const { errno } = (error as { parent?: { errno?: number } }).parent ?? {};
      if (tries === 8 || errno === undefined || !DEADLOCKS.includes(errno)) throw error;
      await pause(50 * tries);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
