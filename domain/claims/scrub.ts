import { addDays } from '../calendar/zone';
import { isIsoDate } from '../time';
import { type StuckCause } from './causes';
import { type ClaimLine } from './claimLine';

/** A claim as it would leave the house, with everything the payer will look for. Dates "YYYY-MM-DD", amounts in cents. */
export interface ScrubClaim {
  readonly type: 'professional' | 'institutional';
  readonly frequency: '1' | '7' | '8';
  readonly payerClaimNumber: string | null;
  readonly chargeCents: number;
  readonly serviceFrom: string;
  readonly serviceThrough: string;
  readonly drg: string | null;
  readonly authorizationNumber: string | null;
  readonly memberNumber: string | null;
  readonly diagnoses: readonly string[];
  readonly lines: readonly ClaimLine[];
  readonly patient: { readonly family: string | null; readonly birthDate: string | null };
  readonly provider: { readonly npi: string | null; readonly taxId: string | null; readonly hasAddress: boolean } | null;
  readonly coverage: readonly { readonly from: string; readonly to: string | null }[];
  /** The day the claim was first sent; null: never. */
  readonly firstSentOn: string | null;
  readonly plan: {
    readonly pricing: { readonly basis: string };
    readonly timelyFilingDays?: number | null;
    readonly priorAuthorizationRequired?: readonly string[] | null;
  };
}

export interface ScrubProblem {
  readonly cause: StuckCause;
  /** "lines[2].revenueCode", "memberNumber". */
  readonly field: string;
  readonly message: string;
}

export interface ScrubOutcome {
  /** Each keeps the claim in the house. */
  readonly problems: readonly ScrubProblem[];
  /** The claim may leave, but is likely to come back. */
  readonly warnings: readonly string[];
}

