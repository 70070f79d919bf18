import { type Pathway, type PathwayCode } from './declared';
import { type ObservedActivity } from './observed';

/** What an activity came before although it has to come after, and the other way round. */
export interface Misplaced {
  readonly before: readonly string[];
  readonly behind: readonly string[];
}

interface Breach {
  /** Has to come later, and did not. */
  readonly later: ObservedActivity;
  readonly earlier: ObservedActivity;
}

/**
 * Who is to blame when an order is broken: the fewest activities without which everything stands in its order (found greedily, the one
 * in most broken pairs first), each with what it came before. One task that slipped is one deviation, not one for each it slipped past.
 */
export function inOrder(done: readonly ObservedActivity[], pathway: Pathway): Map<ObservedActivity, Misplaced> {
  let breaches = breachesOf(done, pathway);
  const blamed = new Map<ObservedActivity, Misplaced>();
  while (breaches.length > 0) {
    const worst = mostBroken(breaches);
    blamed.set(worst, {
      before: breaches.filter(({ later }) => later === worst).map(({ earlier }) => earlier.code),
      behind: breaches.filter(({ earlier }) => earlier === worst).map(({ later }) => later.code),
    });
    breaches = breaches.filter(({ later, earlier }) => later !== worst && earlier !== worst);
  }
  return blamed;
}

/** The activity in most pairs; of two in as many, the one that came too soon. */
function mostBroken(breaches: readonly Breach[]): ObservedActivity {
  const counts = new Map<ObservedActivity, number>();
  for (const { later, earlier } of breaches) {
    counts.set(later, (counts.get(later) ?? 0) + 1.01);
    counts.set(earlier, (counts.get(earlier) ?? 0) + 1);
  }
  return [...counts].reduce((worst, one) => (one[1] > worst[1] ? one : worst))[0];
}

/** Pairs that stand the wrong way round. Of what happened often, the first time counts for what follows it and the last for what it follows. */
function breachesOf(done: readonly ObservedActivity[], pathway: Pathway): Breach[] {
  const [first, last] = [new Map<string, ObservedActivity>(), new Map<string, ObservedActivity>()];
  for (const activity of done) {
    if (!first.has(activity.code)) first.set(activity.code, activity);
    last.set(activity.code, activity);
  }
  return [...last].flatMap(([code, later]) => [...predecessors(code as PathwayCode, pathway)].flatMap((before) => {
    const earlier = first.get(before);
    return earlier && beganAt(later) < (earlier.endedAt ?? 0) ? [{ later, earlier }] : [];
  }));
}

/** A stage has to begin after; of a task it is the end that counts: it may lie in an inbox before its turn. */
function beganAt({ code, startedAt, endedAt }: ObservedActivity): number {
  return code.startsWith('stage:') ? startedAt : (endedAt ?? Infinity);
}

const known = new WeakMap<Pathway, Map<string, ReadonlySet<string>>>();

/** Everything that has to be over before, directly or not. */
function predecessors(code: PathwayCode, pathway: Pathway): ReadonlySet<string> {
  const kept = known.get(pathway) ?? new Map<string, ReadonlySet<string>>();
  known.set(pathway, kept);
  const cached = kept.get(code);
  if (cached) return cached;
  const all = new Set<string>();
  const visit = (one: PathwayCode): void => {
    for (const before of pathway[one]?.after ?? []) {
      if (all.has(before)) continue;
      all.add(before);
      visit(before);
    }
  };
  visit(code);
  kept.set(code, all);
  return all;
}
