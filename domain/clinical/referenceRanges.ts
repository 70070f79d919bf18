import { childRange } from './childRanges';
import { type RangePerson, type ReferenceRange } from './range';

interface RangeRow {
  /** UCUM unit the bounds are in; a result in another unit gets no range rather than a wrong one. */
  readonly unit: string;
  readonly all?: ReferenceRange;
  readonly female?: ReferenceRange;
  readonly male?: ReferenceRange;
}

const range = (unit: string, low: number | null, high: number | null): RangeRow => ({ unit, all: { low, high } });
const bySex = (unit: string, female: readonly [number | null, number | null], male: readonly [number | null, number | null]): RangeRow => ({
  unit, female: { low: female[0], high: female[1] }, male: { low: male[0], high: male[1] },
});

/**
 * Reference ranges of adults, by LOINC code. Source: American Board of Internal Medicine, ABIM Laboratory Test Reference Ranges
 * (January 2026), except NT-proBNP (ESC heart failure guideline 2021, non-acute), lipids (desirable values, NCEP ATP III) and
 * eGFR (KDIGO 2012). Those under 18 have a table of their own (childRanges). None for pregnancy and none for old age: such a result is shown against
 * the adult's range.
 */
const RANGES: Readonly<Record<string, RangeRow>> = {
  '6690-2': range('10*3/uL', 4.0, 11.0),
  '789-8': range('10*6/uL', 4.2, 5.9),
  '718-7': bySex('g/dL', [12, 16], [14, 18]),
  '4544-3': bySex('%', [37, 47], [42, 50]),
  '787-2': range('fL', 80, 98),
  '785-6': range('pg', 28, 32),
  '786-4': range('g/dL', 33, 36),
  '788-0': range('%', 9.0, 14.5),
  '777-3': range('10*3/uL', 150, 450),
  '32623-1': range('fL', 7, 9),
  '770-8': range('%', 50, 70),
  '736-9': range('%', 30, 45),
  '5905-5': range('%', 0, 6),
  '713-8': range('%', 0, 3),
  '706-2': range('%', 0, 1),
  '751-8': range('10*3/uL', 2.0, 8.25),
  '731-0': range('10*3/uL', 1.2, 4.95),
  '2345-7': range('mg/dL', 70, 99),
  '2339-0': range('mg/dL', 70, 99),
  '3094-0': range('mg/dL', 8, 20),
  '6299-2': range('mg/dL', 8, 20),
  '2160-0': bySex('mg/dL', [0.5, 1.1], [0.7, 1.3]),
  '38483-4': bySex('mg/dL', [0.5, 1.1], [0.7, 1.3]),
  '33914-3': range('mL/min', 60, null),
  '17861-6': range('mg/dL', 8.6, 10.2),
  '49765-1': range('mg/dL', 8.6, 10.2),
  '2951-2': range('mmol/L', 136, 145),
  '2947-0': range('mmol/L', 136, 145),
  '2823-3': range('mmol/L', 3.5, 5.0),
  '6298-4': range('mmol/L', 3.5, 5.0),
  '2075-0': range('mmol/L', 98, 106),
  '2069-3': range('mmol/L', 98, 106),
  '2028-9': range('mmol/L', 23, 30),
  '20565-8': range('mmol/L', 23, 30),
  '2885-2': range('g/dL', 5.5, 9.0),
  '1751-7': range('g/dL', 3.5, 5.5),
  '1975-2': range('mg/dL', 0.3, 1.0),
  '6768-6': range('U/L', 30, 120),
  '1742-6': range('U/L', 10, 40),
  '1920-8': range('U/L', 10, 40),
  '19123-9': range('mg/dL', 1.6, 2.6),
  '2777-1': range('mg/dL', 3.0, 4.5),
  '2093-3': range('mg/dL', null, 199),
  '2571-8': range('mg/dL', null, 149),
  '18262-6': range('mg/dL', null, 129),
  '2085-9': range('mg/dL', 40, null),
  '89579-7': bySex('pg/mL', [null, 15], [null, 20]),
  '33762-6': range('pg/mL', null, 124),
  '2276-4': bySex('ug/L', [24, 307], [24, 336]),
  '2498-4': range('ug/dL', 50, 150),
  '2500-7': range('ug/dL', 250, 310),
  '2502-3': range('%', 20, 50),
  '4548-4': range('%', 4.0, 5.6),
  '5902-2': range('s', 11, 13),
  '3173-2': range('s', 25, 35),
  '48065-7': range('ug/mL', null, 0.5),
  '14804-9': range('U/L', 80, 225),
  '2157-6': bySex('U/L', [30, 135], [55, 170]),
  '1988-5': range('mg/L', null, 8),
  '33959-8': range('ng/mL', null, 0.1),
  '2744-1': range('[pH]', 7.38, 7.44),
  '2019-8': range('mm[Hg]', 38, 42),
  '2703-7': range('mm[Hg]', 75, 100),
  '1960-4': range('mmol/L', 23, 26),
  '5803-2': range('pH', 4.5, 8.0),
};

/** Codes that have a range, for tests and for the list an administrator reads. */
export const RANGED_CODES: readonly string[] = Object.keys(RANGES);

/** From this age the ranges of adults hold. */
export const ADULT_AGE = 18;

/** The range for a result, or null when the table has none for this code, unit, sex or age. */
export function referenceRange(code: string, unit: string | null, person: RangePerson): ReferenceRange | null {
  if (unit === null) return null;
  if (person.ageYears < ADULT_AGE) return childRange(code, unit, person);
  const row = RANGES[code];
  if (!row || row.unit !== unit) return null;
  if (row.all) return row.all;
  return (person.sex === 'female' ? row.female : person.sex === 'male' ? row.male : undefined) ?? null;
}
