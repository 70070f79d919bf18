import { cents, type Cents } from '../../money';
import { CLAIM_TYPES, FREQUENCIES, GROUPS, type Adjustment, type Claim, type ClaimLine, type OtherPayer } from '../types';
import {
  isGiven, MalformedInput, readCents, readChoice, readCode, readCodes, readDay, readFlag, readList, readObject, readOptionalText,
  readSignedCents, readText, readWhole,
} from './readers';

const CLAIM_KEYS: ReadonlySet<string> = new Set<keyof Claim>([
  'number', 'type', 'frequency', 'originalNumber', 'serviceFrom', 'serviceThrough', 'diagnoses', 'drg', 'authorizations', 'otherPayer', 'lines',
]);
const LINE_KEYS: ReadonlySet<string> = new Set<keyof ClaimLine>([
  'number', 'procedure', 'modifiers', 'units', 'chargeCents', 'serviceDate', 'visit', 'revenueCode',
]);
const OTHER_PAYER_KEYS: ReadonlySet<string> = new Set<keyof OtherPayer>(['paidCents', 'adjustments']);
const ADJUSTMENT_KEYS: ReadonlySet<string> = new Set<keyof Adjustment>(['group', 'reason', 'cents']);

/** A claim, its lines put in order of number. */
export function readClaim(value: unknown, path: string): Claim {
  const claim = readObject(value, path, CLAIM_KEYS);
  const serviceFrom = readDay(claim, 'serviceFrom', path);
  const serviceThrough = readDay(claim, 'serviceThrough', path);
  if (serviceThrough < serviceFrom) throw new MalformedInput(`${path}.serviceThrough`, 'must not be before serviceFrom');
  const linesPath = `${path}.lines`;
  const lines = readList(claim, 'lines', path, (line, linePath) => readLine(line, linePath, serviceFrom));
  if (lines.length === 0) throw new MalformedInput(linesPath, 'a claim needs at least one line');
  forbidDoubledNumbers(lines, linesPath);
  const chargeCents = sumOfCharges(lines, linesPath);
  const otherPayerPath = `${path}.otherPayer`;
  return {
    number: readText(claim, 'number', path),
    type: readChoice(claim, 'type', path, CLAIM_TYPES),
    frequency: readChoice(claim, 'frequency', path, FREQUENCIES),
    originalNumber: readOptionalText(claim, 'originalNumber', path),
    serviceFrom,
    serviceThrough,
    diagnoses: readCodes(claim, 'diagnoses', path),
    drg: readOptionalText(claim, 'drg', path),
    authorizations: readCodes(claim, 'authorizations', path),
    otherPayer: isGiven(claim.otherPayer) ? readOtherPayer(claim.otherPayer, otherPayerPath, chargeCents) : null,
    lines: lines.sort((a, b) => a.number - b.number),
  };
}

/** A line without a day of its own (inpatient institutional lines carry none) happened on the claim's first day. */
function readLine(value: unknown, path: string, serviceFrom: string): ClaimLine {
  const line = readObject(value, path, LINE_KEYS);
  return {
    number: readWhole(line, 'number', path, 1),
    procedure: readOptionalText(line, 'procedure', path),
    modifiers: readCodes(line, 'modifiers', path),
    units: readWhole(line, 'units', path, 1),
    chargeCents: readCents(line, 'chargeCents', path),
    serviceDate: isGiven(line.serviceDate) ? readDay(line, 'serviceDate', path) : serviceFrom,
    visit: readFlag(line, 'visit', path),
    revenueCode: readOptionalText(line, 'revenueCode', path),
  };
}

function forbidDoubledNumbers(lines: readonly ClaimLine[], path: string): void {
  const seen = new Set<number>();
  lines.forEach((line, index) => {
    if (seen.has(line.number)) throw new MalformedInput(`${path}[${index}].number`, 'another line has this number');
    seen.add(line.number);
  });
}

function sumOfCharges(lines: readonly ClaimLine[], path: string): Cents {
  let total = 0;
  for (const line of lines) total += line.chargeCents; // all ≥ 0: once past exact range it stays there
  if (!Number.isSafeInteger(total)) throw new MalformedInput(path, 'the charges add up to more cents than can be held exactly');
  return cents(total);
}

/**
 * The primary's result must explain the whole charge: paid + adjustments = charge. An adjustment other than the patient's may
 * be negative (OA-94, paid above the charge); a patient cannot owe less than nothing.
 */
function readOtherPayer(value: unknown, path: string, chargeCents: Cents): OtherPayer {
  const otherPayer = readObject(value, path, OTHER_PAYER_KEYS);
  const adjustmentsPath = `${path}.adjustments`;
  if (!isGiven(otherPayer.adjustments)) throw new MalformedInput(adjustmentsPath, 'is missing');
  const paidCents = readCents(otherPayer, 'paidCents', path);
  const adjustments = readList(otherPayer, 'adjustments', path, (item, itemPath) => readAdjustment(item, itemPath, ADJUSTMENT_KEYS));
  let explained = BigInt(paidCents); // signed amounts: a plain sum could leave exact range and come back
  let patient = 0;
  adjustments.forEach((adjustment, index) => {
    if (adjustment.group === 'PR' && adjustment.cents < 0) throw new MalformedInput(`${adjustmentsPath}[${index}].cents`, 'must not be negative');
    if (adjustment.group === 'PR') patient += adjustment.cents;
    explained += BigInt(adjustment.cents);
  });
  if (!Number.isSafeInteger(patient)) throw new MalformedInput(adjustmentsPath, 'the PR adjustments add up to more cents than can be held exactly');
  if (explained !== BigInt(chargeCents)) throw new MalformedInput(path, 'payment and adjustments must add up to the charge of the claim');
  return { paidCents, adjustments };
}

/** One adjustment, with no key but `keys` when they are given. */
export function readAdjustment(value: unknown, path: string, keys?: ReadonlySet<string>): Adjustment {
  const adjustment = readObject(value, path, keys);
  return {
    group: readChoice(adjustment, 'group', path, GROUPS),
    reason: readCode(adjustment, 'reason', path),
    cents: readSignedCents(adjustment, 'cents', path),
  };
}
