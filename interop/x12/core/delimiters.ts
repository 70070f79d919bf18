/** The four characters an interchange is cut by. They are declared in its ISA segment and hold until its IEA. */
export interface Delimiters {
  /** Between elements: ISA position 4. */
  element: string;
  /** Between the components of a composite element: ISA16. */
  component: string;
  /** Between repetitions of an element: ISA11 (5010 and later). */
  repetition: string;
  /** After each segment: the character after ISA16. */
  segment: string;
}

/** What most trading partners use, and what Careway writes unless told otherwise. */
export const DEFAULT_DELIMITERS: Delimiters = { element: '*', component: ':', repetition: '^', segment: '~' };

/** Why these four characters cannot cut an interchange, or null when they can. */
export function delimiterFault(delimiters: Delimiters): string | null {
  const all = [delimiters.element, delimiters.component, delimiters.repetition, delimiters.segment];
  if (all.some((one) => one.length !== 1)) return 'each delimiter is exactly one character';
  if (new Set(all).size !== all.length) return 'the four delimiters must differ from each other';
  // A letter, digit or blank would cut names and amounts; a minus or point would cut numbers.
  if (all.some((one) => /[A-Za-z0-9 .-]/.test(one))) return 'a letter, digit, blank, point or hyphen cannot be a delimiter';
  if (all.some((one) => one > '\u007e')) return 'a delimiter must be an ASCII character';
  return null;
}
