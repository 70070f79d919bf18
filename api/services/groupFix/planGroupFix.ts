import { newId } from '../../../db/newId';
import { groupFixWorkflowId } from '../../../workflows/contracts/ids';
import { type GroupFixInput, WORKFLOW_TYPES } from '../../../workflows/contracts/messages';
import { type Act, execute, selectOne } from '../../http/act';
import { invalid, unprocessable } from '../../http/problem';
import { deskConditions } from '../claims/deskConditions';
import { UNSETTLED } from '../incidents/incidents';
import { type ClaimFix, type ClaimSelection, type GroupFixRequest, type IncidentFix, type IncidentSelection, placeOfRequest } from './groupFixRow';

export interface Planned {
  readonly id: string;
  readonly total: number;
}

/** Freeze the claims that are meant, as many as there are, and begin the dry run. Who joins the group later is not in it. */
export async function planClaimGroupFix(act: Act, select: ClaimSelection, fix: ClaimFix): Promise<Planned> {
  checkClaimFix(act, fix);
  const { ids, rest, ...filters } = select;
  const where = await deskConditions(act, filters);
  const parts = [where.sql, ...(ids ? ['c.id IN (:ids)'] : []), ...(rest ? [restOf('claim')] : [])];
  return plan(act, { target: 'claim', fix }, `SELECT :groupFixId, c.id, c.id, NULL FROM claims c WHERE ${parts.join(' AND ')}`, { ...where.values, ids, rest: rest?.groupFixId });
}

/** The same for stuck steps. */
export async function planIncidentGroupFix(act: Act, select: IncidentSelection, fix: IncidentFix): Promise<Planned> {
  if (fix.action === 'hold') requireUntil(act, fix.until);
  if ((fix.action === 'skip' || fix.action === 'cancel') && !fix.note) throw invalid([{ field: 'fix.note', message: 'Say why.' }]);
  const parts = ['i.status IN (:unsettled)', ...(select.fingerprint ? ['i.fingerprint = :fingerprint'] : []), ...(select.ids ? ['i.id IN (:ids)'] : []), ...(select.rest ? [restOf('incident')] : [])];
  const values = { unsettled: UNSETTLED, fingerprint: select.fingerprint, ids: select.ids, rest: select.rest?.groupFixId };
  return plan(act, { target: 'incident', fix }, `SELECT :groupFixId, i.id, NULL, i.id FROM incidents i WHERE ${parts.join(' AND ')}`, values);
}

async function plan(act: Act, request: GroupFixRequest, chosen: string, values: Record<string, unknown>): Promise<Planned> {
  const id = newId();
  const sealed = act.database.cipher.sealJson(placeOfRequest(id), request);
  await execute(act, 'INSERT INTO group_fixes (id, target, action, request_enc, created_by, created_at) VALUES (?)', [[id, request.target, request.fix.action, sealed, act.principal.id, act.now]]);
  await execute(act, `INSERT INTO group_fix_items (group_fix_id, target_id, claim_id, incident_id) ${chosen}`, { ...values, groupFixId: id });
  const total = Number((await selectOne<{ n: number }>(act, 'SELECT COUNT(*) AS n FROM group_fix_items WHERE group_fix_id = ?', [id]))?.n ?? 0);
  if (total === 0) throw unprocessable('nothing-to-fix', request.target === 'claim' ? 'No claim fits this choice.' : 'No stuck step fits this choice.');
  await execute(act, 'UPDATE group_fixes SET total = ? WHERE id = ?', [total, id]);
  startWork(act, { groupFixId: id, phase: 'plan' });
  act.audits.push({ action: 'group-fix.planned', resourceType: 'group-fix', resourceId: id, detail: { target: request.target, total } });
  return { id, total };
}

/** A workflow does the work, chunk by chunk: it survives the death of any process, and goes on where it was. */
export function startWork(act: Act, input: GroupFixInput): void {
  const workflowId = groupFixWorkflowId(input.groupFixId, input.phase);
  act.commands.push({ workflowId, kind: 'start', name: WORKFLOW_TYPES.groupFix, payload: input, dedupId: `start/${workflowId}` });
}

function checkClaimFix(act: Act, { action, changes, note, until, userId }: ClaimFix): void {
  if (action === 'save' && (changes === undefined || Object.values(changes).every((value) => value === undefined))) throw invalid([{ field: 'fix.changes', message: 'Say what to correct.' }]);
  if (changes && action !== 'save' && action !== 'send-on') throw invalid([{ field: 'fix.changes', message: 'Corrections go with “Correct and send on” or “Correct, keep waiting”.' }]);
  if (action === 'hold') requireUntil(act, until);
  if (action === 'hand-over' && !userId) throw invalid([{ field: 'fix.userId', message: 'Say who takes the claims.' }]);
  if (['hold', 'escalate', 'appeal', 'bill-patient', 'write-off'].includes(action) && !note) throw invalid([{ field: 'fix.note', message: 'Say why.' }]);
}

function requireUntil(act: Act, until: string | undefined): void {
  if (!until || new Date(until) <= act.now) throw invalid([{ field: 'fix.until', message: 'A hold needs a date in the future.' }]);
}

function restOf(target: 'claim' | 'incident'): string {
  const column = target === 'claim' ? 'c.id' : 'i.id';
  return `${column} IN (SELECT x.target_id FROM group_fix_items x WHERE x.group_fix_id = :rest AND x.state IN ('impossible', 'failed', 'left-out'))`;
}
