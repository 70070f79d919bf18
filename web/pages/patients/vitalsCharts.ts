import { type News2Parameter, scoreParameter } from '../../../domain/clinical/news2';
import { type Vitals } from '../../../domain/clinical/vitals';

/** The score is drawn across the page, each vital sign at about half of it; both near their size on the screen, so that words stay readable. */
const SIZES = { score: { width: 640, height: 150 }, sign: { width: 360, height: 130 } } as const;
const PAD = { left: 44, right: 26, top: 12, bottom: 28 } as const;
const LEAST_NAMED = 9;
/** As many sets as can be told apart. */
const MOST = 30;

/** What is charted beside the score: its scale at least, in steps as fine as it is measured. */
const SERIES = [
  { key: 'respirations', label: 'Respirations', unit: '/min', low: 5, high: 30, step: 1 },
  { key: 'spo2', label: 'SpO₂', unit: '%', low: 82, high: 100, step: 1 },
  { key: 'systolic', label: 'Systolic blood pressure', unit: 'mmHg', low: 80, high: 225, step: 1 },
  { key: 'pulse', label: 'Pulse', unit: '/min', low: 35, high: 140, step: 1 },
  { key: 'temperature', label: 'Temperature', unit: '°C', low: 34.5, high: 39.5, step: 0.1 },
] as const satisfies readonly { key: News2Parameter; label: string; unit: string; low: number; high: number; step: number }[];

interface Point { readonly x: number; readonly y: number; readonly value: number; readonly at: string; readonly score: number }
interface Band { readonly score: number; readonly y: number; readonly height: number; readonly middle: number; /** High enough for its number to stand in. */ readonly named: boolean }

export interface Chart {
  readonly label: string;
  readonly unit: string;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly plotWidth: number;
  /** Where the words for first and last time stand. */
  readonly timesY: number;
  readonly from: string;
  readonly to: string;
  readonly line: string;
  readonly points: readonly Point[];
  readonly bands: readonly Band[];
  readonly marks: readonly { readonly value: number; readonly y: number }[];
  readonly latest: { readonly value: number; readonly score: number };
  readonly words: string;
}

/** What is charted of one set of observations. */
export interface Measured {
  readonly at: string;
  readonly news2: number | null;
  readonly vitals: Partial<Vitals>;
}

export interface VitalsCharts {
  readonly chart: Chart | null;
  readonly series: readonly Chart[];
}

/** The early-warning score and each vital sign over time, the bands of NEWS2 behind them, named by their number so that nobody needs the colour. A child is not scored: no bands. */
export function vitalsCharts(rounds: readonly Measured[], spo2Scale: 1 | 2, isScored: boolean): VitalsCharts {
  const scored = rounds.flatMap(({ at, news2 }) => (news2 === null ? [] : [{ at, value: news2 }]));
  const oxygen = rounds[0]?.vitals.onOxygen ?? false;
  return {
    chart: draw({ ...SIZES.score, label: 'Early-warning score', unit: '', low: 0, high: 10, step: 1, scoreOf: (total) => (total >= 7 ? 3 : total >= 5 ? 2 : total >= 1 ? 1 : 0) }, scored),
    series: SERIES.flatMap((series) => {
      const values = rounds.flatMap(({ at, vitals }) => (vitals[series.key] === undefined ? [] : [{ at, value: vitals[series.key] as number }]));
      const scoreOf = (value: number): number => (isScored ? (scoreParameter(series.key, { [series.key]: value, onOxygen: oxygen, spo2Scale2: spo2Scale === 2 } as Partial<Vitals>) ?? 0) : 0);
      return draw({ ...SIZES.sign, ...series, scoreOf }, values) ?? [];
    }),
  };
}

interface Plan { readonly width: number; readonly height: number; readonly label: string; readonly unit: string; readonly low: number; readonly high: number; readonly step: number; readonly scoreOf: (value: number) => number }

function draw(plan: Plan, newestFirst: readonly { at: string; value: number }[]): Chart | null {
  const values = newestFirst.slice(0, MOST).reverse();
  const [first] = values;
  const last = values[values.length - 1];
  if (!first || !last || values.length < 2) return null;
  // The axis grows with what was measured: nothing is cut off, and 155 never stands where 72 would.
  const low = Math.min(plan.low, ...values.map(({ value }) => value));
  const high = Math.max(plan.high, ...values.map(({ value }) => value));
  const from = Date.parse(first.at);
  const spanMs = Math.max(1, Date.parse(last.at) - from);
  const y = (value: number): number => tenth(PAD.top + ((high - value) / (high - low)) * (plan.height - PAD.top - PAD.bottom));
  const x = (at: string): number => tenth(PAD.left + ((Date.parse(at) - from) / spanMs) * (plan.width - PAD.left - PAD.right));
  const points = values.map(({ at, value }) => ({ x: x(at), y: y(value), value, at, score: plan.scoreOf(value) }));
  const bands = bandsOf(plan, low, high).map(({ score, from: bottom, to }) => ({ score, y: y(to), height: tenth(y(bottom) - y(to)), named: y(bottom) - y(to) >= LEAST_NAMED, middle: tenth((y(bottom) + y(to)) / 2) }));
  return {
    label: plan.label, unit: plan.unit, width: plan.width, height: plan.height, left: PAD.left, right: plan.width - PAD.right, plotWidth: plan.width - PAD.left - PAD.right,
    timesY: plan.height - 8, from: first.at, to: last.at, line: points.map((point) => `${point.x},${point.y}`).join(' '), points, bands,
    marks: [low, high].map((value) => ({ value: tenth(value), y: y(value) })), latest: { value: last.value, score: plan.scoreOf(last.value) },
    words: `${plan.label} from ${first.value} to ${last.value}${plan.unit ? ` ${plan.unit}` : ''} over ${values.length} rounds, lowest ${Math.min(...values.map(({ value }) => value))}, highest ${Math.max(...values.map(({ value }) => value))}. The table below has every value.`,
  };
}

/** Stretches of the axis that score alike, as the score itself says; their edges lie between two readings. */
function bandsOf({ scoreOf, step }: Plan, low: number, high: number): { score: number; from: number; to: number }[] {
  const bands: { score: number; from: number; to: number }[] = [];
  const steps = Math.round((high - low) / step);
  for (let index = 0; index <= steps; index += 1) {
    const value = tenth(low + index * step);
    const score = scoreOf(value);
    const current = bands[bands.length - 1];
    if (current?.score === score) current.to = Math.min(high, value + step / 2);
    else bands.push({ score, from: Math.max(low, value - step / 2), to: Math.min(high, value + step / 2) });
  }
  return bands.filter(({ score }) => score > 0);
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
