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

/** Claim adjustment group codes (X12 CAS01): who bears what the payer did not pay. */
export const GROUP_CODES: Readonly<Record<'CO' | 'PR' | 'OA' | 'PI', string>> = {
  CO: 'contractual obligation: the provider’s, and not to be billed to the patient',
  PR: 'patient responsibility: to be billed to the patient or the next payer',
  OA: 'other adjustment: neither’s by contract, such as what another payer did',
  PI: 'payer-initiated reduction: the payer’s own, open to question',
};

/** Claim adjustment reason codes (CARC) that Careway knows what to do about. */
export const CARC: Readonly<Record<string, Reason>> = {
  '1': denied('deductible', 'denied-other'),
  '2': denied('coinsurance', 'denied-other'),
  '3': denied('copayment', 'denied-other'),
  '4': denied('the modifier does not fit the procedure, or one is missing', 'denied-information'),
  '5': denied('the place of service does not fit the procedure', 'denied-information'),
  '6': denied('the procedure does not fit the patient’s age', 'denied-information'),
  '7': denied('the procedure does not fit the patient’s sex', 'denied-information'),
  '8': denied('the procedure does not fit the provider’s specialty', 'denied-information'),
  '9': denied('the diagnosis does not fit the patient’s age', 'denied-information'),
  '10': denied('the diagnosis does not fit the patient’s sex', 'denied-information'),
  '11': denied('the diagnosis does not fit the procedure', 'denied-information'),
  '13': denied('the date of death is before the service', 'denied-information'),
  '16': denied('information is missing or wrong', 'denied-information'),
  '18': denied('exact duplicate of an earlier claim', 'denied-duplicate'),
  '19': denied('a work injury: workers’ compensation pays', 'denied-other-payer'),
  '20': denied('an injury for which a liability insurer pays', 'denied-other-payer'),
  '21': denied('an injury for which no-fault motor insurance pays', 'denied-other-payer'),
  '22': denied('another insurer comes first', 'denied-other-payer'),
  '23': { words: 'what the payer before has paid and adjusted', meaning: 'prior-payer' },
  '24': denied('covered under a capitation agreement', 'denied-other-payer'),
  '26': denied('service before the coverage began', 'denied-coverage'),
  '27': denied('service after the coverage ended', 'denied-coverage'),
  '29': denied('sent after the filing limit', 'denied-late'),
  '31': denied('the payer does not know the member', 'denied-member'),
  '32': denied('the patient is not an eligible dependent', 'denied-member'),
  '35': denied('the lifetime maximum is reached', 'denied-not-covered'),
  '39': denied('authorisation was asked for and refused', 'denied-authorization'),
  '40': denied('not an emergency by the payer’s criteria', 'denied-necessity'),
  '44': contractual('discount for prompt payment'),
  '45': contractual('charge above the agreed amount'),
  '49': denied('routine service, not covered', 'denied-not-covered'),
  '50': denied('not judged medically necessary', 'denied-necessity'),
  '54': denied('assistant or second surgeon not covered here', 'denied-necessity'),
  '55': denied('experimental by the payer’s criteria', 'denied-necessity'),
  '56': denied('not yet proven effective by the payer’s criteria', 'denied-necessity'),
  '58': denied('done in a place the payer holds unfit', 'denied-necessity'),
  '59': contractual('reduction for several procedures on one day'),
  '60': denied('outpatient services close to an inpatient stay', 'denied-bundled'),
  '66': denied('blood deductible', 'denied-other'),
  '78': denied('days of the stay that are not covered', 'denied-not-covered'),
  '94': contractual('the agreed amount is above the charge'),
  '95': denied('the plan’s procedures were not followed', 'denied-information'),
  '96': denied('not covered', 'denied-not-covered'),
  '97': denied('included in another service of the same day', 'denied-bundled'),
  '100': denied('paid to the patient or the policyholder instead', 'denied-other'),
  '107': denied('the service this one belongs to is not on a claim', 'denied-information'),
  '109': denied('not this payer’s claim', 'denied-other-payer'),
  '110': denied('billed before the service was done', 'denied-information'),
  '114': denied('drug or device not approved for the market', 'denied-not-covered'),
  '119': denied('the benefit’s maximum is reached', 'denied-not-covered'),
  '125': denied('an error in how the claim was submitted', 'denied-information'),
  '129': denied('what the payer before did is missing', 'denied-other-payer'),
  '131': contractual('discount agreed for this claim'),
  '133': denied('kept back for review; no decision yet', 'denied-other'),
  '136': denied('the rules of the payer before were not followed', 'denied-other-payer'),
  '140': denied('member number and name do not match', 'denied-member'),
  '144': contractual('incentive under the contract'),
  '146': denied('the diagnosis code was not valid on that day', 'denied-information'),
  '149': denied('the lifetime maximum for this service is reached', 'denied-not-covered'),
  '150': denied('a lower level of service than billed', 'denied-necessity'),
  '151': denied('more services than the record supports', 'denied-necessity'),
  '152': denied('a shorter stay or service than billed', 'denied-necessity'),
  '163': denied('the announced attachment did not arrive', 'denied-information'),
  '167': denied('the diagnosis is not covered', 'denied-not-covered'),
  '170': denied('not payable to this kind of provider', 'denied-not-covered'),
  '177': denied('the patient did not meet the conditions of eligibility', 'denied-coverage'),
  '181': denied('the procedure code was not valid on that day', 'denied-information'),
  '182': denied('the modifier was not valid on that day', 'denied-information'),
  '183': denied('the referring provider may not refer this service', 'denied-information'),
  '185': denied('the rendering provider may not do this service', 'denied-information'),
  '193': denied('reviewed, and the first decision stands', 'denied-other'),
  '197': denied('authorisation was required and not given', 'denied-authorization'),
  '198': denied('more than was authorised', 'denied-authorization'),
  '199': denied('revenue code and procedure do not fit', 'denied-information'),
  '200': denied('service during a lapse of coverage', 'denied-coverage'),
  '204': denied('not covered by the member’s plan', 'denied-not-covered'),
  '206': denied('an NPI is missing', 'denied-information'),
  '207': denied('an NPI is malformed', 'denied-information'),
  '208': denied('an NPI is not known to the payer', 'denied-information'),
  '226': denied('requested documents did not arrive', 'denied-information'),
  '227': denied('the patient did not answer the payer’s questions', 'denied-information'),
  '231': denied('two procedures that exclude each other on one day', 'denied-bundled'),
  '234': denied('never paid on its own', 'denied-bundled'),
  '236': denied('these procedures cannot be billed together', 'denied-bundled'),
  '237': contractual('reduction the law prescribes'),
  '242': denied('provider outside the network', 'denied-not-covered'),
  '252': denied('the payer asks for documents', 'denied-information'),
  '253': contractual('sequestration, the federal payment reduction'),
  '256': denied('not payable under the managed-care contract', 'denied-not-covered'),
  '288': denied('a referral was required and not given', 'denied-authorization'),
  A1: denied('denied; the remark says why', 'denied-other'),
  A8: denied('the stay cannot be grouped to a DRG', 'denied-information'),
  B7: denied('the provider was not certified for this on that day', 'denied-information'),
  B9: denied('the patient is in hospice care', 'denied-other-payer'),
  B11: denied('passed on to the payer it belongs to', 'denied-other-payer'),
  B13: denied('paid before', 'denied-duplicate'),
  B15: denied('needs another service that is not there', 'denied-information'),
  B16: denied('the patient was not new to the practice', 'denied-information'),
};

