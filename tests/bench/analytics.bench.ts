/**
 * What figures cost with many journeys on record (JOURNEYS, 100,000): working them out, how far they are behind while journeys go on, every question of the pages with one filter and
 * with several, the event logs with the memory they take. `npm run bench -- analytics`; JSON lines on standard output.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiClient, contract } from '../../api/client';
import { foldDailyCounts } from '../../api/services/analytics/dailyCounts';
import { projectChanges, startProjectingAnalytics } from '../../api/services/analytics/project';
import { newId } from '../../db/newId';
import { type TestApi, startTestApi } from '../support/api';
import { careway } from '../support/careway';
import { type FilledPathways, fillPathways } from './fillPathways';
import { measure } from './measure';

const JOURNEYS = Number(process.env['JOURNEYS'] ?? 100_000);
const ASKED = 20;
/** Journeys that go on while the lag is measured, one every so many milliseconds. */
const CHANGES = 200;
const EVERY_MS = 50;

const print = (what: string, more: object): void => console.log(JSON.stringify({ bench: 'analytics', journeys: JOURNEYS, what, ...more }));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Every question the pages ask, over a year. */
function questions(manager: ApiClient, { wardIds, payerIds }: FilledPathways): Record<string, () => Promise<unknown>> {
  const year = { from: new Date(Date.now() - 365 * 86_400_000).toISOString().slice(0, 10) };
  const [wardId, payerId] = [wardIds[0] ?? '', payerIds[0] ?? ''];
  const times = (query: object) => () => manager.call(contract.readCycleTimes, { query: { ...year, ...query } });
  return {
    stages: times({}), tasks: times({ kind: 'task' }), 'tasks by ward': times({ kind: 'task', by: 'ward' }), 'tasks of a ward': times({ kind: 'task', wardId }), 'tasks of a ward and payer': times({ kind: 'task', wardId, payerId }),
    'tasks of a ward, payer, diagnosis and role': times({ kind: 'task', wardId, payerId, diagnosis: 'respiratory', role: 'nurse' }), 'tasks of a ward and payer, 90 days': times({ kind: 'task', wardId, payerId, from: undefined }),
    variants: () => manager.call(contract.listVariants, { query: year }), conformance: () => manager.call(contract.readConformance, { query: year }), 'conformance of a ward and payer': () => manager.call(contract.readConformance, { query: { ...year, wardId, payerId } }),
    'drop-off': () => manager.call(contract.readDropOff, { query: year }), outcomes: () => manager.call(contract.readOutcomes, { query: year }), forecasts: () => manager.call(contract.readForecasts, {}), 'forecasts of a ward': () => manager.call(contract.readForecasts, { query: { wardId } }),
  };
}

/** From a journey's event to its figures, while one journey after the other goes on. */
async function measureLag({ database, deps }: TestApi, manager: ApiClient): Promise<object> {
  const [ids] = await database.sequelize.query(`SELECT id FROM journeys ORDER BY id LIMIT ${CHANGES}`);
  await database.sequelize.query('DELETE FROM analytics_lags');
  const projecting = startProjectingAnalytics(database, deps.logger, () => new Date());
  for (const { id } of ids as { id: string }[]) {
    await database.sequelize.query("INSERT INTO journey_events (journey_id, stage, activity, actor_kind, at, dedup_id) VALUES (?, 'follow-up', 'bench', 'workflow', UTC_TIMESTAMP(3), ?)", { replacements: [id, newId()] });
    await pause(EVERY_MS);
  }
  let told = await manager.call(contract.readAnalyticsFreshness, {});
  for (const end = Date.now() + 60_000; told.behind > 0 && Date.now() < end;) {
    await pause(100);
    told = await manager.call(contract.readAnalyticsFreshness, {});
  }
  await projecting.stop();
  return { changes: CHANGES, aSecond: 1000 / EVERY_MS, lagP95Ms: told.lagP95Ms, left: told.behind };
}

/** The event log as a process of its own, with the most memory it held. */
async function measureExport(databaseUrl: string, format: 'xes' | 'ocel'): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'careway-log-'));
  try {
    const [file, memory] = [join(folder, 'log'), join(folder, 'peak')];
    const began = performance.now();
    const { code, stderr } = await careway(databaseUrl, ['export', format, file, '--json'], { NODE_OPTIONS: `--require=${join(__dirname, 'peakMemory.cjs')}`, PEAK_MEMORY_FILE: memory });
    if (code !== 0) throw new Error(`export ${format}: exit ${code}: ${stderr.slice(-500)}`);
    return { seconds: Math.round((performance.now() - began) / 100) / 10, megabytes: Math.round(statSync(file).size / 1e6), peakMegabytes: Math.round(Number(readFileSync(memory, 'utf8')) / 1e6) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const api = await startTestApi();
  try {
    const started = performance.now();
    const filled = await fillPathways(api.database, JOURNEYS, (done) => done % 10_000 === 0 && process.stderr.write(`${done} filled\n`));
    process.stderr.write(`filled in ${Math.round((performance.now() - started) / 1000)} s\n`);
    await api.database.sequelize.query('ANALYZE TABLE journeys, tasks, task_events, journey_events, journey_stages, claims, analytics_changes');
    while ((await foldDailyCounts(api.database)) > 0); // as the API process does every two seconds
    const began = performance.now();
    for (let done = 0, told = 0; ;) {
      const lines = await projectChanges(api.database, () => new Date());
      if (lines === 0) break;
      done += lines;
      if (done - told > 200_000) process.stderr.write(`${(told = done)} changes worked out\n`);
    }
    print('worked out', { journeysPerSecond: Math.round(JOURNEYS / ((performance.now() - began) / 1_000)) });
    await api.database.sequelize.query('ANALYZE TABLE analytics_days, analytics_journeys');
    const manager = (await api.as('manager')).client;
    print('lag', await measureLag(api, manager));
    for (const [what, ask] of Object.entries(questions(manager, filled))) print(what, await measure(ask, ASKED, 2));
    for (const format of ['xes', 'ocel'] as const) print(`export ${format}`, await measureExport(api.databaseUrl, format));
  } finally {
    await api.stop();
  }
}

main().then(() => process.exit(0), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
