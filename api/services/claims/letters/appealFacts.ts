import { type AppealFacts, composeAppeal, type RefusedAmount } from '../../../../domain/claims/appealLetter';
import { meaningOf } from '../../../../domain/claims/carc';
import { type Act, selectOne } from '../../../http/act';
import { liveAnswer } from '../../payer/remittanceRows';
import { type ClaimRow } from '../claimRow';
import { type ClaimSnapshot, takeSnapshot } from '../snapshot';
import { hospitalDay } from '../../staff/hospitalZone';

/** What the letter's head says, beside its text. */
export interface AppealDraft {
  readonly subject: string;
  readonly text: string;
  readonly snapshot: ClaimSnapshot;
}

/** A letter of appeal put together from the payer's answer, for a person to finish. Null when nothing of the claim is denied. */
export async function draftAppeal(act: Act, claim: ClaimRow): Promise<AppealDraft | null> {
  const live = await liveAnswer(act, claim.id);
  const refused = live ? refusedAmounts(live.settled) : [];
  if (!live || refused.length === 0) return null;
  const snapshot = await takeSnapshot(act, claim);
  const { name } = snapshot.patient;
  const patientName = name ? [...name.given, name.family].join(' ') : 'our patient';
  const facts: AppealFacts = {
    claimNumber: claim.number, payerClaimNumber: claim.payerClaimNumber, patientName, memberNumber: snapshot.coverage?.memberNumber ?? null, serviceFrom: claim.serviceFrom, serviceThrough: claim.serviceThrough,
    chargeCents: live.settled.chargeCents, paidCents: live.settled.paidCents, authorizationNumber: claim.authorizationNumber, timelyFilingOn: claim.timelyFilingOn, refused, ...(await datesOf(act, claim.id, live.id)),
  };
  act.audits.push({ action: 'claim.appeal-drafted', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId });
  return { subject: subjectOf(facts), text: composeAppeal(facts), snapshot };
}

function subjectOf({ claimNumber, payerClaimNumber, patientName, memberNumber }: AppealFacts): string {
  return [`Appeal of claim ${claimNumber}`, payerClaimNumber && `your number ${payerClaimNumber}`, `patient ${patientName}`, memberNumber && `member ${memberNumber}`].filter(Boolean).join(', ');
}

function refusedAmounts(settled: NonNullable<Awaited<ReturnType<typeof liveAnswer>>>['settled']): RefusedAmount[] {
  const isRefused = (one: { group: string; reason: string }) => meaningOf(one as RefusedAmount) === 'denied';
  return [
    ...settled.adjustments.filter(isRefused).map((one) => ({ ...one, where: 'Whole claim' })),
    ...settled.lines.flatMap((line, index) => line.adjustments.filter(isRefused).map((one) => ({
      ...one, where: `Line ${line.lineControlNumber ?? index + 1}, ${line.procedure ?? `revenue code ${line.revenueCode ?? 'none'}`}${line.serviceDate ? ` of ${line.serviceDate}` : ''}`,
    }))),
  ];
}

async function datesOf(act: Act, claimId: string, answerId: string): Promise<{ answeredOn: string; takenInOn: string | null }> {
  const answer = await selectOne<{ at: Date }>(act, 'SELECT r.received_at AS at FROM remittance_claims x JOIN remittances r ON r.id = x.remittance_id WHERE x.id = ?', [answerId]);
  const first = await selectOne<{ at: Date | null }>(act, "SELECT MIN(acknowledged_at) AS at FROM claim_submissions WHERE claim_id = ? AND status = 'accepted'", [claimId]);
  return { answeredOn: hospitalDay(answer?.at ?? act.now), takenInOn: first?.at ? hospitalDay(first.at) : null };
}
