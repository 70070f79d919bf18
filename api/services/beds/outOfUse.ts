import { type BedStatus, type ClosureReason, isReopenable } from '../../../domain/beds/status';
import { type Act, execute, selectOne } from '../../http/act';
import { conflict, staleVersion, unprocessable } from '../../http/problem';

export interface LockedBed {
  readonly id: string;
  readonly wardId: string;
  readonly status: BedStatus;
  readonly closedReason: string | null;
  readonly version: number;
}

export type ChangedBed = Omit<LockedBed, 'wardId'>;

/** The bed, locked in a write; null when there is none. */
export async function lockBed(act: Act, bedId: string): Promise<LockedBed | null> {
  return selectOne<LockedBed>(act, `SELECT id, ward_id AS wardId, operational_status AS status, closed_reason AS closedReason, version FROM beds WHERE id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [bedId]);
}

/** Take a bed out of use: never with a patient in it, or one on the way. */
export async function closeBed(act: Act, bed: LockedBed, version: number, reason: ClosureReason): Promise<ChangedBed> {
  if (version !== bed.version) throw staleVersion(bed.version);
  const taken = await selectOne(act, "SELECT id FROM encounter_locations WHERE occupied_bed_id = ? AND (status = 'active' OR reserved_until > ?)", [bed.id, act.now]);
  if (taken || bed.status === 'O' || bed.status === 'I') throw unprocessable('bed-occupied', 'A patient lies in this bed or is expected in it.');
  if (bed.status === 'C') throw conflict('bed-closed', 'This bed is out of use already.', { currentVersion: bed.version });
  return change(act, bed, 'C', reason);
}

/** Put a bed back into use. It has been cleaned, which the caller says; while there is a task to clean it, that task says so, whatever became of the bed since. */
export async function reopenBed(act: Act, bed: LockedBed, version: number): Promise<ChangedBed> {
  if (version !== bed.version) throw staleVersion(bed.version);
  if (!isReopenable(bed.status)) throw unprocessable('bed-in-use', 'This bed is in use.');
  const task = await openCleaningTask(act, bed.id);
  if (task) throw conflict('cleaning-task-open', task.holderName ? `${task.holderName} has the task to clean this bed.` : 'There is a task to clean this bed: complete it.', { holder: task.holderId && task.holderName ? { id: task.holderId, name: task.holderName } : null, currentVersion: bed.version });
  return change(act, bed, 'U', null);
}

async function change(act: Act, bed: LockedBed, status: BedStatus, closedReason: string | null): Promise<ChangedBed> {
  await execute(act, 'UPDATE beds SET operational_status = ?, closed_reason = ?, version = version + 1 WHERE id = ?', [status, closedReason, bed.id]);
  act.announcements.push({ topic: 'bed', id: bed.id });
  act.audits.push({ action: status === 'C' ? 'bed.closed' : 'bed.reopened', resourceType: 'bed', resourceId: bed.id, detail: { from: bed.status, reason: closedReason } });
  return { id: bed.id, status, closedReason, version: bed.version + 1 };
}

async function openCleaningTask(act: Act, bedId: string): Promise<{ holderId: string | null; holderName: string | null } | null> {
  return selectOne(
    act,
    `SELECT t.holder_id AS holderId, u.display_name AS holderName FROM tasks t LEFT JOIN staff_users u ON u.id = t.holder_id
     WHERE t.focus_id = ? AND t.is_open = 1 AND t.type = 'clean-bed' LIMIT 1`,
    [bedId],
  );
}
