import { type Act, select, selectOne } from '../../../http/act';
import { hiddenPatients, openPatients } from '../../rights/access';

/**
 * IDs of patients whose name or MRN carries every word typed; empty when nothing could match. At most `limit`. Who may not open a record does not find it
 * by its name: a hidden row that answers to a name would tell it.
 */
export async function findPatientIds(act: Act, text: string, limit = 500): Promise<string[]> {
  return [...(await openPatients(act, await namedPatients(act, text, limit)))];
}

/** Up to so many patients are found first and their rows then; more are recognised while a list is read in its order. */
const FEW_PATIENTS = 2_000;

/**
 * Whom a name fits, as far as a long list has to know to choose how it is read: a handful of patients, or who among them must not be found. Whether they are few
 * reads as many as that, so that only those lists ask it that have no better way.
 */
export type Bearers = { readonly handful: readonly string[] } | { readonly handful: null; readonly hidden: readonly string[]; areFew(): Promise<boolean> };

/** Who bears the words typed in name or MRN. Up to `most` are told by their IDs, without those whose record does not open: nobody finds that by its name. */
export async function bearersOf(act: Act, text: string, most: number): Promise<Bearers> {
  const named = await namedPatients(act, text, most + 1);
  if (named.length <= most) return { handful: [...(await openPatients(act, named))] };
  return { handful: null, hidden: await hiddenPatients(act), areFew: () => areFew(act, text) };
}

/** With those whose record does not open: never to be shown, but to know how many a search would have to read. */
async function namedPatients(act: Act, text: string, limit: number): Promise<string[]> {
  const search = patientsWith(tokensOf(act, text), limit);
  return search ? (await select<{ patientId: string }>(act, search.sql, search.values)).map((row) => row.patientId) : [];
}

/** Is there none after so many? */
async function areFew(act: Act, text: string): Promise<boolean> {
  const search = patientsWith(tokensOf(act, text), 1, FEW_PATIENTS);
  return search === null || (await selectOne(act, search.sql, search.values)) === null;
}

/** The patients of a search as a subquery that gives `patientId`, with its values; null when nothing could match. */
export function patientSearchSql(act: Pick<Act, 'database'>, text: string, limit: number): { readonly sql: string; readonly values: Record<string, Buffer> } | null {
  return patientsWith(tokensOf(act, text), limit);
}

/** Read from the first word's patients on, and stop at the limit: grouping would read them all. */
function patientsWith(tokens: readonly Buffer[], limit: number, offset = 0): { readonly sql: string; readonly values: Record<string, Buffer> } | null {
  if (tokens.length === 0) return null;
  const others = tokens.slice(1).map((_, index) => ` JOIN patient_search_tokens s${index} ON s${index}.token = :token${index + 1} AND s${index}.patient_id = s.patient_id`);
  return {
    sql: `SELECT s.patient_id AS patientId FROM patient_search_tokens s${others.join('')} WHERE s.token = :token0 LIMIT ${limit}${offset > 0 ? ` OFFSET ${offset}` : ''}`,
    values: Object.fromEntries(tokens.map((token, index) => [`token${index}`, token])),
  };
}

/** How the rows of a table about the patients of a search are found. Values are bound as word0, word1, … */
export interface NameSearch {
  /** From the first word's patients on to the rows, by the index named. */
  readonly from: string;
  /** What holds for those rows. */
  readonly conditions: readonly string[];
  /** The same for rows that come by another way: looked up for each. */
  readonly recognised: string;
  readonly values: Readonly<Record<string, Buffer>>;
}

/** A search for many patients, in a table with a `patient_id`. `alias` and `index` are ours. */
export function searchByName(act: Pick<Act, 'database'>, text: string, { table, alias, index }: { readonly table: string; readonly alias: string; readonly index: string }): NameSearch {
  const tokens = tokensOf(act, text);
  const looked = tokens.map((_, n) => `EXISTS (SELECT 1 FROM patient_search_tokens n WHERE n.token = :word${n} AND n.patient_id = ${alias}.patient_id)`);
  return {
    // The order is said, for the optimiser would rather begin with the table when it guesses that few rows carry a word.
    from: `patient_search_tokens s STRAIGHT_JOIN ${table} ${alias} FORCE INDEX (${index}) ON ${alias}.patient_id = s.patient_id`,
    conditions: ['s.token = :word0', ...looked.slice(1)],
    recognised: looked.join(' AND '),
    values: Object.fromEntries(tokens.map((token, n) => [`word${n}`, token])),
  };
}

/** The blind-index tokens of the words typed, each once. */
function tokensOf(act: Pick<Act, 'database'>, text: string): Buffer[] {
  return [...new Map(splitWords(text).map((word) => [word, act.database.cipher.searchToken(word)])).values()];
}

function splitWords(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word.length > 0).slice(0, 6);
}
