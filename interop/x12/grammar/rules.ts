import type { ElementDefinition } from '../dictionary/elements';
import type { SyntaxNote } from '../dictionary/segments';

/** What a guide says of one element or component. */
export interface ElementRule {
  required: boolean;
  /** The codes allowed; null: any value of the element's type. */
  codes: ReadonlySet<string> | null;
  /** Exactly this many digits; null: as the dictionary says. */
  digits: number | null;
  definition: ElementDefinition | null;
  /** Rules of the components of a composite, index 0 unused; undefined where the guide does not use one. */
  components: readonly (ElementRule | undefined)[] | null;
  repeat: number;
}

/** Which element tells this use of a segment from the others with the same ID. */
export interface Match {
  element: number;
  component: number;
  codes: ReadonlySet<string>;
}

interface Occurrence {
  min: number;
  /** True: payers are known to leave it out; its absence is a warning when reading, an error when writing. */
  lenient: boolean;
  max: number;
  /** What it is for, in words. */
  name: string;
  /** False: the guide allows it, the model has no place for it. */
  carried: boolean;
}

export interface SegmentRule extends Occurrence {
  kind: 'segment';
  id: string;
  match: Match | null;
  /** Index 0 unused; undefined where the guide does not use the element. */
  elements: readonly (ElementRule | undefined)[];
  /** Elements the dictionary defines, used by the guide or not. */
  defined: number;
  notes: readonly SyntaxNote[];
}

/**
 * How a loop is handed on. kept: stays in its parent until the transaction set ends; passing: dropped when it closes,
 * its children see it while it is open; streamed: handed to the reader when it closes, then dropped.
 */
export type Retention = 'kept' | 'passing' | 'streamed';

export interface LoopRule extends Occurrence {
  kind: 'loop';
  id: string;
  retention: Retention;
  slots: readonly Slot[];
  /** Slots by the segment ID that enters them. */
  entries: ReadonlyMap<string, readonly number[]>;
}

export type Rule = SegmentRule | LoopRule;

/** Neighbouring rules entered by the same segment ID: the standard gives them one position, so they come in any order. */
export interface Slot {
  segmentId: string;
  choices: readonly Rule[];
}

/** The segment a rule is entered by: itself, or the first of a loop. */
export function triggerOf(rule: Rule): SegmentRule {
  if (rule.kind === 'segment') return rule;
  const first = rule.slots[0]?.choices[0];
  if (!first) throw new Error(`Loop ${rule.id} has no segment`);
  return triggerOf(first);
}
