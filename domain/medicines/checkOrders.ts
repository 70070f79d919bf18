import { findAllergyConflicts, type RecordedAllergy } from '../orders/allergyCheck';
import { DOSE_LIMITS } from './data/doseLimits';
import { MEDICINE_CLASSES, type MedicineClass } from './data/ingredients';
import { type InteractionRule, INTERACTIONS, type InteractionSide } from './data/interactions';
import { RENAL_RULES, type RenalRule } from './data/renalRules';
import { type DoseOrder, type IngredientDose, ingredientDoses } from './dailyDose';
import { ingredientOf, ingredientsOf } from './recognise';
import { type RenalFunction } from './renalFunction';

export const FINDING_KINDS = { allergy: 'Allergy', duplicate: 'Duplicate', interaction: 'Interaction', dose: 'Dose', renal: 'Kidneys', unchecked: 'Not checked' } as const;
export type FindingKind = keyof typeof FINDING_KINDS;

/** Something to know before a medicine is ordered. `stop`: only with the prescriber's reason. `note`: said, and on record. */
export interface Finding {
  readonly kind: FindingKind;
  readonly level: 'stop' | 'note';
  /** RxNorm code of the order it is about. */
  readonly code: string;
  /** Which rule found it, for statistics on overrides. */
  readonly rule: string;
  readonly message: string;
  readonly source: string | null;
}

/** What the rules know of the patient. */
export interface PatientFacts {
  readonly ageYears: number;
  readonly allergies: readonly RecordedAllergy[];
  /** What the patient gets already: active orders of this stay, or what goes home. */
  readonly current: readonly DoseOrder[];
  readonly renal: RenalFunction | null;
}

/** Dose limits are those of adults. */
const ADULT = 18;
/** Two of a kind are one too many. Two opioids or two antiplatelet medicines are often meant. */
const ONE_OF_A_CLASS: readonly MedicineClass[] = ['nsaid', 'ace-inhibitor', 'arb', 'beta-blocker', 'statin', 'anticoagulant', 'benzodiazepine', 'ssri'];

/**
 * The one check of medicine orders: allergy, duplicate, interaction, dose range and kidneys, of each order against the patient, what is
 * ordered already, and the other orders of the same act. Pure: the same facts always give the same findings, stops first.
 */
export function checkOrders(orders: readonly DoseOrder[], patient: PatientFacts): Finding[] {
  const findings = [
    ...allergyFindings(orders, patient.allergies),
    ...orders.flatMap((order, index) => {
      const others = [...patient.current, ...orders.slice(0, index)];
      return [...duplicates(order, others), ...interactions(order, others), ...doseFindings(order, others, patient), ...renalFindings(order, patient.renal), ...unchecked(order)];
    }),
  ];
  return [...findings.filter(({ level }) => level === 'stop'), ...findings.filter(({ level }) => level === 'note')];
}

function allergyFindings(orders: readonly DoseOrder[], allergies: readonly RecordedAllergy[]): Finding[] {
  return findAllergyConflicts(orders, allergies).map(({ medicine, because }) => ({
    kind: 'allergy', level: 'stop', code: medicine.code, rule: `allergy-${because}`, source: null,
    message: `${medicine.name}: an active allergy to ${because === 'substance' ? 'this medicine' : 'a medicine of this group'} is on record.`,
  }));
}

function duplicates(order: DoseOrder, others: readonly DoseOrder[]): Finding[] {
  const own = ingredientsOf(order);
  return others.flatMap((other): Finding[] => {
    const theirs = ingredientsOf(other);
    const same = order.code === other.code ? order.name : own.find(({ rxcui }) => theirs.some((one) => one.rxcui === rxcui))?.name;
    if (same !== undefined) return [finding('duplicate', 'stop', order, 'duplicate-ingredient', `${order.name}: ${other.name} is ordered already${order.code === other.code ? '' : ` and has ${same} too`}.`, null)];
    const group = ONE_OF_A_CLASS.find((name) => own.some(({ classes }) => classes.includes(name)) && theirs.some(({ classes }) => classes.includes(name)));
    return group ? [finding('duplicate', 'stop', order, `duplicate-${group}`, `${order.name}: ${other.name} is ordered already. Both are of one group: ${MEDICINE_CLASSES[group]}.`, 'WHO ATC index')] : [];
  });
}

function interactions(order: DoseOrder, others: readonly DoseOrder[]): Finding[] {
  return others.flatMap((other) => INTERACTIONS.filter((rule) => applies(rule, order, other)).map((rule) =>
    finding('interaction', rule.severity === 'moderate' ? 'note' : 'stop', order, rule.id, `${order.name} with ${other.name} (${rule.severity}): ${rule.effect}.`, rule.source)));
}

/** Different ingredients on the two sides: a medicine does not interact with itself; that is a duplicate. */
function applies({ a, b }: InteractionRule, order: DoseOrder, other: DoseOrder): boolean {
  const [own, theirs] = [ingredientsOf(order), ingredientsOf(other)];
  const pairs = (left: InteractionSide, right: InteractionSide) => own.some((one) => isSide(one, left) && theirs.some((two) => isSide(two, right) && two.rxcui !== one.rxcui));
  return pairs(a, b) || pairs(b, a);
}

