import { type Cents, cents, sumCents } from '../money';

/** Kinds of service the hospital charges, with the revenue code (NUBC) of the department and the list price of one unit in cents. */
export const SERVICE_CATEGORIES = {
  room: { label: 'Room and board', revenueCode: '0120', priceCents: 175_000 },
  visit: { label: 'Visit', revenueCode: '0510', priceCents: 15_000 },
  emergency: { label: 'Emergency visit', revenueCode: '0450', priceCents: 60_000 },
  laboratory: { label: 'Laboratory', revenueCode: '0300', priceCents: 9_500 },
  imaging: { label: 'Imaging', revenueCode: '0320', priceCents: 32_000 },
  medicine: { label: 'Medicine', revenueCode: '0250', priceCents: 1_200 },
  procedure: { label: 'Procedure', revenueCode: '0360', priceCents: 85_000 },
  immunization: { label: 'Immunisation', revenueCode: '0771', priceCents: 4_000 },
  supply: { label: 'Supplies', revenueCode: '0270', priceCents: 900 },
  device: { label: 'Devices', revenueCode: '0278', priceCents: 120_000 },
} as const;
export type ServiceCategory = keyof typeof SERVICE_CATEGORIES;

/** A service to price. `unitCents` is what the record says one unit costs, when it says so. */
export interface ServiceToPrice {
  readonly category: ServiceCategory;
  readonly units: number;
  readonly unitCents: number | null;
}

/** What the past encounter cost that this one plays again: the whole bill, and the parts of it that are known by service. */
export interface RecordedCost {
  readonly baseCents: number;
  readonly totalCents: number;
  /** Of the total, what procedures and immunisations of the past encounter account for. */
  readonly itemisedCents: number;
}

/**
 * A charge for every service, in order. A recorded cost goes first, else the list price. With `recorded`, the bill follows
 * the past one: rooms share its base, and what it does not itemise (laboratory, imaging, supplies) shares the rest, to the cent.
 */
export function priceServices(services: readonly ServiceToPrice[], recorded: RecordedCost | null): Cents[] {
  const prices: (number | null)[] = services.map(({ category, units, unitCents }) => {
    if (unitCents !== null) return unitCents * units;
    return recorded ? null : SERVICE_CATEGORIES[category].priceCents * units;
  });
  if (recorded) spreadRecorded(services, prices, recorded);
  return prices.map((price) => cents(price ?? 0));
}

function spreadRecorded(services: readonly ServiceToPrice[], prices: (number | null)[], { baseCents, totalCents, itemisedCents }: RecordedCost): void {
  const rest = Math.max(0, totalCents - baseCents - itemisedCents);
  const isStay = (index: number) => ['room', 'visit', 'emergency'].includes(services[index]?.category ?? '');
  const unpriced = prices.flatMap((price, index) => (price === null && !isStay(index) ? [index] : []));
  const stays = services.flatMap((_, index) => (isStay(index) ? [index] : []));
  const weights = (indexes: readonly number[]) => indexes.map((index) => services[index]?.units ?? 1);
  const toStays = unpriced.length > 0 ? baseCents : baseCents + rest;
  shareOut(toStays, weights(stays)).forEach((share, position) => { prices[stays[position] as number] = share; });
  if (unpriced.length > 0) shareOut(stays.length > 0 ? rest : rest + baseCents, weights(unpriced)).forEach((share, position) => { prices[unpriced[position] as number] = share; });
}

/** Share a whole number of cents by weight; the shares add up to it exactly. */
export function shareOut(amount: number, weights: readonly number[]): Cents[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return weights.map(() => cents(0));
  // BigInt: amount × weight may leave exact range.
  const shares = weights.map((weight) => Number((BigInt(amount) * BigInt(weight)) / BigInt(total)));
  let left = amount - sumCents(shares);
  return shares.map((share) => {
    const extra = left > 0 ? 1 : 0;
    left -= extra;
    return cents(share + extra);
  });
}
