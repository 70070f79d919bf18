import { newId } from '../../../../db/newId';
import { interpretResult } from '../../../../domain/clinical/interpretation';
import { type RowValue } from '../../../../domain/tasks/form';
import { type Act, executeLater } from '../../../http/act';
import { invalid } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';
import { loadPerson } from '../person';
import { type ExpectedResult } from './expectedResults';

/** Decimal places the record keeps. */
const PLACES = 6;

/** What a report is entered as; a preliminary one leaves its order open. */
export type ReportStatus = 'final' | 'preliminary';

/**
 * Report results: a DiagnosticReport for each order and an Observation for each value, effective when the specimen was
 * drawn, read against range and critical limits. Answers how many are critical.
 */
export async function enterResults(act: Act, encounter: EncounterRow, expected: readonly ExpectedResult[], entered: readonly RowValue[], status: ReportStatus): Promise<number> {
  requireValues(entered);
  const person = await loadPerson(act, encounter.patientId);
  const byRow = new Map(expected.map((row) => [row.id, row]));
  const reports = await writeReports(act, encounter, expected, status);
  let critical = 0;
  const rows = entered.flatMap((value) => {
    const row = byRow.get(value.id);
    if (!row) return [];
    const id = newId();
    const number = typeof value['value'] === 'number' ? value['value'] : null;
    const text = typeof value['text'] === 'string' ? act.database.cipher.seal({ table: 'observations', column: 'value_text_enc', id }, value['text']) : null;
    const { range, interpretation } = number === null ? { range: null, interpretation: null } : interpretResult(row.code, row.unit, number, person);
    if (interpretation === 'LL' || interpretation === 'HH') critical += 1;
    return [[id, encounter.patientId, encounter.id, row.serviceRequestId, reports.get(row.serviceRequestId), 'laboratory', row.systemCode, row.code, status, number, text, row.unit, range?.low ?? null, range?.high ?? null,
      interpretation, row.collectedAt, act.principal.id]];
  });
  if (rows.length === 0) return 0;
  await executeLater(
    act,
    `INSERT INTO observations (id, patient_id, encounter_id, service_request_id, diagnostic_report_id, category, system_code, code, status, value_number, value_text_enc, unit, reference_low, reference_high,
       interpretation, effective_at, performer_id) VALUES ${rows.map(() => '(?)').join(', ')}`,
    rows,
  );
  return critical;
}

/** A report, and what makes the order done: the specimen received and, with a final report, the order completed. Answers report by order. */
async function writeReports(act: Act, encounter: EncounterRow, expected: readonly ExpectedResult[], status: ReportStatus): Promise<Map<string, string>> {
  const reports = new Map([...new Set(expected.map((row) => row.serviceRequestId))].map((id) => [id, newId()]));
  if (reports.size === 0) return reports;
  const requests = [...reports.keys()];
  await executeLater(
    act,
    `INSERT INTO diagnostic_reports (id, patient_id, encounter_id, service_request_id, system_code, code, status, issued_at, performer_id, created_at)
     SELECT CASE id ${requests.map(() => 'WHEN ? THEN ?').join(' ')} END, patient_id, encounter_id, id, system_code, code, ?, ?, ?, ? FROM service_requests WHERE id IN (?)`,
    [...[...reports].flat(), status, act.now, act.principal.id, act.now, requests],
  );
  await executeLater(act, 'UPDATE specimens SET received_at = COALESCE(received_at, ?), received_by = COALESCE(received_by, ?) WHERE usable_request_id IN (?)', [act.now, act.principal.id, requests]);
  if (status === 'final') await executeLater(act, "UPDATE service_requests SET status = 'completed', completed_at = ?, version = version + 1 WHERE id IN (?)", [act.now, requests]);
  act.announcements.push({ topic: 'journey', id: encounter.id, roles: ['nurse', 'charge-nurse', 'physician'] });
  return reports;
}

/** Every row says something, and no digit typed is lost. */
export function requireValues(entered: readonly RowValue[]): void {
  const errors = entered.flatMap((row, index) => {
    const { value, text } = row as { value?: unknown; text?: unknown };
    if (typeof value === 'number' && Number(value.toFixed(PLACES)) !== value) return [{ field: `results[${index}].value`, message: `Value: at most ${PLACES} decimal places are kept.` }];
    return typeof value === 'number' || typeof text === 'string' ? [] : [{ field: `results[${index}].value`, message: 'Enter a value, or say in words why there is none.' }];
  });
  if (errors.length > 0) throw invalid(errors, 'The form is not complete.');
}
