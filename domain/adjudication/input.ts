/**
 * The JSON a caller sends (contract "Adjudication", table "Input"). Optional keys may be left out or null and then mean
 * none, no limit, false or empty; `found` alone means true. Amounts are plain numbers here: reading brands them.
 */
import type {
  Accumulator, Adjustment, Bundle, Claim, ClaimLine, CoordinationOfBenefits, CoveragePeriod, Frequency, Limit, OtherPayer, Plan, Pricing,
} from './types';

/** T with the keys K optional and nullable, and money as plain numbers. */
type Sent<T, K extends keyof T = never> = { readonly [P in Exclude<keyof T, K>]: Plain<T[P]> } & { readonly [P in K]?: Plain<T[P]> | null };
type Plain<V> = V extends number ? number : V;

export type AccumulatorInput = Sent<Accumulator, keyof Accumulator>;
export type AdjustmentInput = Sent<Adjustment>;
export type LimitInput = Sent<Limit, 'familyCents'>;
export type BundleInput = Sent<Bundle, 'modifierAllowed' | 'from' | 'to'>;
export type PricingInput = Sent<Pricing, 'lesserOf' | 'drgBaseRateCents' | 'drgWeights'>;
export type CoveragePeriodInput = Sent<CoveragePeriod, 'to'>;

type PlanOptions = 'timelyFilingDays' | 'feeSchedule' | 'copayCents' | 'copayBypassesDeductible' | 'coinsuranceRate' | 'notCovered'
  | 'notNecessary' | 'priorAuthorizationRequired' | 'outOfNetworkBalanceBilling';
export type PlanInput = Sent<Pick<Plan, PlanOptions>, PlanOptions> & {
  readonly pricing: PricingInput;
  readonly deductible?: LimitInput | null;
  readonly outOfPocketMax?: LimitInput | null;
  readonly bundles?: readonly BundleInput[] | null;
  readonly coordinationOfBenefits?: CoordinationOfBenefits | null;
};

export interface MemberInput {
  readonly found?: boolean | null;
  /** May be left out only when the member was not found. */
  readonly coverage?: readonly CoveragePeriodInput[] | null;
  readonly otherPrimary?: boolean | null;
  readonly accumulators?: Readonly<Record<string, AccumulatorInput>> | null;
}

export type ClaimLineInput = Sent<ClaimLine, 'procedure' | 'modifiers' | 'serviceDate' | 'visit' | 'revenueCode'>;
export interface OtherPayerInput extends Sent<Omit<OtherPayer, 'adjustments'>> {
  readonly adjustments: readonly AdjustmentInput[];
}

export type ClaimInput = Sent<Omit<Claim, 'otherPayer' | 'lines' | 'frequency'>, 'originalNumber' | 'diagnoses' | 'drg' | 'authorizations'> & {
  readonly frequency: Frequency;
  readonly otherPayer?: OtherPayerInput | null;
  readonly lines: readonly ClaimLineInput[];
};

/** Of an earlier result the engine reads what a reversal needs; other keys are let through unread. */
export interface EarlierResultInput {
  readonly status?: string | null;
  readonly chargeCents?: number | null;
  readonly paidCents?: number | null;
  readonly patientResponsibilityCents?: number | null;
  readonly adjustments?: readonly AdjustmentInput[] | null;
  readonly remarks?: readonly string[] | null;
  readonly lines?: readonly EarlierLineInput[] | null;
}
export interface EarlierLineInput {
  readonly number: number;
  readonly chargeCents: number;
  readonly allowedCents?: number | null;
  readonly paidCents?: number | null;
  readonly adjustments?: readonly AdjustmentInput[] | null;
  readonly remarks?: readonly string[] | null;
}

export interface AdjudicationInput {
  readonly receivedOn: string;
  readonly plan: PlanInput;
  readonly member: MemberInput;
  readonly claim: ClaimInput;
  readonly history?: readonly { readonly claim: ClaimInput; readonly result: EarlierResultInput }[] | null;
}
