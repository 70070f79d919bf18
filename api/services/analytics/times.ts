import { type z } from 'zod';
import { diagnosisGroupLabel } from '../../../domain/analytics/diagnosisGroups';
import { type FactKind } from '../../../domain/analytics/facts';
import { quantiles } from '../../../domain/analytics/sketch';
import { STAGES } from '../../../domain/journey/stages';
import { pathwayLabel } from '../../../domain/pathway/declared';
import { isRole, ROLE_LABELS } from '../../../domain/roles';
import { type analyticsContract } from '../../contract/analytics';
import { type Act, select } from '../../http/act';
import { invalid } from '../../http/problem';
import { type Dimension, type Sum } from './days';
import { readFreshness } from './freshness';
import { lookOf, weekOf } from './period';
import { readDays } from './readDays';

type Query = z.output<typeof analyticsContract.readCycleTimes.query>;
type Reply = z.output<typeof analyticsContract.readCycleTimes.reply>;

const QUANTILES = [0.5, 0.9, 0.95] as const;

export function sumOf(days: readonly Sum[]): Sum {
  const counts = new Map<string, number>();
  const sum: Sum = { n: 0, totalMs: 0, waitingMs: 0, workingMs: 0, idleMs: 0, sketch: {} };
  for (const day of days) {
    for (const key of ['n', 'totalMs', 'waitingMs', 'workingMs', 'idleMs'] as const) sum[key] += day[key];
    for (const bucket of Object.keys(day.sketch)) counts.set(bucket, (counts.get(bucket) ?? 0) + (day.sketch[Number(bucket)] ?? 0));
  }
  return { ...sum, sketch: Object.fromEntries(counts) };
}

export function figuresOf({ n, sketch }: Sum): { n: number; p50: number | null; p90: number | null; p95: number | null } {
  const [p50 = null, p90 = null, p95 = null] = quantiles(sketch, QUANTILES);
  return { n, p50, p90, p95 };
}

/** How long journeys, stages or tasks took, apart by what was asked for. */
export async function readCycleTimes(act: Act, query: Query): Promise<Reply> {
  if ((query.by === 'role' || query.role) && query.kind !== 'task') throw invalid([{ field: query.by === 'role' ? 'by' : 'role', message: 'Only tasks belong to a role: look at tasks.' }]);
  const look = await lookOf(act, query);
  const days = await readDays(act, query.kind, look, query.by ?? null, query.name);
  const labels = query.by ? await labelsOf(act, query.by) : new Map<string, string>();
  const groups = groupBy(days, ({ name, value }) => `${name}|${value}`);
  const rows = [...groups.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    // Days are added up once: the whole is the sum of the weeks.
    const weeks = [...groupBy(own, ({ day }) => weekOf(day))].sort(([a], [b]) => (a < b ? -1 : 1)).map(([week, ofWeek]) => ({ week, sum: sumOf(ofWeek) }));
    const sum = sumOf(weeks.map((one) => one.sum));
    return [{
      name: first.name, label: labelOf(query.kind, first.name), group: query.by ? first.value : null, groupLabel: query.by ? (labels.get(first.value) ?? groupLabel(query.by, first.value)) : null,
      ...figuresOf(sum), totalMs: sum.totalMs, waitingMs: sum.waitingMs, waitingShare: share(sum.waitingMs, sum.totalMs), workingShare: share(sum.workingMs, sum.totalMs), idleShare: share(sum.idleMs, sum.totalMs),
      trend: weeks.map(({ week, sum: ofWeek }) => ({ week, ...figuresOf(ofWeek) })),
    }];
  });
  const order = (row: (typeof rows)[number]): number => (query.kind === 'stage' ? (STAGES as readonly string[]).indexOf(row.name) : -row.waitingMs);
  return { period: look.period, rows: rows.sort((a, b) => order(a) - order(b) || b.n - a.n || (`${a.name}|${a.group}` < `${b.name}|${b.group}` ? -1 : 1)), freshness: await readFreshness(act) };
}

function labelOf(kind: FactKind, name: string): string {
  return kind === 'journey' ? 'Whole journey' : kind === 'stage' ? pathwayLabel(`stage:${name}`).replace(/ stage$/, '') : pathwayLabel(name);
}

async function labelsOf(act: Act, by: Dimension): Promise<Map<string, string>> {
  if (by !== 'ward' && by !== 'payer') return new Map();
  const rows = await select<{ id: string; name: string }>(act, `SELECT id, name FROM ${by === 'ward' ? 'wards' : 'payers'}`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function groupLabel(by: Dimension, value: string): string {
  if (by === 'diagnosis') return diagnosisGroupLabel(value);
  if (by === 'role') return isRole(value) ? ROLE_LABELS[value] : value;
  return by === 'ward' ? 'No ward' : 'No payer';
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = groups.get(key);
    if (known) known.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
