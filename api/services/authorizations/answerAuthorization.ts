import { addDays } from '../../../domain/claims/scrub';
import { authorizationWorkflowId, claimWorkflowId } from '../../../workflows/contracts/ids';
import { type AuthorizationDecided, SIGNALS } from '../../../workflows/contracts/messages';
import { type Act, execute, select, selectOne } from '../../http/act';
import { recordClaimEvent } from '../claims/events';
import { nextNumber } from '../money/numbers';
import { behaviourOf, falls } from '../payer/behaviour';
import { type AuthorizationRow } from './authorizations';

/** How long an approval holds. */
const VALID_DAYS = 90;
/** HCR03 of a refusal: the service is not medically necessary by the payer's criteria. */
const NOT_NECESSARY = '35';

/** The demonstration payer decides a request, once: the same answer however often it is asked. The caller holds the row. */
export async function answerAuthorization(act: Act, row: AuthorizationRow): Promise<'approved' | 'denied'> {
  if (row.status === 'denied') return 'denied';
  if (row.status !== 'pending') return 'approved';
  const { denyPercent } = await behaviourOf(act, row.payerId);
  return falls(denyPercent, row.id, 'authorization') ? refuse(act, row) : approve(act, row);
}

async function refuse(act: Act, row: AuthorizationRow): Promise<'denied'> {
  await execute(act, "UPDATE authorizations SET status = 'denied', denial_reason = ?, decided_at = ?, version = version + 1 WHERE id = ?", [NOT_NECESSARY, act.now, row.id]);
  tell(act, row, { outcome: 'denied', expiresOn: null });
  return 'denied';
}

/** Valid from the first day of the stay: what was done before the answer is covered too. */
async function approve(act: Act, row: AuthorizationRow): Promise<'approved'> {
  const today = act.now.toISOString().slice(0, 10);
  const stay = await selectOne<{ start: Date }>(act, 'SELECT period_start AS start FROM encounters WHERE id = ?', [row.encounterId]);
  const validFrom = stay ? stay.start.toISOString().slice(0, 10) : today;
  const expiresOn = addDays(today, VALID_DAYS);
  const number = await nextNumber(act, 'authorization');
  await execute(act, "UPDATE authorizations SET status = 'approved', number = ?, decided_at = ?, valid_from = ?, expires_on = ?, version = version + 1 WHERE id = ?", [number, act.now, validFrom, expiresOn, row.id]);
  await landOnClaims(act, row, number);
  tell(act, row, { outcome: 'approved', expiresOn });
  return 'approved';
}

function tell(act: Act, row: AuthorizationRow, payload: AuthorizationDecided): void {
  act.commands.push({ workflowId: authorizationWorkflowId(row.id), kind: 'signal', name: SIGNALS.authorizationDecided, payload, dedupId: `decided/${row.id}` });
  act.audits.push({ action: `authorization.${payload.outcome}`, resourceType: 'authorization', resourceId: row.id, patientId: row.patientId });
}

/** The payer's number on the claims of the stay that have none, and their workflows told: an incomplete claim is checked again. */
async function landOnClaims(act: Act, row: AuthorizationRow, number: string): Promise<void> {
  const claims = await select<{ id: string }>(act, 'SELECT id FROM claims WHERE encounter_id = ? AND payer_id = ? AND authorization_number IS NULL AND closed_at IS NULL ORDER BY id FOR UPDATE', [row.encounterId, row.payerId]);
  for (const { id } of claims) {
    await execute(act, 'UPDATE claims SET authorization_number = ?, version = version + 1, updated_at = ? WHERE id = ?', [number, act.now, id]);
    await recordClaimEvent(act, { claimId: id, kind: 'edited', actorKind: 'payer', detail: { text: `authorisation number: none → ${number}` }, dedupId: `authorization/${row.id}/claim/${id}` });
    act.commands.push({ workflowId: claimWorkflowId(id), kind: 'signal', name: SIGNALS.claimChanged, payload: { messageId: `authorization-${row.id}` }, dedupId: `authorization/${row.id}/claim/${id}` });
  }
}
