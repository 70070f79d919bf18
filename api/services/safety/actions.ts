import { isRole, type Role } from '../../../domain/roles';
import { newId } from '../../../db/newId';
import { safetyActionWorkflowId } from '../../../workflows/contracts/ids';
import { WORKFLOW_TYPES } from '../../../workflows/contracts/messages';
import { type SafetyActionInput } from '../../../workflows/contracts/safetyMessages';
import { type Act, execute, select, selectOne } from '../../http/act';
import { conflict, invalid, notFound, staleVersion, unprocessable } from '../../http/problem';
import { hospitalDay } from '../staff/hospitalZone';
import { endErrand, startErrand } from '../tasks/errand';
import { placeOfSafety, recordStep, type SafetyEventRow } from './eventRow';

/** A row of `safety_actions`. */
export interface SafetyActionRow {
  readonly id: string;
  readonly eventId: string;
  readonly whatEnc: Buffer;
  readonly ownerId: string;
  readonly ownerRole: Role;
  readonly dueOn: string;
  readonly status: 'open' | 'done' | 'cancelled';
  readonly version: number;
}

const SELECT = "SELECT id, event_id AS eventId, what_enc AS whatEnc, owner_id AS ownerId, owner_role AS ownerRole, DATE_FORMAT(due_on, '%Y-%m-%d') AS dueOn, status, version FROM safety_actions";

/** The action, its row locked when there is a transaction; null when there is none. */
export function lockAction(act: Act, actionId: string): Promise<SafetyActionRow | null> {
  return selectOne<SafetyActionRow>(act, `${SELECT} WHERE id = ?${act.transaction ? ' FOR UPDATE' : ''}`, [actionId]);
}

/** What keeps an event from being closed. */
export function openActionsOf(act: Act, eventId: string): Promise<{ id: string }[]> {
  return select<{ id: string }>(act, "SELECT id FROM safety_actions WHERE event_id = ? AND status = 'open' ORDER BY id", [eventId]);
}

/** Agree an action: it becomes a task in its owner's hands, with reminders around its date. The caller holds the event's row. */
export async function addAction(act: Act, event: SafetyEventRow, { what, ownerId, dueOn }: { what: string; ownerId: string; dueOn: string }): Promise<{ id: string; version: number }> {
  if (event.status === 'reported') throw unprocessable('not-triaged', 'Triage the event first.');
  if (event.status === 'closed') throw conflict('event-closed', 'This event is closed. Open it again first.', { currentVersion: event.version });
  const roles = await select<{ role: string }>(act, 'SELECT r.role FROM staff_roles r JOIN staff_users u ON u.id = r.user_id WHERE u.id = ? AND u.disabled_at IS NULL AND r.role NOT IN (\'patient\', \'service\', \'auditor\') ORDER BY r.role', [ownerId]);
  const role = roles[0]?.role;
  if (role === undefined || !isRole(role)) throw invalid([{ field: 'ownerId', message: 'Choose somebody of the staff who can do it.' }]);
  if (dueOn < hospitalDay(act.now)) throw invalid([{ field: 'dueOn', message: 'This day has passed.' }]);
  const id = newId();
  await execute(act, 'INSERT INTO safety_actions (id, event_id, what_enc, owner_id, owner_role, due_on, created_by, created_at) VALUES (?)', [[id, event.id, act.database.cipher.seal(placeOfSafety('safety_actions', 'what_enc', id), what), ownerId, role, dueOn, act.principal.id, act.now]]);
  await recordStep(act, event.id, 'action-added', what);
  const input: SafetyActionInput = { actionId: id };
  startErrand(act, safetyActionWorkflowId(id), WORKFLOW_TYPES.safetyAction, input);
  auditEvent(act, event, 'action-added', { actionId: id, ownerId, dueOn });
  return { id, version: 1 };
}

/** Drop an action that is not needed after all: its owner is not asked any more. */
export async function cancelAction(act: Act, event: SafetyEventRow, actionId: string, version: number, reason: string): Promise<{ id: string; version: number }> {
  const action = await lockAction(act, actionId);
  if (action?.eventId !== event.id) throw notFound();
  if (action.status !== 'open') throw conflict('action-ended', `This action is ${action.status} already.`, { currentVersion: action.version });
  if (action.version !== version) throw staleVersion(action.version);
  await endAction(act, action, 'cancelled', reason);
  await recordStep(act, event.id, 'action-cancelled', reason);
  await endErrand(act, safetyActionWorkflowId(action.id));
  auditEvent(act, event, 'action-cancelled', { actionId });
  return { id: action.id, version: version + 1 };
}

/** Its owner has done it. The caller holds the task's row. */
export async function finishAction(act: Act, event: SafetyEventRow, action: SafetyActionRow, result: string): Promise<void> {
  if (action.status !== 'open') throw conflict('action-ended', `This action is ${action.status} already.`, { currentVersion: action.version });
  await endAction(act, action, 'done', result);
  await recordStep(act, event.id, 'action-done', result);
  auditEvent(act, event, 'action-done', { actionId: action.id });
}

async function endAction(act: Act, { id }: SafetyActionRow, status: 'done' | 'cancelled', result: string): Promise<void> {
  const sealed = act.database.cipher.seal(placeOfSafety('safety_actions', 'result_enc', id), result);
  await execute(act, 'UPDATE safety_actions SET status = ?, result_enc = ?, ended_by = ?, ended_at = ?, version = version + 1 WHERE id = ?', [status, sealed, act.principal.id, act.now, id]);
}

/** On record who did what with which event. */
export function auditEvent(act: Act, { id, patientId }: Pick<SafetyEventRow, 'id' | 'patientId'>, what: string, detail: object = {}): void {
  act.audits.push({ action: `safety-event.${what}`, resourceType: 'safety-event', resourceId: id, patientId, detail });
}
