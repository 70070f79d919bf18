/** Plays again what the past encounter of this patient recorded (demonstration); every other set is a row of the hospital's tables. */
export const REPLAY_ORDER_SET = 'as-recorded';
export const REPLAY_LABEL = 'As recorded (demonstration)';

/** One line of an order set. */
export interface OrderSetItem {
  /** Set, its version and the place in it: "pneumonia/2/3". A line of another version is another line. */
  readonly id: string;
  readonly category: 'laboratory' | 'imaging' | 'medicine';
  readonly systemCode: string;
  readonly code: string;
  readonly isPreselected: boolean;
  readonly priority: 'routine' | 'urgent' | 'stat';
  readonly doseQuantity: number | null;
  readonly doseUnit: string | null;
  readonly route: string | null;
  readonly everyHours: number | null;
  /** When to leave it out, or to add it. */
  readonly note: string | null;
}

/** What a physician orders together, by reason of admission. */
export interface OrderSet {
  readonly code: string;
  readonly label: string;
  /** Where the idea comes from. */
  readonly source: string;
  readonly items: readonly OrderSetItem[];
}

/**
 * What is ordered of the sets chosen: the lines ticked, or those ticked from the start when nobody says. What two sets have in common is
 * ordered once, as urgent as the more urgent of the two.
 */
export function itemsToOrder(chosen: readonly OrderSet[], ticked: ReadonlySet<string> | null): OrderSetItem[] {
  const wanted = chosen.flatMap(({ items }) => items.filter(({ id, isPreselected }) => (ticked ? ticked.has(id) : isPreselected)));
  const byCode = new Map<string, OrderSetItem>();
  for (const item of wanted) {
    const key = `${item.systemCode}|${item.code}`;
    const known = byCode.get(key);
    byCode.set(key, known && URGENCY[known.priority] >= URGENCY[item.priority] ? known : item);
  }
  return [...byCode.values()];
}

const URGENCY = { routine: 0, urgent: 1, stat: 2 } as const;

/** Codes that more than one of these sets holds. */
export function inSeveralSets(chosen: readonly OrderSet[]): ReadonlySet<string> {
  const seen = new Map<string, number>();
  for (const { items } of chosen) for (const { code } of items) seen.set(code, (seen.get(code) ?? 0) + 1);
  return new Set([...seen].filter(([, count]) => count > 1).map(([code]) => code));
}

/** "650 mg, oral, every 8 h" */
export function doseWords({ doseQuantity, doseUnit, route, everyHours }: Pick<OrderSetItem, 'doseQuantity' | 'doseUnit' | 'route' | 'everyHours'>): string {
  return [`${doseQuantity} ${doseUnit}`, route, everyHours === null ? 'once' : `every ${everyHours} h`].filter(Boolean).join(', ');
}
