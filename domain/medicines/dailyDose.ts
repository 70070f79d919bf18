import { type NamedMedicine, productOf } from './recognise';

/** How a medicine is ordered, as far as doses go. */
export interface DoseOrder extends NamedMedicine {
  /** Null when the order does not say; the highest dose of a variable one. */
  readonly doseQuantity: number | null;
  readonly doseUnit: string | null;
  readonly route: string | null;
  /** Null: once. */
  readonly everyHours: number | null;
  readonly asNeeded: boolean;
  /** mL an hour of an infusion. */
  readonly rateMlPerHour: number | null;
}

/** What one ingredient comes to. `perDay` is null for a single dose, of which a day has one. */
export interface IngredientDose {
  readonly rxcui: string;
  readonly unit: 'mg' | 'UNT';
  readonly single: number;
  readonly perDay: number;
}

const IN_MG: Readonly<Record<string, number>> = { mg: 1, mcg: 0.001, g: 1000 };

/**
 * How much of each ingredient a dose and a day are. Empty when it cannot be said: no quantity, a product we do not stock, a unit that
 * does not fit it, or a weight ordered of a product with several ingredients (it is ordered by the piece).
 */
export function ingredientDoses(order: DoseOrder): IngredientDose[] {
  const product = productOf(order.code);
  if (!product) return [];
  const quantity = order.rateMlPerHour ?? order.doseQuantity;
  const unit = order.rateMlPerHour === null ? order.doseUnit : 'mL';
  if (quantity === null || unit === null) return [];
  const times = order.rateMlPerHour !== null ? 24 : order.everyHours === null ? 1 : 24 / order.everyHours;
  return product.strengths.flatMap((strength) => {
    const single = amountOf(quantity, unit, strength, product.per, product.strengths.length);
    return single === null ? [] : [{ rxcui: strength.rxcui, unit: strength.unit, single: tidy(single), perDay: tidy(single * times) }];
  });
}

function amountOf(quantity: number, unit: string, strength: { amount: number; unit: 'mg' | 'UNT' }, per: string, ingredients: number): number | null {
  if (unit === per) return quantity * strength.amount;
  if (ingredients > 1) return null;
  if (unit === 'UNT') return strength.unit === 'UNT' ? quantity : null;
  const factor = IN_MG[unit];
  return factor !== undefined && strength.unit === 'mg' ? quantity * factor : null;
}

/** Floating point leaves 0.30000000000000004 of 3 × 0.1. */
const tidy = (value: number): number => Number(value.toPrecision(12));
