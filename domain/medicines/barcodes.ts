const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What somebody scanned or typed, tidied: capitals, no spaces, letters that look like digits read as digits. */
export function tidyCode(typed: string): string {
  return typed.trim().toUpperCase().replace(/\s+/g, '');
}

/** A wristband code from 40 random bits: "W" and eight characters without letters that look like digits. */
export function wristbandCode(bits: Uint8Array): string {
  let value = 0n;
  for (const byte of bits.slice(0, 5)) value = (value << 8n) | BigInt(byte);
  return `W${Array.from({ length: 8 }, (_, index) => CROCKFORD[Number((value >> BigInt(35 - index * 5)) & 31n)]).join('')}`;
}

/** A typed wristband code as the printed one: O read as 0, I and L as 1 (Crockford, base 32), a hyphen ignored. */
export function readWristband(typed: string): string {
  const code = tidyCode(typed).replace(/-/g, '');
  return code.slice(0, 1) + code.slice(1).replace(/O/g, '0').replace(/[IL]/g, '1');
}

/** The hospital's own package code: "M", the RxNorm code, and a check digit (Luhn) against mistyping. */
export function internalMedicineCode(rxnormCode: string): string {
  return `M${rxnormCode}${luhn(rxnormCode)}`;
}

/**
 * National Drug Codes a scan can mean, as ten digits without hyphens. Read are: 4-4-2, 5-3-2 and 5-4-1 with hyphens; 5-4-2 (11 digits,
 * HIPAA), whose padding zero can stand in up to three places; UPC-A (12 digits beginning with 3); GTIN-14 (003) and the GS1 element
 * string (01). Sources: 21 CFR 207.33; GS1 General Specifications. Empty: not an NDC.
 */
export function ndcCandidates(scanned: string): string[] {
  const text = tidyCode(scanned).replace(/^\]?(D2|E0|C1)/, '');
  const hyphened = /^(\d{4,5})-(\d{3,4})-(\d{1,2})$/.exec(text);
  if (hyphened) {
    const digits = hyphened.slice(1).join('');
    return digits.length === 10 ? [digits] : digits.length === 11 ? withoutPadding(digits) : [];
  }
  const gtin = /^(?:\(01\)|01)?003(\d{10})\d/.exec(text) ?? /^\(?01\)?003(\d{10})\d/.exec(text);
  if (gtin?.[1] && text.replace(/\D/g, '').length >= 14) return [gtin[1]];
  const digits = /^\d+$/.test(text) ? text : '';
  if (digits.length === 12 && digits.startsWith('3')) return [digits.slice(1, 11)];
  if (digits.length === 11) return withoutPadding(digits);
  return digits.length === 10 ? [digits] : [];
}

/** Take the padding zero out of a 5-4-2 code, wherever it can stand. */
function withoutPadding(digits: string): string[] {
  return [...new Set([0, 5, 9].filter((place) => digits[place] === '0').map((place) => digits.slice(0, place) + digits.slice(place + 1)))];
}

/** Luhn's check digit (ISO/IEC 7812-1). */
function luhn(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
