import { createHash } from 'node:crypto';
import { v5 } from 'uuid';

/** Careway's own namespace for IDs that follow from what they name (RFC 9562, version 5). Never changes. */
const NAMESPACE = '6f1d7c1e-2b53-5c0e-9d2a-4f0a7b9e3c11';
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The same parts always give the same UUID: a seed or an import that runs again finds its own rows. */
export function stableId(...parts: readonly string[]): string {
  return v5(parts.join('\u001f'), NAMESPACE);
}

/** `length` decimal digits that follow from the parts; another `attempt` gives others, for when they are taken. */
export function stableDigits(length: number, attempt: number, ...parts: readonly string[]): string {
  return (hashOf(parts, attempt) % 10n ** BigInt(length)).toString().padStart(length, '0');
}

/** `length` letters and digits that people do not mix up (Crockford's base 32), 5 bits each. */
export function stableLetters(length: number, ...parts: readonly string[]): string {
  let rest = hashOf(parts, 0);
  let text = '';
  for (let i = 0; i < length; i += 1) {
    text += CROCKFORD[Number(rest % 32n)];
    rest /= 32n;
  }
  return text;
}

function hashOf(parts: readonly string[], attempt: number): bigint {
  return createHash('sha256').update([...parts, String(attempt)].join('\u001f')).digest().readBigUInt64BE(0);
}

/**
 * A National Provider Identifier from nine digits: the tenth makes the Luhn sum right over "80840" and all ten, as the
 * CMS standard for health identifiers says.
 */
export function npiOf(nineDigits: string): string {
  return nineDigits + String((10 - (luhnSum(`80840${nineDigits}0`) % 10)) % 10);
}

/** True for ten digits beginning with 1 or 2 whose check digit is right. */
export function isNpi(text: string): boolean {
  return /^[12]\d{9}$/.test(text) && luhnSum(`80840${text}`) % 10 === 0;
}

/** Every second digit from the right, the check digit not counted, doubled; 9 taken off what passes 9. */
function luhnSum(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}
