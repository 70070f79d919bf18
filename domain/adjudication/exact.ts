/**
 * Cents times a decimal rate, exact. 0.285 × 100 is 28.499999999999996 in binary floating point and 28.5 on paper, and the cent
 * between the two roundings is somebody's money. So a rate is read back as the decimal that was written (JavaScript prints the
 * shortest decimal that denotes the same number) and multiplied as a fraction of whole numbers.
 */
import { cents, type Cents } from '../money';

/** A non-negative decimal as `numerator` / `denominator`, the denominator a power of ten; plain numbers where a few digits suffice. */
export type Decimal =
  | { readonly isShort: true; readonly numerator: number; readonly denominator: number }
  | { readonly isShort: false; readonly numerator: bigint; readonly denominator: bigint };

const SHORT_DIGITS = 7;

/** The decimal a JSON number was written as. Throws RangeError for negative or infinite numbers. */
export function decimalOf(value: number): Decimal {
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`Not a rate: ${value}`);
  const match = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (!match) throw new RangeError(`Not a decimal: ${value}`);
  const [, whole = '0', fraction = '', exponent = '0'] = match;
  const scale = fraction.length - Number(exponent);
  const digits = whole + fraction;
  if (digits.length <= SHORT_DIGITS && scale >= 0 && scale <= SHORT_DIGITS) {
    return { isShort: true, numerator: Number(digits), denominator: 10 ** scale };
  }
  return {
    isShort: false,
    numerator: scale < 0 ? BigInt(digits) * 10n ** BigInt(-scale) : BigInt(digits),
    denominator: scale > 0 ? 10n ** BigInt(scale) : 1n,
  };
}

/** `amount` × `rate`, rounded half up. `amount` not negative. Throws RangeError when the product is beyond exact range. */
export function timesHalfUp(amount: number, rate: Decimal): Cents {
  // Twice the product plus the denominator, over twice the denominator, rounded down: half up in whole numbers.
  if (rate.isShort) {
    const top = 2 * amount * rate.numerator + rate.denominator;
    const bottom = 2 * rate.denominator;
    if (top <= Number.MAX_SAFE_INTEGER) return cents((top - (top % bottom)) / bottom);
  }
  const numerator = BigInt(rate.numerator);
  const denominator = BigInt(rate.denominator);
  return cents(Number((2n * BigInt(amount) * numerator + denominator) / (2n * denominator)));
}
