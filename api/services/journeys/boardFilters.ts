import { type z } from 'zod';
import { type journeysContract } from '../../contract/journeys';
import { type Act, select } from '../../http/act';
import { invalid } from '../../http/problem';
import { bearersOf, type NameSearch, patientSearchSql, searchByName } from '../clinical/patients/nameSearch';
import { type Dimension, tallyJourneys } from './boardTally';

export type BoardQuery = z.output<typeof journeysContract.listJourneys.query>;

/** One filter of the board that an index holds in the order of the longest in their stage. */
interface Part {
  readonly dimension: Dimension;
  readonly index: string;
  readonly value: string;
}

/** Journeys of one filter, and the index that holds them. */
export interface Narrowest {
  readonly index: string;
  readonly n: number;
}

/** What is asked for. */
export interface BoardFilter {
  readonly conditions: readonly string[];
  /** A name that many bear: its conditions are not among the others. */
  readonly byName: NameSearch | null;
  readonly values: Readonly<Record<string, unknown>>;
  readonly parts: readonly Part[];
  /** The filter that leaves the fewest, with how many; null without one. */
  readonly narrowest: Narrowest | null;
  /** Few journeys match (found by who they are about, or stuck): they are found first and sorted then. */
  readonly isNarrow: boolean;
}

/** Up to so many patients of a name are named in the query itself. */
const HANDFUL = 300;
/** A search through all states, closed ones included, looks at no more. */
const MOST_PATIENTS = 5_000;
/** Journeys found by one of these filters that are sorted faster than the whole board is read in another order. */
const FEW_JOURNEYS = 4_000;

const FILTERS = [
  { name: 'wardId', column: 'ward_id', dimension: 'ward', index: 'journeys_ward' },
  { name: 'payerId', column: 'payer_id', dimension: 'payer', index: 'journeys_payer' },
  { name: 'waitingFor', column: 'waiting_for', dimension: 'waitingFor', index: 'journeys_waiting' },
  { name: 'stage', column: 'stage', dimension: 'stage', index: 'journeys_stage' },
  { name: 'sla', column: 'sla_state', dimension: 'sla', index: 'journeys_sla' },
] as const;

/** Turn the board's query into conditions. Everything typed is bound, nothing spliced. */
export async function filterBoard(act: Act, query: BoardQuery): Promise<BoardFilter> {
  if (query.status === 'any' && !query.q) throw invalid([{ field: 'status', message: 'All states at once are only for a search: say what to look for, or choose a state.' }]);
  const conditions = query.status === 'any' ? [] : ['j.status = :status'];
  const values: Record<string, unknown> = query.status === 'any' ? {} : { status: query.status };
  const parts: Part[] = [];
  for (const { name, column, dimension, index } of FILTERS) {
    const value = query[name];
    if (value === undefined) continue;
    conditions.push(`j.${column} = :${name}`);
    values[name] = value;
    parts.push({ dimension, index, value });
  }
  if (query.incidents) conditions.push('j.open_incidents > 0');
  const narrowest = query.status === 'any' ? null : await narrowestOf(act, query.status, parts);
  const found = query.q ? await addSearch(act, query.q, { ofAnyState: query.status === 'any', areFew: isLookedThrough(narrowest) }, conditions, values) : null;
  return { conditions, values, parts, narrowest, byName: found?.byName ?? null, isNarrow: (found !== null && !found.byName) || query.incidents !== undefined || query.status === 'any' };
}

/** By encounter ID or claim number, exactly; else by the words of name or MRN, unless the journeys of a filter are so few that each is asked for its name. Without `byName`, few journeys match. */
async function addSearch(act: Act, text: string, { ofAnyState, areFew }: { readonly ofAnyState: boolean; readonly areFew: boolean }, conditions: string[], values: Record<string, unknown>): Promise<{ byName: NameSearch | null }> {
  const [exact, bearers] = await Promise.all([
    select<{ id: string }>(act, 'SELECT id FROM journeys WHERE id = :text UNION SELECT j.id FROM claims c JOIN journeys j ON j.id = c.encounter_id WHERE c.number = :text', { text }),
    bearersOf(act, text, HANDFUL),
  ]);
  if (bearers.handful) {
    const open = bearers.handful;
    conditions.push(open.length === 0 ? 'j.id IN (:exact)' : exact.length === 0 ? 'j.patient_id IN (:patients)' : '(j.patient_id IN (:patients) OR j.id IN (:exact))');
    Object.assign(values, { exact: exact.length > 0 ? exact.map(({ id }) => id) : ['-'], patients: open });
    return { byName: null };
  }
  const { hidden } = bearers;
  if (hidden.length > 0) {
    conditions.push('j.patient_id NOT IN (:hidden)');
    values['hidden'] = hidden;
  }
  const search = ofAnyState || (!areFew && (await bearers.areFew())) ? patientSearchSql(act, text, MOST_PATIENTS) : null;
  if (search) {
    conditions.push(`j.patient_id IN (SELECT found.patientId FROM (${search.sql}) found)`);
    Object.assign(values, search.values);
    return { byName: null };
  }
  const byName = searchByName(act, text, { table: 'journeys', alias: 'j', index: 'journeys_patient' });
  Object.assign(values, byName.values);
  return { byName };
}

async function narrowestOf(act: Act, status: string, parts: readonly Part[]): Promise<Narrowest | null> {
  const counted = await Promise.all(parts.map(async ({ dimension, index, value }) => ({ index, n: (await tallyJourneys(act, status, dimension)).find((one) => one.value === value)?.n ?? 0 })));
  return counted.sort((a, b) => a.n - b.n)[0] ?? null;
}

/** Are these so few that all of them are looked through, in their index alone? Thousands may bear a name in the rest of the house. */
export function isLookedThrough(narrowest: Narrowest | null): narrowest is Narrowest {
  return narrowest !== null && narrowest.n <= FEW_JOURNEYS;
}
