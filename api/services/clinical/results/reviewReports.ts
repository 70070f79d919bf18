import { type z } from 'zod';
import { type resultsContract } from '../../../contract/results';
import { type Act, execute, select, selectOne } from '../../../http/act';
import { conflict, notFound, staleVersion } from '../../../http/problem';
import { loadPatientsInList } from '../../../presenters/patientInList';
import { type EncounterRow } from '../../encounters/encounterRow';
import { loadDisplays } from '../concepts';

type Unreviewed = z.infer<typeof resultsContract.listUnreviewedReports.reply>;

export interface ReportRow {
  readonly id: string;
  readonly status: string;
  readonly reviewedAt: Date | null;
  readonly reviewer: string | null;
  readonly version: number;
}

/** Reports of stays going on that no clinician has looked at: those with critical values first, then the oldest. On the reader's wards, when they have any. */
export async function listUnreviewedReports(act: Act, query: { limit: number; mine: boolean }): Promise<Unreviewed> {
  const wards = act.principal.wardIds;
  const rows = await select<{ id: string; encounterId: string; patientId: string; systemCode: string; code: string; status: string; issuedAt: Date; requesterId: string | null; abnormal: number | null; critical: number | null; unjudged: number | null; version: number }>(
    act,
    `SELECT r.id, r.encounter_id AS encounterId, r.patient_id AS patientId, r.system_code AS systemCode, r.code, r.status, r.issued_at AS issuedAt, s.requester_id AS requesterId, r.version,
       SUM(o.interpretation IN ('L', 'H', 'LL', 'HH', 'A', 'AA')) AS abnormal, SUM(o.interpretation IN ('LL', 'HH', 'AA')) AS critical,
       SUM(o.category = 'laboratory' AND o.value_number IS NOT NULL AND o.interpretation IS NULL) AS unjudged
     FROM diagnostic_reports r JOIN encounters e ON e.id = r.encounter_id AND e.status = 'in-progress' LEFT JOIN service_requests s ON s.id = r.service_request_id LEFT JOIN observations o ON o.diagnostic_report_id = r.id
     WHERE r.reviewed_at IS NULL AND r.source = 'careway' AND r.issued_at IS NOT NULL AND r.status <> 'entered-in-error' ${query.mine ? 'AND s.requester_id = :me' : ''} ${wards.length > 0 ? 'AND e.ward_id IN (:wards)' : ''}
     GROUP BY r.id, r.encounter_id, r.patient_id, r.system_code, r.code, r.status, r.issued_at, s.requester_id, r.version ORDER BY COALESCE(SUM(o.interpretation IN ('LL', 'HH', 'AA')), 0) > 0 DESC, r.issued_at, r.id LIMIT ${query.limit}`,
    { me: act.principal.id, wards: wards.length > 0 ? [...wards] : ['-'] },
  );
  const [patients, display] = [await loadPatientsInList(act, rows.map(({ patientId }) => patientId)), await loadDisplays(act, rows)];
  const items = rows.flatMap(({ requesterId, patientId, systemCode, code, issuedAt, abnormal, critical, unjudged, ...row }) => {
    const patient = patients.get(patientId);
    return patient ? [{ ...row, display: display(systemCode, code), issuedAt: issuedAt.toISOString(), abnormal: Number(abnormal ?? 0), critical: Number(critical ?? 0), unjudged: Number(unjudged ?? 0), orderedByMe: requesterId === act.principal.id, patient }] : [];
  });
  return { items, nextCursor: null, total: items.length };
}

/** The report of a stay, its row locked in a write. */
export async function lockReport(act: Act, encounterId: string, reportId: string): Promise<ReportRow> {
  const row = await selectOne<ReportRow>(
    act,
    `SELECT r.id, r.status, r.reviewed_at AS reviewedAt, (SELECT display_name FROM staff_users WHERE id = r.reviewed_by) AS reviewer, r.version FROM diagnostic_reports r WHERE r.id = ? AND r.encounter_id = ? ${act.transaction ? 'FOR UPDATE' : ''}`,
    [reportId, encounterId],
  );
  if (!row) throw notFound();
  return row;
}

/** Somebody has looked at the report as it stands. A version that is not the newest was not what they saw. */
export async function reviewReport(act: Act, encounter: EncounterRow, reportId: string, version: number): Promise<{ id: string; reviewedAt: string; version: number }> {
  const report = await lockReport(act, encounter.id, reportId);
  if (report.version !== version) throw staleVersion(report.version);
  if (report.reviewedAt !== null) throw conflict('reviewed-already', `${report.reviewer ?? 'Somebody'} has looked at this report already.`, { currentVersion: report.version });
  await execute(act, 'UPDATE diagnostic_reports SET reviewed_at = ?, reviewed_by = ?, version = version + 1 WHERE id = ?', [act.now, act.principal.id, reportId]);
  act.audits.push({ action: 'report.reviewed', resourceType: 'diagnostic-report', resourceId: reportId, patientId: encounter.patientId });
  act.announcements.push({ topic: 'journey', id: encounter.id, roles: ['physician'] });
  return { id: reportId, reviewedAt: act.now.toISOString(), version: report.version + 1 };
}
