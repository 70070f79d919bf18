import type { Segment } from '../core/segment';
import type { LoopRule } from './rules';

/** A loop as read: its segments in order and the loops inside it. */
export class Loop {
  readonly segments: Segment[] = [];
  readonly loops: Loop[] = [];
  /** True when an error was found inside, streamed loops not counted: it cannot be made into a model. */
  flawed = false;

  constructor(readonly rule: LoopRule) {}

  get id(): string {
    return this.rule.id;
  }

  /** The segment that opened the loop. */
  get head(): Segment {
    return this.segments[0] as Segment;
  }

  /** The first segment with this ID and, if given, one of these codes in its first element. */
  find(id: string, ...codes: string[]): Segment | undefined {
    return this.segments.find((segment) => segment.id === id && (codes.length === 0 || codes.includes(segment.at(1))));
  }

  /** Like `find`, for a segment the guide requires; the walker has seen to it that it is there. */
  need(id: string, ...codes: string[]): Segment {
    const segment = this.find(id, ...codes);
    if (!segment) throw new Error(`Loop ${this.id} has no ${[id, ...codes].join('*')}`);
    return segment;
  }

  /** All segments with this ID and, if given, one of these codes in the first element. */
  all(id: string, ...codes: string[]): Segment[] {
    return this.segments.filter((segment) => segment.id === id && (codes.length === 0 || codes.includes(segment.at(1))));
  }

  child(id: string): Loop | undefined {
    return this.loops.find((loop) => loop.id === id);
  }

  needChild(id: string): Loop {
    const loop = this.child(id);
    if (!loop) throw new Error(`Loop ${this.id} has no loop ${id}`);
    return loop;
  }

  children(id: string): Loop[] {
    return this.loops.filter((loop) => loop.id === id);
  }
}
