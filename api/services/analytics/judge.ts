import { createHash } from 'node:crypto';
import { dayOf, type Fact, spanFact, stageFacts, taskFact } from '../../../domain/analytics/facts';
import { diagnosisGroup } from '../../../domain/analytics/diagnosisGroups';
import { conformance, type Deviation } from '../../../domain/pathway/conform';
import { INPATIENT_PATHWAY } from '../../../domain/pathway/declared';
import { variantOf } from '../../../domain/pathway/variant';
import { type JourneyOnRecord } from './observe';

/** What the read model keeps of one journey. */
export interface JudgedJourney {
  readonly id: string;
  readonly startedOn: string;
  readonly endedOn: string | null;
  readonly status: string;
  readonly outcome: string | null;
  readonly lastStage: string;
  readonly wardId: string | null;
  readonly payerId: string | null;
  readonly diagnosis: string;
  readonly variant: { readonly id: string; readonly path: readonly string[] } | null;
  readonly fitness: number | null;
  readonly deviations: readonly Deviation[];
  readonly facts: readonly Fact[];
}

/** Everything analytics know of a journey, from its record alone: the same record always gives the same. */
export function judgeJourney(journey: JourneyOnRecord): JudgedJourney {
  const { id, status, outcome, stage, startedAt, closedAt, wardId, payerId, tasks, observed } = journey;
  const facts = [...stageFacts(observed.activities, tasks), ...tasks.flatMap((task) => taskFact(task) ?? [])];
  const base = { id, startedOn: dayOf(startedAt), status, outcome, lastStage: stage, wardId, payerId, diagnosis: diagnosisGroup(journey.diagnosis) };
  if (closedAt === null) return { ...base, endedOn: null, variant: null, fitness: null, deviations: [], facts };
  const whole = spanFact('journey', 'journey', [startedAt, closedAt], tasks);
  const path = variantOf(observed.activities);
  const variant = { id: createHash('md5').update(path.join('>')).digest('hex'), path };
  const { fitness, deviations } = conformance(observed, INPATIENT_PATHWAY);
  return {
    ...base, endedOn: dayOf(closedAt), variant, fitness, deviations,
    facts: [...facts, whole, { ...whole, kind: 'variant', name: variant.id }, ...deviations.map(({ kind, code, byMs }): Fact => ({ ...whole, kind: 'deviation', name: `${kind}/${code}`.slice(0, 60), totalMs: byMs ?? 0, waitingMs: 0, workingMs: 0, idleMs: byMs ?? 0 }))],
  };
}
