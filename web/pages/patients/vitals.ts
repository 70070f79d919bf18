import { type contract } from '../../../api/client';
import { CONSCIOUSNESS_OPTIONS, NEWS2_CODE, VITAL_CODES } from '../../../domain/clinical/vitals';
import { type Reply } from '../../http/visit';

type Observation = Reply<typeof contract.listObservations>['items'][number];

const COLUMNS = [
  { key: 'news2', label: 'NEWS2', code: NEWS2_CODE.code }, { key: 'respirations', label: 'Resp.', code: VITAL_CODES.respirations.code }, { key: 'spo2', label: 'SpO₂', code: VITAL_CODES.spo2.code },
  { key: 'oxygen', label: 'Oxygen', code: VITAL_CODES.onOxygen.code }, { key: 'systolic', label: 'Systolic', code: VITAL_CODES.systolic.code }, { key: 'pulse', label: 'Pulse', code: VITAL_CODES.pulse.code },
  { key: 'consciousness', label: 'ACVPU', code: VITAL_CODES.consciousness.code }, { key: 'temperature', label: 'Temp.', code: VITAL_CODES.temperature.code }, { key: 'pain', label: 'Pain', code: VITAL_CODES.pain.code },
] as const;

interface Round { readonly at: string; readonly by: string | null; readonly cells: { readonly label: string; readonly text: string }[]; readonly news2: number | null; readonly others: string[] }

const WIDTH = 640;
const HEIGHT = 150;
const PAD = { left: 28, right: 8, top: 8, bottom: 8 };

/** Rounds of observations, newest first, and the line of the early-warning score with its bands. Null when nothing was measured. */
export function vitalsChart(observations: readonly Observation[]): { rounds: Round[]; columns: readonly string[]; chart: object | null } | null {
  if (observations.length === 0) return null;
  const byTime = new Map<string, Observation[]>();
  for (const observation of observations) byTime.set(observation.effectiveAt, [...(byTime.get(observation.effectiveAt) ?? []), observation]);
  const rounds = [...byTime].sort(([a], [b]) => b.localeCompare(a)).map(([at, set]) => roundOf(at, set));
  const columns = COLUMNS.filter(({ code }) => observations.some((one) => one.code === code));
  return { rounds: rounds.map((round) => ({ ...round, cells: round.cells.filter((_, index) => columns.includes(COLUMNS[index] as never)) })), columns: columns.map(({ label }) => label), chart: scoreChart(rounds) };
}

function roundOf(at: string, set: readonly Observation[]): Round {
  const known = new Set<string>(COLUMNS.map(({ code }) => code));
  return {
    at, by: set.find(({ performer }) => performer)?.performer ?? null,
    cells: COLUMNS.map(({ label, code, key }) => ({ label, text: cellText(key, set.find((one) => one.code === code)) })),
    news2: set.find(({ code }) => code === NEWS2_CODE.code)?.value ?? null,
    others: set.filter(({ code }) => !known.has(code)).map(({ display, value, unit, text }) => `${display}: ${value ?? text ?? '—'}${unit ? ` ${unit}` : ''}`),
  };
}

function cellText(key: (typeof COLUMNS)[number]['key'], observation: Observation | undefined): string {
  if (!observation) return '';
  const { value, text } = observation;
  if (key === 'consciousness') return text ?? CONSCIOUSNESS_OPTIONS[value ?? -1]?.label ?? String(value ?? '');
  if (key === 'oxygen') return text ?? (value === 1 ? 'Yes' : value === 0 ? 'Air' : String(value ?? ''));
  return value === null ? text ?? '' : String(Math.round(value * 10) / 10);
}

/** NEWS2 over time; the bands of the Royal College's chart 2 lie behind it, named at the edge. */
function scoreChart(rounds: readonly Round[]): object | null {
  const scored = rounds.filter(({ news2 }) => news2 !== null).slice(0, 40).reverse();
  if (scored.length < 2) return null;
  const top = Math.max(10, ...scored.map(({ news2 }) => news2 ?? 0));
  const first = Date.parse(scored[0]?.at ?? '');
  const spanMs = Math.max(1, Date.parse(scored[scored.length - 1]?.at ?? '') - first);
  const y = (score: number): number => round(PAD.top + (1 - score / top) * (HEIGHT - PAD.top - PAD.bottom));
  const x = (at: string): number => round(PAD.left + ((Date.parse(at) - first) / spanMs) * (WIDTH - PAD.left - PAD.right));
  const points = scored.map(({ at, news2 }) => ({ x: x(at), y: y(news2 ?? 0), news2, at }));
  const band = (from: number, to: number, kind: string) => ({ kind, y: y(to), height: round(y(from) - y(to)) });
  return {
    width: WIDTH, height: HEIGHT, line: points.map((point) => `${point.x},${point.y}`).join(' '), points,
    bands: [band(4.5, 6.5, 'medium'), band(6.5, top, 'high')],
    marks: [0, 5, 7, ...(top > 7 ? [top] : [])].map((score) => ({ score, y: y(score) })),
    words: `Early-warning score from ${scored[0]?.news2} to ${scored[scored.length - 1]?.news2} over ${scored.length} rounds. The table below has every value.`,
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
