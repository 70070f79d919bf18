import { type contract } from '../../../api/client';
import { NEWS2_PARAMETERS, type News2Parameter, scoreParameter } from '../../../domain/clinical/news2';
import { CONCERN_CODE, type Consciousness, CONSCIOUSNESS_OPTIONS, NEWS2_CODE, VITAL_CODES, type Vitals } from '../../../domain/clinical/vitals';
import { type Reply } from '../../http/visit';
import { type Measured, type VitalsCharts, vitalsCharts } from './vitalsCharts';

type Observation = Reply<typeof contract.listObservations>['items'][number];

const COLUMNS = [
  { key: 'news2', label: 'NEWS2', code: NEWS2_CODE.code }, { key: 'respirations', label: 'Resp.', code: VITAL_CODES.respirations.code }, { key: 'spo2', label: 'SpO₂', code: VITAL_CODES.spo2.code },
  { key: 'onOxygen', label: 'Oxygen', code: VITAL_CODES.onOxygen.code }, { key: 'systolic', label: 'Systolic', code: VITAL_CODES.systolic.code }, { key: 'diastolic', label: 'Diastolic', code: VITAL_CODES.diastolic.code },
  { key: 'pulse', label: 'Pulse', code: VITAL_CODES.pulse.code }, { key: 'consciousness', label: 'ACVPU', code: VITAL_CODES.consciousness.code },
  { key: 'temperature', label: 'Temp.', code: VITAL_CODES.temperature.code }, { key: 'pain', label: 'Pain', code: VITAL_CODES.pain.code },
] as const;
type Key = (typeof COLUMNS)[number]['key'];
const WORRIED = 'Worried';

interface Cell {
  readonly label: string;
  readonly text: string;
  /** What this value adds to NEWS2, 1 to 3; null when nothing, or when it takes no part. */
  readonly score: number | null;
  /** Entered in error: shown struck through. */
  readonly isWrong: boolean;
}

/** What of a set was entered in error, by whom it was said and why. */
interface Wrong {
  readonly words: string;
  readonly by: string | null;
  readonly at: string;
  readonly reason: string;
}

/** One set of observations: everything measured at one moment. */
export interface Round extends Measured {
  readonly by: string | null;
  readonly cells: readonly Cell[];
  /** Whoever measured was worried. */
  readonly isWorried: boolean;
  readonly others: readonly string[];
  readonly wrong: readonly Wrong[];
  /** Values that stand and can be marked as entered in error. */
  readonly standing: readonly { readonly id: string; readonly label: string; readonly text: string }[];
}

export interface VitalsView extends VitalsCharts {
  readonly rounds: readonly Round[];
  readonly columns: readonly string[];
}

/** Rounds of observations, newest first, each value with what it scores (a child's scores nothing); and their charts, without what was entered in error. Null when nothing was measured. */
export function vitalsChart(observations: readonly Observation[], spo2Scale: 1 | 2 = 1, isScored = true): VitalsView | null {
  if (observations.length === 0) return null;
  const byTime = new Map<string, Observation[]>();
  for (const observation of observations) byTime.set(observation.effectiveAt, [...(byTime.get(observation.effectiveAt) ?? []), observation]);
  const rounds = [...byTime].sort(([a], [b]) => b.localeCompare(a)).map(([at, set]) => roundOf(at, set, spo2Scale, isScored));
  const columns = COLUMNS.filter(({ code }) => observations.some((one) => one.code === code));
  return {
    rounds: rounds.map((round) => ({ ...round, cells: round.cells.filter((_, index) => columns.includes(COLUMNS[index] as never)) })),
    columns: columns.map(({ label }) => label),
    ...vitalsCharts(rounds, spo2Scale, isScored),
  };
}

