import { type Logger } from 'pino';
import { type Database } from '../../../db/connect';
import { send, transact, type WriteResult } from '../../../db/statement';
import { type Act, execute, select, selectOne } from '../../http/act';
import { type Repeating, repeatEvery } from '../repeat';
import { addToDays, type PlacedFact } from './days';
import { type JudgedJourney, judgeJourney } from './judge';
import { observeJourneys } from './observe';

type Writing = Pick<Act, 'database' | 'transaction'>;

const EVERY_MS = 500;
const LINES_AT_ONCE = 1_000;
const JOURNEYS_AT_ONCE = 100;
/** So many lags are kept to tell how far behind the figures are, and some more until it is tidied: to find the oldest, all are read. */
const LAGS_KEPT = 1_000;
const TIDY_EVERY = 50;

/**
 * Work out the journeys that have changed and add what is new to the figures. One process does it at a time; a line is taken away in the
 * transaction that does its work, so that each counts exactly once, and only what is committed is ever seen. Answers how many lines
 * it took.
 */
export async function projectChanges(database: Database, now: () => Date): Promise<number> {
  return transact(database.sequelize, async (transaction) => {
    const act = { database, transaction };
    return alone(act, async () => {
      // Lines of transactions still under way are locked: they stay for the next time.
      const lines = await select<{ id: number; journeyId: string; at: Date }>(act, `SELECT id, journey_id AS journeyId, at FROM analytics_changes ORDER BY id LIMIT ${LINES_AT_ONCE} FOR UPDATE SKIP LOCKED`);
      const journeyIds = [...new Set(lines.map(({ journeyId }) => journeyId))].slice(0, JOURNEYS_AT_ONCE);
      if (journeyIds.length === 0) return 0;
      await projectJourneys(act, journeyIds);
      const done = lines.filter(({ journeyId }) => journeyIds.includes(journeyId));
      await execute(act, 'DELETE FROM analytics_changes WHERE id IN (:ids)', { ids: done.map(({ id }) => id) });
      await keepLags(act, done.map(({ at }) => Math.max(0, now().getTime() - at.getTime())), now());
      return done.length;
    }, 0);
  });
}

/** Run while nobody else projects; `otherwise` when somebody does. */
async function alone<T>(act: Writing, work: () => Promise<T>, otherwise: T, patienceSeconds = 0): Promise<T> {
  const lock = { name: `careway-analytics-${act.database.sequelize.getDatabaseName()}`.slice(0, 64), patienceSeconds };
  const taken = await selectOne<{ taken: number }>(act, 'SELECT GET_LOCK(:name, :patienceSeconds) AS taken', lock);
  if (Number(taken?.taken) !== 1) return otherwise;
  try {
    return await work();
  } finally {
    await selectOne(act, 'SELECT RELEASE_LOCK(:name) AS released', lock);
  }
}

async function projectJourneys(act: Writing, ids: readonly string[]): Promise<void> {
  const judged = (await observeJourneys(act, ids)).map(judgeJourney);
  const stored = await select<{ id: string; facts: string }>(act, 'SELECT journey_id AS id, facts FROM analytics_journeys WHERE journey_id IN (:ids) FOR UPDATE', { ids });
  const before = new Map(stored.map(({ id, facts }) => [id, JSON.parse(facts) as PlacedFact[]]));
  const after = new Map(judged.map((journey) => [journey.id, journey.facts.map((fact): PlacedFact => ({ ...fact, wardId: journey.wardId, payerId: journey.payerId, diagnosis: journey.diagnosis }))]));
  await addToDays(act, judged.flatMap(({ id }) => difference(before.get(id) ?? [], after.get(id) ?? [])));
  const variants = new Map(judged.flatMap(({ variant }) => (variant ? [[variant.id, JSON.stringify(variant.path)] as const] : [])));
  if (variants.size > 0) await execute(act, `INSERT IGNORE INTO analytics_variants (id, path) VALUES ${[...variants].map(() => '(?)').join(', ')}`, [...variants].map(([id, path]) => [id, path]));
  await writeJourneys(act, judged, after);
}

