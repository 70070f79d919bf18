import { adjudicate, type AdjudicationResult } from '../../../domain/adjudication';
import { type AdjudicationInput, type ClaimInput, type MemberInput, type PlanInput } from '../../../domain/adjudication/input';
import { type ClaimStatusCode } from '../../../domain/claims/statusCodes';
import { type InstitutionalClaim, parseX12, type ProfessionalClaim } from '../../../interop/x12';
import { type Act, selectOne } from '../../http/act';
import { type ClaimRow } from '../claims/claimRow';
import { type ClaimSnapshot } from '../claims/snapshot';
import { placeOfSubmission } from '../claims/submitClaim';
import { claimOfX12, memberOf } from './adjudicationInput';
import { falls, type PayerBehaviour, pick } from './behaviour';
import { lockAccumulators, readHistory } from './memberRecord';
import { type SubmissionRow } from './submission';
import { hospitalDay } from '../staff/hospitalZone';

const TAKEN_IN: ClaimStatusCode = { category: 'A2', status: '20' };
const REJECTIONS: readonly [ClaimStatusCode, ...ClaimStatusCode[]] = [{ category: 'A7', status: '33' }, { category: 'A7', status: '164' }, { category: 'A7', status: '33' }, { category: 'A7', status: '187' }];

/** Whether the demonstration payer takes a submission in. Some claims are refused at the first try; a corrected one never is. */
export async function decideAcknowledgement(act: Act, claimNumber: string, submission: SubmissionRow, { rejectPercent }: PayerBehaviour): Promise<{ accepted: boolean; codes: ClaimStatusCode[] }> {
  const refusedBefore = await selectOne(act, "SELECT id FROM claim_submissions WHERE claim_id = ? AND attempt < ? AND status = 'rejected' LIMIT 1", [submission.claimId, submission.attempt]);
  const refuses = submission.kind === 'original' && !refusedBefore && falls(rejectPercent, claimNumber, 'reject');
  return refuses ? { accepted: false, codes: [pick(REJECTIONS, claimNumber, 'rejection')] } : { accepted: true, codes: [TAKEN_IN] };
}

/** Whether the payer adjudicates a submission: one it has not acknowledged yet, it takes in as it will say. */
export async function isTakenIn(act: Act, claim: Pick<ClaimRow, 'number'>, submission: SubmissionRow, behaviour: PayerBehaviour): Promise<boolean> {
  return submission.acknowledgedAt !== null ? submission.status === 'accepted' : (await decideAcknowledgement(act, claim.number, submission, behaviour)).accepted;
}

export interface Decision {
  /** The claim as the engine read it, kept as the payer's history. */
  readonly claim: ClaimInput;
  readonly result: AdjudicationResult;
}

/**
 * What the demonstration payer answers to a submission: it reads the 837 it was sent and applies the plan to the member's accumulators
 * and history. Locks the accumulators.
 */
export async function decideClaim(act: Act, snapshot: ClaimSnapshot, submission: SubmissionRow, behaviour: PayerBehaviour, payerClaimNumber: string): Promise<Decision> {
  const received = await readReceived(act, submission.id);
  const base = claimOfX12(received, payerClaimNumber);
  const claim: ClaimInput = submission.kind === 'appeal' ? { ...base, frequency: '7', originalNumber: snapshot.claim.payerClaimNumber ?? '' } : base;
  const { coverage } = snapshot;
  const accumulators = coverage ? await lockAccumulators(act, coverage.id) : {};
  const history = coverage ? await readHistory(act, coverage.id) : [];
  const twist = twistOf(snapshot, claim, submission, behaviour);
  const input: AdjudicationInput = {
    receivedOn: hospitalDay(submission.submittedAt), plan: { ...snapshot.plan, ...twist.plan }, member: { ...memberOf(snapshot, accumulators), ...twist.member }, claim, history,
  };
  const result = adjudicate(input);
  return { claim, result: twist.denyWith === undefined ? result : denyWith(result, twist.denyWith) };
}

/** What the payer's own file says otherwise than ours. */
interface Twist {
  readonly plan: Partial<PlanInput>;
  readonly member: Partial<MemberInput>;
  /** CARC in place of the one the engine gives a claim outside the coverage. */
  readonly denyWith?: string;
}

