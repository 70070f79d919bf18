import { formatDecimal, parseDollars } from '../../domain/money';

/** An amount as a person types it ("$1,250.50", "−7") in cents; null when it cannot be read. Nothing typed is nothing owed: 0 when `empty` allows it. */
export function readDollars(typed: string | null, empty: 'refused' | 'zero' = 'refused'): number | null {
  const text = (typed ?? '').replace(/[$,\s]/g, '').replace('−', '-');
  if (text === '') return empty === 'zero' ? 0 : null;
  return parseDollars(text);
}

/** Cents as they stand in a field. */
export const writeDollars = (cents: number): string => formatDecimal(cents);
