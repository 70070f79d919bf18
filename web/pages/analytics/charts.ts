import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../domain/time';

/** Narrow enough that its words can be read on a phone. */
const WIDTH = 600;
const HEIGHT = 250;
const PAD = { left: 88, right: 120, top: 16, bottom: 36 } as const;
const LINES = 4;
/** Lines are told apart by their dashes and by their names at the end, not by colour. */
const DASHES = ['', '7 4', '2 4'] as const;

export interface Series {
  readonly name: string;
  /** Null where there is nothing to show: the line has a gap there. */
  readonly values: readonly (number | null)[];
}

export interface LineChart {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly lines: readonly { readonly name: string; readonly dash: string; readonly parts: readonly string[]; readonly dots: readonly { readonly x: number; readonly y: number; readonly words: string }[]; readonly end: { readonly x: number; readonly y: number; readonly anchor: string } | null }[];
  readonly marks: readonly { readonly y: number; readonly words: string }[];
  readonly times: readonly { readonly x: number; readonly words: string; readonly anchor: string }[];
  readonly words: string;
}

/** Lines over the same steps of time, from zero, on one axis. Null when there are fewer than two steps. */
export function lineChart(title: string, steps: readonly string[], series: readonly Series[], say: (value: number) => string): LineChart | null {
  const all = series.flatMap(({ values }) => values).filter((value): value is number => value !== null);
  if (steps.length < 2 || all.length === 0) return null;
  const { top, ticks } = axis(Math.max(...all));
  const x = (index: number): number => tenth(PAD.left + (index / (steps.length - 1)) * (WIDTH - PAD.left - PAD.right));
  const y = (value: number): number => tenth(HEIGHT - PAD.bottom - (value / top) * (HEIGHT - PAD.top - PAD.bottom));
  const ends: number[] = [];
  return {
    width: WIDTH, height: HEIGHT, left: PAD.left, right: WIDTH - PAD.right, bottom: HEIGHT - PAD.bottom,
    lines: series.map(({ name, values }, index) => {
      const dots = values.flatMap((value, step) => (value === null ? [] : [{ step, x: x(step), y: y(value), words: `${name}, ${steps[step]}: ${say(value)}` }]));
      const last = dots[dots.length - 1];
      return { name, dash: DASHES[index % DASHES.length] ?? '', parts: unbroken(dots), dots: dots.map(({ step: _step, ...dot }) => dot), end: last ? nameOf(last, last.step === steps.length - 1, ends) : null };
    }),
    marks: ticks.map((value) => ({ y: y(value), words: say(value) })),
    times: [{ x: PAD.left, words: steps[0] ?? '', anchor: 'start' }, { x: WIDTH - PAD.right, words: steps[steps.length - 1] ?? '', anchor: 'end' }],
    words: `${title}. ${series.map(({ name, values }) => `${name}: ${endsOf(values, say)}`).join('; ')}. The table has every value.`,
  };
}

/** The same for durations in milliseconds: in the unit that suits the longest, so that the marks are round. */
export function durationChart(title: string, steps: readonly string[], series: readonly Series[]): LineChart | null {
  const longest = Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const [unit, word] = longest >= 2 * DAY_MS ? [DAY_MS, 'd'] : longest >= 2 * HOUR_MS ? [HOUR_MS, 'h'] : [MINUTE_MS, 'min'];
  return lineChart(title, steps, series.map(({ name, values }) => ({ name, values: values.map((value) => (value === null ? null : value / unit)) })), (value) => `${Math.round(value * 10) / 10} ${word}`);
}

/** The figures of one row as parts of a bar that is `longest` at most. */
export function splitBar(totalMs: number, longest: number, shares: { readonly waitingShare: number; readonly workingShare: number; readonly idleShare: number }): { waiting: object; working: object; idle: object; words: string } {
  const length = longest > 0 ? (totalMs / longest) * 100 : 0;
  const part = (share: number): number => tenth(share * length);
  const [waiting, working] = [part(shares.waitingShare), part(shares.workingShare)];
  const percent = (share: number): string => `${Math.round(share * 100)}\u00a0%`;
  return {
    waiting: { x: 0, width: waiting }, working: { x: waiting, width: working }, idle: { x: tenth(waiting + working), width: part(shares.idleShare) },
    words: `waiting ${percent(shares.waitingShare)}, working ${percent(shares.workingShare)}, idle ${percent(shares.idleShare)}`,
  };
}

function unbroken(dots: readonly { step: number; x: number; y: number }[]): string[] {
  const parts: string[][] = [];
  dots.forEach((dot, index) => {
    if (index === 0 || dot.step !== (dots[index - 1]?.step ?? 0) + 1) parts.push([]);
    parts[parts.length - 1]?.push(`${dot.x},${dot.y}`);
  });
  return parts.map((points) => points.join(' '));
}

/** Where a line's name stands: behind its end, or over the chart where another line goes on, clear of both. */
function nameOf({ x, y }: { readonly x: number; readonly y: number }, isAtEdge: boolean, taken: number[]): { x: number; y: number; anchor: string } {
  return isAtEdge ? { x: x + 8, y: apart(taken, y + 4), anchor: 'start' } : { x, y: PAD.top - 4, anchor: 'end' };
}

/** Names at the end of lines that lie close are moved apart. */
function apart(taken: number[], wanted: number): number {
  let at = wanted;
  while (taken.some((one) => Math.abs(one - at) < 18)) at -= 18;
  taken.push(at);
  return at;
}

function endsOf(values: readonly (number | null)[], say: (value: number) => string): string {
  const known = values.filter((value): value is number => value !== null);
  return known.length === 0 ? 'none' : `from ${say(known[0] ?? 0)} to ${say(known[known.length - 1] ?? 0)}`;
}

function axis(most: number): { top: number; ticks: number[] } {
  const rough = Math.max(most, 1e-9) / LINES;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power;
  const count = Math.ceil(most / step);
  return { top: step * Math.max(1, count), ticks: Array.from({ length: Math.max(1, count) + 1 }, (_, index) => index * step) };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