const PATIENT_WORDS: Readonly<Record<string, string>> = { '1': 'deductible', '2': 'coinsurance', '3': 'copayment', '45': 'charge above the allowed amount, outside the network' };

/** Remittance advice remark codes, in our own words. */
export const RARC: Readonly<Record<string, string>> = {
  M15: 'these services are paid as one',
  M20: 'a HCPCS code is missing or wrong',
  M25: 'the record does not support this much; an appeal is possible',
  M44: 'a condition code is missing or wrong',
  M47: 'the payer’s claim number of the original is missing or wrong',
  M49: 'a value code or its amount is missing or wrong',
  M50: 'a revenue code is missing or wrong',
  M51: 'a procedure code is missing or wrong',
  M52: 'the first day of service is missing or wrong',
  M53: 'the units are missing or wrong',
  M54: 'the total charge is missing or wrong',
  M64: 'a secondary diagnosis is missing or wrong',
  M76: 'a diagnosis is missing or wrong',
  M77: 'the place of service is missing or wrong',
  M80: 'not paid together with another service of the same day',
  M86: 'a like service was paid nearby in time',
  M127: 'the medical record is missing',
  MA04: 'what the payer before paid is missing or cannot be read',
  MA13: 'the patient may not be billed for this',
  MA27: 'the member number or name is missing or wrong',
  MA30: 'the type of bill is missing or wrong',
  MA61: 'the patient’s social security or member number is missing or wrong',
  MA63: 'the principal diagnosis is missing or wrong',
  MA130: 'cannot be processed, and carries no right of appeal: correct it and send it anew',
  N30: 'the patient is not eligible for this service',
  N56: 'the procedure code does not fit what was done or when',
  N115: 'decided under a local coverage determination',
  N130: 'the plan’s benefit documents say what is covered',
  N208: 'the DRG is missing or wrong',
  N265: 'the ordering provider’s NPI is missing or wrong',
  N286: 'the referring provider’s NPI is missing or wrong',
  N290: 'the rendering provider’s NPI is missing or wrong',
  N362: 'more units or days than the payer allows',
  N382: 'the patient’s identifier is missing or wrong',
  N386: 'decided under a national coverage determination',
  N479: 'what the payer before decided is missing',
  N519: 'not payable in this combination',
  N522: 'a duplicate of a claim processed before or being processed',
  N657: 'bill it with the code that describes it',
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

/** The cause under which the desk lists a denial, from what refuses (refusalsOf): that of the largest. */
export function denialCause(adjustments: readonly CodedAdjustment[]): StuckCause {
  const [largest] = adjustments.filter((adjustment) => ['denied', 'prior-payer'].includes(meaningOf(adjustment))).sort((a, b) => b.cents - a.cents);
  if (largest && meaningOf(largest) === 'prior-payer') return 'denied-other-payer'; // OA-23 of a payer our books know nothing of
  return (largest && CARC[largest.reason]?.cause) ?? 'denied-other';
}
