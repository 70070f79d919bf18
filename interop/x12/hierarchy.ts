import type { Report } from './core/problem';
import type { Segment } from './core/segment';

/** Checks the HL segments of a transaction set: numbered from 1, pointing to their parent, HL04 telling of children. */
export class Hierarchy {
  private count = 0;
  private previous: { segment: Segment; level: number } | null = null;
  /** Number of the last HL at each level. */
  private readonly last: (string | undefined)[] = [];

  /** `levels`: HL03 codes from the outermost inwards. */
  constructor(private readonly levels: readonly string[], private readonly report: Report) {}

  accept(hl: Segment): void {
    this.count += 1;
    const level = this.levels.indexOf(hl.at(3));
    // A wrong level code is the element check's business.
    if (level < 0) return;
    if (hl.at(1) !== String(this.count)) this.report({ code: 'hierarchy', segment: hl, element: 1, detail: `${this.count} expected` });
    // A level may be left out where the guide allows it: what is below then belongs to the next one outwards.
    const parent = this.last.slice(0, level).reverse().find((number) => number !== undefined);
    if (level > 0 && hl.at(2) !== parent) this.report({ code: 'hierarchy', segment: hl, element: 2 });
    this.last[level] = hl.at(1);
    this.last.length = level + 1;
    this.checkChildCode(level);
    this.previous = { segment: hl, level };
  }

  finish(): void {
    this.checkChildCode(0);
  }

  /** HL04 is 1 when the next HL is subordinate, else 0. */
  private checkChildCode(nextLevel: number): void {
    if (!this.previous) return;
    const { segment, level } = this.previous;
    const expected = nextLevel > level ? '1' : '0';
    if (segment.at(4) !== '' && segment.at(4) !== expected) this.report({ code: 'hierarchyChild', segment, element: 4, detail: `${expected} expected` });
  }
}
