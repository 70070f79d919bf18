import { type ClaimDesk } from './claimDesk';
import { type PayerAnswer, takeAnswer } from './awaitAnswer';

/** What a person decides about a claim the payer will not pay as it is. */
export type Decision = 'resubmit' | 'appeal' | 'bill-patient' | 'write-off' | 'self-pay';

/** Incomplete claims do not leave the house: scrubbed before every submission, and fixed by a person until it is clean. */
export async function makeClean(desk: ClaimDesk, attempt: number): Promise<'clean' | 'self-pay'> {
  const { claimId } = desk.input;
  for (let check = 1; ; check += 1) {
    const step = `${attempt}-${check}`;
    const changes = desk.changeMark;
    const { clean, problems } = await desk.steps.attempt(`scrub-${step}`, (calls, at) => calls.scrubClaim({ ...at, claimId }));
    if (clean) return 'clean';
    const fixed = await desk.askUnless({ step: `fix-claim-${step}`, type: 'fix-claim', stuckCause: problems[0] ?? 'incomplete' }, () => desk.changeMark !== changes);
    if (fixed?.values['decision'] === 'self-pay') return 'self-pay';
  }
}

/** A rejection was never adjudicated: fix and resubmit, or bill the patient. */
export async function decideRejection(desk: ClaimDesk, step: string): Promise<PayerAnswer | Decision> {
  const decided = await desk.askUnless({ step: `resolve-rejection-${step}`, type: 'resolve-rejection', stuckCause: 'rejected' }, () => desk.hasRemittance);
  if (!decided) return takeAnswer(desk);
  return decided.values['decision'] === 'self-pay' ? 'self-pay' : 'resubmit';
}

/** A denial is no write-off: a person decides. The payer can still come round by itself. */
export async function decideDenial(desk: ClaimDesk, step: string): Promise<PayerAnswer | Decision> {
  const decided = await desk.askUnless({ step: `resolve-denial-${step}`, type: 'resolve-denial', stuckCause: 'denied' }, () => desk.hasRemittance);
  if (!decided) return takeAnswer(desk);
  switch (decided.values['decision']) {
    case 'appeal': return 'appeal';
    case 'bill-patient': return 'bill-patient';
    case 'write-off': return 'write-off';
    default: return 'resubmit';
  }
}
