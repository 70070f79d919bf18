import { checkOrders, type PatientFacts } from '../medicines/checkOrders';
import { type DoseOrder } from '../medicines/dailyDose';
import { type DoseUnit, type Route } from '../medicines/data/formulary';
import { prescriptionProblems } from '../medicines/prescription';
import { productOf } from '../medicines/recognise';
import { IMAGING_STUDIES } from './imagingStudies';
import { doseWords, type OrderSetItem } from './orderSets';
import { labName } from './panels';

/** A line as it is written into a set. */
export type OrderSetLine = Omit<OrderSetItem, 'id' | 'systemCode'>;

/** What a set says at one time. */
export interface OrderSetContent {
  readonly label: string;
  readonly source: string;
  readonly isRetired: boolean;
  readonly items: readonly OrderSetLine[];
}

export interface LineProblem {
  /** "items[2].code" */
  readonly field: string;
  readonly message: string;
}

/** Which terminology a line is coded in. */
export const LINE_SYSTEM = { laboratory: 'LOINC', imaging: 'LOINC', medicine: 'RXNORM' } as const satisfies Record<OrderSetLine['category'], string>;

/** An adult with nothing that speaks against a medicine: what is stopped for them is wrong in a set for everybody. */
const ANYBODY: PatientFacts = { ageYears: 40, allergies: [], current: [], renal: { crcl: 100, egfr: 100 } };

/** What is wrong with the lines of a set, in words for who keeps it. Empty: it can be ordered as it stands. */
export function orderSetProblems(items: readonly OrderSetLine[]): LineProblem[] {
  return [...items.flatMap((line, index) => lineProblems(line, index, items)), ...safetyProblems(items)];
}

function lineProblems(line: OrderSetLine, index: number, items: readonly OrderSetLine[]): LineProblem[] {
  const say = (field: string, message: string): LineProblem[] => [{ field: `items[${index}].${field}`, message }];
  if (items.findIndex(({ category, code }) => category === line.category && code === line.code) < index) return say('code', 'This stands in the set twice.');
  if (line.category === 'laboratory') return labName(line.code) === null ? say('code', 'The laboratory does not offer this test.') : noDose(line, say);
  if (line.category === 'imaging') return IMAGING_STUDIES[line.code] ? noDose(line, say) : say('code', 'Imaging does not offer this examination.');
  return medicineProblems(line, say);
}

function noDose({ doseQuantity, doseUnit, route, everyHours }: OrderSetLine, say: (field: string, message: string) => LineProblem[]): LineProblem[] {
  return [doseQuantity, doseUnit, route, everyHours].every((value) => value === null) ? [] : say('doseQuantity', 'Only a medicine has a dose.');
}

function medicineProblems(line: OrderSetLine, say: (field: string, message: string) => LineProblem[]): LineProblem[] {
  const product = productOf(line.code);
  if (!product) return say('code', 'The pharmacy does not stock this medicine.');
  const order = {
    category: 'inpatient', schedule: 'scheduled', doseQuantity: line.doseQuantity, doseLow: null, doseUnit: line.doseUnit as DoseUnit | null, route: line.route as Route | null,
    everyHours: line.everyHours, dosesPlanned: null, maxPerDay: null, rateMlPerHour: null, supplyQuantity: null, refills: null,
  } as const;
  return [...(line.priority === 'routine' ? [] : say('priority', 'A medicine of a set starts with its first round; prescribe a stat dose for the patient.')), ...prescriptionProblems(product, order).flatMap(({ field, message }) => say(field, message))];
}

/** A set whose own lines would be stopped at everybody's bedside: too much at once or in a day, twice one ingredient, two that harm each other. */
function safetyProblems(items: readonly OrderSetLine[]): LineProblem[] {
  const medicines = items.flatMap((line, index) => (line.category === 'medicine' && productOf(line.code) ? [{ line, index, order: orderOf(line) }] : []));
  const together = medicines.filter(({ line }) => line.isPreselected);
  const found = [...checkOrders(together.map(({ order }) => order), ANYBODY), ...medicines.filter(({ line }) => !line.isPreselected).flatMap(({ order }) => checkOrders([order], ANYBODY))];
  return found.filter(({ level }) => level === 'stop').flatMap(({ code, message }): LineProblem[] => {
    const at = medicines.find(({ line }) => line.code === code);
    return at ? [{ field: `items[${at.index}].doseQuantity`, message }] : [];
  });
}

function orderOf({ code, doseQuantity, doseUnit, route, everyHours }: OrderSetLine): DoseOrder {
  return { code, name: productOf(code)?.name ?? code, doseQuantity, doseUnit, route, everyHours, asNeeded: false, rateMlPerHour: null };
}

/** What changed from one version to the next, a sentence each. `nameOf` says what a line is called. */
export function changesBetween(before: OrderSetContent | null, after: OrderSetContent, nameOf: (line: OrderSetLine) => string): string[] {
  if (before === null) return [];
  const key = ({ category, code }: OrderSetLine) => `${category}|${code}`;
  const [old, now] = [new Map(before.items.map((line) => [key(line), line])), new Map(after.items.map((line) => [key(line), line]))];
  return [
    ...(before.label === after.label ? [] : [`Called ${after.label}; it was ${before.label}.`]),
    ...(before.source === after.source ? [] : ['Another source.']),
    ...(before.isRetired === after.isRetired ? [] : [after.isRetired ? 'Taken out of use.' : 'In use again.']),
    ...after.items.filter((line) => !old.has(key(line))).map((line) => `Added: ${nameOf(line)}.`),
    ...before.items.filter((line) => !now.has(key(line))).map((line) => `Left out: ${nameOf(line)}.`),
    ...after.items.flatMap((line) => {
      const was = old.get(key(line));
      return was && lineWords(was) !== lineWords(line) ? [`${nameOf(line)}: ${lineWords(line)}; it was ${lineWords(was)}.`] : [];
    }),
  ];
}

/** "ticked, stat" or "not ticked, 650 mg, oral, every 8 h": how a line is ordered. */
export function lineWords(line: OrderSetLine): string {
  return [line.isPreselected ? 'ticked' : 'not ticked', line.category === 'medicine' ? doseWords(line) : line.priority === 'routine' ? null : line.priority, line.note && `“${line.note}”`].filter(Boolean).join(', ');
}
