import { newId } from '../../../db/newId';
import { DAY_MS } from '../../../domain/time';
import { accessRequestWorkflowId } from '../../../workflows/contracts/ids';
import { type AccessRequestInput, WORKFLOW_TYPES } from '../../../workflows/contracts/messages';
import { type Act, execute, select, selectOne } from '../../http/act';
import { conflict, notFound } from '../../http/problem';
import { startErrand } from '../tasks/errand';
import { openTasks } from '../tasks/open';

/** 45 CFR 164.524(b)(2): no later than 30 days after receipt. */
export const ACCESS_DAYS = 30;

export interface AccessRequestRow {
  readonly id: string;
  readonly patientId: string;
  readonly status: 'asked' | 'given';
  readonly form: 'file' | 'paper';
  readonly askedAt: Date;
  readonly answeredAt: Date | null;
}
interface Shown { readonly id: string; readonly status: 'asked' | 'given'; readonly form: 'file' | 'paper'; readonly askedAt: string; readonly dueAt: string; readonly answeredAt: string | null }

const SELECT = 'SELECT id, patient_id AS patientId, status, form, asked_at AS askedAt, answered_at AS answeredAt FROM access_requests';

export function lockAccessRequest(act: Act, requestId: string): Promise<AccessRequestRow | null> {
  return selectOne<AccessRequestRow>(act, `${SELECT} WHERE id = ?${act.transaction ? ' FOR UPDATE' : ''}`, [requestId]);
}

const present = ({ id, status, form, askedAt, answeredAt }: AccessRequestRow): Shown => ({ id, status, form, askedAt: askedAt.toISOString(), dueAt: new Date(askedAt.getTime() + ACCESS_DAYS * DAY_MS).toISOString(), answeredAt: answeredAt?.toISOString() ?? null });

export async function listAccessRequests(act: Act, patientId: string): Promise<{ items: Shown[] }> {
  const rows = await select<AccessRequestRow>(act, `${SELECT} WHERE patient_id = ? ORDER BY asked_at DESC LIMIT 50`, [patientId]);
  act.audits.push({ action: 'access-request.list', resourceType: 'patient', resourceId: patientId, patientId });
  return { items: rows.map(present) };
}

/** Ask for the record. The caller holds the patient's row: a second wish while one is open is refused. */
export async function askForRecord(act: Act, patientId: string, form: 'file' | 'paper'): Promise<Shown> {
  if (await selectOne(act, "SELECT id FROM access_requests WHERE patient_id = ? AND status = 'asked'", [patientId])) throw conflict('asked-already', 'The record was asked for already; the registrar is at it.');
  const id = newId();
  await execute(act, 'INSERT INTO access_requests (id, patient_id, form, asked_by, asked_at) VALUES (?)', [[id, patientId, form, act.principal.id, act.now]]);
  const input: AccessRequestInput = { requestId: id };
  startErrand(act, accessRequestWorkflowId(id), WORKFLOW_TYPES.accessRequest, input);
  act.audits.push({ action: 'access-request.created', resourceType: 'patient', resourceId: patientId, patientId, detail: { requestId: id, form } });
  return present({ id, patientId, status: 'asked', form, askedAt: act.now, answeredAt: null });
}

/** Ask the registrars; nobody, when it was given meanwhile. */
export async function openAccessTask(act: Act, request: AccessRequestRow, { workflowId, step }: { workflowId: string; step: string }): Promise<string | null> {
  if (request.status !== 'asked') return null;
  const home = { workflowId, journeyId: null, encounterId: null, patientId: request.patientId, claimId: null, wardId: null };
  const [opened] = await openTasks(act, home, [{ step, type: 'give-record', focusType: 'access-request', focusId: request.id }]);
  return opened?.taskId ?? null;
}

/** It was given, by whom and how. The caller holds the task's row. */
export async function answerAccessRequest(act: Act, requestId: string, answer: string): Promise<void> {
  const request = await lockAccessRequest(act, requestId);
  if (!request) throw notFound();
  if (request.status !== 'asked') throw conflict('given-already', 'The record was given already.');
  const sealed = act.database.cipher.seal({ table: 'access_requests', column: 'answer_enc', id: requestId }, answer);
  await execute(act, "UPDATE access_requests SET status = 'given', answered_by = ?, answered_at = ?, answer_enc = ? WHERE id = ?", [act.principal.id, act.now, sealed, requestId]);
  act.audits.push({ action: 'access-request.completed', resourceType: 'patient', resourceId: request.patientId, patientId: request.patientId, detail: { requestId } });
}
