/**
 * What the adjudication engine reads and writes: plain JSON, integer US cents, ISO dates.
 * The `*Input` types are what callers send; the plain names are the same things once read, with nothing left out.
 */
import type { Cents } from '../money';

/** Claim adjustment group codes (X12 CAS01): who bears the difference. CO the provider, PR the patient, OA neither, PI the payer's own initiative. */
export const GROUPS = ['CO', 'OA', 'PI', 'PR'] as const;
export type Group = (typeof GROUPS)[number];

export const CLAIM_TYPES = ['professional', 'institutional'] as const;
export type ClaimType = (typeof CLAIM_TYPES)[number];

/** X12 CLM05-3: 1 original, 7 replacement of an earlier claim, 8 void of an earlier claim. */
export const FREQUENCIES = ['1', '7', '8'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

export const PRICING_BASES = ['fee-schedule', 'billed', 'drg'] as const;
export type PricingBasis = (typeof PRICING_BASES)[number];

export const COB_METHODS = ['standard', 'non-duplication'] as const;
export type CoordinationOfBenefits = (typeof COB_METHODS)[number];

/** X12 835 CLP02: 1 processed as primary, 2 as secondary, 4 denied because the member was not found, 22 reversal of an earlier payment. */
export const CLAIM_STATUSES = ['1', '2', '4', '22'] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

/** One reason why the payment differs from the charge. Positive takes away from the payment, negative adds to it. */
export interface Adjustment {
  readonly group: Group;
  /** Claim adjustment reason code (CARC), as text: "45", "204", "B7". */
  readonly reason: string;
  readonly cents: Cents;
}

/** What a member (and the family) has met in one plan year. */
export interface Accumulator {
  readonly deductibleIndividualCents: Cents;
  readonly deductibleFamilyCents: Cents;
  readonly outOfPocketIndividualCents: Cents;
  readonly outOfPocketFamilyCents: Cents;
}

export const ACCUMULATOR_FIELDS = [
  'deductibleIndividualCents', 'deductibleFamilyCents', 'outOfPocketIndividualCents', 'outOfPocketFamilyCents',
] as const satisfies readonly (keyof Accumulator)[];

/** Accumulators by plan year, the calendar year as four digits. */
export type Accumulators = Readonly<Record<string, Accumulator>>;

/** An annual limit; `familyCents` null: the family has none of its own. */
export interface Limit {
  readonly individualCents: Cents;
  readonly familyCents: Cents | null;
}

/** Column 2 is bundled into column 1 on the same day, in the manner of the NCCI procedure-to-procedure edits. Dates inclusive, null is open. */
export interface Bundle {
  readonly column1: string;
  readonly column2: string;
  readonly modifierAllowed: boolean;
  readonly from: string | null;
  readonly to: string | null;
}

export interface Pricing {
  readonly basis: PricingBasis;
  readonly lesserOf: boolean;
  readonly drgBaseRateCents: Cents | null;
  readonly drgWeights: Readonly<Record<string, number>>;
}

export interface Plan {
  /** Null: this plan knows no limit. */
  readonly timelyFilingDays: number | null;
  readonly pricing: Pricing;
  readonly feeSchedule: Readonly<Record<string, number>>;
  readonly copayCents: Cents;
  readonly copayBypassesDeductible: boolean;
  readonly coinsuranceRate: number;
  readonly deductible: Limit | null;
  readonly outOfPocketMax: Limit | null;
  readonly notCovered: readonly string[];
  readonly notNecessary: readonly string[];
  readonly priorAuthorizationRequired: readonly string[];
  readonly bundles: readonly Bundle[];
  readonly coordinationOfBenefits: CoordinationOfBenefits;
  readonly outOfNetworkBalanceBilling: boolean;
}

/** Dates inclusive; `to` null: still running. */
export interface CoveragePeriod {
  readonly from: string;
  readonly to: string | null;
}

export interface Member {
  readonly found: boolean;
  readonly coverage: readonly CoveragePeriod[];
  readonly otherPrimary: boolean;
  readonly accumulators: Accumulators;
}

export interface ClaimLine {
  readonly number: number;
  readonly procedure: string | null;
  readonly modifiers: readonly string[];
  readonly units: number;
  /** Of the whole line, not of a unit. */
  readonly chargeCents: Cents;
  readonly serviceDate: string;
  readonly visit: boolean;
  readonly revenueCode: string | null;
}

/** What the primary payer did with this claim. */
export interface OtherPayer {
  readonly paidCents: Cents;
  readonly adjustments: readonly Adjustment[];
}

export interface Claim {
  readonly number: string;
  readonly type: ClaimType;
  readonly frequency: Frequency;
  readonly originalNumber: string | null;
  readonly serviceFrom: string;
  readonly serviceThrough: string;
  readonly diagnoses: readonly string[];
  readonly drg: string | null;
  readonly authorizations: readonly string[];
  readonly otherPayer: OtherPayer | null;
  /** In order of line number. */
  readonly lines: readonly ClaimLine[];
}

export interface ResultLine {
  readonly number: number;
  readonly chargeCents: Cents;
  /** Null, like the payment, when the claim is settled at claim level (DRG, secondary). */
  readonly allowedCents: Cents | null;
  readonly paidCents: Cents | null;
  readonly adjustments: readonly Adjustment[];
  readonly remarks: readonly string[];
}

/** The payer's answer. Charge − every adjustment (claim and lines) = paid; patient responsibility = every PR adjustment. */
export interface AdjudicationResult {
  readonly status: ClaimStatus;
  readonly chargeCents: Cents;
  readonly paidCents: Cents;
  readonly patientResponsibilityCents: Cents;
  readonly adjustments: readonly Adjustment[];
  /** Remittance advice remark codes (RARC). */
  readonly remarks: readonly string[];
  readonly lines: readonly ResultLine[];
  /** Where the member stands after this claim, every plan year that was given and the claim's own. */
  readonly accumulators: Accumulators;
  /** Replacement claims only: what undoes the original. */
  readonly reversal?: AdjudicationResult;
  readonly explanation: readonly string[];
}

/** What the engine needs of an earlier result: whether it took effect, and the amounts to undo. */
export interface EarlierResult {
  readonly status: ClaimStatus | null;
  readonly chargeCents: Cents | null;
  readonly paidCents: Cents | null;
  readonly patientResponsibilityCents: Cents | null;
  readonly adjustments: readonly Adjustment[];
  readonly remarks: readonly string[];
  /** Null: not given. */
  readonly lines: readonly ResultLine[] | null;
}

export interface HistoryEntry {
  readonly claim: Claim;
  readonly result: EarlierResult;
}

/** One adjudication, read and checked. */
export interface Adjudicable {
  readonly receivedOn: string;
  readonly plan: Plan;
  readonly member: Member;
  readonly claim: Claim;
  /** Oldest first. */
  readonly history: readonly HistoryEntry[];
}
