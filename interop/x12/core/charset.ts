import type { Delimiters } from './delimiters';

const escape = (character: string) => character.replace(/[\\\]^-]/g, '\\$&');

/**
 * A pattern that finds a character which may stand nowhere in a file with these delimiters. The HIPAA guides allow in data
 * the basic set (capitals, digits, blank, some punctuation) and the extended set (lower case and the rest of printable
 * ASCII); national letters are in neither.
 */
export function foreignCharacter(delimiters: Delimiters): RegExp {
  const { element, component, repetition, segment } = delimiters;
  return new RegExp(`[^\\u0020-\\u007e${[element, component, repetition, segment].map(escape).join('')}]`);
}

/** A pattern that finds what may not be written as data under these delimiters: foreign characters and the delimiters. */
export function unwritableCharacter(delimiters: Delimiters): RegExp {
  const { element, component, repetition, segment } = delimiters;
  return new RegExp(`[^\\u0020-\\u007e]|[${[element, component, repetition, segment].map(escape).join('')}]`);
}

/**
 * The nearest writable text: accents are taken off their letters (José → Jose), anything else that cannot be written
 * becomes a question mark, so the reader sees that something stood there.
 */
export function transliterate(text: string, delimiters: Delimiters): string {
  const plain = text.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
  const unwritable = unwritableCharacter(delimiters);
  return [...plain].map((character) => (unwritable.test(character) ? '?' : character)).join('');
}
