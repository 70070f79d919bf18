import { addDays } from '../../../domain/calendar/zone';
import { type RejectionCode } from '../../../domain/claims/rejections';
import { reviewAction } from '../../../domain/claims/authorizationDecisions';
import { authorizationWorkflowId, claimWorkflowId } from '../../../workflows/contracts/ids';
import { SIGNALS } from '../../../workflows/contracts/messages';
import { type AuthorizationDecided } from '../../../workflows/contracts/moneyMessages';
import { type AuthorizationResponse, type ReviewDecision } from '../../../interop/x12';
import { type Act, execute, select, selectOne } from '../../http/act';
import { recordClaimEvent } from '../claims/events';
import { type AnswerTally, inquiryNumbered } from '../inquiries/takeIn271';
import { keepAnswer } from '../inquiries/inquiryRow';
import { alertRole } from '../notifications/notify';
import { type AuthorizationRow, codesOf, lockAuthorization } from './authorizationRow';
import { hospitalDay } from '../staff/hospitalZone';

/** A payer that names no last day: as long as approvals usually hold. */
const USUAL_DAYS = 90;

/** What a 278 response came to. */
interface Verdict {
  readonly decision: ReviewDecision | null;
  /** HCPCS codes that are approved, as far as the services say so one by one. */
  readonly approved: readonly string[] | null;
  readonly validFrom: string | null;
  readonly expiresOn: string | null;
  readonly rejections: readonly RejectionCode[];
}

/** A 278 response: it belongs to the request whose number it carries back. What was decided before stands; the answer is kept all the same. */
export async function takeIn278(act: Act, response: AuthorizationResponse, controlNumber: number): Promise<AnswerTally> {
  const inquiry = await inquiryNumbered(act, '278', traceIn(response), response.reviewer.id.value);
  const row = inquiry?.authorizationId ? await lockAuthorization(act, inquiry.authorizationId) : null;
  if (!inquiry || !row) return { answered: 0, unknown: 1 };
  const verdict = read(response);
  await keepAnswer(act, inquiry, { status: verdict.decision ? 'answered' : 'rejected', outcome: verdict.decision?.action ?? null, controlNumber, answer: verdict });
  if (row.status === 'requested' || row.status === 'pending') await settle(act, row, verdict);
  return { answered: 1, unknown: 0 };
}

function traceIn({ event, services, reference }: AuthorizationResponse): string {
  const traces = [...(event?.traces ?? []), ...services.flatMap((service) => service.traces ?? [])];
  return traces.find(({ type }) => type === '2')?.number ?? reference;
}

function read({ rejections = [], reviewer, requester, subscriber, dependent, event, services }: AuthorizationResponse): Verdict {
  const all = [rejections, reviewer.rejections, requester?.rejections, subscriber?.rejections, dependent?.rejections, event?.rejections, ...services.map((service) => service.rejections)].flatMap((some) => some ?? []);
  const decided = services.map(({ decision, professional, institutional }) => ({ code: professional?.procedure?.code ?? institutional?.procedure?.code ?? null, decision: decision ?? event?.decision ?? null }));
  const approving = decided.filter(({ decision }) => decision && reviewAction(decision.action)?.effect === 'approves');
  const whole = event?.decision ?? mostHopeful(decided.map(({ decision }) => decision), approving.length > 0 && approving.length < decided.length);
  const number = whole?.number ?? approving.find(({ decision }) => decision?.number)?.decision?.number;
  const reason = whole?.reason ?? decided.find(({ decision }) => decision?.reason)?.decision?.reason;
  const dates = [...(event?.dates ?? []), ...services.flatMap((service) => service.dates ?? [])];
  const effective = dates.find(({ qualifier }) => qualifier === '007');
  const named = decided.every(({ code }) => code !== null) && decided.length > 0;
  return {
    decision: whole && { ...whole, ...(number ? { number } : {}), ...(reason ? { reason } : {}) },
    approved: named ? approving.flatMap(({ code }) => code ?? []) : null,
    validFrom: effective?.from ?? null,
    expiresOn: dates.find(({ qualifier }) => qualifier === '036')?.from ?? (effective && effective.through !== effective.from ? effective.through : null),
    rejections: all.map(({ reason: code, followUp }) => ({ reason: code, followUp })),
  };
}

