import { stableId } from '../../../stableId';
import { RowRejected } from '../../failure';
import { type Row } from '../../csv/row';
import { type FileReport } from '../../report';
import { type ImportSession, type PayerRef, type Read } from '../session';
import { fileImporter } from './fileImporter';

/** One stretch of insurance: the payer, and in newer versions a second one that pays after it. */
interface Transition {
  readonly patientId: string;
  readonly payerId: string;
  readonly secondaryId: string | null;
  readonly memberId: string | null;
  readonly relationship: string;
  /** First and last day, both covered; null: still running. */
  readonly from: string;
  readonly to: string | null;
}

/** Whose plan it is, as the patient's relationship to the subscriber (FHIR subscriber-relationship). */
const RELATIONSHIPS: Readonly<Record<string, string>> = { '': 'self', self: 'self', spouse: 'spouse', guardian: 'child', parent: 'child', no_insurance: 'self' };

function read(row: Row): Transition {
  const { from, to } = row.has('START_DATE') ? byDates(row) : byYears(row);
  return {
    patientId: row.id('PATIENT'), payerId: row.id('PAYER'), secondaryId: row.optionalId('SECONDARY_PAYER'), memberId: row.text('MEMBERID', 40) || null,
    relationship: RELATIONSHIPS[(row.text('PLAN_OWNERSHIP') || row.text('OWNERSHIP')).toLowerCase()] ?? 'other', from, to,
  };
}

/** Since version 3: a stretch ends on the day the next begins. */
function byDates(row: Row): { from: string; to: string | null } {
  const [from, end] = [row.date('START_DATE'), row.optionalDate('END_DATE')];
  if (end !== null && end < from) throw new RowRejected('END_DATE', 'is before START_DATE');
  return { from, to: end === null || end === from ? end : dayBefore(end) };
}

/** Before: whole calendar years. */
function byYears(row: Row): { from: string; to: string | null } {
  const [from, to] = [row.year('START_YEAR'), row.year('END_YEAR')];
  if (to < from) throw new RowRejected('END_YEAR', 'is before START_YEAR');
  return { from: `${from}-01-01`, to: `${to}-12-31` };
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

interface Coverage {
  readonly id: string;
  readonly patientId: string;
  readonly payer: PayerRef;
  readonly rank: 1 | 2;
  readonly member: string;
  readonly transition: Transition;
}

function coverage(transition: Transition, payer: PayerRef, rank: 1 | 2): Coverage {
  const { patientId, from, memberId } = transition;
  const id = stableId('coverage', patientId, String(rank), from, payer.id);
  return { id, patientId, payer, rank, member: rank === 1 && memberId ? memberId : stableId('member', patientId, payer.id), transition };
}

async function insert(session: ImportSession, coverages: readonly Coverage[]): Promise<void> {
  const { cipher } = session;
  await session.inside.insert('coverages',
    ['id', 'patient_id', 'payer_id', 'plan_id', 'member_number_enc', 'member_number_index', 'relationship', 'rank_order', 'period_start', 'period_end'],
    coverages.map(({ id, patientId, payer, rank, member, transition }) => [
      id, patientId, payer.id, payer.planId, cipher.seal({ table: 'coverages', column: 'member_number_enc', id }, member), cipher.blindIndex('member', member),
      rank === 1 ? transition.relationship : 'self', rank, transition.from, transition.to,
    ]));
  if (coverages.length > 0) await session.inside.execute('INSERT INTO import_coverages (id) VALUES ?', [coverages.map(({ id }) => [id])]);
}

async function idsThere(connection: ImportSession['inside'], ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  return new Set((await connection.select<{ id: string }>('SELECT id FROM coverages WHERE id IN (?)', [[...ids]])).map(({ id }) => id));
}

/**
 * Where stretches of one rank overlap, the earlier ends the day before the later begins; a gap stays one. Only coverages of
 * this import are shortened.
 */
async function endOverlaps(session: ImportSession, report: FileReport): Promise<void> {
  const overlapping = await session.inside.select<{ id: string; ends: string }>(
    `SELECT o.id, DATE_FORMAT(o.next_start - INTERVAL 1 DAY, '%Y-%m-%d') AS ends FROM (
       SELECT c.id, c.period_start, c.period_end, LEAD(c.period_start) OVER (PARTITION BY c.patient_id, c.rank_order ORDER BY c.period_start, c.id) AS next_start
       FROM coverages c WHERE c.patient_id IN (SELECT d.patient_id FROM coverages d JOIN import_coverages n ON n.id = d.id)
     ) o WHERE o.next_start > o.period_start AND (o.period_end IS NULL OR o.period_end >= o.next_start)`,
  );
  const ours = new Set((await session.inside.select<{ id: string }>('SELECT id FROM import_coverages')).map(({ id }) => id));
  for (const { id, ends } of overlapping.filter((row) => ours.has(row.id))) {
    await session.inside.execute('UPDATE coverages SET period_end = ? WHERE id = ?', [ends, id]);
    report.note('stretches of insurance shortened, as the next began earlier');
  }
}

/** payer_transitions.csv: who insured whom, when. Having no insurance is a stretch with the self-pay payer. */
export const coverages = fileImporter<Transition>({
  file: 'payer_transitions',
  columns: ['PATIENT', 'PAYER', ['START_DATE', 'START_YEAR'], ['END_DATE', 'END_YEAR']],
  read,
  async keep(rows, session, report) {
    const patients = await session.known('patients', rows.map(({ value }) => value.patientId));
    const payers = await session.payers(rows.flatMap(({ value }) => [value.payerId, value.secondaryId]));
    const read = rows.flatMap(({ line, value }: Read<Transition>) => {
      const payer = payers.get(value.payerId);
      const secondary = value.secondaryId === null ? null : payers.get(value.secondaryId);
      if (!patients.has(value.patientId)) report.reject(line, 'PATIENT', 'names no patient that was kept');
      else if (!payer) report.reject(line, 'PAYER', 'names no payer that was kept');
      else if (secondary === undefined) report.reject(line, 'SECONDARY_PAYER', 'names no payer that was kept');
      else return [{ line, first: coverage(value, payer, 1), second: secondary ? coverage(value, secondary, 2) : null }];
      return [];
    });
    const ids = read.flatMap(({ first, second }) => (second ? [first.id, second.id] : [first.id]));
    const there = await idsThere(session.before, ids);
    const here = await idsThere(session.inside, ids);
    const fresh: Coverage[] = [];
    for (const { line, first, second } of read) {
      if (there.has(first.id)) report.alreadyThere += 1;
      else if (here.has(first.id)) report.reject(line, '(row)', 'is in the file twice');
      else {
        report.kept += 1;
        for (const each of second ? [first, second] : [first]) {
          if (here.has(each.id)) continue;
          here.add(each.id);
          fresh.push(each);
        }
      }
    }
    await insert(session, fresh);
    await session.touch(fresh.map(({ patientId }) => patientId));
  },
  finish: endOverlaps,
});
