import { type TaskTypeName } from '../../../../domain/tasks/types';
import { type Act, selectOne } from '../../../http/act';
import { refreshJourney } from '../../journeys/refresh';
import { openTasks } from '../../tasks/open';
import { unacknowledgedCriticals } from './criticalResults';

export interface CriticalReportRow {
  readonly id: string;
  readonly encounterId: string;
  readonly patientId: string;
  readonly wardId: string | null;
  readonly hasJourney: number;
}

/** A report with the stay it belongs to, its row locked in a write. */
export async function lockCriticalReport(act: Act, reportId: string): Promise<CriticalReportRow | null> {
  return selectOne<CriticalReportRow>(
    act,
    `SELECT d.id, d.encounter_id AS encounterId, d.patient_id AS patientId, e.ward_id AS wardId, (SELECT COUNT(*) FROM journeys j WHERE j.id = e.id) AS hasJourney
     FROM diagnostic_reports d JOIN encounters e ON e.id = d.encounter_id WHERE d.id = ? ${act.transaction ? 'FOR UPDATE' : ''}`,
    [reportId],
  );
}

/** Ask for the read-back of a report outside any journey; nobody, when it has been read back meanwhile. */
export async function openCriticalTask(act: Act, report: CriticalReportRow, { workflowId, step, type }: { readonly workflowId: string; readonly step: string; readonly type: TaskTypeName }): Promise<string | null> {
  if ((await unacknowledgedCriticals(act, report.encounterId, { reportId: report.id })).length === 0) return null;
  const home = { workflowId, journeyId: report.hasJourney ? report.encounterId : null, encounterId: report.encounterId, patientId: report.patientId, claimId: null, wardId: report.wardId };
  const [opened] = await openTasks(act, home, [{ step, type, focusType: 'diagnostic-report', focusId: report.id }]);
  if (report.hasJourney) await refreshJourney(act, report.encounterId);
  return opened?.taskId ?? null;
}
