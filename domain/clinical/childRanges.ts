import { type RangePerson, type RangeSex, type ReferenceRange } from './range';

type Bounds = readonly [low: number | null, high: number | null];

/** A stretch of childhood: from an age on, until under another, in days. Null: the source has no bounds for it. */
interface AgeBand {
  readonly from: number;
  readonly until: number;
  readonly bounds: Bounds | Readonly<Record<RangeSex, Bounds>>;
}

interface ChildRow {
  readonly unit: string;
  readonly bands: readonly AgeBand[];
}

const MONTH = 365.25 / 12;
const YEAR = 365.25;
/** The source says "less than": the last tenth below belongs to the range. */
const below = (limit: number): Bounds => [null, Math.round((limit - 0.1) * 10) / 10];

const days = (from: number, until: number, bounds: AgeBand['bounds']): AgeBand => ({ from, until, bounds });
const months = (from: number, until: number, bounds: AgeBand['bounds']): AgeBand => ({ from: from * MONTH, until: until * MONTH, bounds });
const years = (from: number, until: number, bounds: AgeBand['bounds']): AgeBand => ({ from: from * YEAR, until: until * YEAR, bounds });
const bySex = (female: Bounds, male: Bounds): Record<RangeSex, Bounds> => ({ female, male });
const newborn = (bounds: Bounds): AgeBand => ({ from: 0, until: MONTH, bounds });
const allAges = (low: number | null, high: number | null): AgeBand[] => [{ from: 0, until: 18 * YEAR, bounds: [low, high] }];

const potassium: ChildRow = { unit: 'mmol/L', bands: [newborn([3.7, 7.2]), months(1, 3, [4.0, 6.2]), months(3, 12, [3.4, 5.6]), years(1, 17, [3.5, 5.1])] };
const sodium: ChildRow = { unit: 'mmol/L', bands: allAges(130, 147) };
const chloride: ChildRow = { unit: 'mmol/L', bands: allAges(95, 108) };
const carbonDioxide: ChildRow = { unit: 'mmol/L', bands: allAges(20, 30) };
const ureaNitrogen: ChildRow = { unit: 'mg/dL', bands: allAges(2, 20) };
const creatinine: ChildRow = { unit: 'mg/dL', bands: [newborn([0.3, 1]), years(1, 12, [0.3, 0.7]), years(12, 18, [0.5, 1])] };
const glucose: ChildRow = { unit: 'mg/dL', bands: [days(0, 2, [40, 60]), days(2, MONTH, [50, 90]), years(1, 18, [60, 100])] };
const calcium: ChildRow = { unit: 'mg/dL', bands: [days(0, 1, [9, 10.6]), days(1, 2, [7, 12]), days(4, 8, [6.7, 10.9]), years(1, 12, [8.8, 10.8]), years(12, 18, [8.4, 10.2])] };

/**
 * Reference ranges under 18 years, by LOINC code. Source: American College of Clinical Pharmacy, Pediatric Self-Assessment Program
 * (PedSAP), Reference Values for Common Laboratory Tests, which compiles the Harriet Lane Handbook (21st ed., 2018) and others.
 * It names "newborn", "child" and "adolescent" without ages; here they are under a month, 1 to 11 and 12 to 17 years.
 *
 * Not covered: preterm infants; creatinine, glucose and calcium between one month and one year; magnesium (given in another unit);
 * coagulation, lipids, iron but its saturation, cardiac markers, differential counts and urine. Such a result is shown without a range and
 * without a flag, never against an adult's range.
 */
