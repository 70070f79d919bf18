import { type z } from 'zod';
import { type Deviation, DEVIATION_KINDS, DEVIATION_LABELS, deviationWords } from '../../../domain/pathway/conform';
import { pathwayLabel } from '../../../domain/pathway/declared';
import { isStage, STAGE_LABELS, STAGES } from '../../../domain/journey/stages';
import { isTaskType, taskType } from '../../../domain/tasks/types';
import { HOUR_MS, MINUTE_MS } from '../../../domain/time';
import { type analyticsContract } from '../../contract/analytics';
import { type Act, select } from '../../http/act';
import { type AnalyticsQuery, journeyFilter, lookOf, weekOf } from './period';
import { type DayRow, readDays } from './readDays';
import { figuresOf, sumOf } from './times';

type Reply<Name extends keyof typeof analyticsContract> = z.output<(typeof analyticsContract)[Name]['reply']>;

const LEAST_SHOWN = 10;
const OUTCOMES: Readonly<Record<string, string>> = { 'claim-paid': 'Claim paid', 'claim-denied': 'Claim denied', 'claim-with-staff': 'Claim with staff', 'self-pay': 'Patient pays', cancelled: 'Cancelled' };

/** The ways journeys took, the most frequent first. */
export async function listVariants(act: Act, query: AnalyticsQuery & { limit: number }): Promise<Reply<'listVariants'>> {
  const look = await lookOf(act, query);
  journeyFilter(look);
  const days = await readDays(act, 'variant', look);
  const byVariant = new Map<string, DayRow[]>();
  for (const day of days) byVariant.set(day.name, [...(byVariant.get(day.name) ?? []), day]);
  const sums = [...byVariant].map(([id, own]) => ({ id, ...figuresOf(sumOf(own)) })).sort((a, b) => b.n - a.n || (a.id < b.id ? -1 : 1));
  const total = sums.reduce((sum, { n }) => sum + n, 0);
  const shown = sums.slice(0, query.limit);
  const paths = shown.length === 0 ? [] : await select<{ id: string; path: string }>(act, 'SELECT id, path FROM analytics_variants WHERE id IN (:ids)', { ids: shown.map(({ id }) => id) });
  const pathOf = new Map(paths.map(({ id, path }) => [id, JSON.parse(path) as string[]]));
  return { period: look.period, total, variants: sums.length, items: shown.map((one) => ({ ...one, share: total > 0 ? one.n / total : 0, path: (pathOf.get(one.id) ?? []).map((code) => ({ code, label: pathwayLabel(code).replace(/ stage$/, '') })) })) };
}

/** Did journeys go as declared? A role narrows the deviations to those of its own steps; a journey, and how well it fits, is the work of many. */
export async function readConformance(act: Act, { role, ...query }: AnalyticsQuery): Promise<Reply<'readConformance'>> {
  const look = await lookOf(act, query);
  const where = journeyFilter(look);
  const days = await select<{ day: string; n: number; conforming: number; fitness: number }>(
    act, `SELECT DATE_FORMAT(ended_on, '%Y-%m-%d') AS day, COUNT(*) AS n, SUM(fitness = 1) AS conforming, SUM(fitness) AS fitness FROM analytics_journeys WHERE ${where.sql} GROUP BY ended_on ORDER BY ended_on`, where.values);
  const least = await select<{ journeyId: string; endedOn: string; fitness: number; deviations: string }>(
    act, `SELECT journey_id AS journeyId, DATE_FORMAT(ended_on, '%Y-%m-%d') AS endedOn, fitness, deviations FROM analytics_journeys WHERE ${where.sql} AND fitness < 1 ORDER BY fitness, ended_on DESC, journey_id LIMIT ${LEAST_SHOWN}`, where.values);
  const counts = new Map<string, number>();
  for (const { name, n } of await readDays(act, 'deviation', look)) counts.set(name, (counts.get(name) ?? 0) + n);
  const weeks = new Map<string, { journeys: number; fitness: number }>();
  for (const { day, n, fitness } of days) {
    const week = weeks.get(weekOf(day)) ?? { journeys: 0, fitness: 0 };
    weeks.set(weekOf(day), { journeys: week.journeys + Number(n), fitness: week.fitness + Number(fitness) });
  }
  const all = days.reduce((sum, { n, conforming, fitness }) => ({ n: sum.n + Number(n), conforming: sum.conforming + Number(conforming), fitness: sum.fitness + Number(fitness) }), { n: 0, conforming: 0, fitness: 0 });
  return {
    period: look.period, journeys: all.n, conforming: all.conforming, fitness: all.n === 0 ? null : all.fitness / all.n,
    weeks: [...weeks].map(([week, { journeys, fitness }]) => ({ week, journeys, fitness: fitness / journeys })),
    deviations: [...counts].flatMap(([name, n]) => {
      const [kindName = '', code = ''] = name.split('/');
      const kind = DEVIATION_KINDS.find((one) => one === kindName);
      if (role && !(isTaskType(code) && taskType(code).role === role)) return [];
      return kind ? [{ kind, kindLabel: DEVIATION_LABELS[kind], code, label: pathwayLabel(code), n }] : [];
    }).sort((a, b) => b.n - a.n || (a.code < b.code ? -1 : 1)),
    least: least.map((row) => ({ ...row, fitness: Number(row.fitness), deviations: (JSON.parse(row.deviations) as Deviation[]).map((one) => deviationWords(one, lasting)) })),
  };
}

/** How far journeys that ended had come. A stage that was skipped was not reached. */
export async function readDropOff(act: Act, query: AnalyticsQuery): Promise<Reply<'readDropOff'>> {
  const look = await lookOf(act, query);
  const where = journeyFilter(look);
  const rows = await select<{ status: string; outcome: string | null; stage: string; n: number }>(act, `SELECT status, outcome, last_stage AS stage, COUNT(*) AS n FROM analytics_journeys WHERE ${where.sql} GROUP BY status, outcome, last_stage`, where.values);
  const reached = new Map<string, number>();
  for (const { name, n } of await readDays(act, 'stage', look)) reached.set(name, (reached.get(name) ?? 0) + n);
  const outcomes = new Map<string, number>();
  for (const { outcome, status, n } of rows) outcomes.set(outcome ?? status, (outcomes.get(outcome ?? status) ?? 0) + Number(n));
  const journeys = rows.reduce((sum, { n }) => sum + Number(n), 0);
  return {
    period: look.period, journeys,
    stages: STAGES.map((stage) => ({ stage, label: STAGE_LABELS[stage], reached: reached.get(stage) ?? 0, endedHere: rows.filter((row) => row.status === 'cancelled' && isStage(row.stage) && row.stage === stage).reduce((sum, { n }) => sum + Number(n), 0) })),
    outcomes: [...outcomes].map(([outcome, n]) => ({ outcome, label: OUTCOMES[outcome] ?? outcome, n })).sort((a, b) => b.n - a.n),
  };
}

function lasting(ms: number): string {
  if (ms < HOUR_MS) return `${Math.max(1, Math.round(ms / MINUTE_MS))} min`;
  return ms < 48 * HOUR_MS ? `${Math.round(ms / HOUR_MS)} h` : `${Math.round(ms / (24 * HOUR_MS))} days`;
}
