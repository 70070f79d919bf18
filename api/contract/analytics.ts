import { z } from 'zod';
import { DIAGNOSIS_GROUPS } from '../../domain/analytics/diagnosisGroups';
import { STAGES } from '../../domain/journey/stages';
import { DEVIATION_KINDS } from '../../domain/pathway/conform';
import { ROLES } from '../../domain/roles';
import { endpoint } from './endpoint';
import { id, isoDate, isoDateTime } from './shapes';

const tag = 'analytics';
const LONGEST_DAYS = 731;
const DAY_MS = 86_400_000;

const range = {
  from: isoDate.optional().meta({ description: 'first day, UTC; default: ninety days before the last' }),
  to: isoDate.optional().meta({ description: 'last day; default: today' }),
};
const filters = { wardId: id.optional(), payerId: id.optional(), diagnosis: z.enum(DIAGNOSIS_GROUPS as [string, ...string[]]).optional(), role: z.enum(ROLES).optional() };

/** A range that can be looked at: in order, in the years there are records of, two years at most. */
function sound<T extends z.ZodType<{ from?: string | undefined; to?: string | undefined }>>(schema: T): T {
  return schema.superRefine((query, context) => {
    const { from, to } = query;
    const refuse = (path: string, message: string): void => void context.addIssue({ code: 'custom', path: [path], message });
    if (to !== undefined && (to < '1900-01-01' || to > '2199-12-31')) refuse('to', 'The last day must lie between 1900 and 2199.');
    if (from !== undefined && (from < '1900-01-01' || from > '2199-12-31')) refuse('from', 'The first day must lie between 1900 and 2199.');
    if (from !== undefined && to !== undefined && from > to) refuse('from', 'The first day lies after the last.');
    if (from !== undefined && to !== undefined && Date.parse(to) - Date.parse(from) > LONGEST_DAYS * DAY_MS) refuse('from', 'Two years are the longest that can be looked at.');
  }) as T;
}

const duration = z.number().nullable().meta({ description: 'milliseconds, within 1 % of the true quantile; null: nothing finished' });
const figures = { n: z.int(), p50: duration, p90: duration, p95: duration };
const split = { waitingShare: z.number(), workingShare: z.number(), idleShare: z.number() };
export const timesRow = z.object({
  name: z.string(), label: z.string(), group: z.string().nullable(), groupLabel: z.string().nullable(), ...figures, totalMs: z.number(), waitingMs: z.number(), ...split,
  trend: z.array(z.object({ week: isoDate.meta({ description: 'its Monday' }), ...figures })),
}).meta({ id: 'CycleTimes' });
const freshness = z.object({ behind: z.int().meta({ description: 'changes not in the figures yet' }), lagP95Ms: z.number().nullable().meta({ description: 'from a change to its figures, of the last thousand' }) });
const period = z.object({ from: isoDate, to: isoDate });
const comparison = {
  stays: z.int(), observedDays: z.number().nullable(), expectedDays: z.number().nullable(), readmitted: z.int(), expectedReadmitted: z.number().nullable(),
  ratio: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable().meta({ description: 'readmitted ÷ expected with 95 % limits (Byar); null: too few stays to say' }),
};
const error = z.object({ mape: z.number().nullable(), mase: z.number().nullable(), mae: z.number() });
const rhythm = z.enum(['day', 'week']);
const series = z.object({
  label: z.string(), rhythm, heldBackWeeks: z.int(), method: z.enum(['seasonal', 'naive']), errors: z.object({ seasonal: error.nullable(), naive: error.nullable() }).meta({ description: 'on the weeks held back; null: too short a past' }),
  past: z.array(z.object({ day: isoDate, value: z.number() })), ahead: z.array(z.object({ day: isoDate, value: z.number() })).meta({ description: 'empty: too short a past to tell' }),
});
const source = z.enum(['live', 'imported']).meta({ description: 'whose past: the house’s own, or the imported one while its own is short' });
const methods = z.object({ seasonal: z.string(), naive: z.string() });
const both = z.object({ model: error, naive: error });

