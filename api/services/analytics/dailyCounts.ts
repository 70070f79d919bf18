import { type Database } from '../../../db/connect';
import { DAY_MS, isoDay } from '../../../domain/time';
import { type Act, select } from '../../http/act';
import { foldAlone } from '../folding';
import { foldSums, type Sums } from '../foldSums';

/** What is counted by day (migration 0270). */
export type Counted = 'visit' | 'stay-from' | 'stay-to' | 'bed-from' | 'bed-to';
type Reader = Pick<Act, 'database' | 'transaction'>;

/** Claims of one payer that were sent on one day and answered on one. */
export interface ClaimsOnDays {
  readonly payerId: string;
  readonly submittedOn: string;
  readonly answeredOn: string;
  readonly n: number;
  readonly unpaid: number;
  readonly chargeCents: number;
  readonly paidCents: number;
}

export const CLAIM_DAY_COLUMNS = 'is_own, payer_id, submitted_on, answered_on, n, unpaid, charge_cents, paid_cents';

/** Fewer lines cost a reader nothing. */
const WORTH_FOLDING = 200;

/** How many of something each day had; days since 1970. What lies before the first day looked at is added up in `before`. */
export interface DailyCount {
  readonly before: number;
  readonly on: ReadonlyMap<number, number>;
}

const NOTHING: DailyCount = { before: 0, on: new Map() };

/** Counts of these kinds by place (all of them, or one) and day, exact at this moment; it costs as much as there are days, however many came on each. */
export async function readDailyCounts(act: Reader, whats: readonly Counted[], firstDay: number, place: string | null = null): Promise<(what: Counted, place: string) => DailyCount> {
  const where = `what IN (:whats)${place === null ? '' : ' AND place = :place'}`;
  const counted = (table: string) => `SELECT what, place, GREATEST(day, :before) AS day, SUM(n) AS n FROM ${table} WHERE ${where} GROUP BY what, place, GREATEST(day, :before)`;
  const rows = await select<{ what: Counted; place: string; day: string; n: number }>(
    act, `SELECT what, place, DATE_FORMAT(day, '%Y-%m-%d') AS day, n FROM (${counted('daily_counts')} UNION ALL ${counted('daily_count_changes')}) x`, { whats, place, before: isoDay(firstDay - 1) });
  const found = new Map<string, { before: number; on: Map<number, number> }>();
  for (const row of rows) {
    const key = `${row.what}/${row.place}`;
    const count = found.get(key) ?? { before: 0, on: new Map<number, number>() };
    const day = Date.parse(row.day) / DAY_MS;
    if (day < firstDay) count.before += Number(row.n);
    else count.on.set(day, (count.on.get(day) ?? 0) + Number(row.n));
    found.set(key, count);
  }
  return (what, of) => found.get(`${what}/${of}`) ?? NOTHING;
}

/** The first and the last day up to one on which there was any of it; null: there was none. */
export async function daysOf(act: Reader, what: Counted, place: string, until: number): Promise<{ readonly first: number; readonly last: number } | null> {
  const days = await readDailyCounts(act, [what], -100_000, place);
  const on = [...days(what, place).on].filter(([day, n]) => n > 0 && day <= until).map(([day]) => day);
  return on.length === 0 ? null : { first: on.reduce((a, b) => Math.min(a, b)), last: on.reduce((a, b) => Math.max(a, b)) };
}

/** Who was there at each midnight that begins a day from the first to the last: who had come on the days before, less who had left on them. */
export function midnightsOf(from: DailyCount, to: DailyCount, firstDay: number, lastDay: number): number[] {
  let there = from.before - to.before;
  return Array.from({ length: Math.max(0, lastDay - firstDay + 1) }, (_, index) => {
    const now = there;
    there += (from.on.get(firstDay + index) ?? 0) - (to.on.get(firstDay + index) ?? 0);
    return now;
  });
}

/** What came and went by day, and claims by the days they were sent and answered. */
export const DAILY_COUNTS: Sums = { table: 'daily_counts', keys: ['what', 'place', 'day'], sums: ['n'] };
export const CLAIM_DAYS: Sums = { table: 'claim_days', keys: ['is_own', 'payer_id', 'submitted_on', 'answered_on'], sums: ['n', 'unpaid', 'charge_cents', 'paid_cents'] };

/** Fold the lines seen now into the counts, when there are enough to be worth it. Answers how many it folded. */
export async function foldDailyCounts(database: Database, worthFolding = WORTH_FOLDING): Promise<number> {
  return foldAlone(database, 'days', async (act) => (await foldSums(act, 'daily_count_changes', [DAILY_COUNTS], worthFolding)) + (await foldSums(act, 'claim_day_changes', [CLAIM_DAYS], worthFolding)));
}
