import type { Finding, Report } from '../core/problem';
import type { Segment } from '../core/segment';
import { SEGMENTS } from '../dictionary/segments';
import { checkElements } from './checkElements';
import { Loop } from './loop';
import { type LoopRule, type Rule, type SegmentRule, type Slot, triggerOf } from './rules';

/** A streamed loop and the open loops around it, nearest first. */
export type OnStreamed = (loop: Loop, ancestors: readonly Loop[]) => void;

/** Where the walk stands inside one open loop. */
interface Frame {
  loop: Loop;
  slot: number;
  /** How often each choice of the current slot has occurred. */
  counts: number[];
}

interface Place {
  depth: number;
  slot: number;
  choice: number;
}

/**
 * Fits segments one by one into a guide: opens and closes loops, checks order, occurrence and elements, and goes on
 * after a mistake so that all mistakes are found. Segments of one slot come in any order; slots do not go back.
 */
export class LoopWalker {
  private readonly frames: Frame[];
  readonly root: Loop;

  constructor(root: LoopRule, private readonly report: Report, private readonly onStreamed: OnStreamed) {
    this.root = new Loop(root);
    this.frames = [{ loop: this.root, slot: 0, counts: [] }];
  }

  /** Take the next segment of the transaction set. */
  accept(segment: Segment): void {
    const place = this.findPlace(segment, matches) ?? this.findPlace(segment, soleChoice);
    if (place) this.take(segment, place);
    else this.refuse(segment);
  }

  /** The transaction set is over; `trailer` is where what is missing is reported. */
  finish(trailer: Segment): void {
    while (this.frames.length > 0) this.closeTop(trailer);
  }

  /** Mark the open loops as unfit for a model, up to the next streamed one. Called for errors found outside the walk, too. */
  markFlawed(): void {
    for (let depth = this.frames.length - 1; depth >= 0; depth -= 1) {
      const { loop } = this.frames[depth] as Frame;
      loop.flawed = true;
      if (loop.rule.retention === 'streamed') return;
    }
  }

  /** The deepest open loop that takes the segment here or later, preferring one where it does not exceed its maximum. */
  private findPlace(segment: Segment, fits: (slot: Slot, segment: Segment) => number): Place | null {
    let crowded: Place | null = null;
    for (let depth = this.frames.length - 1; depth >= 0; depth -= 1) {
      const frame = this.frames[depth] as Frame;
      for (const slot of frame.loop.rule.entries.get(segment.id) ?? []) {
        // The first segment of an open loop has been read; another one opens another loop.
        if (slot < frame.slot || (slot === 0 && depth > 0)) continue;
        const choice = fits(frame.loop.rule.slots[slot] as Slot, segment);
        if (choice < 0) continue;
        const place = { depth, slot, choice };
        if (this.countAt(frame, place) < (ruleAt(frame, place)).max) return place;
        crowded ??= place;
      }
    }
    return crowded;
  }

  private countAt(frame: Frame, place: Place): number {
    return place.slot === frame.slot ? frame.counts[place.choice] ?? 0 : 0;
  }

  private take(segment: Segment, place: Place): void {
    while (this.frames.length - 1 > place.depth) this.closeTop(segment);
    const frame = this.frames[place.depth] as Frame;
    if (place.slot > frame.slot) this.advance(frame, place.slot, segment);
    const rule = ruleAt(frame, place);
    const count = this.countAt(frame, place) + 1;
    frame.counts[place.choice] = count;
    if (rule.kind === 'loop') this.open(rule, segment);
    else frame.loop.segments.push(segment);
    if (count > rule.max) this.find({ code: rule.kind === 'loop' ? 'tooManyLoops' : 'tooManySegments', segment, detail: rule.name });
    if (!rule.carried && this.frames.every(({ loop }) => loop.rule.carried || loop.rule === rule)) this.find({ code: 'notCarried', segment, detail: rule.name });
    checkElements(segment, triggerOf(rule), this.loopId(), (finding) => this.find(finding));
  }

