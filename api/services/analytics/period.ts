import { DAY_MS } from '../../../domain/time';
import { type Act, selectOne } from '../../http/act';
import { invalid } from '../../http/problem';
import { type Dimension } from './days';

const USUAL_DAYS = 90;
const LONGEST_DAYS = 731;

export interface AnalyticsQuery {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly wardId?: string | undefined;
  readonly payerId?: string | undefined;
  readonly diagnosis?: string | undefined;
  readonly role?: string | undefined;
}

/** The days and the filters of a question; what is looked at fits all of them. */
export interface Look {
  readonly period: { readonly from: string; readonly to: string };
  readonly filters: Readonly<Partial<Record<Exclude<Dimension, 'all'>, string>>>;
}

/** The days and filters of a question. Refused in a sentence when there is no such ward or payer, or nothing lies between the days. */
export async function lookOf(act: Act, query: AnalyticsQuery): Promise<Look> {
  const to = query.to ?? act.now.toISOString().slice(0, 10);
  const from = query.from ?? new Date(Date.parse(to) - USUAL_DAYS * DAY_MS).toISOString().slice(0, 10);
  if (from > to) throw invalid([{ field: 'from', message: 'The first day lies after the last.' }]);
  if (Date.parse(to) - Date.parse(from) > LONGEST_DAYS * DAY_MS) throw invalid([{ field: 'from', message: 'Two years are the longest that can be looked at.' }]);
  return { period: { from, to }, filters: await filtersOf(act, query) };
}

/** The filters that are set; a ward or payer has to be one of the house. */
export async function filtersOf(act: Act, { wardId, payerId, diagnosis, role }: AnalyticsQuery): Promise<Look['filters']> {
  if (wardId && !(await selectOne(act, 'SELECT id FROM wards WHERE id = ?', [wardId]))) throw invalid([{ field: 'wardId', message: 'There is no such ward.' }]);
  if (payerId && !(await selectOne(act, 'SELECT id FROM payers WHERE id = ?', [payerId]))) throw invalid([{ field: 'payerId', message: 'There is no such payer.' }]);
  return { ...(wardId ? { ward: wardId } : {}), ...(payerId ? { payer: payerId } : {}), ...(diagnosis ? { diagnosis } : {}), ...(role ? { role } : {}) };
}

const COLUMNS = { ward: 'ward_id', payer: 'payer_id', diagnosis: 'diagnosis' } as const;

/** What `analytics_journeys` is narrowed by. */
export function narrowed(filters: Look['filters']): { sql: string; values: Record<string, string> } {
  const set = (Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).flatMap((name) => (filters[name] === undefined ? [] : [[name, filters[name]] as const]));
  return { sql: set.map(([name]) => ` AND ${COLUMNS[name]} = :${name}`).join(''), values: Object.fromEntries(set) };
}

/** Journeys that ended in these days and fit the filters; a role has no journeys of its own. */
export function journeyFilter({ filters, period }: Look): { sql: string; values: Record<string, unknown> } {
  if (filters.role) throw invalid([{ field: 'role', message: 'Journeys belong to no role: choose a ward, payer or diagnosis.' }]);
  const { sql, values } = narrowed(filters);
  return { sql: `ended_on BETWEEN :from AND :to${sql}`, values: { ...period, ...values } };
}

/** The Monday of a day. */
export function weekOf(day: string): string {
  const at = Date.parse(day);
  return new Date(at - ((new Date(at).getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10);
}
