import { type Act, execute, select } from '../../http/act';
import { type Difference } from './difference';
import { KEPT_COUNTS, type KeptCount } from './keptCounts';

type Reading = Pick<Act, 'database' | 'transaction'>;

/**
 * Every count that is kept against what it is kept of. Both are read in one statement, from one moment of the record: while things change they agree, too.
 * With `repair` what is missing is added where it is missing, which changes meanwhile do not disturb.
 */
export async function compareCounts(act: Reading, repair: boolean): Promise<(Difference & { readonly mended: boolean })[]> {
  const found: (Difference & { mended: boolean })[] = [];
  for (const count of KEPT_COUNTS) {
    const off = await offBy(act, count);
    const mended = repair && off.length > 0;
    if (mended) await mend(act, count);
    found.push(...off.map((row) => ({ ...differenceOf(count, row), mended })));
  }
  return found;
}

/** What the sums lack, by their keys. */
function offSql({ table, keys, sums, truth, lines }: KeptCount): string {
  const names = [...keys, ...sums].join(', ');
  const kept = [`SELECT ${names} FROM ${table}`, ...lines].map((rows, n) => `SELECT ${keys.map((_, at) => `k${at}`).join(', ')}, ${sums.map((_, at) => `-s${at}`).join(', ')} FROM (${named(rows, keys.length, sums.length)}) kept${n}`);
  const all = [...truth.map((rows, n) => `SELECT * FROM (${named(rows, keys.length, sums.length)}) true${n}`), ...kept];
  return `SELECT ${keys.map((key, at) => `x.k${at} AS ${key}`).join(', ')}, ${sums.map((sum, at) => `SUM(x.s${at}) AS ${sum}`).join(', ')} FROM (${all.join(' UNION ALL ')}) x
    GROUP BY ${keys.map((_, at) => `x.k${at}`).join(', ')} HAVING ${sums.map((_, at) => `SUM(x.s${at}) <> 0`).join(' OR ')}`;
}

/** The same rows with columns named k0, k1, …, s0, s1, …: by a first row that no condition lets through. */
function named(rows: string, keys: number, sums: number): string {
  const columns = [...Array.from({ length: keys }, (_, at) => `NULL AS k${at}`), ...Array.from({ length: sums }, (_, at) => `0 AS s${at}`)];
  return `SELECT ${columns.join(', ')} FROM DUAL WHERE 1 = 0 UNION ALL ${rows}`;
}

function offBy(act: Reading, count: KeptCount): Promise<Record<string, string | number>[]> {
  return select(act, `${offSql(count)} LIMIT 100`);
}

async function mend(act: Reading, count: KeptCount): Promise<void> {
  const { table, keys, sums } = count;
  await execute(act, `INSERT INTO ${table} (${[...keys, ...sums].join(', ')}) SELECT * FROM (${offSql(count)}) missing ON DUPLICATE KEY UPDATE ${sums.map((sum) => `${sum} = ${table}.${sum} + VALUES(${sum})`).join(', ')}`);
}

function differenceOf({ table, keys, sums }: KeptCount, row: Record<string, string | number>): Difference {
  const about = `${table}: ${keys.map((key) => String(row[key])).join(' / ')}`;
  const off = sums.filter((sum) => Number(row[sum]) !== 0).map((sum) => `${sum} ${Number(row[sum]) > 0 ? '+' : ''}${Number(row[sum])}`).join(', ');
  return { kind: 'count', workflowId: '-', journeyId: null, claimId: null, about, record: null, process: null, sentence: `A count that lists are read by is off (${about}): it lacks ${off}.`, advice: 'Run this again with --repair.' };
}