function roundOf(at: string, set: readonly Observation[], spo2Scale: 1 | 2, isScored: boolean): Round {
  const known = new Set<string>(COLUMNS.map(({ code }) => code));
  const of = (key: Key) => set.find(({ code }) => code === COLUMNS.find((column) => column.key === key)?.code);
  const stands = (key: Key) => (of(key) && isWrong(of(key)) ? undefined : of(key));
  const vitals = vitalsOf(stands, spo2Scale);
  return {
    at, by: set.find(({ performer }) => performer)?.performer ?? null, vitals,
    cells: COLUMNS.map(({ label, key }) => ({ label, text: cellText(key, of(key)), score: isScored && isParameter(key) ? scoreParameter(key, vitals) || null : null, isWrong: isWrong(of(key)) })),
    news2: stands('news2')?.value ?? null,
    isWorried: set.some((one) => one.code === CONCERN_CODE.code && !isWrong(one)),
    others: set.filter((one) => !known.has(one.code) && one.code !== CONCERN_CODE.code && !isWrong(one)).map(({ display, value, unit, text }) => `${display}: ${value ?? text ?? '—'}${unit ? ` ${unit}` : ''}`),
    wrong: wrongOf(set),
    standing: [
      ...COLUMNS.flatMap(({ key, label }) => {
        const one = stands(key);
        return one && key !== 'news2' ? [{ id: one.id, label, text: cellText(key, one) }] : [];
      }),
      ...set.filter((one) => one.code === CONCERN_CODE.code && !isWrong(one)).map(({ id }) => ({ id, label: WORRIED, text: 'yes' })),
    ],
  };
}

function isWrong(observation: Observation | undefined): boolean {
  return observation?.status === 'entered-in-error';
}

/** One line for each reason given. The score that went with the values is not named again. */
function wrongOf(set: readonly Observation[]): Wrong[] {
  const lines = new Map<string, Wrong & { labels: string[] }>();
  for (const { error, code, display } of set) {
    if (!error || code === NEWS2_CODE.code) continue;
    const label = code === CONCERN_CODE.code ? WORRIED : (COLUMNS.find((column) => column.code === code)?.label ?? display);
    const line = lines.get(error.at) ?? { ...error, words: '', labels: [] };
    lines.set(error.at, { ...line, labels: [...line.labels, label] });
  }
  return [...lines.values()].map(({ labels, ...line }) => ({ ...line, words: labels.join(', ') }));
}

function isParameter(key: string): key is News2Parameter {
  return (NEWS2_PARAMETERS as readonly string[]).includes(key);
}

/** The values of a set as the score takes them. */
function vitalsOf(of: (key: Key) => Observation | undefined, spo2Scale: 1 | 2): Partial<Vitals> {
  const number = (key: 'respirations' | 'spo2' | 'systolic' | 'pulse' | 'temperature') => {
    const value = of(key)?.value;
    return value === null || value === undefined ? {} : { [key]: value };
  };
  const oxygen = of('onOxygen');
  const awake = CONSCIOUSNESS_OPTIONS.find(({ value }) => value === of('consciousness')?.text)?.value as Consciousness | undefined;
  return {
    ...number('respirations'), ...number('spo2'), ...number('systolic'), ...number('pulse'), ...number('temperature'),
    ...(oxygen ? { onOxygen: oxygen.text === 'oxygen' || oxygen.value === 1 } : {}), ...(awake ? { consciousness: awake } : {}), spo2Scale2: spo2Scale === 2,
  };
}

function cellText(key: Key, observation: Observation | undefined): string {
  if (!observation) return '';
  const { value, text } = observation;
  if (key === 'consciousness') return CONSCIOUSNESS_OPTIONS.find((option) => option.value === text)?.label ?? text ?? CONSCIOUSNESS_OPTIONS[value ?? -1]?.label ?? String(value ?? '');
  if (key === 'onOxygen') return text ?? (value === 1 ? 'oxygen' : value === 0 ? 'air' : String(value ?? ''));
  return value === null ? text ?? '' : String(Math.round(value * 10) / 10);
}
