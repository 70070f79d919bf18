import { type CompletedTask } from '../contracts/messages';
import { type PayerAnswer, takeAnswer } from './awaitAnswer';
import { type ClaimDesk } from './claimDesk';

/** What a person decides about a claim the payer will not pay as it is. */
export type Decision = 'resubmit' | 'appeal' | 'bill-patient' | 'write-off' | 'self-pay';

/**
 * Incomplete claims do not leave the house: scrubbed before every submission, and fixed by a person until it is clean. One that is complete
 * but stands out waits for a person as well; the record says so, and knows what was released. Records of old never say it.
 */
export async function makeClean(desk: ClaimDesk): Promise<'clean' | 'self-pay' | 'void'> {
  const { claimId } = desk.input;
  let attempt = '';
  for (let check = 1; ; check += 1) {
    desk.startOver();
    if (attempt !== desk.attempts.submission) check = 1;
    attempt = desk.attempts.submission;
    const step = `${attempt}-${check}`;
    const changes = desk.changeMark;
    const { clean, problems, deadlines, held } = await desk.steps.attempt(`scrub-${step}`, (calls, at) => calls.scrubClaim({ ...at, claimId }));
    desk.deadlines.set('timely-filing', deadlines?.timelyFilingOn);
    if (clean && !held) return 'clean';
    if (held) {
      const decided = await desk.askUnless({ step: `review-claim-${step}`, type: 'review-claim', stuckCause: 'held' }, () => desk.changeMark !== changes);
      // Whatever a person decides, the record is asked again: it alone knows whether a reason is left. Only a void that no payer needs to hear of ends here.
      if (decided?.values['decision'] === 'void' && decided.facts['isAtPayer'] !== true) return 'void';
    } else {
      const fixed = await desk.askUnless({ step: `fix-claim-${step}`, type: 'fix-claim', stuckCause: problems[0] ?? 'incomplete' }, () => desk.changeMark !== changes);
      if (fixed?.values['decision'] === 'self-pay') return 'self-pay';
    }
  }
}

/** A rejection was never adjudicated: fix and resubmit, or bill the patient. */
export async function decideRejection(desk: ClaimDesk, step: string): Promise<PayerAnswer | Decision> {
  const decided = await desk.askUnless({ step: `resolve-rejection-${step}`, type: 'resolve-rejection', stuckCause: 'rejected' }, () => desk.hasRemittance);
  if (!decided) return takeAnswer(desk);
  return decided.values['decision'] === 'self-pay' ? 'self-pay' : 'resubmit';
}

/**
 * A denial is no write-off: a person decides, and a second one agrees to giving up more than the limit. The payer can still come
 * round by itself.
 */
export async function decideDenial(desk: ClaimDesk, step: string): Promise<PayerAnswer | Decision> {
  for (let round = 1; ; round += 1) {
    const asked = round === 1 ? step : `${step}-${round}`;
    const decided = await desk.askUnless({ step: `resolve-denial-${asked}`, type: 'resolve-denial', stuckCause: 'denied' }, () => desk.hasRemittance);
    if (!decided) return takeAnswer(desk);
    switch (decided.values['decision']) {
      case 'appeal': return 'appeal';
      case 'bill-patient': return 'bill-patient';
      case 'write-off': {
        const answer = await approveWriteOff(desk, asked, decided);
        if (answer !== 'refused') return answer;
        break;
      }
      default: return 'resubmit';
    }
  }
}

/** The record says whether the amount needs a second person. Refused, the denial is decided anew. */
async function approveWriteOff(desk: ClaimDesk, step: string, proposed: CompletedTask): Promise<PayerAnswer | 'write-off' | 'refused'> {
  if (proposed.facts['needsApproval'] !== true) return 'write-off';
  const request = { step: `approve-write-off-${step}`, type: 'approve-write-off', focusType: 'task', focusId: proposed.taskId, stuckCause: 'denied' } as const;
  const decided = await desk.askUnless(request, () => desk.hasRemittance);
  if (!decided) return takeAnswer(desk);
  return decided.values['decision'] === 'approve' ? 'write-off' : 'refused';
}
