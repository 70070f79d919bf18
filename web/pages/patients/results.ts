import { type contract } from '../../../api/client';
import { isUnjudged } from '../../../domain/clinical/interpretation';
import { type Reply } from '../../http/visit';

type Report = Reply<typeof contract.listReports>['items'][number];
type Result = Report['results'][number];

interface Flag { readonly words: string; readonly tone: string }

/** HL7 table 0078 in words; the arrow and the word stand together with the colour. */
const FLAGS: Readonly<Record<string, Flag>> = {
  LL: { words: 'Critically low', tone: 'red' }, HH: { words: 'Critically high', tone: 'red' }, AA: { words: 'Critical', tone: 'red' },
  L: { words: 'Low', tone: 'amber' }, H: { words: 'High', tone: 'amber' }, A: { words: 'Abnormal', tone: 'amber' },
};

/** Nothing is normal because no table knows it. */
const UNJUDGED: Flag = { words: 'Judge by hand', tone: 'accent' };

interface Point { readonly x: number; readonly y: number }

/** Reports newest first, each result with its flag and, where it was measured before, the line of its values. */
export function resultsOf(reports: readonly Report[]): object {
  const history = new Map<string, Result[]>();
  for (const report of [...reports].reverse()) for (const result of report.results) if (result.value !== null) history.set(result.code, [...(history.get(result.code) ?? []), result]);
  return {
    reports: reports.map((report) => ({
      ...report,
      results: report.results.map((result) => ({ ...result, flag: flagOf(result), isNumber: result.value !== null && result.category === 'laboratory', range: rangeWords(result), trend: trendOf(history.get(result.code) ?? []) })),
    })),
  };
}

/** What a reader must notice of a value. */
export function flagOf(result: Pick<Result, 'interpretation' | 'category' | 'value'>): Flag | null {
  return isUnjudged(result) ? UNJUDGED : (FLAGS[result.interpretation ?? ''] ?? null);
}

/** The range a number was read against; a number without one says so, lest it looks normal. */
export function rangeWords({ referenceLow, referenceHigh, value, category }: Pick<Result, 'referenceLow' | 'referenceHigh' | 'value' | 'category'>): string {
  if (referenceLow !== null && referenceHigh !== null) return `${referenceLow} – ${referenceHigh}`;
  if (referenceLow !== null) return `≥ ${referenceLow}`;
  if (referenceHigh !== null) return `≤ ${referenceHigh}`;
  return value !== null && category === 'laboratory' ? 'No reference range' : '';
}

/** A line of 80 × 20 units through at least three values of one test; the values stand in the tables. */
function trendOf(results: readonly Result[]): { points: string; last: Point; words: string } | null {
  const values = results.map(({ value }) => value ?? 0).slice(-12);
  if (values.length < 3) return null;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const points = values.map((value, index): Point => ({ x: round(2 + (index / (values.length - 1)) * 76), y: round(high === low ? 10 : 18 - ((value - low) / (high - low)) * 16) }));
  const last = points[points.length - 1];
  return last ? { points: points.map(({ x, y }) => `${x},${y}`).join(' '), last, words: `Last ${values.length} values: ${values.join(', ')}` } : null;
}

const round = (value: number): number => Math.round(value * 10) / 10;
