import { contract } from '../../../api/client';
import { get } from '../../http/page';
import { sendCsv } from '../../http/sendCsv';
import { type Reply, type Visit } from '../../http/visit';
import { durationChart, splitBar } from './charts';
import { addressOf, asked, frameOf } from './frame';

type Times = Reply<typeof contract.readCycleTimes>['rows'];
const BOTTLENECKS = 8;
const FILTERS = ['from', 'to', 'wardId', 'payerId', 'diagnosis'] as const;

/** At a glance: how long journeys take and where, what holds them up, how far they come. */
export const analyticsOverviewPages = [get('/analytics', showOverview), get('/analytics.csv', sendOverview)];

async function showOverview(visit: Visit): Promise<void> {
  const address = addressOf(visit, '/analytics');
  const query = asked(address, ...FILTERS);
  const times = (kind: 'journey' | 'stage' | 'task') => visit.api.call(contract.readCycleTimes, { query: { ...query, kind, ...(kind === 'task' ? asked(address, 'role') : {}) } });
  const [frame, journeys, stages, tasks, left, conformance] = await Promise.all([
    frameOf(visit, address, ['wardId', 'payerId', 'diagnosis', 'role'], 'The role narrows where time is lost. Journeys, stages and fitness are the work of many roles and stay whole.'), times('journey'), times('stage'), times('task'), visit.api.call(contract.readDropOff, { query }), visit.api.call(contract.readConformance, { query }),
  ]);
  const [whole] = journeys.rows;
  const longest = Math.max(0, ...stages.rows.map(({ totalMs, n }) => totalMs / Math.max(1, n)));
  const trend = whole?.trend ?? [];
  visit.render('analytics/overview', {
    frame, period: journeys.period, freshness: journeys.freshness, journey: whole, conformance, left,
    fitness: conformance.fitness === null ? '—' : `${(conformance.fitness * 100).toFixed(1)} %`,
    stages: stages.rows.map((row) => stageView(row, longest, address.with({ kind: 'stage', name: row.name }).replace('/analytics', '/analytics/times'))),
    bottlenecks: bottlenecks(tasks.rows).map((row) => ({ ...row, href: address.with({ kind: 'task', name: row.name }).replace('/analytics', '/analytics/times') })), trend,
    chart: durationChart('Days from admission to the end of a journey, by week', trend.map(({ week }) => week), [{ name: 'half', values: trend.map(({ p50 }) => p50) }, { name: '9 of 10', values: trend.map(({ p90 }) => p90) }]),
    reached: left.stages.map((stage) => ({ ...stage, share: share(stage.reached, Math.max(...left.stages.map(({ reached }) => reached))) })),
    isEmpty: stages.rows.length === 0 && !whole,
  }, { parts: { analytics: 'analytics/overview-part' } });
}

async function sendOverview(visit: Visit): Promise<void> {
  const address = addressOf(visit, '/analytics');
  const query = asked(address, ...FILTERS);
  const kinds = await Promise.all((['journey', 'stage', 'task'] as const).map(async (kind) => (await visit.api.call(contract.readCycleTimes, { query: { ...query, kind, ...(kind === 'task' ? asked(address, 'role') : {}) } })).rows.map((row) => ({ kind, ...row }))));
  sendCsv(visit, 'careway-times', ['Kind', 'Name', 'Finished', 'Median ms', '9 of 10 ms', '19 of 20 ms', 'Total ms', 'Waiting', 'Working', 'Idle'],
    kinds.flat().map((row) => [row.kind, row.label, row.n, row.p50, row.p90, row.p95, row.totalMs, row.waitingShare, row.workingShare, row.idleShare]));
}

/** A row of the table of times, with its bar. */
export function stageView(row: Times[number], longest: number, href: string | null): object {
  return { ...row, href, bar: splitBar(row.totalMs / Math.max(1, row.n), longest, row), mean: row.n > 0 ? row.totalMs / row.n : null };
}

/** Where most time is lost: tasks by the time they lay in nobody's hands. */
function bottlenecks(tasks: Times): (Times[number] & { meanWaiting: number; share: number; ofAll: string })[] {
  const all = tasks.reduce((sum, { waitingMs }) => sum + waitingMs, 0);
  const worst = tasks.filter(({ waitingMs }) => waitingMs > 0).slice(0, BOTTLENECKS);
  const most = worst[0]?.waitingMs ?? 0;
  return worst.map((row) => ({ ...row, meanWaiting: row.waitingMs / Math.max(1, row.n), share: share(row.waitingMs, most), ofAll: `${Math.round((row.waitingMs / Math.max(1, all)) * 100)} %` }));
}

const share = (part: number, whole: number): number => (whole > 0 ? Math.round((part / whole) * 1000) / 10 : 0);
