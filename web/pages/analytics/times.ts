import { contract } from '../../../api/client';
import { options } from '../../http/listQuery';
import { get } from '../../http/page';
import { sendCsv } from '../../http/sendCsv';
import { type Visit } from '../../http/visit';
import { durationChart } from './charts';
import { addressOf, asked, frameOf } from './frame';
import { stageView } from './overview';

const FILTERS = ['from', 'to', 'wardId', 'payerId', 'diagnosis', 'role', 'kind', 'name', 'by'] as const;
const KINDS = [['stage', 'Stages'], ['task', 'Steps'], ['journey', 'Whole journeys']] as const;
const APART = [['', 'Nothing'], ['ward', 'Ward'], ['payer', 'Payer'], ['diagnosis', 'Diagnosis'], ['role', 'Staff role']] as const;

/** Cycle times of stages or steps; one of them alone with its trend; set apart by ward, payer, diagnosis or role. */
export const timesPages = [get('/analytics/times', showTimes), get('/analytics/times.csv', sendTimes)];

async function showTimes(visit: Visit): Promise<void> {
  const address = addressOf(visit, '/analytics/times');
  const kind = address.value('kind') ?? 'stage';
  const isTask = kind === 'task';
  const [frame, times] = await Promise.all([frameOf(visit, address, isTask ? ['wardId', 'payerId', 'diagnosis', 'role'] : ['wardId', 'payerId', 'diagnosis'], isTask ? null : 'The role is left aside here: stages and journeys are the work of many roles. Steps have one each.'), read(visit)]);
  const longest = Math.max(0, ...times.rows.map(({ totalMs, n }) => totalMs / Math.max(1, n)));
  const only = address.value('name') && !address.value('by') ? times.rows[0] : undefined;
  visit.render('analytics/times', {
    frame, period: times.period, freshness: times.freshness, apart: address.value('by'),
    kinds: KINDS.map(([value, label]) => ({ label, href: address.with({ kind: value === 'stage' ? null : value, name: null, by: null }), current: value === kind })),
    by: { name: 'by', label: 'Rows by', hidden: address.hidden('by'), options: options(address.value('by'), isTask ? APART : APART.slice(0, 4)) },
    rows: times.rows.map((row) => stageView(row, longest, address.value('name') ? null : address.with({ name: row.name }))),
    only, allHref: address.value('name') ? address.with({ name: null }) : null,
    chart: only ? durationChart(`${only.label}, by week`, only.trend.map(({ week }) => week), [{ name: 'half', values: only.trend.map(({ p50 }) => p50) }, { name: '9 of 10', values: only.trend.map(({ p90 }) => p90) }, { name: '19 of 20', values: only.trend.map(({ p95 }) => p95) }]) : null,
    isEmpty: times.rows.length === 0,
  }, { parts: { analytics: 'analytics/times-part' } });
}

async function sendTimes(visit: Visit): Promise<void> {
  const { rows } = await read(visit);
  sendCsv(visit, 'careway-times', ['Name', 'Group', 'Week', 'Finished', 'Median ms', '9 of 10 ms', '19 of 20 ms', 'Waiting', 'Working', 'Idle'], rows.flatMap((row) => [
    [row.label, row.groupLabel, 'all', row.n, row.p50, row.p90, row.p95, row.waitingShare, row.workingShare, row.idleShare], ...row.trend.map((week) => [row.label, row.groupLabel, week.week, week.n, week.p50, week.p90, week.p95, null, null, null]),
  ]));
}

function read(visit: Visit) {
  const address = addressOf(visit, '/analytics/times');
  return visit.api.call(contract.readCycleTimes, { query: asked(address, ...FILTERS.filter((name) => name !== 'role' || address.value('kind') === 'task')) });
}
