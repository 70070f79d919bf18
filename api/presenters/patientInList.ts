import { type z } from 'zod';
import { type patientInList } from '../contract/tasks';
import { type Act, select, selectOne } from '../http/act';
import { openPatients } from '../services/rights/access';
import { isRestrictedSql } from '../services/rights/subjects';

export type PatientInList = z.infer<typeof patientInList>;

interface Row {
  id: string;
  nameEnc: Buffer;
  mrnEnc: Buffer;
  birthDateEnc: Buffer;
  gender: string;
  bed: string | null;
  ward: string | null;
  news2: number | null;
  isRestricted: number;
}

interface StoredName {
  family: string;
  given: string[];
  prefix?: string | null;
}

/** "Lowe, Terrilyn": how a name stands in a list. */
export function listName({ family, given }: StoredName): string {
  return [family, given[0]].filter(Boolean).join(', ');
}

/** How somebody stands in a list whose record does not open for the reader: where they lie, and no more. */
const HIDDEN = { name: 'Restricted patient', mrn: 'number hidden', birthDate: '', gender: 'unknown', news2: null, isRestricted: true } as const;

/** The patients of one page of a list, opened once each, with the bed they lie in now. One query for all; a restricted one shows no name to whom it does not open. */
export async function loadPatientsInList(act: Act, ids: readonly (string | null)[]): Promise<Map<string, PatientInList>> {
  const wanted = [...new Set(ids.filter((id): id is string => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await select<Row>(
    act,
    `SELECT p.id, p.name_enc AS nameEnc, p.mrn_enc AS mrnEnc, p.birth_date_enc AS birthDateEnc, p.administrative_gender AS gender,
       MAX(b.code) AS bed, MAX(w.name) AS ward, MAX(j.news2) AS news2, ${isRestrictedSql('p.id')} AS isRestricted
     FROM patients p
     LEFT JOIN journeys j ON j.patient_id = p.id AND j.status = 'running'
     LEFT JOIN encounter_locations l ON l.lying_encounter_id = j.id
     LEFT JOIN beds b ON b.id = l.bed_id
     LEFT JOIN wards w ON w.id = l.ward_id
     WHERE p.id IN (:wanted) GROUP BY p.id`,
    { wanted },
  );
  const { cipher } = act.database;
  const isRestricted = (row: Row): boolean => Number(row.isRestricted) === 1;
  const isOpen = await openPatients(act, rows.filter(isRestricted).map(({ id }) => id));
  return new Map(rows.map((row): [string, PatientInList] => {
    if (isRestricted(row) && !isOpen.has(row.id)) return [row.id, { id: row.id, bed: row.bed, ward: row.ward, ...HIDDEN }];
    const open = (column: string, sealed: Buffer) => cipher.open({ table: 'patients', column, id: row.id }, sealed);
    const name = JSON.parse(open('name_enc', row.nameEnc)) as StoredName;
    return [row.id, { id: row.id, name: listName(name), mrn: open('mrn_enc', row.mrnEnc), birthDate: open('birth_date_enc', row.birthDateEnc), gender: row.gender, bed: row.bed, ward: row.ward, news2: row.news2, isRestricted: false }];
  }));
}

/**
 * IDs of patients whose name or MRN carries every word typed; empty when nothing could match. At most `limit`. Who may not open a record does not find it
 * by its name: a hidden row that answers to a name would tell it.
 */
export async function findPatientIds(act: Act, text: string, limit = 500): Promise<string[]> {
  return [...(await openPatients(act, await namedPatients(act, text, limit)))];
}

/** The same with those whose record does not open: never to be shown, but to know how many a search would have to read. */
export async function namedPatients(act: Act, text: string, limit: number): Promise<string[]> {
  const search = patientsWith(tokensOf(act, text), limit);
  return search ? (await select<{ patientId: string }>(act, search.sql, search.values)).map((row) => row.patientId) : [];
}

/** How many patients those are; counted up to `limit`. */
export async function countPatients(act: Act, text: string, limit: number): Promise<number> {
  const search = patientsWith(tokensOf(act, text), limit);
  return search ? Number((await selectOne<{ n: number }>(act, `SELECT COUNT(*) AS n FROM (${search.sql}) p`, search.values))?.n ?? 0) : 0;
}

/** The patients of a search as a subquery that gives `patientId`, with its values; null when nothing could match. */
export function patientSearchSql(act: Pick<Act, 'database'>, text: string, limit: number): { readonly sql: string; readonly values: Record<string, Buffer> } | null {
  return patientsWith(tokensOf(act, text), limit);
}

/** Read from the first word's patients on, and stop at the limit: grouping would read them all. */
function patientsWith(tokens: readonly Buffer[], limit: number): { readonly sql: string; readonly values: Record<string, Buffer> } | null {
  if (tokens.length === 0) return null;
  const others = tokens.slice(1).map((_, index) => ` JOIN patient_search_tokens s${index} ON s${index}.token = :token${index + 1} AND s${index}.patient_id = s.patient_id`);
  return {
    sql: `SELECT s.patient_id AS patientId FROM patient_search_tokens s${others.join('')} WHERE s.token = :token0 LIMIT ${limit}`,
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
export function tokensOf(act: Pick<Act, 'database'>, text: string): Buffer[] {
  return [...new Map(splitWords(text).map((word) => [word, act.database.cipher.searchToken(word)])).values()];
}

function splitWords(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word.length > 0).slice(0, 6);
}
