/** Short-hand for table tests: an input with everything plain, and results as one line of text per level. */
import { adjudicate, type AdjudicationInput, type AdjudicationResult, type Adjustment } from '../../../domain/adjudication';
import type { ClaimInput, ClaimLineInput, MemberInput, PlanInput } from '../../../domain/adjudication/input';

export const DAY = '2026-03-02';

/** Lets everything through: pays charges, no cost share, no limits. */
export const PLAIN_PLAN: PlanInput = { timelyFilingDays: 90, pricing: { basis: 'billed', lesserOf: false } };
export const PLAIN_MEMBER: MemberInput = { found: true, coverage: [{ from: '2020-01-01', to: null }], otherPrimary: false, accumulators: {} };

export interface Given {
  readonly plan?: Partial<PlanInput>;
  readonly member?: Partial<MemberInput>;
  readonly claim?: Partial<ClaimInput>;
  readonly history?: AdjudicationInput['history'];
  readonly receivedOn?: string;
}

export function given({ plan, member, claim, history, receivedOn }: Given): AdjudicationInput {
  return {
    receivedOn: receivedOn ?? '2026-03-10',
    plan: { ...PLAIN_PLAN, ...plan },
    member: { ...PLAIN_MEMBER, ...member },
    claim: {
      number: 'C1', type: 'professional', frequency: '1', serviceFrom: DAY, serviceThrough: DAY, diagnoses: ['J10.1'],
      lines: [line(1, '99213', 10_000)], ...claim,
    },
    ...(history ? { history } : {}),
  };
}

export function line(number: number, procedure: string | null, chargeCents: number, more: Partial<ClaimLineInput> = {}): ClaimLineInput {
  return { number, procedure, units: 1, chargeCents, serviceDate: DAY, ...more };
}

export function fees(schedule: Record<string, number>, lesserOf = false): Partial<PlanInput> {
  return { pricing: { basis: 'fee-schedule', lesserOf }, feeSchedule: schedule };
}

export function met(year: string, deductible: number, outOfPocket: number, familyDeductible = deductible, familyOutOfPocket = outOfPocket): MemberInput['accumulators'] {
  return {
    [year]: {
      deductibleIndividualCents: deductible, deductibleFamilyCents: familyDeductible,
      outOfPocketIndividualCents: outOfPocket, outOfPocketFamilyCents: familyOutOfPocket,
    },
  };
}

export function run(what: Given): AdjudicationResult {
  return adjudicate(given(what));
}

/** "CO-45 4000, PR-3 3000"; "–" when there are none. */
export function codes(adjustments: readonly Adjustment[]): string {
  return adjustments.map(({ group, reason, cents }) => `${group}-${reason} ${cents}`).join(', ') || '–';
}

/** "11000 → 8000 | CO-45 4000, PR-3 3000": allowed, paid, adjustments. */
export function lineText({ lines }: AdjudicationResult, index = 0): string {
  const result = lines[index];
  return result ? `${result.allowedCents} → ${result.paidCents} | ${codes(result.adjustments)}` : 'no such line';
}

/** "1 | 8000 | CO-22 250 | M76": status, paid, claim-level adjustments, remarks. */
export function claimText(result: AdjudicationResult): string {
  return `${result.status} | ${result.paidCents} | ${codes(result.adjustments)} | ${result.remarks.join(' ') || '–'}`;
}

/** "2026 1000/1000 3000/3000": deductible individual/family, out of pocket individual/family. */
export function accumulatorText({ accumulators }: AdjudicationResult): string {
  return Object.entries(accumulators)
    .map(([year, standing]) => `${year} ${standing.deductibleIndividualCents}/${standing.deductibleFamilyCents} ${standing.outOfPocketIndividualCents}/${standing.outOfPocketFamilyCents}`)
    .join(', ');
}

export const NOTHING_MET = { deductibleIndividualCents: 0, deductibleFamilyCents: 0, outOfPocketIndividualCents: 0, outOfPocketFamilyCents: 0 } as const;
