/** A line of a claim, whoever reads it. The date is "YYYY-MM-DD", the amount in cents for all units together. */
export interface ClaimLine {
  readonly number: number;
  readonly procedure: string | null;
  readonly revenueCode: string | null;
  readonly modifiers: readonly string[];
  readonly units: number;
  readonly chargeCents: number;
  readonly serviceDate: string;
}
