import { type z } from 'zod';
import { observationIntervalMs } from '../../../../domain/clinical/news2';
import { type observationsContract } from '../../../contract/observations';
import { type Act, select } from '../../../http/act';
import { loadPatientsInList } from '../../../presenters/patientInList';
import { latestScores } from './latestScores';

type InRound = z.infer<typeof observationsContract.listWardObservations.reply>['items'][number];

interface Row {
  encounterId: string;
  patientId: string;
  wardId: string;
  wardName: string;
  bed: string;
  taskId: string | null;
  taskDueAt: Date | null;
  holder: string | null;
  raisedAt: Date | null;
  acknowledgedAt: Date | null;
}

/** Who lies on the ward, the sickest and the most overdue first: last score, when the next observations are due, and open deteriorations. */
export async function listWardObservations(act: Act, wardIds: readonly string[]): Promise<InRound[]> {
  const rows = await select<Row>(
    act,
    `SELECT e.id AS encounterId, e.patient_id AS patientId, w.id AS wardId, w.name AS wardName, b.code AS bed, t.id AS taskId, t.due_at AS taskDueAt, u.display_name AS holder,
       x.raised_at AS raisedAt, x.acknowledged_at AS acknowledgedAt
     FROM encounter_locations l JOIN encounters e ON e.id = l.lying_encounter_id JOIN wards w ON w.id = l.ward_id JOIN beds b ON b.id = l.bed_id
     LEFT JOIN tasks t ON t.encounter_id = e.id AND t.type = 'observation-round' AND t.is_open = 1 LEFT JOIN staff_users u ON u.id = t.holder_id
     LEFT JOIN escalations x ON x.open_encounter_id = e.id
     WHERE e.status = 'in-progress' ${wardIds.length > 0 ? 'AND l.ward_id IN (:wardIds)' : ''} ORDER BY b.code, t.due_at LIMIT 500`,
    { wardIds },
  );
  const once = [...new Map(rows.reverse().map((row) => [row.encounterId, row])).values()];
  const patients = await loadPatientsInList(act, once.map(({ patientId }) => patientId));
  const scores = await latestScores(act, once.map(({ encounterId }) => encounterId));
  const items = once.flatMap((row): InRound[] => {
    const patient = patients.get(row.patientId);
    const score = scores.get(row.encounterId) ?? null;
    if (!patient) return [];
    const dueAt = row.taskDueAt ?? (score ? new Date(score.at.getTime() + observationIntervalMs({ total: score.news2, risk: score.risk })) : null);
    return [{
      encounterId: row.encounterId, patient: { ...patient, bed: row.bed, ward: row.wardName }, ward: { id: row.wardId, name: row.wardName },
      score: score && { news2: score.news2, risk: score.risk, at: score.at.toISOString() },
      dueAt: dueAt?.toISOString() ?? null, overdue: dueAt !== null && dueAt < act.now, round: row.taskId === null ? null : { taskId: row.taskId, holder: row.holder },
      escalation: row.raisedAt && { raisedAt: row.raisedAt.toISOString(), acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null },
    }];
  });
  return items.sort((a, b) => urgency(b) - urgency(a) || (a.dueAt ?? '').localeCompare(b.dueAt ?? '') || (a.patient.bed ?? '').localeCompare(b.patient.bed ?? ''));
}

/** A deterioration nobody has seen comes before one that was, then what is overdue, then the rest by its time. */
function urgency({ escalation, overdue }: InRound): number {
  return (escalation ? (escalation.acknowledgedAt ? 2 : 4) : 0) + (overdue ? 1 : 0);
}
