import { type Cents, cents, sumCents } from '../money';
import { type CodedAdjustment, meaningOf } from './carc';

/** One service line of a payer's answer. Null amounts: the payer settled at claim level. */
export interface SettledLine {
  /** REF*6R: our line number as we sent it; payers drop it sometimes. */
  readonly lineControlNumber: string | null;
  readonly procedure: string | null;
  /** What we sent (SVC06), when the payer adjudicated another procedure. */
  readonly submittedProcedure?: string | null;
  readonly modifiers: readonly string[];
  readonly revenueCode: string | null;
  readonly serviceDate: string | null;
  readonly chargeCents: number;
  readonly paidCents: number;
  readonly adjustments: readonly CodedAdjustment[];
  readonly remarks: readonly string[];
}

/** A payer's answer to one claim, as an 835 carries it (loop 2100). */
export interface SettledClaim {
  /** CLP02; 22 undoes an earlier answer. */
  readonly statusCode: string;
  readonly chargeCents: number;
  readonly paidCents: number;
  readonly patientCents: number;
  readonly adjustments: readonly CodedAdjustment[];
  readonly lines: readonly SettledLine[];
}

/** Where every cent of the charge went: paid + contractual + patient + prior payer + denied = charge. */
export interface Split {
  readonly paidCents: Cents;
  readonly contractualCents: Cents;
  readonly patientCents: Cents;
  readonly priorPayerCents: Cents;
  /** Refused, and open until a person decides. */
  readonly deniedCents: Cents;
}

/** Every adjustment of the claim, at either level. */
export function allAdjustments(claim: Pick<SettledClaim, 'adjustments' | 'lines'>): CodedAdjustment[] {
  return [...claim.adjustments, ...claim.lines.flatMap((line) => line.adjustments)];
}

/** What is out of balance, in words; null when charge − adjustments = paid by line and claim. */
export function imbalance(claim: SettledClaim): string | null {
  const off = (charge: number, adjustments: readonly CodedAdjustment[], paid: number) => charge - sumCents(adjustments.map((one) => one.cents)) - paid;
  for (const [index, line] of claim.lines.entries()) {
    const by = off(line.chargeCents, line.adjustments, line.paidCents);
    if (by !== 0) return `Service line ${index + 1} is out of balance by ${by} cents.`;
  }
  const by = off(claim.chargeCents, allAdjustments(claim), claim.paidCents);
  if (by !== 0) return `The claim is out of balance by ${by} cents.`;
  if (claim.lines.length > 0) {
    const lines = sumCents(claim.lines.map((line) => line.paidCents)) - sumCents(claim.adjustments.map((one) => one.cents));
    if (lines !== claim.paidCents) return `The service lines pay ${lines} cents, the claim ${claim.paidCents}.`;
  }
  return null;
}

/**
 * Split a balanced answer by what each part means for the money. `knownPriorCents` is what payers before have settled by our own books:
 * what an answer says of them beyond that is nobody's payment, so it stays open for a person like a denial, and is never given up.
 */
export function splitOf(claim: SettledClaim, knownPriorCents = 0): Split {
  const sums = { contractual: 0, patient: 0, denied: 0, 'prior-payer': 0 };
  for (const adjustment of allAdjustments(claim)) sums[meaningOf(adjustment)] += adjustment.cents;
  const prior = Math.min(sums['prior-payer'], knownPriorCents);
  return {
    paidCents: cents(claim.paidCents), contractualCents: cents(sums.contractual), patientCents: cents(sums.patient),
    priorPayerCents: cents(prior), deniedCents: cents(sums.denied + sums['prior-payer'] - prior),
  };
}

/** What leaves money open, by code: what the payer refused, and what it says earlier payers did beyond `knownPriorCents` of our books (OA-23). */
export function refusalsOf(claim: Pick<SettledClaim, 'adjustments' | 'lines'>, knownPriorCents = 0): CodedAdjustment[] {
  const all = allAdjustments(claim);
  const refused = all.filter((one) => meaningOf(one) === 'denied');
  const priors = all.filter((one) => meaningOf(one) === 'prior-payer');
  const [first] = priors;
  const unknown = sumCents(priors.map((one) => one.cents)) - knownPriorCents;
  return first && unknown > 0 ? [...refused, { group: first.group, reason: first.reason, cents: unknown }] : refused;
}

export type SettlementOutcome = 'paid' | 'partly-paid' | 'denied';

/** What became of the claim: nothing refused, something refused, or everything. */
export function outcomeOf({ paidCents, patientCents, deniedCents }: Split): SettlementOutcome {
  if (deniedCents <= 0) return 'paid';
  return paidCents > 0 || patientCents > 0 ? 'partly-paid' : 'denied';
}
