/** What a payer said about a coverage (271), as people at registration and billing need it. Amounts in integer cents. */
export interface EligibilityAnswer {
  readonly outcome: 'active' | 'inactive';
  readonly plan: string | null;
  readonly from: string | null;
  readonly through: string | null;
  readonly amounts: readonly EligibilityAmount[];
  /** The member's share after deductible and copay, 0 to 1. */
  readonly coinsuranceRate: number | null;
  /** Whether anything needs a prior authorisation, and which services by HCPCS code when the payer names them. */
  readonly authorizationRequired: boolean;
  readonly authorizationFor: readonly string[];
  readonly messages: readonly string[];
}

export interface EligibilityAmount {
  readonly what: 'copay' | 'deductible' | 'out-of-pocket';
  readonly level: 'individual' | 'family';
  /** A whole year’s, or what is left of it; a copay is a visit’s. */
  readonly period: 'year' | 'left' | 'visit';
  readonly cents: number;
}

/** The amount of this kind, or null. */
export function amountOf({ amounts }: Pick<EligibilityAnswer, 'amounts'>, what: EligibilityAmount['what'], level: EligibilityAmount['level'], period: EligibilityAmount['period']): number | null {
  return amounts.find((one) => one.what === what && one.level === level && one.period === period)?.cents ?? null;
}
