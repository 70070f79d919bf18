import { type z } from 'zod';
import { type Role } from '../../../domain/roles';
import { isTaskType, taskType, type TaskTypeName } from '../../../domain/tasks/types';
import { type taskInList } from '../../contract/tasks';
import { type Act } from '../../http/act';
import { loadPatientsInList } from '../../presenters/patientInList';
import { peopleCoveredBy } from '../staff/substitutes';

export type TaskInList = z.infer<typeof taskInList>;

/** A task as lists read it. */
export interface TaskRow {
  id: string;
  type: TaskTypeName;
  stage: TaskInList['stage'];
  status: TaskInList['status'];
  role: Role;
  priority: number;
  acuity: number;
  dueAt: Date;
  slaRung: TaskInList['slaRung'];
  followUpAt: Date | null;
  pausedAt: Date | null;
  resumeAt: Date | null;
  createdAt: Date;
  holderId: string | null;
  holderName: string | null;
  ownerId: string | null;
  ownerName: string | null;
  teamId: string | null;
  teamName: string | null;
  patientId: string | null;
  journeyId: string | null;
  encounterId: string | null;
  claimId: string | null;
  claimNumber: string | null;
  claimChargeCents: number | null;
  version: number;
}

export const TASK_COLUMNS = `t.id, t.type, t.stage, t.status, t.role, t.priority, t.acuity, t.due_at AS dueAt, t.sla_rung AS slaRung, t.follow_up_at AS followUpAt,
  t.paused_at AS pausedAt, t.resume_at AS resumeAt, t.created_at AS createdAt, t.holder_id AS holderId, h.display_name AS holderName,
  t.owner_id AS ownerId, o.display_name AS ownerName, t.team_id AS teamId, g.name AS teamName, t.patient_id AS patientId, t.journey_id AS journeyId, t.encounter_id AS encounterId,
  t.claim_id AS claimId, c.number AS claimNumber, c.charge_cents AS claimChargeCents, t.version`;
export const TASK_JOINS = `LEFT JOIN staff_users h ON h.id = t.holder_id LEFT JOIN staff_users o ON o.id = t.owner_id LEFT JOIN teams g ON g.id = t.team_id
  LEFT JOIN claims c ON c.id = t.claim_id`;

/** Rows of any task query as list items, patients opened in one go. */
export async function presentTasks(act: Act, rows: readonly TaskRow[]): Promise<TaskInList[]> {
  const [patients, covered] = await Promise.all([
    loadPatientsInList(act, rows.map((row) => row.patientId)),
    rows.some(({ holderId }) => holderId !== null && holderId !== act.principal.id) ? peopleCoveredBy(act, act.principal.id) : ([] as string[]),
  ]);
  const person = (id: string | null, name: string | null) => (id ? { id, name: name ?? '' } : null);
  return rows.filter((row) => isTaskType(row.type)).map((row) => {
    const { title, why } = taskType(row.type);
    return {
      id: row.id, type: row.type, title, why, stage: row.stage, status: row.status, role: row.role, priority: row.priority,
      dueAt: row.dueAt.toISOString(), overdue: row.pausedAt === null && row.dueAt < act.now, slaRung: row.slaRung, followUpAt: row.followUpAt?.toISOString() ?? null, createdAt: row.createdAt.toISOString(),
      holder: person(row.holderId, row.holderName), covering: row.holderId !== null && covered.includes(row.holderId), owner: person(row.ownerId, row.ownerName), team: person(row.teamId, row.teamName),
      paused: row.pausedAt ? { since: row.pausedAt.toISOString(), until: row.resumeAt?.toISOString() ?? null } : null,
      patient: (row.patientId && patients.get(row.patientId)) || null,
      journeyId: row.journeyId, encounterId: row.encounterId,
      claim: row.claimId && row.claimNumber ? { id: row.claimId, number: row.claimNumber, chargeCents: Number(row.claimChargeCents) } : null,
      version: row.version,
    };
  });
}