/** What has to be added and taken away to come from one list of facts to the other. */
function difference(before: readonly PlacedFact[], after: readonly PlacedFact[]): { fact: PlacedFact; times: 1 | -1 }[] {
  const open = new Map<string, PlacedFact[]>();
  for (const fact of before) open.set(JSON.stringify(fact), [...(open.get(JSON.stringify(fact)) ?? []), fact]);
  const added = after.filter((fact) => !open.get(JSON.stringify(fact))?.pop());
  return [...added.map((fact) => ({ fact, times: 1 as const })), ...[...open.values()].flat().map((fact) => ({ fact, times: -1 as const }))];
}

async function writeJourneys(act: Writing, judged: readonly JudgedJourney[], facts: ReadonlyMap<string, readonly PlacedFact[]>): Promise<void> {
  if (judged.length === 0) return;
  await execute(
    act,
    `REPLACE INTO analytics_journeys (journey_id, started_on, ended_on, status, outcome, last_stage, ward_id, payer_id, diagnosis, variant, fitness, deviations, facts, last_on) VALUES ${judged.map(() => '(?)').join(', ')}`,
    judged.map(({ id, startedOn, endedOn, status, outcome, lastStage, wardId, payerId, diagnosis, variant, fitness, deviations }) =>
      [id, startedOn, endedOn, status, outcome, lastStage, wardId, payerId, diagnosis, variant?.id ?? null, fitness, JSON.stringify(deviations), JSON.stringify(facts.get(id) ?? []), lastDay(facts.get(id) ?? [], startedOn)]),
  );
}

/** The last day something of it was finished; ISO days sort as they are. */
function lastDay(facts: readonly PlacedFact[], startedOn: string): string {
  return facts.reduce((last, { day }) => (day > last ? day : last), startedOn);
}

async function keepLags(act: Writing, lags: readonly number[], at: Date): Promise<void> {
  const { insertId } = await send<WriteResult>(act.database.sequelize, act.transaction, `INSERT INTO analytics_lags (at, lag_ms) VALUES ${lags.map(() => '(?)').join(', ')}`, lags.map((lag) => [at, Math.min(lag, 2_000_000_000)]));
  if (Number(insertId) % TIDY_EVERY >= lags.length) return;
  const [oldest] = await select<{ id: number }>(act, `SELECT id FROM analytics_lags ORDER BY id DESC LIMIT ${LAGS_KEPT}, 1`);
  if (oldest) await execute(act, 'DELETE FROM analytics_lags WHERE id <= ?', [oldest.id]);
}

/** Forget all figures and work every journey out anew. Answers how many journeys there are. */
export async function rebuildAnalytics(database: Database, now: () => Date, tell: (left: number) => void = () => undefined): Promise<number> {
  const journeys = await transact(database.sequelize, async (transaction) => {
    const act = { database, transaction };
    return alone(act, async () => {
      for (const table of ['analytics_changes', 'analytics_journeys', 'analytics_days', 'analytics_variants', 'analytics_lags']) await execute(act, `DELETE FROM ${table}`);
      await execute(act, 'INSERT INTO analytics_changes (journey_id, at) SELECT id, UTC_TIMESTAMP(3) FROM journeys');
      return Number((await selectOne<{ n: number }>(act, 'SELECT COUNT(*) AS n FROM analytics_changes'))?.n ?? 0);
    }, null, 60);
  });
  if (journeys === null) throw new Error('Another process is working on the figures; try again.');
  for (;;) {
    const [left] = await select<{ n: number }>({ database, transaction: null }, 'SELECT COUNT(*) AS n FROM analytics_changes');
    if (Number(left?.n) === 0) return journeys;
    tell(Number(left?.n));
    if ((await projectChanges(database, now)) === 0) await new Promise((resolve) => setTimeout(resolve, EVERY_MS)); // the API's own projector is at it
  }
}

/** Project every half second, until stopped. Several API processes may. */
export function startProjectingAnalytics(database: Database, logger: Logger, now: () => Date): Repeating {
  return repeatEvery(EVERY_MS, async (isStopped) => {
    try {
      while (!isStopped() && (await projectChanges(database, now)) > 0);
    } catch (error) {
      logger.warn({ error: (error as Error).name }, 'figures for managers not brought up to date; trying again');
    }
  });
}
