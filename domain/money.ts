/** Integer US cents. The only money type in Careway; a float never becomes one. */
export type Cents = number & { readonly __cents: unique symbol };

/** The most a single amount may be: what a JavaScript number holds exactly. */
export const MAX_CENTS = Number.MAX_SAFE_INTEGER;

/** Brand a whole number as cents. Throws RangeError on fractions and on amounts beyond exact range. */
export function cents(value: number): Cents {
  if (!Number.isSafeInteger(value)) throw new RangeError(`Not a whole number of cents: ${value}`);
  return (value === 0 ? 0 : value) as Cents; // never -0
}

/** Sum of amounts, exact; throws RangeError when the sum leaves exact range. */
export function sumCents(amounts: Iterable<number>): Cents {
  let total = 0;
  for (const amount of amounts) total += amount;
  return cents(total);
}

/** Round half up (towards +∞ at .5), the rounding every payer contract in Careway uses. `value` in cents, fractional. */
export function roundHalfUp(value: number): Cents {
  return cents(Math.floor(value + 0.5));
}

/** Read a decimal dollar amount as written in CSV or X12 ("12", "12.5", "-0.07") without passing through a float. Null when malformed. */
export function parseDollars(text: string): Cents | null {
  const match = /^([+-]?)(\d{1,13})(?:\.(\d{0,2})0*)?$/.exec(text.trim());
  if (!match) return null;
  const [, sign, whole = '0', fraction = ''] = match;
  const value = Number(whole) * 100 + Number(fraction.padEnd(2, '0') || '0');
  return cents(sign === '-' ? -value : value);
}

/** "1234.56" — plain, for X12 and CSV. */
export function formatDecimal(amount: number): string {
  const whole = Math.abs(amount);
  return `${amount < 0 ? '-' : ''}${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}`;
}

/** "$1,234.56" or "−$7.00" — for people. */
export function formatDollars(amount: number): string {
  const size = Math.abs(amount);
  const fraction = size % 100;
  const whole = String((size - fraction) / 100);
  const grouped = whole.length <= 3 ? whole
    : whole.length <= 6 ? `${whole.slice(0, -3)},${whole.slice(-3)}` : whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `${amount < 0 ? '−' : ''}$${grouped}.${fraction < 10 ? '0' : ''}${fraction}`;
}