const ICD10CM = /^[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?$/;
const HCPCS = /^[A-Z0-9][0-9]{3}[A-Z0-9]$/;
const REVENUE = /^[0-9]{4}$/;
const MODIFIER = /^[A-Z0-9]{2}$/;

/**
 * Check a claim before it leaves: what a payer would reject unread is found here (openemr PR#1994: incomplete claims leave the
 * house). `today` is the day it would be sent.
 */
export function scrubClaim(claim: ScrubClaim, today: string): ScrubOutcome {
  const problems = [...partyProblems(claim), ...diagnosisProblems(claim), ...dateProblems(claim, today), ...filingProblems(claim, today), ...lineProblems(claim), ...identityProblems(claim)];
  return { problems, warnings: warningsOf(claim, today) };
}

/** The first day on which the payer may refuse the claim as late is the one after this; null when the plan has no limit. */
export function filingLimit(serviceThrough: string, timelyFilingDays: number | null | undefined): string | null {
  if (timelyFilingDays === null || timelyFilingDays === undefined) return null;
  return addDays(serviceThrough, timelyFilingDays);
}

function partyProblems({ memberNumber, patient, provider }: ScrubClaim): ScrubProblem[] {
  const problems: ScrubProblem[] = [];
  if (!memberNumber || !/^[A-Za-z0-9-]{2,80}$/.test(memberNumber)) problems.push({ cause: 'no-member', field: 'memberNumber', message: 'The member number is missing or malformed.' });
  if (!patient.family || !patient.birthDate) problems.push({ cause: 'no-patient-data', field: 'patient', message: 'The payer needs the patient’s name and birth date.' });
  if (!provider || !/^[0-9]{10}$/.test(provider.npi ?? '') || !/^[0-9]{9}$/.test(provider.taxId ?? '') || !provider.hasAddress) {
    problems.push({ cause: 'no-provider', field: 'provider', message: 'NPI (ten digits), tax ID (nine digits) and address of the hospital are needed.' });
  }
  return problems;
}

function diagnosisProblems({ diagnoses }: ScrubClaim): ScrubProblem[] {
  if (diagnoses.length === 0) return [{ cause: 'no-diagnosis', field: 'diagnoses', message: 'The principal diagnosis is missing.' }];
  return diagnoses.flatMap((code, index): ScrubProblem[] => {
    if (!ICD10CM.test(code)) return [{ cause: 'bad-diagnosis', field: `diagnoses[${index}]`, message: `${code} is not an ICD-10-CM code.` }];
    return diagnoses.indexOf(code) < index ? [{ cause: 'bad-diagnosis', field: `diagnoses[${index}]`, message: `${code} is there twice.` }] : [];
  });
}

function dateProblems({ serviceFrom, serviceThrough, lines }: ScrubClaim, today: string): ScrubProblem[] {
  const problems: ScrubProblem[] = [];
  if (!isIsoDate(serviceFrom) || !isIsoDate(serviceThrough) || serviceThrough < serviceFrom) problems.push({ cause: 'bad-dates', field: 'serviceThrough', message: 'The stay ends before it begins.' });
  if (serviceThrough > today) problems.push({ cause: 'bad-dates', field: 'serviceThrough', message: 'The stay ends in the future.' });
  for (const line of lines) {
    if (line.serviceDate < serviceFrom || line.serviceDate > serviceThrough) problems.push({ cause: 'bad-dates', field: `lines[${line.number}].serviceDate`, message: `Line ${line.number} is dated outside the stay.` });
  }
  return problems;
}

/**
 * The filing limit is for claims the payer has never had: one it has adjudicated may be replaced or voided later, and one that was first
 * sent in time goes out again on the proof of that.
 */
function filingProblems({ frequency, serviceThrough, plan, firstSentOn }: ScrubClaim, today: string): ScrubProblem[] {
  const limit = filingLimit(serviceThrough, plan.timelyFilingDays);
  if (limit === null || today <= limit || frequency !== '1' || (firstSentOn !== null && firstSentOn <= limit)) return [];
  return [{ cause: 'filing-limit', field: 'serviceThrough', message: `The payer took this claim until ${limit}.` }];
}

function lineProblems({ type, lines, chargeCents }: ScrubClaim): ScrubProblem[] {
  if (lines.length === 0) return [{ cause: 'no-lines', field: 'lines', message: 'The claim has no lines.' }];
  const problems = lines.flatMap((line) => oneLine(type, line));
  const total = lines.reduce((sum, line) => sum + line.chargeCents, 0);
  if (total !== chargeCents) problems.push({ cause: 'bad-amounts', field: 'chargeCents', message: 'The lines do not add up to the claim’s charge.' });
  return problems;
}

function oneLine(type: ScrubClaim['type'], line: ClaimLine): ScrubProblem[] {
  const at = `lines[${line.number}]`;
  const problems: ScrubProblem[] = [];
  const isCoded = type === 'institutional' ? REVENUE.test(line.revenueCode ?? '') : HCPCS.test(line.procedure ?? '');
  if (!isCoded) problems.push({ cause: 'uncoded-charge', field: at, message: `Line ${line.number} has no ${type === 'institutional' ? 'revenue' : 'procedure'} code.` });
  if (line.procedure !== null && !HCPCS.test(line.procedure)) problems.push({ cause: 'uncoded-charge', field: `${at}.procedure`, message: `Line ${line.number}: ${line.procedure} is not a HCPCS code.` });
  if (line.modifiers.length > 4 || !line.modifiers.every((modifier) => MODIFIER.test(modifier))) problems.push({ cause: 'uncoded-charge', field: `${at}.modifiers`, message: `Line ${line.number}: modifiers are up to four, of two characters each.` });
  if (!Number.isInteger(line.units) || line.units < 1 || line.chargeCents < 0) problems.push({ cause: 'bad-amounts', field: at, message: `Line ${line.number} has an impossible amount.` });
  return problems;
}

function identityProblems({ type, frequency, payerClaimNumber, plan, drg }: ScrubClaim): ScrubProblem[] {
  const problems: ScrubProblem[] = [];
  if (frequency !== '1' && !payerClaimNumber) problems.push({ cause: 'no-payer-claim-number', field: 'payerClaimNumber', message: 'A replacement must name the payer’s number of the claim it replaces.' });
  if (type === 'institutional' && plan.pricing.basis === 'drg' && !drg) problems.push({ cause: 'no-drg', field: 'drg', message: 'This plan pays by DRG, and none is assigned.' });
  return problems;
}

function warningsOf({ plan, lines, authorizationNumber, coverage, serviceFrom, serviceThrough }: ScrubClaim, today: string): string[] {
  const limit = filingLimit(serviceThrough, plan.timelyFilingDays);
  const needing = lines.filter((line) => line.procedure !== null && plan.priorAuthorizationRequired?.includes(line.procedure));
  const isCovered = coverage.some(({ from, to }) => from <= serviceFrom && (to === null || serviceThrough <= to));
  return [
    ...(needing.length > 0 && !authorizationNumber ? [`The plan asks for an authorisation for ${needing.map((line) => line.procedure).join(', ')}.`] : []),
    ...(isCovered ? [] : ['The coverage on file does not hold on every day of the stay.']),
    ...(limit !== null && today > limit ? [`The filing limit was ${limit}: keep the proof of timely filing ready.`] : []),
  ];
}
