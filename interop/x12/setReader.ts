import { type Finding, type ProblemCode, type Report } from './core/problem';
import type { Segment } from './core/segment';
import type { TransactionHeader, TransactionItem, X12Event } from './events';
import type { Loop } from './grammar/loop';
import { LoopWalker } from './grammar/loopWalker';
import { Hierarchy } from './hierarchy';
import type { TransactionReader, TransactionSet } from './transactionSet';

/** Who hears of problems, and which of them refuse the set. */
export interface ProblemDesk {
  readonly report: Report;
  isError(code: ProblemCode): boolean;
}

/** Reads one transaction set of a supported kind: walks its guide and turns sound loops into models. */
export class SetReader {
  private readonly walker: LoopWalker;
  private readonly hierarchy: Hierarchy;
  private readonly reader: TransactionReader;
  private errors = 0;
  private unreadItems = 0;
  private headerSent = false;

  constructor(
    private readonly set: TransactionSet,
    private readonly controlNumber: string,
    private readonly problems: ProblemDesk,
    private readonly emit: (event: X12Event) => void,
  ) {
    const say = (finding: Finding) => this.say(finding);
    this.walker = new LoopWalker(set.guide, (finding) => this.sayFlawed(finding), (loop, ancestors) => this.takeLoop(loop, ancestors));
    this.hierarchy = new Hierarchy(set.levels, say);
    this.reader = set.open(say);
  }

  /** The next segment between ST and SE. */
  accept(segment: Segment): void {
    this.walker.accept(segment);
    if (segment.id === 'HL') this.hierarchy.accept(segment);
  }

  /** The set is over; `trailer` is its SE, or the segment that stands where it should; `clean`: the SE is in order. */
  finish(trailer: Segment, clean: boolean): void {
    this.walker.finish(trailer);
    this.hierarchy.finish();
    const { root } = this.walker;
    this.sendHeader();
    const sound = !root.flawed && this.unreadItems === 0;
    const end = sound ? this.reader.trailer?.(root) ?? {} : undefined;
    this.emit({ kind: 'transactionEnd', trailer: end, ok: clean && this.errors === 0 });
  }

  private takeLoop(loop: Loop, ancestors: readonly Loop[]): void {
    this.sendHeader();
    if (loop.flawed || ancestors.some((ancestor) => ancestor.flawed) || !this.reader.item) {
      this.unreadItems += 1;
      return;
    }
    this.emit({ kind: 'item', item: this.reader.item(loop, ancestors) as TransactionItem });
  }

  private sendHeader(): void {
    if (this.headerSent || this.walker.root.flawed) return;
    this.headerSent = true;
    const header = { set: this.set.name, controlNumber: this.controlNumber, ...this.reader.header(this.walker.root) };
    this.emit({ kind: 'header', header: header as TransactionHeader });
  }

  /** A fault of the walk makes the open loops unfit for a model; a fault found in a model (a balance) does not. */
  private sayFlawed(finding: Finding): void {
    if (this.say(finding)) this.walker.markFlawed();
  }

  private say(finding: Finding): boolean {
    const isError = this.problems.isError(finding.code);
    if (isError) this.errors += 1;
    this.problems.report(finding);
    return isError;
  }
}
