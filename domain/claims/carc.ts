import { type StuckCause } from './causes';

/** What an adjustment means for the money: given up by contract, the patient's, refused, or what another payer did. */
export const ADJUSTMENT_MEANINGS = ['contractual', 'patient', 'denied', 'prior-payer'] as const;
export type AdjustmentMeaning = (typeof ADJUSTMENT_MEANINGS)[number];

interface Reason {
  /** Our own words; X12's descriptions are under copyright. */
  readonly words: string;
  /** What it means under a group other than PR. */
  readonly meaning: Exclude<AdjustmentMeaning, 'patient'>;
  readonly cause?: StuckCause;
}

const contractual = (words: string): Reason => ({ words, meaning: 'contractual' });
const denied = (words: string, cause: StuckCause): Reason => ({ words, meaning: 'denied', cause });

/** Claim adjustment reason codes (CARC) that Careway knows what to do about. */
export const CARC: Readonly<Record<string, Reason>> = {
  '1': denied('deductible', 'denied-other'),
  '2': denied('coinsurance', 'denied-other'),
  '3': denied('copayment', 'denied-other'),
  '4': denied('the modifier does not fit the procedure, or one is missing', 'denied-information'),
  '11': denied('the diagnosis does not fit the procedure', 'denied-information'),
  '16': denied('information is missing or wrong', 'denied-information'),
  '18': denied('exact duplicate of an earlier claim', 'denied-duplicate'),
  '22': denied('another insurer comes first', 'denied-other-payer'),
  '23': { words: 'what the payer before has paid and adjusted', meaning: 'prior-payer' },
  '24': denied('covered under a capitation agreement', 'denied-other-payer'),
  '26': denied('service before the coverage began', 'denied-coverage'),
  '27': denied('service after the coverage ended', 'denied-coverage'),
  '29': denied('sent after the filing limit', 'denied-late'),
  '31': denied('the payer does not know the member', 'denied-member'),
  '45': contractual('charge above the agreed amount'),
  '49': denied('routine service, not covered', 'denied-not-covered'),
  '50': denied('not judged medically necessary', 'denied-necessity'),
  '94': contractual('the agreed amount is above the charge'),
  '95': denied('the plan’s procedures were not followed', 'denied-information'),
  '96': denied('not covered', 'denied-not-covered'),
  '97': denied('included in another service of the same day', 'denied-bundled'),
  '109': denied('not this payer’s claim', 'denied-other-payer'),
  '119': denied('the benefit’s maximum is reached', 'denied-not-covered'),
  '129': denied('what the payer before did is missing', 'denied-other-payer'),
  '144': contractual('incentive under the contract'),
  '151': denied('more services than the record supports', 'denied-necessity'),
  '167': denied('the diagnosis is not covered', 'denied-not-covered'),
  '181': denied('the procedure code was not valid on that day', 'denied-information'),
  '197': denied('authorisation was required and not given', 'denied-authorization'),
  '198': denied('more than was authorised', 'denied-authorization'),
  '204': denied('not covered by the member’s plan', 'denied-not-covered'),
  '226': denied('requested documents did not arrive', 'denied-information'),
  '236': denied('these procedures cannot be billed together', 'denied-bundled'),
  '242': denied('provider outside the network', 'denied-not-covered'),
  '252': denied('the payer asks for documents', 'denied-information'),
  '253': contractual('sequestration, the federal payment reduction'),
};

const PATIENT_WORDS: Readonly<Record<string, string>> = { '1': 'deductible', '2': 'coinsurance', '3': 'copayment', '45': 'charge above the allowed amount, outside the network' };

/** Remittance advice remark codes, in our own words. */
export const RARC: Readonly<Record<string, string>> = {
  M47: 'the payer’s claim number of the original is missing or wrong',
  M51: 'a procedure code is missing or wrong',
  M76: 'a diagnosis is missing or wrong',
  N208: 'the DRG is missing or wrong',
};

export interface CodedAdjustment {
  readonly group: string;
  readonly reason: string;
  readonly cents: number;
}

/**
 * What an adjustment means. PR is the patient's whatever the reason. A reason we do not know counts as denied: it stays open
 * until a person has looked, and is never given up by default (openemr#7186).
 */
export function meaningOf({ group, reason }: Pick<CodedAdjustment, 'group' | 'reason'>): AdjustmentMeaning {
  return group === 'PR' ? 'patient' : (CARC[reason]?.meaning ?? 'denied');
}

/** "$40.00 CO-45: charge above the agreed amount" without the amount. */
export function adjustmentWords({ group, reason }: Pick<CodedAdjustment, 'group' | 'reason'>): string {
  const words = (group === 'PR' ? PATIENT_WORDS[reason] : undefined) ?? CARC[reason]?.words ?? 'a reason Careway does not know; see the payer’s manual';
  return `${group}-${reason}: ${words}`;
}

/** The cause under which the desk lists a denial: of the adjustment that refuses most. */
export function denialCause(adjustments: readonly CodedAdjustment[]): StuckCause {
  const [largest] = adjustments.filter((adjustment) => meaningOf(adjustment) === 'denied').sort((a, b) => b.cents - a.cents);
  return (largest && CARC[largest.reason]?.cause) ?? 'denied-other';
}
