import { type DeclaredActivity, type Pathway, type PathwayCode, pathwayLabel } from './declared';
import { type ObservedActivity, type ObservedJourney } from './observed';
import { inOrder } from './order';

export const DEVIATION_KINDS = ['skipped', 'out-of-order', 'repeated', 'too-late', 'extra'] as const;
export type DeviationKind = (typeof DEVIATION_KINDS)[number];
export const DEVIATION_LABELS: Readonly<Record<DeviationKind, string>> = { skipped: 'Left out', 'out-of-order': 'Out of order', repeated: 'Done again', 'too-late': 'Too late', extra: 'Not part of the pathway' };

export interface Deviation {
  readonly kind: DeviationKind;
  readonly code: string;
  /** Of what is out of order: what it came before although it has to come after, and what it came after although it has to come before. */
  readonly before?: readonly string[];
  readonly behind?: readonly string[];
  /** Of what is too late: by how many milliseconds. */
  readonly byMs?: number;
}

export interface Conformance {
  /** 1: as declared; 0: nothing of it. */
  readonly fitness: number;
  readonly deviations: readonly Deviation[];
}

/** What one deviation takes from the fitness: as many moves as an alignment needs for it; lateness breaks no order and counts half. */
const COST: Readonly<Record<DeviationKind, number>> = { skipped: 1, 'out-of-order': 1, repeated: 1, 'too-late': 0.5, extra: 1 };

/**
 * Hold a journey against the pathway. Fitness = 1 − cost of the deviations ÷ what everything observed and everything missing would cost,
 * so it lies between 0 and 1 whatever happened. Each observed activity costs once at most: the worst of what is wrong with it.
 */
export function conformance(journey: ObservedJourney, pathway: Pathway): Conformance {
  const done = journey.activities.filter(({ endedAt }) => endedAt !== null).sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0) || a.startedAt - b.startedAt);
  const missing = missingOf(journey, pathway);
  const deviations = new Map<ObservedActivity, Deviation>();
  const blame = (activity: ObservedActivity, deviation: Deviation): void => {
    const known = deviations.get(activity);
    if (!known || COST[known.kind] < COST[deviation.kind]) deviations.set(activity, deviation);
  };
  const seen = new Set<string>();
  for (const activity of done) {
    const declared = pathway[activity.code as PathwayCode];
    const late = declared ? lateness(activity, declared) : null;
    if (late !== null) blame(activity, { kind: 'too-late', code: activity.code, byMs: late });
    if (!declared || isAfterItsEnd(activity, declared, done)) blame(activity, { kind: 'extra', code: activity.code });
    else if (seen.has(activity.code) && !declared.repeats) blame(activity, { kind: 'repeated', code: activity.code });
    seen.add(activity.code);
  }
  const sound = done.filter((activity) => !['extra', 'repeated'].includes(deviations.get(activity)?.kind ?? ''));
  for (const [activity, misplaced] of inOrder(sound, pathway)) blame(activity, { kind: 'out-of-order', code: activity.code, ...misplaced });
  const all = [...missing.map((code) => ({ kind: 'skipped' as const, code })), ...deviations.values()];
  const worst = done.length + missing.length;
  const cost = all.reduce((sum, { kind }) => sum + COST[kind], 0);
  return { fitness: worst === 0 ? 1 : 1 - cost / worst, deviations: all };
}

function missingOf({ activities, passed, endedEarly, letPass }: ObservedJourney, pathway: Pathway): string[] {
  if (endedEarly) return [];
  const there = new Set(activities.map(({ code }) => code));
  return Object.entries(pathway).flatMap(([code, declared]) => (declared.obligatory && passed.includes(declared.stage) && !there.has(code) && !letPass.includes(code) ? [code] : []));
}

function isAfterItsEnd(activity: ObservedActivity, { notAfter }: DeclaredActivity, done: readonly ObservedActivity[]): boolean {
  const end = notAfter === null ? undefined : done.find(({ code }) => code === notAfter);
  return end !== undefined && activity.startedAt > (end.endedAt ?? Infinity);
}

function lateness({ startedAt, endedAt, dueAt }: ObservedActivity, { atMostMs }: DeclaredActivity): number | null {
  if (endedAt === null) return null;
  const limit = Math.min(dueAt ?? Infinity, atMostMs === null ? Infinity : startedAt + atMostMs);
  return endedAt > limit ? endedAt - limit : null;
}

/** A deviation as one sentence. `lasting` turns milliseconds into words. */
export function deviationWords({ kind, code, before = [], behind = [], byMs }: Deviation, lasting: (ms: number) => string): string {
  const name = `“${pathwayLabel(code)}”`;
  switch (kind) {
    case 'skipped': return `${name} was left out.`;
    case 'out-of-order': return before.length > 0 ? `${name} came before ${listed(before)}, not after.` : `${name} came after ${listed(behind)}, not before.`;
    case 'repeated': return `${name} was done again.`;
    case 'too-late': return `${name} was over ${lasting(byMs ?? 0)} too late.`;
    case 'extra': return `${name} is not part of the pathway at this point.`;
  }
}

function listed(codes: readonly string[]): string {
  return codes.map((code) => `“${pathwayLabel(code)}”`).join(' and ');
}
