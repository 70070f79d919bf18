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

export interface Look {
  readonly period: { readonly from: string; readonly to: string };
  readonly dimension: Dimension;
  readonly value: string;
}

/** The days and the one filter of a question. Refused in a sentence when there is no such ward or payer, or nothing lies between the days. */
export async function lookOf(act: Act, query: AnalyticsQuery): Promise<Look> {
  const to = query.to ?? act.now.toISOString().slice(0, 10);
  const from = query.from ?? new Date(Date.parse(to) - USUAL_DAYS * DAY_MS).toISOString().slice(0, 10);
  if (from > to) throw invalid([{ field: 'from', message: 'The first day lies after the last.' }]);
  if (Date.parse(to) - Date.parse(from) > LONGEST_DAYS * DAY_MS) throw invalid([{ field: 'from', message: 'Two years are the longest that can be looked at.' }]);
  const period = { from, to };
  if (query.wardId) {
    if (!(await selectOne(act, 'SELECT id FROM wards WHERE id = ?', [query.wardId]))) throw invalid([{ field: 'wardId', message: 'There is no such ward.' }]);
    return { period, dimension: 'ward', value: query.wardId };
  }
  if (query.payerId) {
    if (!(await selectOne(act, 'SELECT id FROM payers WHERE id = ?', [query.payerId]))) throw invalid([{ field: 'payerId', message: 'There is no such payer.' }]);
    return { period, dimension: 'payer', value: query.payerId };
  }
  if (query.diagnosis) return { period, dimension: 'diagnosis', value: query.diagnosis };
  if (query.role) return { period, dimension: 'role', value: query.role };
  return { period, dimension: 'all', value: '' };
}

/** Columns of `analytics_journeys` that a look at journeys narrows by; a role has no journeys of its own. */
export function journeyFilter({ dimension, value, period }: Look): { sql: string; values: Record<string, unknown> } {
  if (dimension === 'role') throw invalid([{ field: 'role', message: 'Journeys belong to no role: choose a ward, payer or diagnosis.' }]);
  const column = { ward: 'ward_id', payer: 'payer_id', diagnosis: 'diagnosis', all: null }[dimension];
  return { sql: `ended_on BETWEEN :from AND :to${column ? ` AND ${column} = :value` : ''}`, values: { ...period, value } };
}

/** The Monday of a day. */
export function weekOf(day: string): string {
  const at = Date.parse(day);
  return new Date(at - ((new Date(at).getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10);
}
