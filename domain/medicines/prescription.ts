import { DOSE_UNITS, type DoseUnit, type Product, type Route, ROUTES } from './data/formulary';

/** How doses of an order come about. */
export const SCHEDULES = {
  scheduled: 'At set times', 'as-needed': 'When needed (PRN)', stat: 'Once, now (stat)', variable: 'At set times, dose decided each time', infusion: 'Infusion',
} as const;
export type Schedule = keyof typeof SCHEDULES;

/** Where the doses are given. */
export const CATEGORIES = { inpatient: 'On the ward', discharge: 'To take home' } as const;
export type MedicineCategory = keyof typeof CATEGORIES;

/** Usual intervals, in hours, for the form. Any whole number up to a week is taken. */
export const INTERVALS = [4, 6, 8, 12, 24, 48, 72, 168] as const;
export const LONGEST_INTERVAL = 168;

/** What a prescriber fills in. */
export interface Prescription {
  readonly category: MedicineCategory;
  readonly schedule: Schedule;
  readonly doseQuantity: number | null;
  /** The lowest dose of a variable one. */
  readonly doseLow: number | null;
  readonly doseUnit: DoseUnit | null;
  readonly route: Route | null;
  /** Hours between doses; of a medicine when needed: the shortest time between two. Null: once. */
  readonly everyHours: number | null;
  readonly dosesPlanned: number | null;
  readonly maxPerDay: number | null;
  readonly rateMlPerHour: number | null;
  readonly supplyQuantity: number | null;
  readonly refills: number | null;
}

/** Controlled in schedule II (21 CFR 1306.12): no refills. By RxNorm ingredient. */
const NO_REFILLS = ['7804', '5489', '7052', '4337', '6754', '6813'] as const;

/** What is wrong with a prescription, field by field, in words for the prescriber. Empty when it can be carried out as it stands. */
export function prescriptionProblems(product: Product, order: Prescription): { field: string; message: string }[] {
  const problems: { field: string; message: string }[] = [];
  const say = (field: string, message: string) => void problems.push({ field, message });
  const isInfusion = order.schedule === 'infusion';
  if (order.route === null) say('route', 'Choose how it is given.');
  else if (!product.routes.includes(order.route)) say('route', `This product is given: ${product.routes.map((route) => ROUTES[route].toLowerCase()).join(', ')}.`);
  if (isInfusion) {
    if (order.rateMlPerHour === null) say('rateMlPerHour', 'Enter the rate in mL an hour.');
    if (order.route !== 'iv' && order.route !== 'sc') say('route', 'An infusion runs into a vein or under the skin.');
    if (product.per !== 'mL') say('schedule', 'Only a liquid can be infused.');
    if (order.category === 'discharge') say('schedule', 'An infusion is not taken home.');
    return problems;
  }
  if (order.rateMlPerHour !== null) say('rateMlPerHour', 'Only an infusion has a rate.');
  if (order.doseQuantity === null) say('doseQuantity', 'Enter the dose.');
  if (order.doseUnit === null) say('doseUnit', 'Choose the unit.');
  else if (!unitsFor(product).includes(order.doseUnit)) say('doseUnit', `This product is ordered in ${unitsFor(product).join(', ')}.`);
  if (order.schedule === 'variable') {
    if (order.doseLow === null || (order.doseQuantity !== null && order.doseLow >= order.doseQuantity)) say('doseLow', 'Enter the lowest dose; it must be below the highest.');
    if (order.category === 'discharge') say('schedule', 'A dose that staff decide is not taken home.');
  } else if (order.doseLow !== null) say('doseLow', 'Only a variable dose has a lowest one.');
  if (order.schedule === 'stat') {
    if (order.everyHours !== null) say('everyHours', 'A stat dose is given once.');
    if (order.category === 'discharge') say('schedule', 'A stat dose is not taken home.');
  }
  if ((order.schedule === 'as-needed' || order.schedule === 'variable') && order.everyHours === null) say('everyHours', order.schedule === 'as-needed' ? 'Enter the shortest time between two doses.' : 'Enter how often.');
  if (order.maxPerDay !== null && order.schedule !== 'as-needed') say('maxPerDay', 'Only a medicine when needed has a most per day.');
  if (order.category === 'discharge' && order.supplyQuantity === null) say('supplyQuantity', 'Enter how many to dispense.');
  if (order.category === 'inpatient' && (order.supplyQuantity !== null || order.refills !== null)) say('supplyQuantity', 'Only a prescription to take home is dispensed.');
  if ((order.refills ?? 0) > 0 && product.strengths.some(({ rxcui }) => (NO_REFILLS as readonly string[]).includes(rxcui))) say('refills', 'No refills of this medicine are allowed (schedule II).');
  return problems;
}

/** Units a product can be ordered in: its own, weights when it has one ingredient, and international units where it counts in them. */
export function unitsFor(product: Product): DoseUnit[] {
  const [first] = product.strengths;
  const weights: DoseUnit[] = product.strengths.length !== 1 || !first ? [] : first.unit === 'UNT' ? ['UNT'] : ['mg', 'mcg', 'g'];
  return DOSE_UNITS.filter((unit) => unit === product.per || weights.includes(unit));
}

/** "every 8 h, 12 doses": the rhythm of an order in words. */
export function rhythmWords({ schedule, everyHours, dosesPlanned, maxPerDay }: { readonly schedule: Schedule; readonly everyHours: number | null; readonly dosesPlanned: number | null; readonly maxPerDay: number | null }): string {
  if (schedule === 'stat') return 'once, now';
  if (schedule === 'infusion') return 'infusion';
  if (schedule === 'as-needed') return `when needed${everyHours === null ? '' : `, at least ${everyHours} h apart`}${maxPerDay === null ? '' : `, at most ${maxPerDay} a day`}`;
  if (everyHours === null) return 'once';
  return `every ${everyHours} h${dosesPlanned === null ? '' : `, ${dosesPlanned} doses`}`;
}
