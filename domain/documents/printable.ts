/** Signs with a way to say them in Windows-1252. */
const SPELT: Readonly<Record<string, string>> = { '→': '->', '−': '-', '\u2009': ' ', '\u00a0': ' ', '\t': ' ', '₂': '2', '≥': '>=', '≤': '<=' };
const BASE_LETTERS: Readonly<Record<string, string>> = { Ł: 'L', ł: 'l', Đ: 'D', đ: 'd', ı: 'i', Ħ: 'H', ħ: 'h' };

/**
 * Text as the built-in fonts of a PDF can print it. They know Windows-1252 only: other letters keep their base letter ("Łukasz" is
 * "Lukasz"), and what has none shows as "?", never dropped unseen.
 */
export function printable(text: string): string {
  return [...text].map((letter) => {
    const known = SPELT[letter] ?? letter;
    if (/^[\n\x20-\x7e\xa0-\xff‘’“”–—…•€]*$/u.test(known)) return known;
    const base = (BASE_LETTERS[letter] ?? letter).normalize('NFKD').replace(/\p{M}/gu, '');
    return /^[\x20-\x7e]+$/.test(base) ? base : '?';
  }).join('');
}
