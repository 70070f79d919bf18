import { type Act, execute, select } from '../http/act';
import { FOLD_AT_ONCE } from './folding';

type Writing = Pick<Act, 'database' | 'transaction'>;
type Line = Readonly<Record<string, string | number>>;

/** Sums of one table, by its key. Names are ours. */
export interface Sums {
  readonly table: string;
  readonly keys: readonly string[];
  readonly sums: readonly string[];
}

/** Fold the lines seen now into tables of sums, when there are enough to be worth it: each line into all of them. Answers how many it folded. */
export async function foldSums(act: Writing, changes: string, into: readonly Sums[], worthFolding: number): Promise<number> {
  const columns = [...new Set(['id', ...into.flatMap(({ keys, sums }) => [...keys, ...sums])])];
  // Lines of transactions still under way are locked: they stay for the next time.
  const lines = await select<Line>(act, `SELECT ${columns.join(', ')} FROM ${changes} ORDER BY id LIMIT ${FOLD_AT_ONCE} FOR UPDATE SKIP LOCKED`);
  if (lines.length < Math.max(1, worthFolding)) return 0;
  for (const sums of into) await add(act, sums, lines);
  await execute(act, `DELETE FROM ${changes} WHERE id IN (:ids)`, { ids: lines.map(({ id }) => id) });
  return lines.length;
}

async function add(act: Writing, { table, keys, sums }: Sums, lines: readonly Line[]): Promise<void> {
  const rows = new Map<string, { place: readonly (string | number)[]; amounts: number[] }>();
  for (const line of lines) {
    const place = keys.map((key) => line[key] ?? '');
    const row = rows.get(JSON.stringify(place)) ?? { place, amounts: sums.map(() => 0) };
    rows.set(JSON.stringify(place), { place, amounts: row.amounts.map((amount, index) => amount + Number(line[sums[index] ?? ''] ?? 0)) });
  }
  await execute(
    act,
    `INSERT INTO ${table} (${[...keys, ...sums].join(', ')}) VALUES ${[...rows].map(() => '(?)').join(', ')} ON DUPLICATE KEY UPDATE ${sums.map((sum) => `${sum} = ${table}.${sum} + VALUES(${sum})`).join(', ')}`,
    [...rows.values()].map(({ place, amounts }) => [...place, ...amounts]),
  );
  const places = [...rows.values()].map(({ place }) => place);
  await execute(act, `DELETE FROM ${table} WHERE (${keys.join(', ')}) IN (${places.map(() => '(?)').join(', ')}) AND ${sums.map((sum) => `${sum} = 0`).join(' AND ')}`, places);
}
