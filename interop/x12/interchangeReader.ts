import { type Finding, type ProblemCode, problemKind, toProblem, type X12Problem } from './core/problem';
import type { Segment } from './core/segment';
import { SegmentReader } from './core/segmentReader';
import { readDate, readTime } from './core/text';
import { Envelope, type EnvelopeStep } from './envelope';
import type { X12Event } from './events';
import type { GroupHeader, InterchangeAcknowledgment, InterchangeHeader } from './interchange';
import { SetReader } from './setReader';
import type { TransactionSet } from './transactionSet';
import { findTransactionSets, isKnownCode } from './transactionSets';

export interface ReadOptions {
  /** Stop reading after this many errors, and list no more warnings than this; default 200. */
  maxProblems?: number;
  /** Take in an 835 whose amounts do not balance: that is then a warning, for a person to resolve, not a fault of the file. */
  allowImbalance?: boolean;
}

/** What an 835 can be out of balance by. */
const IMBALANCES: ReadonlySet<ProblemCode> = new Set(['lineUnbalanced', 'claimUnbalanced', 'remittanceUnbalanced']);

/**
 * Reads X12 text pushed in chunks and says what it finds as events. Memory is bounded by the longest streamed loop (one
 * claim), whatever the size of the file. Never throws on bad input: every fault is a problem event with its position.
 */
export class InterchangeReader {
  private readonly segments = new SegmentReader((finding) => this.find(finding));
  private readonly envelope = new Envelope((finding) => this.find(finding));
  private events: X12Event[] = [];
  private group = { version: '', functionalId: '', transactions: 0 };
  private setReader: SetReader | null = null;
  /** An ST that announces one of several sets; the segment after it tells which. */
  private undecided: { st: Segment; sets: readonly TransactionSet[] } | null = null;
  private controlNumber: string | undefined;
  private errors = 0;
  private warnings = 0;
  private stopped = false;
  private last: Segment | null = null;
  private readonly maxProblems: number;
  private readonly allowImbalance: boolean;

  constructor(options: ReadOptions = {}) {
    this.maxProblems = options.maxProblems ?? 200;
    this.allowImbalance = options.allowImbalance ?? false;
  }

  /** Read on; the events this chunk completes. */
  push(chunk: string): X12Event[] {
    for (const segment of this.segments.push(chunk)) this.accept(segment);
    return this.takeEvents();
  }

  /** No more text comes; the last events, `end` last of all. */
  end(): X12Event[] {
    this.segments.end();
    const { last } = this;
    if (last && !this.stopped) this.decide(last);
    if (last && !this.stopped) for (const step of this.envelope.end(last)) this.take(step, last);
    this.events.push({ kind: 'end', ok: this.errors === 0, segments: last?.position ?? 0 });
    return this.takeEvents();
  }

  private takeEvents(): X12Event[] {
    const { events } = this;
    this.events = [];
    return events;
  }

  private accept(segment: Segment): void {
    if (this.stopped) return;
    this.last = segment;
    this.decide(segment);
    const before = this.errors;
    const steps = this.envelope.accept(segment);
    for (const step of steps) this.take(step, segment, before === this.errors);
  }

  /** `clean`: the envelope found nothing wrong with the segment. */
  private take(step: EnvelopeStep, segment: Segment, clean = true): void {
    switch (step) {
      case 'body':
        return this.setReader?.accept(segment);
      case 'interchange':
        if (clean) this.events.push({ kind: 'interchange', interchange: readInterchangeHeader(segment) });
        return;
      case 'acknowledgment':
        if (clean) this.events.push({ kind: 'acknowledgment', acknowledgment: readInterchangeAcknowledgment(segment) });
        return;
      case 'group':
        this.group = { version: segment.at(8), functionalId: segment.at(1), transactions: 0 };
        if (clean) this.events.push({ kind: 'group', group: readGroupHeader(segment), functionalId: segment.at(1) });
        return;
      case 'set':
        return this.openSet(segment);
      case 'setEnd':
        return this.closeSet(segment, clean);
      case 'groupEnd':
        this.events.push({ kind: 'groupEnd', transactions: this.group.transactions, stated: statedCount(segment) });
        return;
      case 'interchangeEnd':
        this.events.push({ kind: 'interchangeEnd' });
        return;
    }
  }

  private openSet(st: Segment): void {
    this.group.transactions += 1;
    this.controlNumber = st.at(2);
    const sets = findTransactionSets(st.at(1), this.group.version);
    if (sets.length > 1) this.undecided = { st, sets };
    else this.readSet(st, sets[0]);
  }