function isSide(one: { readonly rxcui: string; readonly classes: readonly MedicineClass[] }, side: InteractionSide): boolean {
  return 'rxcui' in side ? one.rxcui === side.rxcui : one.classes.includes(side.class);
}

function doseFindings(order: DoseOrder, others: readonly DoseOrder[], patient: PatientFacts): Finding[] {
  if (patient.ageYears < ADULT) return [];
  return ingredientDoses(order).flatMap((dose): Finding[] => {
    const limit = DOSE_LIMITS.find((one) => one.rxcui === dose.rxcui && one.unit === dose.unit && (!one.routes || (order.route !== null && (one.routes as readonly string[]).includes(order.route))));
    if (!limit) return [];
    const name = ingredientOf(dose.rxcui)?.name ?? order.name;
    const say = (level: Finding['level'], rule: string, message: string) => [finding('dose', level, order, rule, `${order.name}: ${message}`, limit.source)];
    if (order.rateMlPerHour === null && limit.maxSingle !== null && dose.single > limit.maxSingle) return say('stop', 'dose-single', `${amount(dose.single, dose.unit)} of ${name} at once; at most ${amount(limit.maxSingle, limit.unit)}.`);
    const day = dose.perDay + others.flatMap(ingredientDoses).filter((one) => one.rxcui === dose.rxcui && one.unit === dose.unit).reduce((sum, one) => sum + one.perDay, 0);
    if (limit.maxDaily !== null && day > limit.maxDaily) return say('stop', 'dose-daily', `${amount(day, dose.unit)} of ${name} a day with all that is ordered; at most ${amount(limit.maxDaily, limit.unit)}.`);
    return limit.minSingle !== null && dose.single < limit.minSingle ? say('note', 'dose-low', `${amount(dose.single, dose.unit)} of ${name} is less than usual (${amount(limit.minSingle, limit.unit)}).`) : [];
  });
}

function renalFindings(order: DoseOrder, renal: RenalFunction | null): Finding[] {
  const doses = ingredientDoses(order);
  return ingredientsOf(order).flatMap(({ rxcui, name }): Finding[] => {
    const rules = RENAL_RULES.filter((rule) => rule.rxcui === rxcui);
    if (rules.length === 0) return [];
    const measured = (rule: RenalRule) => (rule.by === 'crcl' ? renal?.crcl : renal?.egfr) ?? null;
    if (rules.every((rule) => measured(rule) === null)) return [finding('renal', 'note', order, 'renal-unknown', `${order.name}: the dose of ${name} depends on the kidneys, and creatinine or weight is missing.`, rules[0]?.source ?? null)];
    const rule = rules.find((one) => (measured(one) ?? Infinity) < one.below);
    return rule ? renalFinding(order, name, rule, measured(rule) ?? 0, doses.find((dose) => dose.rxcui === rxcui)) : [];
  });
}

function renalFinding(order: DoseOrder, name: string, rule: RenalRule, value: number, dose: IngredientDose | undefined): Finding[] {
  const measure = rule.by === 'crcl' ? `creatinine clearance ${value} mL/min` : `eGFR ${value} mL/min/1.73 m²`;
  if ('avoid' in rule.do) return [finding('renal', 'stop', order, `renal-avoid-${rule.rxcui}`, `${order.name}: not with ${measure} (below ${rule.below}).`, rule.source)];
  if ('say' in rule.do) return [finding('renal', 'note', order, `renal-say-${rule.rxcui}`, `${order.name}: ${measure}; ${rule.do.say}.`, rule.source)];
  const { maxDaily, unit } = rule.do;
  const isWithin = dose !== undefined && dose.unit === unit && dose.perDay <= maxDaily;
  if (isWithin) return [];
  const words = `${order.name}: at most ${amount(maxDaily, unit)} of ${name} a day with ${measure}`;
  return [finding('renal', dose ? 'stop' : 'note', order, `renal-dose-${rule.rxcui}`, dose ? `${words}; ${amount(dose.perDay, dose.unit)} is ordered.` : `${words}.`, rule.source)];
}

/** Silence must not look like safety. */
function unchecked(order: DoseOrder): Finding[] {
  if (ingredientsOf(order).length > 0) return [];
  return [finding('unchecked', 'note', order, 'unknown-medicine', `${order.name}: not in the tables of interactions, doses and kidneys. Check it by hand.`, null)];
}

function finding(kind: FindingKind, level: Finding['level'], order: DoseOrder, rule: string, message: string, source: string | null): Finding {
  return { kind, level, code: order.code, rule, message, source };
}

/** "1,500 mg", "0.125 mg", "12 units" */
function amount(value: number, unit: 'mg' | 'UNT'): string {
  const [whole = '0', part] = String(Math.round(value * 10_000) / 10_000).split('.');
  return `${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}${part ? `.${part}` : ''} ${unit === 'mg' ? 'mg' : 'units'}`;
}