/** Services decided one by one without a word on the whole: in part when some are approved, else the first. */
function mostHopeful(decisions: readonly (ReviewDecision | null)[], isPartial: boolean): ReviewDecision | null {
  const said = decisions.filter((one): one is ReviewDecision => one !== null);
  const first = said.find(({ action }) => reviewAction(action)?.effect === 'approves') ?? said[0] ?? null;
  return first && isPartial ? { ...first, action: 'A2' } : first;
}

async function settle(act: Act, row: AuthorizationRow, { decision, approved, validFrom, expiresOn, rejections }: Verdict): Promise<void> {
  const action = decision && reviewAction(decision.action);
  if (!decision || !action) return refuse(act, row, null, rejections);
  if (action.effect === 'refuses') return refuse(act, row, decision, rejections);
  // Approved, they say, but under no number: no use to a claim. Somebody telephones.
  if (action.effect === 'waits' || !decision.number) return wait(act, row, decision.number || action.effect === 'waits' ? decision.action : 'CT');
  const today = hospitalDay(act.now);
  const stay = await selectOne<{ start: Date }>(act, 'SELECT period_start AS start FROM encounters WHERE id = ?', [row.encounterId]);
  const from = validFrom ?? (stay ? hospitalDay(stay.start) : today);
  const until = expiresOn ?? addDays(today, USUAL_DAYS);
  await execute(act, "UPDATE authorizations SET status = 'approved', number = ?, action_code = ?, approved_procedures = ?, denial_reason = ?, decided_at = ?, valid_from = ?, expires_on = ?, version = version + 1 WHERE id = ?", [
    decision.number.slice(0, 50), decision.action, JSON.stringify(approved ? codesOf(row).filter((code) => approved.includes(code)) : codesOf(row)), decision.reason?.slice(0, 10) ?? null, act.now, from, until, row.id,
  ]);
  await landOnClaims(act, row, decision.number.slice(0, 50));
  tell(act, row, { outcome: 'approved', expiresOn: until });
}

async function refuse(act: Act, row: AuthorizationRow, decision: ReviewDecision | null, rejections: readonly RejectionCode[]): Promise<void> {
  await execute(act, "UPDATE authorizations SET status = 'denied', action_code = ?, denial_reason = ?, reject_codes = ?, decided_at = ?, version = version + 1 WHERE id = ?", [
    decision?.action ?? null, decision?.reason?.slice(0, 10) ?? null, decision ? null : JSON.stringify(rejections), act.now, row.id,
  ]);
  tell(act, row, { outcome: 'denied', expiresOn: null });
}

/** Pended, or to be talked about: it stays with the payer, and billing hears of it. */
async function wait(act: Act, row: AuthorizationRow, action: string): Promise<void> {
  await execute(act, "UPDATE authorizations SET status = 'pending', action_code = ?, version = version + 1 WHERE id = ?", [action, row.id]);
  await alertRole(act, 'billing', null, {
    id: `authorization/${row.id}/${action}`, template: 'authorization', encounterId: row.encounterId,
    data: { encounterId: row.encounterId, deadline: action === 'CT' ? `${row.payerName} wants a call about the authorisation for ${codesOf(row).join(', ')}.` : `${row.payerName} is still looking at the authorisation for ${codesOf(row).join(', ')}.` },
  });
  act.audits.push({ action: 'authorization.pended', resourceType: 'authorization', resourceId: row.id, patientId: row.patientId, detail: { action } });
}

function tell(act: Act, row: AuthorizationRow, payload: AuthorizationDecided): void {
  act.commands.push({ workflowId: authorizationWorkflowId(row.id), kind: 'signal', name: SIGNALS.authorizationDecided, payload, dedupId: `decided/${row.id}` });
  act.announcements.push({ topic: 'journey', id: row.encounterId, roles: ['billing', 'billing-supervisor', 'registrar', 'physician'] });
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
