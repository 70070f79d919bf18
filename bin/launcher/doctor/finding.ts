/** One line of `careway doctor`. A `problem` keeps Careway from running as it is set up now; a `note` does not. */
export interface Finding {
  readonly area: string;
  readonly level: 'ok' | 'note' | 'problem';
  readonly text: string;
  /** What to do about it. */
  readonly mend?: string;
}

export const ok = (area: string, text: string): Finding => ({ area, level: 'ok', text });
export const note = (area: string, text: string, mend?: string): Finding => ({ area, level: 'note', text, mend });
export const problem = (area: string, text: string, mend: string): Finding => ({ area, level: 'problem', text, mend });
