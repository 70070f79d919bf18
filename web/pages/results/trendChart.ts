import { type contract } from '../../../api/client';
import { type Reply } from '../../http/visit';

type Result = Reply<typeof contract.readResultTrend>['items'][number];

const WIDTH = 720;
const HEIGHT = 300;
const PAD = { left: 56, right: 20, top: 18, bottom: 42 } as const;
/** As many values as can be told apart. */
const MOST = 40;
const LINES = 4;

interface Point {
  readonly x: number;
  readonly y: number;
  readonly value: number;
  readonly at: string;
  /** Outside the reference range, beyond a critical limit, or neither: told by the size of the mark as well. */
  readonly tone: 'plain' | 'flagged' | 'critical';
  /** Amended or corrected: a diamond instead of a dot, with what it was as a ring. */
  readonly diamond: string | null;
  readonly was: readonly { readonly x: number; readonly y: number; readonly value: number }[];
}

export interface TrendChart {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly plotWidth: number;
  readonly line: string;
  readonly points: readonly Point[];
  readonly marks: readonly { readonly value: number; readonly y: number }[];
  readonly times: readonly { readonly x: number; readonly at: string; readonly anchor: string }[];
  readonly band: { readonly y: number; readonly height: number; readonly words: string } | null;
  readonly words: string;
  /** Values in another unit are in the table only. */
  readonly leftOut: number;
}

/** The values of one test over time, their reference range behind them. Null when there are fewer than two numbers to draw. */
export function trendChart(name: string, unit: string | null, newestFirst: readonly Result[]): TrendChart | null {
  const numbers = newestFirst.filter((result) => result.value !== null && result.unit === unit).slice(0, MOST).reverse();
  const [first] = numbers;
  const last = numbers[numbers.length - 1];
  if (!first || !last || numbers.length < 2) return null;
  const shown = numbers.flatMap(({ value, earlier }) => [value, ...earlier.map((one) => one.value)]).filter((value): value is number => value !== null);
  const { referenceLow, referenceHigh } = [...numbers].reverse().find((one) => one.referenceLow !== null || one.referenceHigh !== null) ?? last;
  const bounds = [referenceLow, referenceHigh].filter((bound): bound is number => bound !== null);
  const { low, high, ticks } = axis(Math.min(...shown, ...bounds), Math.max(...shown, ...bounds));
  const from = Date.parse(first.effectiveAt);
  const span = Math.max(1, Date.parse(last.effectiveAt) - from);
  const x = (at: string): number => tenth(PAD.left + ((Date.parse(at) - from) / span) * (WIDTH - PAD.left - PAD.right));
  const y = (value: number): number => tenth(PAD.top + ((high - value) / (high - low)) * (HEIGHT - PAD.top - PAD.bottom));
  const points = numbers.map((result): Point => {
    const [px, py] = [x(result.effectiveAt), y(result.value ?? 0)];
    return {
      x: px, y: py, value: result.value ?? 0, at: result.effectiveAt, tone: toneOf(result.interpretation), diamond: result.earlier.length > 0 ? `${px},${py - 7} ${px + 7},${py} ${px},${py + 7} ${px - 7},${py}` : null,
      was: result.earlier.flatMap(({ value }) => (value === null ? [] : [{ x: px, y: y(value), value }])),
    };
  });
  return {
    width: WIDTH, height: HEIGHT, left: PAD.left, right: WIDTH - PAD.right, bottom: HEIGHT - PAD.bottom, plotWidth: WIDTH - PAD.left - PAD.right,
    line: points.map((point) => `${point.x},${point.y}`).join(' '), points, marks: ticks.map((value) => ({ value, y: y(value) })),
    times: [{ x: PAD.left, at: first.effectiveAt, anchor: 'start' }, { x: WIDTH - PAD.right, at: last.effectiveAt, anchor: 'end' }],
    band: bounds.length === 0 ? null : bandOf(referenceLow, referenceHigh, { low, high, y }),
    words: `${name} from ${first.value} to ${last.value}${unit ? ` ${unit}` : ''}, ${numbers.length} values, lowest ${Math.min(...numbers.map(({ value }) => value ?? 0))}, highest ${Math.max(...numbers.map(({ value }) => value ?? 0))}. The table has every value.`,
    leftOut: newestFirst.filter((result) => result.value !== null && result.unit !== unit).length,
  };
}

function bandOf(from: number | null, to: number | null, { low, high, y }: { low: number; high: number; y: (value: number) => number }): TrendChart['band'] {
  const [top, bottom] = [y(to ?? high), y(from ?? low)];
  return { y: top, height: tenth(bottom - top), words: from === null ? `up to ${to}` : to === null ? `from ${from}` : `${from} to ${to}` };
}

function toneOf(interpretation: string | null): Point['tone'] {
  if (interpretation === 'LL' || interpretation === 'HH') return 'critical';
  return interpretation === 'L' || interpretation === 'H' ? 'flagged' : 'plain';
}

/** A scale of round numbers that holds everything: nothing is cut off, and a small change never fills the whole chart by itself. */
function axis(least: number, most: number): { low: number; high: number; ticks: number[] } {
  const room = (most - least || Math.abs(most) || 1) * 0.08;
  const rough = (most - least + 2 * room) / LINES;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power;
  const low = Math.floor((least - room) / step) * step;
  const count = Math.ceil((most + room - low) / step);
  const ticks = Array.from({ length: count + 1 }, (_, index) => Number((low + index * step).toPrecision(12)));
  return { low: ticks[0] ?? low, high: ticks[ticks.length - 1] ?? most, ticks };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
