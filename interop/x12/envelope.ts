import type { ProblemCode, Report } from './core/problem';
import { Segment } from './core/segment';
import { checkElements } from './grammar/checkElements';
import { compileSegment } from './grammar/compile';
import type { SegmentRule } from './grammar/rules';

/** What a segment means to the envelope. One segment can mean several things when a trailer before it is missing. */
export type EnvelopeStep = 'interchange' | 'acknowledgment' | 'group' | 'set' | 'body' | 'setEnd' | 'groupEnd' | 'interchangeEnd';

const RULES: Readonly<Record<string, SegmentRule>> = {
  ISA: compileSegment('ISA 1 01!=00|03 02 03!=00|01 04 05!=$interchangeId 06! 07!=$interchangeId 08! 09! 10! 11! 12!=00501 13! 14!=0|1 15!=P|T 16!'),
  TA1: compileSegment('TA1 0-n 01! 02! 03! 04!=A|E|R 05!'),
  GS: compileSegment('GS 1 01!=HC|HP|FA|HN|HR|HS|HB|HI 02! 03! 04! 05! 06! 07!=X 08!'),
  ST: compileSegment('ST 1 01! 02! 03'),
  SE: compileSegment('SE 1 01! 02!'),
  GE: compileSegment('GE 1 01! 02!'),
  IEA: compileSegment('IEA 1 01! 02!'),
};

/** A level of the envelope that is open: its header and how many of the next level it has held. */
interface Open {
  header: Segment;
  count: number;
  controlNumbers: Set<string>;
}

/** Follows ISA/GS/ST … SE/GE/IEA: order, counts and control numbers. Reports, never throws. */
export class Envelope {
  private interchange: Open | null = null;
  private group: Open | null = null;
  private set: Open | null = null;
  private setPosition = 0;

  constructor(private readonly report: Report) {}

  /** The steps this segment takes; none when it is out of place. Numbers the segment within its transaction set. */
  accept(segment: Segment): EnvelopeStep[] {
    if (segment.id !== 'ST' && this.set) segment.setPosition = this.setPosition += 1;
    const rule = RULES[segment.id];
    if (!rule) return this.set ? ['body'] : this.refuse(segment);
    const steps = this.step(segment);
    if (steps.length > 0) this.checkHeader(segment, rule);
    return steps;
  }

  /** The text is over: everything still open is reported and closed. `last` is the last segment read. */
  end(last: Segment): EnvelopeStep[] {
    if (!this.interchange) return [];
    const missing = [this.set && 'SE', this.group && 'GE', 'IEA'].filter(Boolean).join(', ');
    this.report({ code: 'truncated', segment: last, detail: `after this segment: ${missing} missing` });
    return this.closeOpen(null, last);
  }

  private step(segment: Segment): EnvelopeStep[] {
    switch (segment.id) {
      case 'ISA':
        return this.openInterchange(segment);
      case 'TA1':
        return this.interchange && !this.group && this.interchange.count === 0 ? ['acknowledgment'] : this.refuse(segment);
      case 'GS':
        return this.openGroup(segment);
      case 'ST':
        return this.openSet(segment);
      case 'SE':
        return this.closeSet(segment);
      case 'GE':
        return this.closeGroup(segment);
      default:
        return this.closeInterchange(segment);
    }
  }

  private openInterchange(segment: Segment): EnvelopeStep[] {
    const closed = this.interchange ? this.closeOpen('interchangeTrailerMissing', segment) : [];
    this.interchange = open(segment);
    return [...closed, 'interchange'];
  }

  private openGroup(segment: Segment): EnvelopeStep[] {
    if (!this.interchange) return this.refuse(segment);
    const closed = this.leaveGroup(segment, 'groupTrailerMissing');
    this.group = open(segment);
    this.note(this.interchange, segment.at(6), segment, 'duplicateGroup', 6);
    return [...closed, 'group'];
  }

