/**
 * X12 text to plain JSON values and back: ISO dates and times, integer cents, quantities. Reading trusts that the
 * element check has passed; writing trusts nothing and lets the element check refuse.
 */

/** CCYYMMDD → "2026-01-31". */
export function readDate(text: string): string {
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
}

/** "2026-01-31" → CCYYMMDD. */
export function writeDate(date: string | undefined): string | undefined {
  return date?.replace(/-/g, '');
}

/** HHMM[SS[DD]] → "09:30", "09:30:15" or "09:30:15.25". */
export function readTime(text: string): string {
  const [hour, minute, second, decimals] = [text.slice(0, 2), text.slice(2, 4), text.slice(4, 6), text.slice(6)];
  return `${hour}:${minute}${second && `:${second}`}${decimals && `.${decimals}`}`;
}

/** "09:30" → HHMM. */
export function writeTime(time: string | undefined): string | undefined {
  return time?.replace(/[:.]/g, '');
}

/** A monetary amount as integer cents: "12", "12.5", "-.07". */
export function readCents(text: string): number {
  const negative = text.startsWith('-');
  const start = negative ? 1 : 0;
  const point = text.indexOf('.');
  const whole = Number(text.slice(start, point < 0 ? undefined : point)) * 100;
  const cents = point < 0 ? whole : whole + Number(text.slice(point + 1, point + 3).padEnd(2, '0'));
  return negative && cents !== 0 ? -cents : cents;
}

/** Integer cents as X12 wants them: no trailing zeros after the point, no point after a whole amount. */
export function writeCents(cents: number | undefined): string | undefined {
  if (cents === undefined) return undefined;
  if (!Number.isSafeInteger(cents)) return String(cents);
  const whole = Math.floor(Math.abs(cents) / 100);
  const fraction = String(Math.abs(cents) % 100).padStart(2, '0').replace(/0+$/, '');
  return `${cents < 0 ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}

/** A quantity: "2", "1.5", ".25". */
export function readQuantity(text: string): number {
  return Number(text);
}

/** A quantity without exponent; refused later when it is not a finite number. */
export function writeQuantity(quantity: number | undefined): string | undefined {
  if (quantity === undefined) return undefined;
  const text = String(quantity);
  return /e-\d+$/.test(text) ? quantity.toFixed(20).replace(/0+$/, '') : text;
}

/** Without the keys whose value is undefined, so that absent is absent in JSON. */
export function present<T extends object>(record: T): T {
  const kept = {} as T;
  for (const key in record) if (record[key] !== undefined) kept[key] = record[key];
  return kept;
}

/** A list, or undefined when it is empty: optional lists are left out rather than empty. */
export function unlessEmpty<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

/** Apply to a value that is there. */
export function given<T, R>(value: T | undefined, read: (value: T) => R): R | undefined {
  return value === undefined || value === '' ? undefined : read(value);
}
