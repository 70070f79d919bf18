import { type z } from 'zod';
import { interpretResult } from '../../../../domain/clinical/interpretation';
import { type RangePerson } from '../../../../domain/clinical/referenceRanges';
import { type resultsContract } from '../../../contract/results';
import { type Act, execute, select } from '../../../http/act';
import { conflict, invalid, staleVersion, unprocessable } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';
import { loadPerson } from '../person';
import { lockReport } from './reviewReports';

type Change = z.output<typeof resultsContract.changeReport.body>;

interface Stored {
  readonly id: string;
  readonly code: string;
  readonly unit: string | null;
  readonly status: string;
  readonly valueNumber: string | null;
  readonly valueTextEnc: Buffer | null;
  readonly interpretation: string | null;
  readonly versions: number;
}

/**
 * Amend or correct a reported result. The value that was reported before is kept with who changed it, when and why; the new one is read
 * against range and critical limits again, and the report counts as not looked at. A value that has become critical wants its read-back.
 */
export async function changeReport(act: Act, encounter: EncounterRow, reportId: string, body: Change): Promise<{ id: string; status: string; critical: number; version: number }> {
  const report = await lockReport(act, encounter.id, reportId);
  if (report.version !== body.version) throw staleVersion(report.version);
  if (!['final', 'amended', 'corrected'].includes(report.status)) throw conflict('report-not-final', `This report is ${report.status}.`, { currentVersion: report.version });
  const stored = new Map((await storedResults(act, reportId)).map((row) => [row.id, row]));
  const person = await loadPerson(act, encounter.patientId);
  let critical = 0;
  for (const [index, change] of body.results.entries()) {
    const row = stored.get(change.observationId);
    if (!row) throw unprocessable('no-result', 'This report has no such result.', { errors: [{ field: `results[${index}].observationId`, message: 'Choose a result of this report.' }] });
    if ((change.value === null) === (change.text === null)) throw invalid([{ field: `results[${index}].value`, message: 'Enter a value, or a finding in words: one of the two.' }]);
    if (await changeOne(act, row, change, body, person)) critical += 1;
  }
  await execute(act, 'UPDATE diagnostic_reports SET status = ?, issued_at = ?, reviewed_at = NULL, reviewed_by = NULL, version = version + 1 WHERE id = ?', [body.kind, act.now, reportId]);
  act.audits.push({ action: `report.${body.kind}`, resourceType: 'diagnostic-report', resourceId: reportId, patientId: encounter.patientId, detail: { reason: body.reason, results: body.results.length } });
  act.announcements.push({ topic: 'journey', id: encounter.id, roles: ['nurse', 'charge-nurse', 'physician'] });
  return { id: reportId, status: body.kind, critical, version: report.version + 1 };
}

async function storedResults(act: Act, reportId: string): Promise<Stored[]> {
  return select<Stored>(
    act,
    `SELECT o.id, o.code, o.unit, o.status, o.value_number AS valueNumber, o.value_text_enc AS valueTextEnc, o.interpretation,
       (SELECT COUNT(*) FROM observation_versions v WHERE v.observation_id = o.id) AS versions FROM observations o WHERE o.diagnostic_report_id = ? ORDER BY o.id FOR UPDATE`,
    [reportId],
  );
}

/** Keep what was, write what is. True when the new value is critical. */
async function changeOne(act: Act, row: Stored, change: Change['results'][number], { kind, reason }: Change, person: RangePerson): Promise<boolean> {
  const { cipher } = act.database;
  // The earlier words keep their seal: bound to the observation's row, they open there and nowhere else.
  await execute(act, 'INSERT INTO observation_versions (observation_id, version, status, value_number, value_text_enc, interpretation, reason_enc, changed_by, changed_at) VALUES (?)', [[
    row.id, Number(row.versions) + 1, row.status, row.valueNumber, row.valueTextEnc, row.interpretation, cipher.seal({ table: 'observation_versions', column: 'reason_enc', id: `${row.id}/${Number(row.versions) + 1}` }, reason), act.principal.id, act.now,
  ]]);
  const { range, interpretation } = change.value === null ? { range: null, interpretation: null } : interpretResult(row.code, row.unit, change.value, person);
  await execute(act, 'UPDATE observations SET status = ?, value_number = ?, value_text_enc = ?, reference_low = ?, reference_high = ?, interpretation = ?, acknowledged_at = NULL, acknowledged_by = NULL, performer_id = ? WHERE id = ?', [
    kind, change.value, change.text === null ? null : cipher.seal({ table: 'observations', column: 'value_text_enc', id: row.id }, change.text), range?.low ?? null, range?.high ?? null, interpretation, act.principal.id, row.id,
  ]);
  return interpretation === 'LL' || interpretation === 'HH';
}