  private open(rule: LoopRule, segment: Segment): void {
    const loop = new Loop(rule);
    loop.segments.push(segment);
    if (rule.retention === 'kept') this.top().loop.loops.push(loop);
    this.frames.push({ loop, slot: 0, counts: [1] });
  }

  private closeTop(next: Segment): void {
    const frame = this.top();
    this.advance(frame, frame.loop.rule.slots.length, next);
    this.frames.pop();
    if (frame.loop.rule.retention !== 'streamed') return;
    // The checks of a reader run while the loop no longer counts as open: their findings must not mark its parents.
    this.onStreamed(frame.loop, this.frames.map(({ loop }) => loop).reverse());
  }

  /** Leave the current slot for a later one: whatever was required between is missing. */
  private advance(frame: Frame, to: number, next: Segment): void {
    const { slots } = frame.loop.rule;
    for (let index = frame.slot; index < to; index += 1) {
      for (const [choice, rule] of (slots[index] as Slot).choices.entries()) {
        const count = index === frame.slot ? frame.counts[choice] ?? 0 : 0;
        if (count < rule.min) this.reportMissing(rule, next);
      }
    }
    frame.slot = to;
    frame.counts = [];
  }

  private reportMissing(rule: Rule, next: Segment): void {
    const trigger = triggerOf(rule);
    const qualifier = trigger.match ? `*${[...trigger.match.codes][0]}` : '';
    const detail = `${trigger.id}${trigger.match?.element === 1 ? qualifier : ''}${rule.name ? `, ${rule.name}` : ''}, expected before this segment`;
    this.find({ code: rule.lenient ? 'omittedSegment' : rule.kind === 'loop' ? 'missingLoop' : 'missingSegment', segment: next, detail });
  }

  private refuse(segment: Segment): void {
    const slot = this.sameIdAhead(segment);
    const match = slot && triggerOf(slot.choices[0] as Rule).match;
    if (match) this.find({ code: 'invalidCode', segment, element: match.element, ...(match.component > 0 && { component: match.component }) });
    else this.find({ code: SEGMENTS.has(segment.id) ? 'unexpectedSegment' : 'unknownSegment', segment });
  }

  /** A slot that takes this segment ID, only with another qualifier. */
  private sameIdAhead(segment: Segment): Slot | undefined {
    for (let depth = this.frames.length - 1; depth >= 0; depth -= 1) {
      const frame = this.frames[depth] as Frame;
      const slot = frame.loop.rule.entries.get(segment.id)?.find((index) => index >= frame.slot);
      if (slot !== undefined) return frame.loop.rule.slots[slot];
    }
    return undefined;
  }

  private find(finding: Finding): void {
    const loop = finding.loop ?? this.loopId();
    this.report(loop === undefined ? finding : { ...finding, loop });
  }

  private loopId(): string | undefined {
    return this.frames.length > 1 ? this.top().loop.id : undefined;
  }

  private top(): Frame {
    return this.frames.at(-1) as Frame;
  }
}

function ruleAt(frame: Frame, place: Place): Rule {
  return (frame.loop.rule.slots[place.slot] as Slot).choices[place.choice] as Rule;
}

/** Index of the choice whose qualifier the segment carries, -1 when none. */
function matches(slot: Slot, segment: Segment): number {
  return slot.choices.findIndex((rule) => carriesQualifier(triggerOf(rule), segment));
}

/** A slot with one choice takes the segment whatever its qualifier; the element check then names the wrong code. */
function soleChoice(slot: Slot): number {
  return slot.choices.length === 1 ? 0 : -1;
}

function carriesQualifier({ match }: SegmentRule, segment: Segment): boolean {
  if (!match) return true;
  return match.codes.has(match.component > 0 ? segment.component(match.element, match.component) : segment.at(match.element));
}