  private openSet(segment: Segment): EnvelopeStep[] {
    if (!this.group) return this.refuse(segment);
    const closed = this.leaveSet(segment);
    this.set = open(segment);
    this.setPosition = segment.setPosition = 1;
    this.note(this.group, segment.at(2), segment, 'duplicateSet', 2);
    return [...closed, 'set'];
  }

  private closeSet(segment: Segment): EnvelopeStep[] {
    if (!this.set) return this.refuse(segment);
    this.compareCount(segment, segment.setPosition, 'setCount');
    if (this.set.header.at(2) !== segment.at(2)) this.report({ code: 'setControlNumber', segment, element: 2 });
    this.set = null;
    return ['setEnd'];
  }

  private closeGroup(segment: Segment): EnvelopeStep[] {
    if (!this.group) return this.refuse(segment);
    const closed = this.leaveSet(segment);
    this.compareCount(segment, this.group.count, 'groupCount');
    if (Number(this.group.header.at(6)) !== Number(segment.at(2))) this.report({ code: 'groupControlNumber', segment, element: 2 });
    this.group = null;
    return [...closed, 'groupEnd'];
  }

  private closeInterchange(segment: Segment): EnvelopeStep[] {
    if (!this.interchange) return this.refuse(segment);
    const closed = this.leaveGroup(segment, 'groupTrailerMissing');
    this.compareCount(segment, this.interchange.count, 'interchangeCount');
    if (this.interchange.header.at(13) !== segment.at(2)) this.report({ code: 'interchangeControlNumber', segment, element: 2 });
    this.interchange = null;
    return [...closed, 'interchangeEnd'];
  }

  private leaveSet(segment: Segment): EnvelopeStep[] {
    if (!this.set) return [];
    this.report({ code: 'setTrailerMissing', segment });
    this.set = null;
    return ['setEnd'];
  }

  private leaveGroup(segment: Segment, code: ProblemCode): EnvelopeStep[] {
    if (!this.group) return [];
    const closed = this.leaveSet(segment);
    this.report({ code, segment });
    this.group = null;
    return [...closed, 'groupEnd'];
  }

  private closeOpen(code: ProblemCode | null, segment: Segment): EnvelopeStep[] {
    if (code) this.report({ code, segment });
    const closed: EnvelopeStep[] = [...(this.set ? ['setEnd' as const] : []), ...(this.group ? ['groupEnd' as const] : []), 'interchangeEnd'];
    this.interchange = this.group = this.set = null;
    return closed;
  }

  private note(parent: Open, controlNumber: string, segment: Segment, code: ProblemCode, element: number): void {
    parent.count += 1;
    if (parent.controlNumbers.has(controlNumber)) this.report({ code, segment, element });
    parent.controlNumbers.add(controlNumber);
  }

  private compareCount(segment: Segment, actual: number, code: ProblemCode): void {
    const stated = segment.at(1);
    if (/^\d+$/.test(stated) && Number(stated) !== actual) this.report({ code, segment, element: 1, detail: `${stated} stated, ${actual} found` });
  }

  private checkHeader(segment: Segment, rule: SegmentRule): void {
    checkElements(segment.id === 'ISA' ? withoutDelimiters(segment) : segment, rule, undefined, this.report);
  }

  private refuse(segment: Segment): EnvelopeStep[] {
    this.report({ code: segment.id === '' ? 'emptySegment' : 'misplacedEnvelope', segment });
    return [];
  }
}

function open(header: Segment): Open {
  return { header, count: 0, controlNumbers: new Set() };
}

/** ISA11 and ISA16 are the delimiters themselves and must not be cut by them. */
function withoutDelimiters(segment: Segment): Segment {
  const uncut = new Segment(segment.elements, segment.position, { ...segment.delimiters, component: '\n', repetition: '\n' });
  uncut.foreignElement = segment.foreignElement;
  return uncut;
}
