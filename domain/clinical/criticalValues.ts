/** A limit beyond which a patient can come to harm now. `inclusive`: the limit itself is critical. */
export interface CriticalLimit {
  readonly at: number;
  readonly inclusive: boolean;
}

interface Limits {
  readonly low?: CriticalLimit;
  readonly high?: CriticalLimit;
}

/** Limits that hold from an age on, until under another, in days. */
interface LimitsOfAge extends Limits {
  readonly from: number;
  readonly until: number;
}

interface CriticalRow extends Limits {
  readonly unit: string;
  /** Where the source names ages; the limits of the row hold for everybody else. */
  readonly ages?: readonly LimitsOfAge[];
}

/** 18 years in days. */
const ADULT_DAYS = 18 * 365.25;

const atOrBeyond = (at: number): CriticalLimit => ({ at, inclusive: true });
const beyond = (at: number): CriticalLimit => ({ at, inclusive: false });

/** "0 - 30 days" and "one month" of the source, the last day included. */
const firstMonth = (limits: Limits): LimitsOfAge => ({ from: 0, until: 31, ...limits });
const afterFirstMonth = (limits: Limits): LimitsOfAge => ({ from: 31, until: ADULT_DAYS, ...limits });
const underAge = (limits: Limits): LimitsOfAge => ({ from: 0, until: ADULT_DAYS, ...limits });

const potassium: CriticalRow = { unit: 'mmol/L', low: atOrBeyond(2.5), high: atOrBeyond(6.5), ages: [afterFirstMonth({ low: atOrBeyond(2.8), high: atOrBeyond(6.4) })] };
const sodium: CriticalRow = { unit: 'mmol/L', low: atOrBeyond(120), high: atOrBeyond(160), ages: [underAge({ low: atOrBeyond(121), high: atOrBeyond(156) })] };
/** The source counts the first 24 hours; the record knows the day of birth. */
const glucose: CriticalRow = { unit: 'mg/dL', ages: [{ from: 0, until: 1, low: atOrBeyond(40), high: atOrBeyond(400) }, { from: 1, until: Infinity, low: atOrBeyond(50), high: atOrBeyond(400) }] };
const calcium: CriticalRow = { unit: 'mg/dL', low: atOrBeyond(6.5), high: atOrBeyond(12.0) };
const carbonDioxide: CriticalRow = { unit: 'mmol/L', low: atOrBeyond(11), high: atOrBeyond(40) };

/**
 * Critical values by LOINC code. Source: WakeMed Health & Hospitals, Critical Values Tables (chemistry, hematology and
 * coagulation: "equal to or less than / equal to or greater than"; blood gas, adult and newborn: "less than / greater than"); platelets:
 * Mayo Clinic Laboratories, Critical Values / Critical Results List. A hospital sets its own list; this is the demonstration's.
 *
 * WakeMed has limits of their own for newborns (blood gas, bilirubin, haematocrit, glucose on the first day) and names no age for the rest. A child
 * is called for earlier where children's hospitals of the United States are, in the mean of a national survey (Kost, Critical limits for emergency
 * clinician notification at United States children's hospitals, Pediatrics 1991;88:597-603): potassium, sodium, haemoglobin, haematocrit, white cells,
 * platelets. Where the survey is wider (glucose, calcium, blood gas) or says nothing, the limit is an adult laboratory's: no call is lost by it.
 */
const CRITICAL: Readonly<Record<string, CriticalRow>> = {
  '2823-3': potassium, '6298-4': potassium,
  '2951-2': sodium, '2947-0': sodium,
  '2345-7': glucose, '2339-0': glucose,
  '17861-6': calcium, '49765-1': calcium,
  '2028-9': carbonDioxide, '20565-8': carbonDioxide,
  '19123-9': { unit: 'mg/dL', low: atOrBeyond(1.0), high: atOrBeyond(5.0) },
  '2777-1': { unit: 'mg/dL', low: atOrBeyond(1.0) },
  '718-7': { unit: 'g/dL', low: atOrBeyond(6), ages: [afterFirstMonth({ low: atOrBeyond(6.9), high: atOrBeyond(20.8) })] },
  '1975-2': { unit: 'mg/dL', ages: [firstMonth({ high: atOrBeyond(15) })] },
  '4544-3': { unit: '%', high: atOrBeyond(60), ages: [firstMonth({ high: atOrBeyond(70) }), afterFirstMonth({ low: atOrBeyond(20), high: atOrBeyond(60) })] },
  '6690-2': { unit: '10*3/uL', low: atOrBeyond(1.0), high: atOrBeyond(50), ages: [afterFirstMonth({ low: atOrBeyond(2.1), high: atOrBeyond(42.9) })] },
  '777-3': { unit: '10*3/uL', low: atOrBeyond(40), high: atOrBeyond(1000), ages: [underAge({ low: atOrBeyond(53), high: atOrBeyond(916) })] },
  '3173-2': { unit: 's', high: atOrBeyond(85) },
  '5902-2': { unit: 's', high: atOrBeyond(40) },
  '6301-6': { unit: '{INR}', high: atOrBeyond(5.0) },
  '2744-1': { unit: '[pH]', low: beyond(7.25), high: beyond(7.6), ages: [firstMonth({ low: beyond(7.2), high: beyond(7.5) })] },
  '2019-8': { unit: 'mm[Hg]', low: beyond(25), high: beyond(60), ages: [firstMonth({ low: beyond(30), high: beyond(60) })] },
  '2703-7': { unit: 'mm[Hg]', low: beyond(60), ages: [firstMonth({ low: beyond(40), high: beyond(90) })] },
};

export const CRITICAL_CODES: readonly string[] = Object.keys(CRITICAL);

/** Limits for somebody of an age. */
export interface CriticalLimits extends Limits {
  /** Given for this very age: they outrank its reference range too. */
  readonly isOfAge: boolean;
}

/** The limits of a test at an age; null when the table has none, or when the unit is another. */
export function criticalLimits(code: string, unit: string | null, ageDays: number): CriticalLimits | null {
  const row = CRITICAL[code];
  if (!row || row.unit !== unit) return null;
  const own = row.ages?.find(({ from, until }) => ageDays >= from && ageDays < until);
  return { ...(own ?? row), isOfAge: own !== undefined };
}

/** Is this value critical: `LL` below, `HH` above (HL7 table 0078), null when not. */
export function criticalSide({ low, high }: Limits, value: number): 'LL' | 'HH' | null {
  if (low && (value < low.at || (low.inclusive && value === low.at))) return 'LL';
  if (high && (value > high.at || (high.inclusive && value === high.at))) return 'HH';
  return null;
}
