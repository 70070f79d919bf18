import { type Act, execute, selectOne } from '../../../http/act';
import { conflict, Problem, staleVersion } from '../../../http/problem';
import { reverseOperation } from '../ledger';
import { endApproval } from './approval';
import { availableCents, requireAvailable } from './available';
import { auditRequest, type MadeRequest, postRequest, refreshAfter } from './requestMoney';
import { holdRequest, type MoneyRequestRow, placeOfRequest } from './requestRow';

export interface Decision {
  readonly decision: 'approve' | 'reject';
  readonly note: string | null;
}

/**
 * Decide a request, from its task or its page. Who asked never decides (four eyes); the record's own constraint refuses it as well.
 * Payments may have come since it was asked for, so what there is to give is looked at again. A caller with a task holds its row.
 */
export async function decideRequest(act: Act, requestId: string, { decision, note }: Decision, version: number | null = null): Promise<MadeRequest> {
  const { request, account } = await holdRequest(act, requestId);
  if (request.status !== 'requested') throw await decidedAlready(act, request);
  if (version !== null && request.version !== version) throw staleVersion(request.version);
  if (request.requestedBy === act.principal.id) throw new Problem(403, 'four-eyes', 'You asked for this yourself: a second person decides.');
  const isApproved = decision === 'approve';
  if (isApproved) requireAvailable(request, await availableCents(act, request, request.cents));
  const operationId = isApproved ? await postRequest(act, request) : null;
  const status = isApproved ? 'approved' : 'rejected';
  await execute(act, 'UPDATE money_requests SET status = ?, decided_by = ?, decided_at = ?, decision_enc = ?, operation_id = ?, version = version + 1 WHERE id = ?', [
    status, act.principal.id, act.now, note === null ? null : act.database.cipher.seal(placeOfRequest(request.id, 'decision_enc'), note), operationId, request.id,
  ]);
  if (isApproved) await refreshAfter(act, request);
  auditRequest(act, request, status, account?.patientId ?? null);
  return { id: request.id, status, version: request.version + 1 };
}

/** Take a request back before it is decided. Only who asked may; anybody else who may decide can reject it. */
export async function withdrawRequest(act: Act, requestId: string, version: number): Promise<MadeRequest> {
  await selectOne(act, "SELECT id FROM tasks WHERE focus_type = 'money-request' AND focus_id = ? FOR UPDATE", [requestId]); // the task before the request, as deciding does
  const { request, account } = await holdRequest(act, requestId);
  if (request.status !== 'requested') throw await decidedAlready(act, request);
  if (request.version !== version) throw staleVersion(request.version);
  if (request.requestedBy !== act.principal.id) throw new Problem(403, 'not-yours', 'Only the person who asked can withdraw it. Reject it instead.');
  await execute(act, "UPDATE money_requests SET status = 'withdrawn', version = version + 1 WHERE id = ?", [request.id]);
  await endApproval(act, request.id);
  auditRequest(act, request, 'withdrawn', account?.patientId ?? null);
  return { id: request.id, status: 'withdrawn', version: request.version + 1 };
}

/** Undo a refund that came back or a write-off that was wrong: the exact negative, once. */
export async function reverseRequest(act: Act, requestId: string, version: number, reason: string): Promise<MadeRequest> {
  const { request, account } = await holdRequest(act, requestId);
  if (request.version !== version) throw staleVersion(request.version);
  if (request.status !== 'approved' || request.operationId === null) throw conflict('request-not-done', 'Only what was done can be taken back.', { currentVersion: request.version });
  await reverseOperation(act, request.operationId);
  await execute(act, "UPDATE money_requests SET status = 'reversed', version = version + 1 WHERE id = ?", [request.id]);
  await refreshAfter(act, request);
  auditRequest(act, request, 'reversed', account?.patientId ?? null, { reason });
  return { id: request.id, status: 'reversed', version: request.version + 1 };
}

async function decidedAlready(act: Act, { id, version }: MoneyRequestRow): Promise<Problem> {
  const by = await selectOne<{ id: string; name: string }>(act, 'SELECT u.id, u.display_name AS name FROM money_requests m JOIN staff_users u ON u.id = m.decided_by WHERE m.id = ?', [id]);
  return conflict('request-decided', by ? `${by.name} has decided this request already.` : 'This request was withdrawn.', { holder: by, currentVersion: version });
}
