/** An element to be written: text, components of a composite, or repetitions of either. */
export type DraftElement = string | undefined | readonly (string | undefined)[] | { repeat: readonly (string | readonly (string | undefined)[])[] };

/** A segment to be written: its ID and its elements; trailing empty ones are cut off. */
export type Draft = readonly [id: string, ...elements: DraftElement[]];

/** A segment that is written only when there is something to say. */
export function draftIf(condition: unknown, ...draft: Draft): Draft[] {
  return condition === undefined || condition === false || condition === '' ? [] : [draft];
}
