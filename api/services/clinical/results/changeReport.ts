import { type z } from 'zod';
import { type ReadBack } from '../../../../domain/clinical/readBack';
import { type resultsContract } from '../../../contract/results';
import { type Act, execute, selectOne } from '../../../http/act';
import { conflict, invalid, Problem, staleVersion, unprocessable } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';
import { loadPerson } from '../person';
import { askForReadBack } from './askForReadBack';
import { lockReport } from './reviewReports';
import { lockResults, rewriteResult } from './rewriteResult';

type Change = z.output<typeof resultsContract.changeReport.body>;

/** Who changes which reports: those who made them. */
const CHANGED_BY = { laboratory: 'lab', imaging: 'radiologist' } as const;

/**
 * Amend or correct a reported result. The value that was reported before is kept with who changed it, when and why; the new one is read
 * against range and critical limits again, and the report counts as not looked at. A value that has become critical calls whoever ordered it.
 */
export async function changeReport(act: Act, encounter: EncounterRow, reportId: string, body: Change): Promise<{ id: string; status: string; critical: number; version: number }> {
  const report = await lockReport(act, encounter.id, reportId);
  if (report.version !== body.version) throw staleVersion(report.version);
  if (!['final', 'amended', 'corrected'].includes(report.status)) throw conflict('report-not-final', `This report is ${report.status}.`, { currentVersion: report.version });
  await requireOwnReport(act, reportId);
  const stored = new Map((await lockResults(act, 'o.diagnostic_report_id', [reportId])).map((row) => [row.id, row]));
  const person = await loadPerson(act, encounter.patientId);
  const asked: ReadBack[] = [];
  for (const [index, change] of body.results.entries()) {
    const row = stored.get(change.observationId);
    if (!row) throw unprocessable('no-result', 'This report has no such result.', { errors: [{ field: `results[${index}].observationId`, message: 'Choose a result of this report.' }] });
    if ((change.value === null) === (change.text === null)) throw invalid([{ field: `results[${index}].value`, message: 'Enter a value, or a finding in words: one of the two.' }]);
    if (row.category === 'imaging' && change.text === null) throw invalid([{ field: `results[${index}].text`, message: 'An imaging report is written in words.' }]);
    asked.push(await rewriteResult(act, row, change, { status: body.kind, reason: body.reason }, person));
  }
  await execute(act, 'UPDATE diagnostic_reports SET status = ?, issued_at = ?, reviewed_at = NULL, reviewed_by = NULL, version = version + 1 WHERE id = ?', [body.kind, act.now, reportId]);
  if (asked.includes('ask')) askForReadBack(act, encounter, reportId, report.version + 1);
  act.audits.push({ action: `report.${body.kind}`, resourceType: 'diagnostic-report', resourceId: reportId, patientId: encounter.patientId, detail: { reason: body.reason, results: body.results.length } });
  act.announcements.push({ topic: 'journey', id: encounter.id, roles: ['nurse', 'charge-nurse', 'physician'] });
  return { id: reportId, status: body.kind, critical: asked.filter((one) => one !== 'none').length, version: report.version + 1 };
}

async function requireOwnReport(act: Act, reportId: string): Promise<void> {
  const order = await selectOne<{ category: string | null }>(act, 'SELECT r.category FROM diagnostic_reports d LEFT JOIN service_requests r ON r.id = d.service_request_id WHERE d.id = ?', [reportId]);
  const role = CHANGED_BY[order?.category === 'imaging' ? 'imaging' : 'laboratory'];
  if (!act.principal.roles.includes(role)) throw new Problem(403, 'not-your-report', 'A report is changed by those who made it.', { about: { resourceType: 'diagnostic-report', resourceId: reportId } });
}
