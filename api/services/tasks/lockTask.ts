import { type Role, workableRoles } from '../../../domain/roles';
import { type TaskTypeName } from '../../../domain/tasks/types';
import { type Act, selectOne } from '../../http/act';
import { conflict, Problem } from '../../http/problem';
import { peopleCoveredBy } from '../staff/substitutes';
import { type TaskAtHand } from './effect';

export interface LockedTask extends TaskAtHand {
  readonly workflowId: string | null;
  readonly status: string;
  readonly stage: string | null;
  readonly role: Role;
  readonly wardId: string | null;
  readonly holderId: string | null;
  readonly holderName: string | null;
  /** Its holder is on leave and the principal substitutes. */
  readonly isCovered: boolean;
  /** Who delegated it and gets it back. */
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  readonly teamId: string | null;
  readonly clockSpentMs: number;
  /** Since when its clock runs; null: since it was opened. */
  readonly clockFrom: Date | null;
  readonly pausedAt: Date | null;
  readonly formVersion: number;
  readonly completedBy: string | null;
  readonly completedById: string | null;
  readonly completedAt: Date | null;
  /** What somebody typed and what the form said, sealed. */
  readonly draftEnc: Buffer | null;
  readonly draftBy: string | null;
  readonly draftSavedAt: Date | null;
  readonly outputEnc: Buffer | null;
  readonly version: number;
  readonly isOpen: boolean;
}

/** How a task stands after a change. */
export interface ChangedTask {
  readonly id: string;
  readonly version: number;
  readonly status: 'requested' | 'accepted' | 'in-progress' | 'on-hold' | 'completed' | 'failed' | 'cancelled';
  readonly holder: { id: string; name: string } | null;
}

interface Row extends Omit<LockedTask, 'round' | 'isOpen' | 'type' | 'isCovered' | 'clockSpentMs'> {
  type: string;
  inputEnc: Buffer | null;
  isOpen: number;
  clockSpentMs: number | string;
}

const SELECT = `SELECT t.id, t.type, t.workflow_id AS workflowId, t.status, t.stage, t.role, t.ward_id AS wardId, t.holder_id AS holderId,
  (SELECT display_name FROM staff_users WHERE id = t.holder_id) AS holderName, t.owner_id AS ownerId, (SELECT display_name FROM staff_users WHERE id = t.owner_id) AS ownerName,
  t.team_id AS teamId, t.clock_spent_ms AS clockSpentMs, t.clock_from AS clockFrom, t.paused_at AS pausedAt, t.form_version AS formVersion, t.created_at AS createdAt,
  (SELECT display_name FROM staff_users WHERE id = t.completed_by) AS completedBy, t.completed_by AS completedById, t.completed_at AS completedAt,
  t.draft_enc AS draftEnc, t.draft_by AS draftBy, t.draft_saved_at AS draftSavedAt, t.output_enc AS outputEnc, t.journey_id AS journeyId, t.encounter_id AS encounterId,
  t.patient_id AS patientId, t.claim_id AS claimId, t.focus_type AS focusType, t.focus_id AS focusId, t.input_enc AS inputEnc, t.version, t.is_open AS isOpen
  FROM tasks t WHERE t.id = ?`;

/** The task, its row locked until the transaction ends when there is one. Null when there is none. */
export async function lockTask(act: Act, taskId: string): Promise<LockedTask | null> {
  const row = await selectOne<Row>(act, act.transaction ? `${SELECT} FOR UPDATE` : SELECT, [taskId]);
  if (!row) return null;
  const { inputEnc, ...rest } = row;
  const isHeldByOther = row.isOpen === 1 && row.holderId !== null && row.holderId !== act.principal.id;
  const isCovered = isHeldByOther && (await peopleCoveredBy(act, act.principal.id)).includes(row.holderId ?? '');
  const brought = act.database.cipher.openJson<{ round?: number }>({ table: 'tasks', column: 'input_enc', id: row.id }, inputEnc);
  return { ...rest, type: row.type as TaskTypeName, isOpen: row.isOpen === 1, isCovered, clockSpentMs: Number(row.clockSpentMs), round: brought?.round ?? null };
}

/** Refuse work on a task that is closed, with who closed it. */
export function requireOpen(task: LockedTask): void {
  if (!task.isOpen) throw conflict('task-closed', task.completedBy ? `${task.completedBy} has completed this task already.` : `This task is ${task.status}.`, { holder: null, currentVersion: task.version });
}

/** Refuse a second taker, naming the holder (a task whose holder is hidden gets worked twice). The holder's substitute is no second taker. */
export function requireNotHeldByOther(act: Act, task: LockedTask): void {
  if (task.holderId !== null && task.holderId !== act.principal.id && !task.isCovered) {
    const name = task.holderName ?? 'A colleague';
    throw conflict('task-held', `${name} holds this task.`, { holder: { id: task.holderId, name }, currentVersion: task.version });
  }
}

/** Refuse work that belongs to another role or another ward. */
export function requireRole(act: Act, task: LockedTask): void {
  if (!mayWork(act, task)) throw new Problem(403, 'not-your-role', 'This task belongs to another role or ward.', { about: { resourceType: 'task', resourceId: task.id } });
}

export function mayWork(act: Act, task: Pick<LockedTask, 'role' | 'wardId'>): boolean {
  const onMyWard = task.wardId === null || act.principal.wardIds.length === 0 || act.principal.wardIds.includes(task.wardId);
  return workableRoles(act.principal.roles).includes(task.role) && onMyWard;
}
