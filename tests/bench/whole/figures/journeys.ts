import { Chance } from '../../../../bin/simulate/random';
import { type BenchHospital } from '../benchHospital';
import { LivePages } from '../livePages';
import { inParallel, Places, round, say, type Spread } from '../stats';
import { Stopwatch } from '../stopwatch';
import { updatesWhile } from '../twin/bareUpdates';
import { historiesOf } from '../twin/histories';
import { playTwins } from '../twin/players';
import { scriptOf, type TwinScript } from '../twin/script';
import { type TwinStage } from '../twin/stage';
import { walk } from '../walk';
import { readProcessorTime } from './memory';

export interface JourneyFigures {
  readonly journeysPerSecond: number;
  readonly twinJourneysPerSecond: number;
  readonly ratio: number;
  readonly eventsPerJourney: number;
  readonly activitiesPerJourney: number;
  readonly completeTaskMs: Spread;
  readonly advanceMs: Spread;
  readonly bareUpdateMs: Spread;
  readonly projectionLagMs: { readonly p95: number };
}

/** People at work at once, and journeys under way for them. */
const PEOPLE = 16;

let runs = 0;

/** Sixteen people who think before each task. */
export interface PacedFigures {
  readonly pauseMs: number;
  readonly tasksPerSecond: number;
  readonly completeTaskMs: Spread;
  readonly advanceMs: Spread;
  readonly bareUpdateMs: Spread;
}

interface Played {
  readonly journeyIds: readonly string[];
  readonly seconds: number;
  readonly watch: Stopwatch;
  readonly bareUpdateMs: Spread;
}

/** Whole journeys from admission to their end. */
async function play(bench: BenchHospital, stage: TwinStage, { count, atOnce, pauseMs = 0 }: { count: number; atOnce: number; pauseMs?: number }): Promise<Played> {
  const { database } = bench.hospital.record;
  const live = await LivePages.open(bench.hospital.redisUrl);
  const watch = new Stopwatch();
  live.onJourney = (journeyId, taskIds) => watch.heard(journeyId, taskIds);
  const walkers = { everybody: bench.everybody, colleague: bench.colleague, database, live, watch, people: new Places(PEOPLE), pauseMs, chance: new Chance('bench') };
  let journeyIds: string[] = [];
  let seconds = 0;
  const spent = readProcessorTime(bench);
  const bareUpdateMs = await updatesWhile(bench.client, stage.taskQueue, async () => {
    const started = performance.now();
    journeyIds = await bench.admit(count);
    await inParallel(journeyIds, atOnce, (journeyId) => walk(walkers, journeyId));
    seconds = (performance.now() - started) / 1000;
  });
  live.close();
  sayCost('journey', count, spent, readProcessorTime(bench));
  say(`${count} journeys in ${round(seconds)} s: ${watch.tasks} tasks, time passed ${watch.skips} times`);
  return { journeyIds, seconds, watch, bareUpdateMs };
}

/** As many people as ever, each of whom thinks before a task, long enough that the machine is not full: what they wait for then is work and not a queue. */
export async function measurePaced(bench: BenchHospital, stage: TwinStage, { count, pauseMs }: { count: number; pauseMs: number }): Promise<PacedFigures> {
  const { journeyIds, seconds, watch, bareUpdateMs } = await play(bench, stage, { count, atOnce: count, pauseMs });
  await bench.payersForget(journeyIds);
  const { completeTaskMs, advanceMs } = watch.spreads();
  for (const { taskType, tasks, completeTaskMs: complete, advanceMs: advance } of watch.byType()) say(`${taskType}, ${tasks}: completed in ${complete.p50} / ${complete.p95} ms, the next one after ${advance.p50} / ${advance.p95} ms`);
  return { pauseMs, tasksPerSecond: round(watch.tasks / seconds), completeTaskMs, advanceMs, bareUpdateMs };
}

/** Whole journeys from admission to their end, then the twin of each on the same server. */
export async function measureJourneys(bench: BenchHospital, stage: TwinStage, { count, atOnce }: { count: number; atOnce: number }): Promise<JourneyFigures> {
  const { database } = bench.hospital.record;
  const { journeyIds, seconds, watch, bareUpdateMs } = await play(bench, stage, { count, atOnce });
  const scripts: TwinScript[] = [];
  for (const journeyId of journeyIds) scripts.push(scriptOf(await historiesOf(bench.client, database, journeyId)));
  const mean = (of: (script: TwinScript) => number) => scripts.reduce((sum, script) => sum + of(script), 0) / scripts.length;
  const beforeTwins = readProcessorTime(bench);
  const twins = await playTwins(bench.client, stage.taskQueue, stage.progress, scripts, { atOnce, people: PEOPLE, name: `${Date.now().toString(36)}${(runs += 1)}` });
  sayCost('twin', count, beforeTwins, readProcessorTime(bench));
  say(`${count} twins in ${round(count / twins.perSecond)} s`);
  await bench.payersForget(journeyIds);
  const { completeTaskMs, advanceMs, projectionLagMs } = watch.spreads();
  return {
    journeysPerSecond: round(count / seconds, 2), twinJourneysPerSecond: round(twins.perSecond, 2), ratio: round(count / seconds / twins.perSecond, 2),
    eventsPerJourney: round(mean(({ events }) => events)), activitiesPerJourney: round(mean(({ activities }) => activities)),
    completeTaskMs, advanceMs, bareUpdateMs, projectionLagMs: { p95: projectionLagMs.p95 },
  };
}

/** What one of them cost in processor time, by process: a figure that a busy machine does not blur. */
function sayCost(what: string, count: number, before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): void {
  const each = [...after].map(([name, seconds]) => [name, Math.round(((seconds - (before.get(name) ?? 0)) / count) * 1000)] as const).filter(([, ms]) => ms > 0);
  say(`processor time of a ${what}, in ms: ${each.map(([name, ms]) => `${name} ${ms}`).join(', ')}; all ${each.reduce((sum, [, ms]) => sum + ms, 0)}`);
}
