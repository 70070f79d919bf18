/** What became of a dose. */
export const OUTCOMES = { given: 'Given', held: 'Held', refused: 'Refused', missed: 'Missed' } as const;
export type Outcome = keyof typeof OUTCOMES;

/** Why a dose was not given, by outcome, as the administration chart shows it. */
export const NOT_GIVEN_REASONS = {
  held: [
    { value: 'nil-by-mouth', label: 'Nil by mouth' }, { value: 'low-blood-pressure', label: 'Blood pressure too low' }, { value: 'slow-pulse', label: 'Pulse too slow' },
    { value: 'low-glucose', label: 'Blood sugar too low' }, { value: 'drowsy', label: 'Too drowsy' }, { value: 'result', label: 'Laboratory result' }, { value: 'prescriber', label: 'Prescriber says wait' },
  ],
  refused: [{ value: 'unwell', label: 'Feels sick from it' }, { value: 'not-needed', label: 'Says it is not needed' }, { value: 'cannot-swallow', label: 'Cannot swallow it' }, { value: 'no-reason', label: 'Gives no reason' }],
  missed: [{ value: 'unavailable', label: 'Medicine not available' }, { value: 'off-ward', label: 'Patient off the ward' }, { value: 'no-access', label: 'No access to a vein' }, { value: 'not-in-time', label: 'Not done in time' }],
} as const satisfies Record<Exclude<Outcome, 'given'>, readonly { readonly value: string; readonly label: string }[]>;

/** Reasons the record writes by itself. */
const AUTOMATIC = { discontinued: 'Medicine stopped', discharged: 'Patient discharged' } as const;

const LABELS: Readonly<Record<string, string>> = { ...Object.fromEntries(Object.values(NOT_GIVEN_REASONS).flatMap((reasons) => reasons.map(({ value, label }) => [value, label]))), ...AUTOMATIC };

/** A stored reason in words. */
export const reasonWords = (code: string): string => LABELS[code] ?? code;

export function isReasonOf(outcome: Exclude<Outcome, 'given'>, reason: string): boolean {
  return NOT_GIVEN_REASONS[outcome].some(({ value }) => value === reason);
}

/** Said beside a dose to whoever did its second check. */
export const CHECKED_BY_YOU = 'checked by you: a colleague gives it';

/** A second check holds this long; then the syringe is checked again. */
export const CHECK_HOLDS_MINUTES = 30;

/** The bedside as the nurse found it. */
export interface BedsideScan {
  /** Code on the wristband of the patient in the bed. */
  readonly wristband: string;
  /** Code on the package in the hand; null when nothing is given. */
  readonly medicineCode: string | null;
}

/** A dose about to be given, as the five rights see it. */
export interface DoseToGive {
  readonly wristband: string;
  /** Every code the ordered product can carry. */
  readonly medicineCodes: readonly string[];
  /** Earliest time it may be given, and now, in epoch milliseconds. */
  readonly notBefore: number;
  readonly now: number;
  /** Ordered dose: lowest and highest when it is decided at the bedside. */
  readonly doseLow: number | null;
  readonly doseHigh: number | null;
  readonly isVariable: boolean;
  /** What the nurse says was given; null: as ordered. */
  readonly quantity: number | null;
  readonly isHighAlert: boolean;
  readonly givenBy: string;
  readonly checkedBy: string | null;
  readonly checkedAt: number | null;
}

export interface RightsProblem {
  readonly right: 'patient' | 'medicine' | 'dose' | 'time' | 'second-check';
  readonly message: string;
}

/**
 * The five rights at the bedside: patient, medicine, dose, route and time (the route is part of the product and of the order's check), and
 * the independent second check of a high-alert medicine. Answers everything that is wrong; empty: give it. Pure.
 */
export function rightsProblems(scan: BedsideScan, dose: DoseToGive): RightsProblem[] {
  const problems: RightsProblem[] = [];
  if (scan.wristband !== dose.wristband) problems.push({ right: 'patient', message: 'This wristband belongs to another patient. Give nothing; check who lies in the bed.' });
  if (scan.medicineCode === null || !dose.medicineCodes.includes(scan.medicineCode)) problems.push({ right: 'medicine', message: 'This package is not the medicine that is ordered. Give nothing; check the package.' });
  if (dose.now < dose.notBefore) problems.push({ right: 'time', message: `This dose is not due for another ${Math.ceil((dose.notBefore - dose.now) / 60_000)} minutes.` });
  problems.push(...doseProblems(dose));
  if (dose.isHighAlert) problems.push(...checkProblems(dose));
  return problems;
}

function doseProblems({ quantity, isVariable, doseLow, doseHigh }: DoseToGive): RightsProblem[] {
  if (quantity === null) return isVariable ? [{ right: 'dose', message: 'Enter the dose you give: it is decided each time.' }] : [];
  if (isVariable && ((doseLow !== null && quantity < doseLow) || (doseHigh !== null && quantity > doseHigh))) return [{ right: 'dose', message: `The order allows ${doseLow ?? 0} to ${doseHigh ?? 0}.` }];
  if (!isVariable && doseHigh !== null && quantity !== doseHigh) return [{ right: 'dose', message: `The order says ${doseHigh}. Another dose needs another order.` }];
  return [];
}

function checkProblems({ givenBy, checkedBy, checkedAt, now }: DoseToGive): RightsProblem[] {
  const say = (message: string): RightsProblem[] => [{ right: 'second-check', message }];
  if (checkedBy === null || checkedAt === null) return say('A high-alert medicine: a colleague has to check it first.');
  if (checkedBy === givenBy) return say('You checked this dose yourself: somebody else gives it.');
  return now - checkedAt > CHECK_HOLDS_MINUTES * 60_000 ? say(`The second check is more than ${CHECK_HOLDS_MINUTES} minutes old: check again.`) : [];
}