const CHILDREN: Readonly<Record<string, ChildRow>> = {
  '6690-2': { unit: '10*3/uL', bands: [newborn([9.1, 34]), months(1, 24, [6, 17]), years(2, 10, [4, 15.5]), years(10, 18, [4, 13.5])] },
  '789-8': { unit: '10*6/uL', bands: [newborn([4, 5.5])] },
  '718-7': { unit: 'g/dL', bands: [newborn([15, 24]), months(1, 24, [10.5, 14]), years(2, 10, [11.5, 14.5]), years(10, 18, bySex([12, 15], [12.5, 16.1]))] },
  '4544-3': { unit: '%', bands: [newborn([44, 70]), months(1, 24, [32, 42]), years(2, 10, [33, 43]), years(10, 18, bySex([35, 45], [36, 47]))] },
  '787-2': { unit: 'fL', bands: [newborn([99, 115]), months(1, 24, [72, 88]), years(2, 10, [76, 90]), years(10, 18, [78, 95])] },
  '785-6': { unit: 'pg', bands: [newborn([33, 39]), months(1, 24, [24, 30]), years(2, 10, [25, 31]), years(10, 18, [26, 32])] },
  '786-4': { unit: 'g/dL', bands: [newborn([30, 36])] },
  '777-3': { unit: '10*3/uL', bands: [days(0, 8, [84, 478]), { from: 8, until: 18 * YEAR, bounds: [150, 450] }] },
  '2345-7': glucose, '2339-0': glucose,
  '3094-0': ureaNitrogen, '6299-2': ureaNitrogen,
  '2160-0': creatinine, '38483-4': creatinine,
  '17861-6': calcium, '49765-1': calcium,
  '2951-2': sodium, '2947-0': sodium,
  '2823-3': potassium, '6298-4': potassium,
  '2075-0': chloride, '2069-3': chloride,
  '2028-9': carbonDioxide, '20565-8': carbonDioxide,
  '1751-7': { unit: 'g/dL', bands: [days(0, 6, [2.5, 3.9]), days(8, YEAR, [1.9, 4.9]), years(1, 4, [3.4, 5.2]), years(4, 18, [3.5, 5.6])] },
  '1975-2': { unit: 'mg/dL', bands: [days(0, 6, below(12)), months(1, 12, below(2)), years(1, 18, below(1.5))] },
  '6768-6': {
    unit: 'U/L',
    bands: [months(1, 12, [150, 420]), years(1, 10, [100, 420]), years(10, 12, [140, 560]), years(12, 14, bySex([100, 420], [100, 495])), years(14, 16, bySex([70, 320], [100, 525])), years(16, 18, bySex([50, 320], [65, 260]))],
  },
  '1742-6': { unit: 'U/L', bands: [days(0, 8, [6, 40]), days(8, MONTH, bySex([8, 32], [10, 40])), months(1, 12, [12, 45]), years(1, 18, [5, 55])] },
  '1920-8': {
    unit: 'U/L',
    bands: [days(0, 8, bySex([24, 150], [30, 150])), days(8, YEAR, [9, 80]), years(1, 3, [20, 60]), years(3, 10, [15, 50]), years(10, 16, [10, 40]), years(16, 18, bySex([5, 30], [15, 45]))],
  },
  '2777-1': { unit: 'mg/dL', bands: [days(0, 6, [4.5, 9]), years(1, 4, [3.8, 6.5]), years(4, 12, [3.2, 5.8]), years(12, 16, [2.9, 5.4]), years(16, 18, [2.4, 4.7])] },
  '14804-9': { unit: 'U/L', bands: [newborn([180, 2000]), months(1, 12, [170, 580]), years(1, 10, [110, 500]), years(10, 18, [100, 330])] },
  '2502-3': { unit: '%', bands: allAges(10, 50) },
  '4548-4': { unit: '%', bands: allAges(4, 6) },
  '1988-5': { unit: 'mg/L', bands: allAges(null, 7.9) },
  '2744-1': { unit: '[pH]', bands: allAges(7.35, 7.45) },
  '2019-8': { unit: 'mm[Hg]', bands: allAges(32, 48) },
  '2703-7': { unit: 'mm[Hg]', bands: allAges(70, 108) },
  '1960-4': { unit: 'mmol/L', bands: allAges(19, 28) },
};

/** Codes with a range for some age under 18. */
export const CHILD_CODES: readonly string[] = Object.keys(CHILDREN);

/** How many ranges of a code hold at an age: more than one would be a slip of the table. */
export function bandsAt(code: string, ageDays: number): number {
  return (CHILDREN[code]?.bands ?? []).filter(({ from, until }) => ageDays >= from && ageDays < until).length;
}

/** The range of somebody under 18, or null when the source has none for this code, unit, age or sex. */
export function childRange(code: string, unit: string, person: RangePerson): ReferenceRange | null {
  const row = CHILDREN[code];
  if (!row || row.unit !== unit) return null;
  // A birthday counts from its day on, whatever the leap years before it.
  const age = Math.max(person.ageDays, person.ageYears * YEAR);
  const band = row.bands.find(({ from, until }) => age >= from && age < until);
  if (!band) return null;
  const bounds = 'female' in band.bounds ? (person.sex === 'female' || person.sex === 'male' ? band.bounds[person.sex] : null) : band.bounds;
  return bounds && { low: bounds[0], high: bounds[1] };
}
