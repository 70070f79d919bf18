import { adjustmentWords, denialCause } from '../../../domain/claims/carc';
import { addDays } from '../../../domain/calendar/zone';
import { allAdjustments, refusalsOf, type SettledClaim, type SettlementOutcome, type Split } from '../../../domain/claims/settlement';
import { formatDollars } from '../../../domain/money';
import { type Act, execute } from '../../http/act';
import { type ClaimRow } from '../claims/claimRow';
import { recordClaimEvent } from '../claims/events';
import { clearStuck, markStuck } from '../claims/stuck';
import { endOfHospitalDay, hospitalDay } from '../staff/hospitalZone';

/** Payers give 180 days to appeal, unless their contract says otherwise. */
const APPEAL_DAYS = 180;

/** What was denied stays open, in a queue with its cause and the last day to appeal, which it answers (openemr#7186). */
export async function moveClaim(act: Act, claim: ClaimRow, settled: SettledClaim, outcome: SettlementOutcome): Promise<string | null> {
  if (outcome === 'paid') {
    await clearStuck(act, claim.id, 'paid');
    await execute(act, 'UPDATE claims SET appeal_by = NULL, next_deadline_at = NULL WHERE id = ?', [claim.id]);
    return null;
  }
  const denials = refusalsOf(settled, Number(claim.priorCents));
  const byCode = new Map<string, number>();
  for (const one of denials) byCode.set(adjustmentWords(one), (byCode.get(adjustmentWords(one)) ?? 0) + one.cents);
  await markStuck(act, claim, {
    status: outcome, cause: denialCause(denials),
    detail: { problems: [...byCode].map(([words, cents]) => `${formatDollars(cents)} ${words}`), codes: denials.map(({ group, reason }) => `${group}-${reason}`) },
  });
  const appealBy = addDays(hospitalDay(act.now), APPEAL_DAYS);
  await execute(act, 'UPDATE claims SET appeal_by = ?, next_deadline_at = ? WHERE id = ?', [appealBy, endOfHospitalDay(appealBy), claim.id]);
  return appealBy;
}

/** Nothing is known of the payer's decision any more: the claim waits again, or was voided. */
export async function claimAfterReversal(act: Act, claim: ClaimRow, key: string, paidCents: number): Promise<'reversed' | 'voided'> {
  const isVoid = claim.frequency === '8';
  await clearStuck(act, claim.id, isVoid ? 'voided' : 'submitted');
  await recordClaimEvent(act, {
    claimId: claim.id, kind: isVoid ? 'voided' : 'reversed', actorKind: 'payer', dedupId: `remittance-claim/${key}`,
    detail: { text: `${formatDollars(paidCents)} taken back${isVoid ? '.' : '; the new answer follows.'}` },
  });
  return isVoid ? 'voided' : 'reversed';
}

/** The answer in the claim's story, in words. */
export async function tellSettlement(act: Act, claimId: string, key: string, settled: SettledClaim, split: Split, outcome: SettlementOutcome): Promise<void> {
  const parts = [
    `${formatDollars(split.paidCents)} paid`,
    ...(split.contractualCents === 0 ? [] : [`${formatDollars(split.contractualCents)} reduced by contract`]),
    ...(split.patientCents === 0 ? [] : [`${formatDollars(split.patientCents)} owed by the patient`]),
    ...(split.deniedCents === 0 ? [] : [`${formatDollars(split.deniedCents)} denied`]),
  ];
  const reasons = [...new Set(allAdjustments(settled).map(adjustmentWords))];
  await recordClaimEvent(act, { claimId, kind: 'remitted', actorKind: 'payer', detail: { text: `${parts.join(', ')}. ${reasons.join('; ')}`, outcome, split }, dedupId: `remittance-claim/${key}` });
}
