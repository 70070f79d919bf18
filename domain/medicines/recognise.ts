import { FORMULARY, type Product } from './data/formulary';
import { type HighAlertCategory, type Ingredient, INGREDIENTS } from './data/ingredients';

/** A medicine by its RxNorm code; `name` is its display. */
export interface NamedMedicine {
  readonly code: string;
  readonly name: string;
}

const BY_CUI = new Map(INGREDIENTS.map((one) => [one.rxcui, one]));
const PRODUCTS = new Map(FORMULARY.map((one) => [one.code, one]));
const BY_NAME = INGREDIENTS.map((one) => ({ one, words: one.name.split(' ') }));

/** The product the pharmacy stocks under this code; null for one from elsewhere. */
export function productOf(code: string): Product | null {
  return PRODUCTS.get(code) ?? null;
}

export function ingredientOf(rxcui: string): Ingredient | null {
  return BY_CUI.get(rxcui) ?? null;
}

/** What is in a medicine: of the formulary by code, of any other by the words of its name. Empty: nothing we have rules for. */
export function ingredientsOf(medicine: NamedMedicine): Ingredient[] {
  const own = BY_CUI.get(medicine.code);
  if (own) return [own];
  const product = productOf(medicine.code);
  if (product) return product.strengths.flatMap(({ rxcui }) => BY_CUI.get(rxcui) ?? []);
  const words = new Set(medicine.name.toLowerCase().split(/[^a-z]+/).filter(Boolean));
  return BY_NAME.filter(({ words: all }) => all.every((word) => words.has(word))).map(({ one }) => one);
}

/** The ISMP category for which a second person must check each dose; null: one person gives it. */
export function highAlertCategory(medicine: NamedMedicine, route: string | null): HighAlertCategory | null {
  const isInjected = /inject|syringe|infus/i.test(medicine.name) || ['iv', 'sc', 'im'].includes(route ?? '');
  for (const { highAlert } of ingredientsOf(medicine)) if (highAlert && (highAlert.only === undefined || isInjected)) return highAlert.category;
  return null;
}
