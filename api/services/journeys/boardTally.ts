import { type Database } from '../../../db/connect';
import { type Act, execute, select } from '../../http/act';
import { FOLD_AT_ONCE, foldAlone } from '../folding';

/** What the board groups by, and the column of the changes that says it. */
export const DIMENSIONS = { stage: 'stage', ward: 'ward_id', payer: 'payer_id', waitingFor: 'waiting_for', sla: 'sla_state' } as const;
export type Dimension = keyof typeof DIMENSIONS;

/** Journeys of one value of a dimension. */
export interface JourneyTally {
  /** Null: without a ward, a payer, a wait. */
  readonly value: string | null;
  readonly n: number;
  readonly breached: number;
  readonly incidents: number;
  readonly moneyCents: number;
}

interface Change {
  readonly id: number;
  readonly status: string;
  readonly stage: string;
  readonly ward_id: string;
  readonly payer_id: string;
  readonly waiting_for: string;
  readonly sla_state: string;
  readonly n: number;
  readonly incidents: number;
  readonly money_cents: number;
}

/** Fewer lines cost a count nothing. */
const WORTH_FOLDING = 200;

/** Journeys by one dimension, exact at this moment and without reading one of them (migration 0192). */
export async function tallyJourneys(act: Pick<Act, 'database' | 'transaction'>, status: string, dimension: Dimension): Promise<JourneyTally[]> {
  const rows = await select<{ value: string; n: number; breached: number; incidents: number; moneyCents: number }>(
    act,
    `SELECT x.value, SUM(x.n) AS n, SUM(x.breached) AS breached, SUM(x.incidents) AS incidents, SUM(x.money) AS moneyCents FROM (
       SELECT value, n, breached, incidents, money_cents AS money FROM journey_counts WHERE status = :status AND dimension = :dimension
       UNION ALL SELECT ${DIMENSIONS[dimension]}, n, CASE WHEN sla_state = 'breached' THEN n ELSE 0 END, incidents, money_cents FROM journey_count_changes WHERE status = :status
     ) x GROUP BY x.value HAVING SUM(x.n) > 0 ORDER BY n DESC, x.value`,
    { status, dimension },
  );
  return rows.map((row) => ({ value: row.value || null, n: Number(row.n), breached: Number(row.breached), incidents: Number(row.incidents), moneyCents: Number(row.moneyCents) }));
}

/** Fold the changes seen now into the counts, when there are enough to be worth it. Answers how many lines it folded. */
export async function foldBoardTally(database: Database, worthFolding = WORTH_FOLDING): Promise<number> {
  return foldAlone(database, 'board', (act) => foldLines(act, worthFolding));
}

async function foldLines(act: Pick<Act, 'database' | 'transaction'>, worthFolding: number): Promise<number> {
  // Lines of transactions still under way are locked: they stay for the next time.
  const changes = await select<Change>(act, `SELECT id, status, stage, ward_id, payer_id, waiting_for, sla_state, n, incidents, money_cents FROM journey_count_changes ORDER BY id LIMIT ${FOLD_AT_ONCE} FOR UPDATE SKIP LOCKED`);
  if (changes.length < worthFolding) return 0;
  const rows = sumsOf(changes);
  await execute(
    act,
    `INSERT INTO journey_counts (status, dimension, value, n, breached, incidents, money_cents) VALUES ${rows.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ')}
     ON DUPLICATE KEY UPDATE n = n + VALUES(n), breached = breached + VALUES(breached), incidents = incidents + VALUES(incidents), money_cents = money_cents + VALUES(money_cents)`,
    rows.flat(),
  );
  await execute(act, 'DELETE FROM journey_count_changes WHERE id IN (:ids)', { ids: changes.map(({ id }) => id) });
  return changes.length;
}

/** One row of `journey_counts` for each dimension and value that the lines touch. */
function sumsOf(changes: readonly Change[]): (string | number)[][] {
  const sums = new Map<string, { place: string[]; amounts: number[] }>();
  for (const change of changes) {
    const n = Number(change.n);
    const amounts = [n, change.sla_state === 'breached' ? n : 0, Number(change.incidents), Number(change.money_cents)];
    for (const dimension of Object.keys(DIMENSIONS) as Dimension[]) {
      const place = [change.status, dimension, change[DIMENSIONS[dimension]]];
      const sum = sums.get(place.join('\u0000')) ?? { place, amounts: [0, 0, 0, 0] };
      sums.set(place.join('\u0000'), { place, amounts: sum.amounts.map((amount, index) => amount + (amounts[index] ?? 0)) });
    }
  }
  return [...sums.values()].map(({ place, amounts }) => [...place, ...amounts]);
}
