import { REVIEW_DECISIONS, type ReviewDecision } from '../../../domain/claims/reviewDecisions';
import { type FormValue } from '../../../domain/tasks/form';
import { type Act, execute } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { assertOwnCharges, type ClaimRow, isClosed, type VoidDisposal } from '../claims/claimRow';
import { recordClaimEvent } from '../claims/events';
import { clearStuck } from '../claims/stuck';
import { latestSubmission } from '../payer/submission';
import { closeReview, openReviewOf, type ReviewRow } from './reviewRow';
import { releaseSignals } from './signalRows';
import { takeOffLines } from './takeOffLines';

export interface ReviewDecided {
  readonly decision: ReviewDecision;
  readonly reason: string;
  /** Numbers of the lines to take off, for `correct`. */
  readonly lines: readonly number[];
  /** What becomes of the charges, for `void`. */
  readonly charges: VoidDisposal | null;
}

const STATUS = { release: 'released', correct: 'corrected', void: 'voided' } as const;
const EVENT = { release: 'review-released', correct: 'review-corrected', void: 'review-voided' } as const;

/**
 * A person decides about a claim that is held. Released, the reasons they saw hold it no more; with lines taken off it is looked at again;
 * voided it is closed here, or taken back at the payer where one has it. Facts for the pathway: does the void go to the payer?
 */
export async function decideReview(act: Act, claim: ClaimRow, decided: ReviewDecided, dedupId: string): Promise<Readonly<Record<string, FormValue>>> {
  if (isClosed(claim)) throw unprocessable('claim-closed', 'This claim is closed.');
  const review = await openReviewOf(act, claim.id);
  if (!review) throw unprocessable('not-in-review', 'Nothing holds this claim any more.');
  const facts = await carryOut(act, claim, decided, dedupId);
  await end(act, claim, review, decided, dedupId);
  return facts;
}

async function carryOut(act: Act, claim: ClaimRow, { decision, lines, charges }: ReviewDecided, dedupId: string): Promise<Readonly<Record<string, FormValue>>> {
  switch (decision) {
    case 'release':
      await releaseSignals(act, claim.id);
      return {};
    case 'correct':
      assertOwnCharges(claim);
      await takeOffLines(act, claim, lines, `${dedupId}/lines`);
      return {};
    case 'void': {
      const disposal = charges ?? 'bill-patient';
      if (disposal === 'cancel-charges') assertOwnCharges(claim);
      const isAtPayer = claim.payerClaimNumber !== null && (await latestSubmission(act, claim.id)) !== null;
      await execute(act, 'UPDATE claims SET void_disposal = ?, frequency = ? WHERE id = ?', [disposal, isAtPayer ? '8' : claim.frequency, claim.id]);
      return { isAtPayer };
    }
  }
}

async function end(act: Act, claim: ClaimRow, review: ReviewRow, { decision, reason, charges }: ReviewDecided, dedupId: string): Promise<void> {
  await closeReview(act, review.id, STATUS[decision], { reason, done: REVIEW_DECISIONS[decision].done });
  await clearStuck(act, claim.id, 'ready');
  await recordClaimEvent(act, { claimId: claim.id, kind: EVENT[decision], detail: { text: reason, charges }, dedupId: `${dedupId}/${decision}` });
  act.audits.push({ action: `claim.${EVENT[decision]}`, resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId, detail: { reason, charges } });
}
