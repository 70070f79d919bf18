import { newId } from '../../../../db/newId';
import { REPORT_PARTS } from '../../../../domain/orders/imagingStudies';
import { type RowValue } from '../../../../domain/tasks/form';
import { type Act, execute, select } from '../../../http/act';
import { type EncounterRow } from '../../encounters/encounterRow';
import { loadDisplays } from '../concepts';
import { loadPerson } from '../person';
import { makeReportsFinal } from '../results/finaliseResults';
import { lockResults, rewriteResult } from '../results/rewriteResult';
import { type Examination } from './examinations';

export interface ImagingReported {
  /** Reports nobody has been asked to read back yet. */
  readonly critical: number;
  readonly preliminary: number;
}

/** Report examinations: findings and conclusion as observations of one report each. A critical conclusion wants its read-back. */
export async function reportImaging(act: Act, encounter: EncounterRow, examinations: readonly Examination[], rows: readonly RowValue[]): Promise<ImagingReported> {
  let critical = 0;
  let preliminary = 0;
  for (const row of rows) {
    const examination = examinations.find(({ id }) => id === row.id);
    if (!examination) continue;
    const status = row['reportAs'] === 'preliminary' ? 'preliminary' : 'final';
    if (row['critical'] === true) critical += 1;
    if (status === 'preliminary') preliminary += 1;
    await writeReport(act, encounter, examination, row, status);
  }
  act.announcements.push({ topic: 'journey', id: encounter.id, roles: ['nurse', 'charge-nurse', 'physician'] });
  return { critical, preliminary };
}

async function writeReport(act: Act, encounter: EncounterRow, { id: requestId, systemCode, code, performedAt }: Examination, row: RowValue, status: 'final' | 'preliminary'): Promise<void> {
  const reportId = newId();
  await execute(act, 'INSERT INTO diagnostic_reports (id, patient_id, encounter_id, service_request_id, system_code, code, status, issued_at, performer_id, created_at) VALUES (?)', [
    [reportId, encounter.patientId, encounter.id, requestId, systemCode, code, status, act.now, act.principal.id, act.now],
  ]);
  const observations = (['findings', 'conclusion'] as const).map((part) => {
    const id = newId();
    const text = act.database.cipher.seal({ table: 'observations', column: 'value_text_enc', id }, String(row[part]));
    return [id, encounter.patientId, encounter.id, requestId, reportId, 'imaging', 'LOINC', REPORT_PARTS[part].code, status, text, part === 'conclusion' && row['critical'] === true ? 'AA' : null, performedAt ?? act.now, act.principal.id];
  });
  await execute(
    act,
    `INSERT INTO observations (id, patient_id, encounter_id, service_request_id, diagnostic_report_id, category, system_code, code, status, value_text_enc, interpretation, effective_at, performer_id) VALUES ${observations.map(() => '(?)').join(', ')}`,
    observations,
  );
  if (status === 'final') await execute(act, "UPDATE service_requests SET status = 'completed', completed_at = ?, version = version + 1 WHERE id = ?", [act.now, requestId]);
}

/** A preliminary report, to be confirmed or changed. */
export interface PreliminaryReport {
  /** The order. */
  readonly id: string;
  readonly name: string;
  readonly findings: string;
  readonly conclusion: string;
  readonly critical: boolean;
}

export async function preliminaryReports(act: Act, encounterId: string, round: number | null): Promise<PreliminaryReport[]> {
  const rows = await select<{ id: string; systemCode: string; code: string; observationId: string; part: string; textEnc: Buffer; interpretation: string | null }>(
    act,
    `SELECT r.id, r.system_code AS systemCode, r.code, o.id AS observationId, o.code AS part, o.value_text_enc AS textEnc, o.interpretation
     FROM service_requests r JOIN diagnostic_reports d ON d.service_request_id = r.id AND d.status = 'preliminary' JOIN observations o ON o.diagnostic_report_id = d.id
     WHERE r.encounter_id = :encounterId AND r.category = 'imaging' ${round === null ? '' : 'AND r.round_number = :round'} ORDER BY r.id, o.id`,
    { encounterId, round },
  );
  const display = await loadDisplays(act, rows);
  const text = (id: string, part: keyof typeof REPORT_PARTS) => {
    const row = rows.find((one) => one.id === id && one.part === REPORT_PARTS[part].code);
    return row ? act.database.cipher.open({ table: 'observations', column: 'value_text_enc', id: row.observationId }, row.textEnc) : '';
  };
  return [...new Map(rows.map((row) => [row.id, row])).values()].map(({ id, systemCode, code }) => ({
    id, name: display(systemCode, code), findings: text(id, 'findings'), conclusion: text(id, 'conclusion'), critical: rows.some((row) => row.id === id && row.interpretation === 'AA'),
  }));
}

/** Make preliminary reports final; words that changed keep what the ward read before. */
export async function finaliseImaging(act: Act, encounter: EncounterRow, preliminary: readonly PreliminaryReport[], rows: readonly RowValue[]): Promise<{ critical: number }> {
  const person = await loadPerson(act, encounter.patientId);
  const done = rows.filter((row) => preliminary.some(({ id }) => id === row.id));
  let critical = 0;
  for (const row of done) {
    const before = preliminary.find(({ id }) => id === row.id);
    for (const stored of await lockResults(act, 'o.service_request_id', [row.id])) {
      const part = stored.code === REPORT_PARTS.conclusion.code ? 'conclusion' : 'findings';
      const isCritical = part === 'conclusion' && row['critical'] === true;
      if (String(row[part]) === before?.[part] && isCritical === (stored.interpretation === 'AA')) await execute(act, "UPDATE observations SET status = 'final' WHERE id = ?", [stored.id]);
      else if ((await rewriteResult(act, stored, { value: null, text: String(row[part]), critical: isCritical }, { status: 'final', reason: 'Changed in the final report.' }, person)) === 'ask') critical += 1;
    }
  }
  if (done.length > 0) await makeReportsFinal(act, encounter, done.map(({ id }) => id));
  return { critical };
}