  /** The BHT says whether this is a request or an answer; anything else is read as the first, whose guide then says what is wrong. */
  private decide(next: Segment): void {
    if (!this.undecided) return;
    const { st, sets } = this.undecided;
    this.undecided = null;
    this.readSet(st, sets.find(({ purposes }) => next.id === 'BHT' && purposes?.includes(next.at(2))) ?? sets[0]);
  }

  private readSet(st: Segment, set: TransactionSet | undefined): void {
    const transaction = { set: set?.name ?? null, code: st.at(1), controlNumber: st.at(2), version: st.at(3) || this.group.version };
    this.events.push({ kind: 'transaction', transaction });
    if (!set) {
      const known = isKnownCode(st.at(1));
      return this.find({ code: known ? 'unsupportedVersion' : 'unsupportedSet', segment: st, element: 1, detail: `ST01 ${st.at(1)}, GS08 ${this.group.version}` });
    }
    if (set.functionalId !== this.group.functionalId) this.find({ code: 'invalidCode', segment: st, element: 1, detail: `GS01 ${this.group.functionalId} announces other transaction sets` });
    if (set.namesVersion && st.at(3) === '') this.find({ code: 'missingElement', segment: st, element: 3 });
    if (st.at(3) !== '' && st.at(3) !== this.group.version) this.find({ code: 'unsupportedVersion', segment: st, element: 3, detail: 'ST03 differs from GS08' });
    this.setReader = new SetReader(set, st.at(2), { report: (finding) => this.find(finding), isError: (code) => this.isError(code) }, (event) => this.events.push(event));
  }

  private closeSet(trailer: Segment, clean: boolean): void {
    if (this.setReader) this.setReader.finish(trailer, clean);
    else this.events.push({ kind: 'transactionEnd', trailer: undefined, ok: false });
    this.setReader = null;
    this.controlNumber = undefined;
  }

  private find(finding: Finding): void {
    if (this.stopped) return;
    const problem = toProblem(finding, this.controlNumber);
    if (!this.isError(problem.code)) return this.warn({ ...problem, severity: 'warning' });
    this.errors += 1;
    this.tell(problem);
    if (this.errors < this.maxProblems) return;
    this.stopped = true;
    this.tell(toProblem({ code: 'tooManyProblems', segment: finding.segment }, this.controlNumber));
    this.segments.stop();
  }

  private isError(code: ProblemCode): boolean {
    return !problemKind(code).warning && !(this.allowImbalance && IMBALANCES.has(code));
  }

  private warn(problem: X12Problem): void {
    this.warnings += 1;
    if (this.warnings <= this.maxProblems) this.tell(problem);
    else if (this.warnings === this.maxProblems + 1) this.tell(toProblem({ code: 'moreWarnings', segment: { id: problem.segmentId, position: problem.segment, setPosition: 0 } }));
  }

  private tell(problem: X12Problem): void {
    this.events.push({ kind: 'problem', problem });
  }
}

/** GE01, when the group has its trailer. */
function statedCount(segment: Segment): number | undefined {
  return segment.id === 'GE' && /^\d+$/.test(segment.at(1)) ? Number(segment.at(1)) : undefined;
}

function readInterchangeHeader(isa: Segment): InterchangeHeader {
  return {
    delimiters: isa.delimiters,
    sender: { qualifier: isa.at(5), id: isa.at(6).trimEnd() },
    receiver: { qualifier: isa.at(7), id: isa.at(8).trimEnd() },
    date: readDate(`20${isa.at(9)}`),
    time: readTime(isa.at(10)),
    controlNumber: Number(isa.at(13)),
    acknowledgmentRequested: isa.at(14) === '1',
    usage: isa.at(15) as InterchangeHeader['usage'],
  };
}

function readInterchangeAcknowledgment(ta1: Segment): InterchangeAcknowledgment {
  return {
    controlNumber: Number(ta1.at(1)), date: readDate(`20${ta1.at(2)}`), time: readTime(ta1.at(3)),
    status: ta1.at(4) as InterchangeAcknowledgment['status'], note: ta1.at(5),
  };
}

function readGroupHeader(gs: Segment): GroupHeader {
  return { sender: gs.at(2), receiver: gs.at(3), date: readDate(gs.at(4)), time: readTime(gs.at(5)), controlNumber: Number(gs.at(6)), version: gs.at(8) };
}