/** How long things take, which ways journeys go, and whether they go as declared. No figure names a patient. */
export const analyticsContract = {
  readCycleTimes: endpoint('readCycleTimes', {
    method: 'get', path: '/api/v1/analytics/times', tag, summary: 'Cycle time of journeys, stages or tasks: quantiles, trend by week, waiting, working and idle',
    query: sound(z.strictObject({ ...range, ...filters, kind: z.enum(['journey', 'stage', 'task']).default('stage'), name: z.string().max(60).optional().meta({ description: 'one stage or task type' }), by: z.enum(['ward', 'payer', 'diagnosis', 'role']).optional().meta({ description: 'rows apart by this; role: tasks only' }) })),
    reply: z.object({ period, rows: z.array(timesRow), freshness }),
  }),
  listVariants: endpoint('listVariants', {
    method: 'get', path: '/api/v1/analytics/variants', tag, summary: 'The ways journeys took, with how many and how long',
    query: sound(z.strictObject({ ...range, ...filters, limit: z.coerce.number().int().min(1).max(100).default(20) })),
    reply: z.object({ period, total: z.int().meta({ description: 'journeys that ended' }), variants: z.int(), items: z.array(z.object({ id: z.string(), path: z.array(z.object({ code: z.string(), label: z.string() })), ...figures, share: z.number() })) }),
  }),
  readConformance: endpoint('readConformance', {
    method: 'get', path: '/api/v1/analytics/conformance', tag, summary: 'Did journeys go as the pathway is declared: fitness, deviations, the journeys that fit least',
    query: sound(z.strictObject({ ...range, ...filters })),
    reply: z.object({
      period, journeys: z.int(), conforming: z.int(), fitness: z.number().nullable(), weeks: z.array(z.object({ week: isoDate, journeys: z.int(), fitness: z.number() })),
      deviations: z.array(z.object({ kind: z.enum(DEVIATION_KINDS), kindLabel: z.string(), code: z.string(), label: z.string(), n: z.int() })),
      least: z.array(z.object({ journeyId: id, endedOn: isoDate, fitness: z.number(), deviations: z.array(z.string()) })),
    }),
  }),
  readDropOff: endpoint('readDropOff', {
    method: 'get', path: '/api/v1/analytics/drop-off', tag, summary: 'How far journeys that ended had come, and how they ended',
    query: sound(z.strictObject({ ...range, ...filters })),
    reply: z.object({ period, journeys: z.int(), stages: z.array(z.object({ stage: z.enum(STAGES), label: z.string(), reached: z.int(), endedHere: z.int() })), outcomes: z.array(z.object({ outcome: z.string(), label: z.string(), n: z.int() })) }),
  }),
  readOutcomes: endpoint('readOutcomes', {
    method: 'get', path: '/api/v1/analytics/outcomes', tag, summary: 'Length of stay and readmission within 30 days against what past stays lead one to expect',
    query: sound(z.strictObject({ ...range, ...filters })),
    reply: z.object({ period, pastStays: z.int(), fewestStays: z.int(), all: z.object(comparison), groups: z.array(z.object({ group: z.string(), label: z.string(), pastStays: z.int(), ...comparison })) }),
  }),
  readForecasts: endpoint('readForecasts', {
    method: 'get', path: '/api/v1/analytics/forecasts', tag, summary: 'Beds, staff, cash and denials to come, each with its error on weeks held back',
    description: 'A ward narrows beds, hours and money; a payer or diagnosis hours and money; a role hours.',
    query: z.strictObject(filters),
    reply: z.object({
      methods: z.object({ day: methods, week: methods }), beds: series.extend({ source }), visits: series.extend({ source }),
      wards: z.array(z.object({ id, name: z.string(), inUse: z.int().meta({ description: 'beds that are in use' }), beds: series })).meta({ description: 'empty when one ward is looked at' }), staff: z.array(series),
      cash: z.object({
        openClaims: z.int(), answers: z.int(), source, weeks: z.array(z.object({ week: isoDate, cents: z.int(), denials: z.number() })).meta({ description: 'from claims that are open' }), errors: z.object({ cash: both, denials: both }).nullable(),
        received: series.meta({ description: 'cents by week, new claims included' }), refused: series.meta({ description: 'claims by week' }),
      }),
    }),
  }),
  readAnalyticsFreshness: endpoint('readAnalyticsFreshness', { method: 'get', path: '/api/v1/analytics/freshness', tag, summary: 'How far the figures are behind the record', reply: freshness.extend({ at: isoDateTime }) }),
} as const;
