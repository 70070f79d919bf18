import { normalise } from '../../../../db/sealed';
import { type Act, select } from '../../../http/act';
import { decodeCursor, pageOf } from '../../../http/cursor';
import { invalid } from '../../../http/problem';
import { openPatients } from '../../rights/access';
import { loadPatientsInList, type PatientInList } from '../../../presenters/patientInList';

const MOST_WORDS = 8;

export interface PatientQuery {
  readonly q?: string | undefined;
  readonly mrn?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

type Found = PatientInList & { deceasedAt: string | null };

/** One page of patients, by ID (names are sealed and cannot be sorted): those whose name or MRN carries every word typed. */
export async function findPatients(act: Act, query: PatientQuery): Promise<{ items: Found[]; nextCursor: string | null; total: null }> {
  const after = decodeCursor(query.cursor, 1)?.[0] ?? '';
  const rows = query.mrn === undefined ? await byWords(act, query.q, String(after), query.limit + 1) : await byMrn(act, query.mrn, query.q, String(after));
  const { items, nextCursor } = pageOf(rows, query.limit, (row) => [row.id]);
  const known = await loadPatientsInList(act, items.map((row) => row.id));
  // A hidden row that answers to a name would tell it. By their number, as on a wristband, somebody is found to break the glass for.
  const isFound = query.q === undefined ? new Set(known.keys()) : await openPatients(act, [...known.keys()]);
  return {
    items: items.filter(({ id }) => isFound.has(id)).flatMap((row) => {
      const patient = known.get(row.id);
      return patient ? [{ ...patient, deceasedAt: row.deceasedAt?.toISOString() ?? null }] : [];
    }),
    nextCursor,
    total: null,
  };
}

interface Row {
  id: string;
  deceasedAt: Date | null;
}

/**
 * Read in the order of the token index, from the longest word (the rarest as a rule), so that a page stops as soon as it is full:
 * no sorting of everybody called Smith. STRAIGHT_JOIN because the server would otherwise start from a shorter word and sort.
 */
async function byWords(act: Act, q: string | undefined, after: string, limit: number): Promise<Row[]> {
  const tokens = tokensOf(act, q);
  if (tokens === null) return [];
  if (tokens.length === 0) return select<Row>(act, `SELECT p.id, p.deceased_at AS deceasedAt FROM patients p WHERE p.id > :after AND p.deleted_at IS NULL ORDER BY p.id LIMIT ${limit}`, { after });
  const others = tokens.slice(1).map((_, index) => `STRAIGHT_JOIN patient_search_tokens t${index + 1} ON t${index + 1}.token = :token${index + 1} AND t${index + 1}.patient_id = t0.patient_id`).join(' ');
  return select<Row>(
    act,
    `SELECT p.id, p.deceased_at AS deceasedAt FROM patient_search_tokens t0 ${others} STRAIGHT_JOIN patients p ON p.id = t0.patient_id
     WHERE t0.token = :token0 AND t0.patient_id > :after AND p.deleted_at IS NULL ORDER BY t0.patient_id LIMIT ${limit}`,
    { after, ...Object.fromEntries(tokens.map((token, index) => [`token${index}`, token])) },
  );
}

async function byMrn(act: Act, mrn: string, q: string | undefined, after: string): Promise<Row[]> {
  const rows = await select<Row>(act, 'SELECT id, deceased_at AS deceasedAt FROM patients WHERE mrn_index = ? AND id > ? AND deleted_at IS NULL', [act.database.cipher.blindIndex('mrn', mrn), after]);
  if (q === undefined || rows.length === 0) return rows;
  const named = new Set((await byWords(act, `${q} ${mrn}`, after, 500)).map((row) => row.id));
  return rows.filter((row) => named.has(row.id));
}

/** One token a word, longest first; null when nothing typed could match. */
function tokensOf(act: Act, q: string | undefined): Buffer[] | null {
  if (q === undefined) return [];
  const words = [...new Set(normalise(q))].sort((a, b) => b.length - a.length);
  if (words.length === 0) return null;
  if (words.length > MOST_WORDS) throw invalid([{ field: 'q', message: `Search for at most ${MOST_WORDS} words.` }]);
  return words.map((word) => act.database.cipher.searchToken(word));
}
