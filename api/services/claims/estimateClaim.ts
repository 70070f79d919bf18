import { adjudicate, type AdjudicationResult } from '../../../domain/adjudication';
import { adjustmentWords, type CodedAdjustment } from '../../../domain/claims/carc';
import { allAdjustments } from '../../../domain/claims/settlement';
import { type Act } from '../../http/act';
import { type Accumulators, claimOfSnapshot, memberOf } from '../payer/adjudicationInput';
import { readAccumulators } from '../payer/memberRecord';
import { liveAnswer } from '../payer/remittanceRows';
import { type ClaimRow } from './claimRow';
import { takeSnapshot } from './snapshot';
import { hospitalDay } from '../staff/hospitalZone';

export interface ClaimEstimate {
  readonly chargeCents: number;
  readonly payerCents: number;
  readonly patientCents: number;
  readonly lines: { number: number; chargeCents: number; allowedCents: number | null; payerCents: number | null; adjustments: { group: string; reason: string; cents: number; words: string }[] }[];
  /** At claim level, where the plan settles whole claims. */
  readonly adjustments: { group: string; reason: string; cents: number; words: string }[];
  readonly explanation: string[];
}

/**
 * What would this claim pay as it stands now? The plan's own rules on where the member stands, by the engine the demonstration payer
 * uses. What an earlier answer to this very claim has counted is taken out first. Null when the plan on file cannot be applied.
 */
export async function estimateClaim(act: Act, claim: ClaimRow): Promise<ClaimEstimate | null> {
  const snapshot = await takeSnapshot(act, claim);
  const accumulators = snapshot.coverage ? await withoutOwn(act, claim, await readAccumulators(act, snapshot.coverage.id)) : {};
  try {
    return present(adjudicate({ receivedOn: hospitalDay(act.now), plan: snapshot.plan, member: memberOf(snapshot, accumulators), claim: claimOfSnapshot(snapshot) }));
  } catch {
    return null;
  }
}

/** The accumulators as if the payer had not answered this claim: a corrected claim replaces the first, it does not come on top of it. */
async function withoutOwn(act: Act, { id, serviceFrom }: ClaimRow, accumulators: Accumulators): Promise<Accumulators> {
  const live = await liveAnswer(act, id);
  const year = serviceFrom.slice(0, 4);
  const met = accumulators[year];
  if (!live || !met) return accumulators;
  const share = (reasons: readonly string[]) => allAdjustments(live.settled).filter(({ group, reason }) => group === 'PR' && reasons.includes(reason)).reduce((sum, { cents }) => sum + cents, 0);
  const [deductible, pocket] = [share(['1']), share(['1', '2', '3'])];
  const less = (value: number | null | undefined, by: number) => Math.max(0, (value ?? 0) - by);
  return {
    ...accumulators,
    [year]: {
      deductibleIndividualCents: less(met.deductibleIndividualCents, deductible), deductibleFamilyCents: less(met.deductibleFamilyCents, deductible),
      outOfPocketIndividualCents: less(met.outOfPocketIndividualCents, pocket), outOfPocketFamilyCents: less(met.outOfPocketFamilyCents, pocket),
    },
  };
}

function present(result: AdjudicationResult): ClaimEstimate {
  const worded = (adjustments: readonly CodedAdjustment[]) => adjustments.map((one) => ({ ...one, words: adjustmentWords(one) }));
  return {
    chargeCents: result.chargeCents, payerCents: result.paidCents, patientCents: result.patientResponsibilityCents, adjustments: worded(result.adjustments), explanation: [...result.explanation],
    lines: result.lines.map((line) => ({ number: line.number, chargeCents: line.chargeCents, allowedCents: line.allowedCents, payerCents: line.paidCents, adjustments: worded(line.adjustments) })),
  };
}