const NOT_COVERED: Pick<MemberInput, 'coverage'> = { coverage: [{ from: '2000-01-01', to: '2000-12-31' }] };
const NO_TWIST: Twist = { plan: {}, member: {} };
const WON_APPEAL: Twist = { plan: { notNecessary: [], priorAuthorizationRequired: [], bundles: [], timelyFilingDays: null }, member: {} };

/**
 * What the demonstration plays beyond the plan: a share of claims lacks an authorisation, is judged unnecessary, is said to belong to
 * another insurer first, or falls outside the coverage in the payer's file. A correction or a won appeal lifts it, as it would in life.
 */
function twistOf(snapshot: ClaimSnapshot, claim: ClaimInput, submission: SubmissionRow, { denyPercent, upholdPercent, denyCodes }: PayerBehaviour): Twist {
  const { number } = snapshot.claim;
  if (submission.kind === 'appeal' && !falls(upholdPercent, number, 'appeal', String(submission.attempt))) return WON_APPEAL;
  if (!falls(denyPercent, number, 'deny')) return NO_TWIST;
  const [firstCode, ...otherCodes] = denyCodes;
  if (firstCode !== undefined) return submission.kind === 'replacement' ? NO_TWIST : { plan: {}, member: NOT_COVERED, denyWith: pick([firstCode, ...otherCodes], number, 'code') };
  const { plan } = snapshot;
  const [largest] = claim.lines.flatMap(({ procedure, chargeCents }) => (procedure ? [{ procedure, chargeCents }] : [])).sort((a, b) => b.chargeCents - a.chargeCents);
  const atClaim: readonly [DenialPlay, ...DenialPlay[]] = ['other-insurer', 'coverage'];
  // Line rules do not touch claims that are priced by DRG, nor lines without a procedure.
  const play = largest && plan.pricing.basis !== 'drg' ? pick<DenialPlay>(['authorization', 'necessity', ...atClaim], number, 'denial') : pick<DenialPlay>(atClaim, number, 'denial');
  switch (play) {
    case 'authorization': return { plan: { priorAuthorizationRequired: [...(plan.priorAuthorizationRequired ?? []), largest?.procedure ?? ''] }, member: {} };
    case 'necessity': return { plan: { notNecessary: [...(plan.notNecessary ?? []), largest?.procedure ?? ''] }, member: {} };
    case 'other-insurer': return submission.kind !== 'replacement' ? { plan: {}, member: { otherPrimary: true } } : NO_TWIST;
    case 'coverage': return submission.kind !== 'replacement' ? { plan: {}, member: NOT_COVERED } : NO_TWIST;
  }
}

/** The same denial for another reason. What was denied for a reason of its own (a duplicate, an unknown member) stays as it is. */
function denyWith(result: AdjudicationResult, reason: string): AdjudicationResult {
  const recode = <T extends { readonly group: string; readonly reason: string }>(adjustments: readonly T[]) => adjustments.map((one) => (['26', '27'].includes(one.reason) ? { ...one, reason } : one));
  return { ...result, adjustments: recode(result.adjustments), lines: result.lines.map((line) => ({ ...line, adjustments: recode(line.adjustments) })) };
}

type DenialPlay = 'authorization' | 'necessity' | 'other-insurer' | 'coverage';

/** The claim in the 837 as sent. */
async function readReceived(act: Act, submissionId: string): Promise<InstitutionalClaim | ProfessionalClaim> {
  const row = await selectOne<{ contentEnc: Buffer | null }>(act, 'SELECT content_enc AS contentEnc FROM claim_submissions WHERE id = ?', [submissionId]);
  const parsed = row?.contentEnc ? parseX12(act.database.cipher.open(placeOfSubmission(submissionId), row.contentEnc)) : null;
  const set = parsed?.ok ? parsed.interchanges[0]?.groups[0]?.transactions[0] : null;
  const received = set && (set.set === '837I' || set.set === '837P') ? set.claims[0] : null;
  if (!received) throw new Error('This submission holds no 837 that can be read.');
  return received;
}
