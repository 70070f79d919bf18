import type { Delimiters } from './delimiters';

/** One segment as it stands in the file. Elements are numbered from 1, as X12 cites them: `at(2)` of a CLP is CLP02. */
export class Segment {
  /** Index of the first element with a character outside the extended character set, -1 when there is none. */
  foreignElement = -1;

  constructor(
    /** Segment ID first, then the elements, uncut composites included. */
    readonly elements: readonly string[],
    /** 1-based position in the file; the first ISA is 1. */
    readonly position: number,
    readonly delimiters: Delimiters,
    /** 1-based position in its transaction set (ST is 1), as a 999 counts; 0 outside one. */
    public setPosition = 0,
  ) {}

  get id(): string {
    return this.elements[0] ?? '';
  }

  /** The element's text, '' when absent. */
  at(element: number): string {
    return this.elements[element] ?? '';
  }

  /** The element's text, undefined when absent. */
  optional(element: number): string | undefined {
    return this.elements[element] || undefined;
  }

  /** The components of a composite element; component 1 is index 0. */
  components(element: number): string[] {
    const text = this.at(element);
    return text === '' ? [] : text.split(this.delimiters.component);
  }

  /** One component, 1-based, '' when absent. */
  component(element: number, component: number): string {
    return this.components(element)[component - 1] ?? '';
  }

  /** The repetitions of a repeating element. */
  repetitions(element: number): string[] {
    const text = this.at(element);
    return text === '' ? [] : text.split(this.delimiters.repetition);
  }
}
