import { transliterate, unwritableCharacter } from './charset';
import type { Delimiters } from './delimiters';
import type { Draft, DraftElement } from './draft';
import type { Report } from './problem';

export interface WriteOptions {
  /**
   * What to do with a delimiter or a character outside the extended set in data: `refuse` (the default) reports it,
   * `replace` writes the nearest text (é → e, else ?) and lists where.
   */
  unwritable?: 'refuse' | 'replace';
  /** A line feed after each segment, for people; some trading partners refuse it. */
  lineBreaks?: boolean;
}

/** Where data was written in other characters than given. */
export interface Replacement {
  segment: number;
  segmentId: string;
  element: number;
  component?: number;
}

/** Puts drafts into X12 text. Never lets data pass for a delimiter. */
export class SegmentWriter {
  readonly replacements: Replacement[] = [];
  private readonly lines: string[] = [];
  private readonly unwritable: RegExp;

  constructor(private readonly delimiters: Delimiters, private readonly options: WriteOptions, private readonly report: Report) {
    this.unwritable = unwritableCharacter(delimiters);
  }

  /** How many segments have been written. */
  get count(): number {
    return this.lines.length;
  }

  /** Write a segment whose elements are taken as they are: the ISA, which holds the delimiters and is padded. */
  addRaw(elements: readonly string[]): void {
    this.lines.push(elements.join(this.delimiters.element));
  }

  add([id, ...elements]: Draft): void {
    const texts = elements.map((element, index) => this.elementText(element, id, index + 1));
    while (texts.at(-1) === '') texts.pop();
    this.lines.push([id, ...texts].join(this.delimiters.element));
  }

  text(): string {
    const end = `${this.delimiters.segment}${this.options.lineBreaks ? '\n' : ''}`;
    return this.lines.map((line) => line + end).join('');
  }

  private elementText(element: DraftElement, id: string, position: number): string {
    if (element === undefined) return '';
    if (typeof element === 'string') return this.safe(element, id, position);
    if (!('repeat' in element)) return this.compositeText(element, id, position);
    return element.repeat
      .map((one) => (typeof one === 'string' ? this.safe(one, id, position) : this.compositeText(one, id, position)))
      .join(this.delimiters.repetition);
  }

  private compositeText(components: readonly (string | undefined)[], id: string, position: number): string {
    const texts = components.map((component, index) => this.safe(component ?? '', id, position, index + 1));
    while (texts.at(-1) === '') texts.pop();
    return texts.join(this.delimiters.component);
  }

  /** X12 suppresses trailing blanks. */
  private safe(data: string, segmentId: string, element: number, component?: number): string {
    const text = data.trimEnd();
    if (!this.unwritable.test(text)) return text;
    const place = { segmentId, element, ...(component !== undefined && { component }) };
    const segment = this.lines.length + 1;
    if (this.options.unwritable === 'replace') {
      this.replacements.push({ segment, ...place });
      return transliterate(text, this.delimiters);
    }
    this.report({ code: 'unwritableCharacter', segment: { id: segmentId, position: segment, setPosition: 0 }, element, ...(component !== undefined && { component }) });
    // The position stays filled so that nothing else is reported missing because of this.
    return transliterate(text, this.delimiters);
  }
}
