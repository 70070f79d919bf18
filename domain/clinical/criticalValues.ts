/** A limit beyond which a patient can come to harm now. `inclusive`: the limit itself is critical. */
export interface CriticalLimit {
  readonly at: number;
  readonly inclusive: boolean;
}

interface CriticalRow {
  readonly unit: string;
  readonly low?: CriticalLimit;
  readonly high?: CriticalLimit;
}

const atOrBeyond = (at: number): CriticalLimit => ({ at, inclusive: true });
const beyond = (at: number): CriticalLimit => ({ at, inclusive: false });

const potassium: CriticalRow = { unit: 'mmol/L', low: atOrBeyond(2.5), high: atOrBeyond(6.5) };
const sodium: CriticalRow = { unit: 'mmol/L', low: atOrBeyond(120), high: atOrBeyond(160) };
const glucose: CriticalRow = { unit: 'mg/dL', low: atOrBeyond(50), high: atOrBeyond(400) };
const calcium: CriticalRow = { unit: 'mg/dL', low: atOrBeyond(6.5), high: atOrBeyond(12.0) };
const carbonDioxide: CriticalRow = { unit: 'mmol/L', low: atOrBeyond(11), high: atOrBeyond(40) };

/**
 * Critical values of adults, by LOINC code. Source: WakeMed Health & Hospitals, Critical Values Tables (chemistry, hematology and
 * coagulation: "equal to or less than / equal to or greater than"; blood gas, adult: "less than / greater than"); platelets:
 * Mayo Clinic Laboratories, Critical Values / Critical Results List. A hospital sets its own list; this is the demonstration's.
 */
const CRITICAL: Readonly<Record<string, CriticalRow>> = {
  '2823-3': potassium, '6298-4': potassium,
  '2951-2': sodium, '2947-0': sodium,
  '2345-7': glucose, '2339-0': glucose,
  '17861-6': calcium, '49765-1': calcium,
  '2028-9': carbonDioxide, '20565-8': carbonDioxide,
  '19123-9': { unit: 'mg/dL', low: atOrBeyond(1.0), high: atOrBeyond(5.0) },
  '2777-1': { unit: 'mg/dL', low: atOrBeyond(1.0) },
  '718-7': { unit: 'g/dL', low: atOrBeyond(6) },
  '4544-3': { unit: '%', high: atOrBeyond(60) },
  '6690-2': { unit: '10*3/uL', low: atOrBeyond(1.0), high: atOrBeyond(50) },
  '777-3': { unit: '10*3/uL', low: atOrBeyond(40), high: atOrBeyond(1000) },
  '3173-2': { unit: 's', high: atOrBeyond(85) },
  '5902-2': { unit: 's', high: atOrBeyond(40) },
  '6301-6': { unit: '{INR}', high: atOrBeyond(5.0) },
  '2744-1': { unit: '[pH]', low: beyond(7.25), high: beyond(7.6) },
  '2019-8': { unit: 'mm[Hg]', low: beyond(25), high: beyond(60) },
  '2703-7': { unit: 'mm[Hg]', low: beyond(60) },
};

export const CRITICAL_CODES: readonly string[] = Object.keys(CRITICAL);

/** Is this value critical: `LL` below, `HH` above (HL7 table 0078), null when not, or when the unit is another. */
export function criticalSide(code: string, unit: string | null, value: number): 'LL' | 'HH' | null {
  const row = CRITICAL[code];
  if (!row || row.unit !== unit) return null;
  if (row.low && (value < row.low.at || (row.low.inclusive && value === row.low.at))) return 'LL';
  if (row.high && (value > row.high.at || (row.high.inclusive && value === row.high.at))) return 'HH';
  return null;
}
