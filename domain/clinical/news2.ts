import { HOUR_MS } from '../time';
import { type Vitals } from './vitals';

/** The seven parameters of NEWS2, in the order of the chart. */
export const NEWS2_PARAMETERS = ['respirations', 'spo2', 'onOxygen', 'systolic', 'pulse', 'consciousness', 'temperature'] as const;
export type News2Parameter = (typeof NEWS2_PARAMETERS)[number];

/** National Early Warning Score 2, Royal College of Physicians, 2017: charts 1 (scoring) and 4 (response). */
export interface News2 {
  readonly total: number;
  readonly parts: Readonly<Record<News2Parameter, number>>;
  readonly risk: News2Risk;
}

export type News2Risk = 'low' | 'low-medium' | 'medium' | 'high';

/** The score of what was measured: with something missing, the true total can only be higher. */
export interface PartialNews2 {
  readonly total: number;
  readonly parts: Readonly<Partial<Record<News2Parameter, number>>>;
  readonly risk: News2Risk;
  readonly missing: readonly News2Parameter[];
}

/**
 * From this age on the score is used. The college advises against it under 16, and in pregnancy, where the body answers illness in another
 * way (NEWS2 report, 2017); the record does not know of pregnancies, so there the ward has to.
 */
export const NEWS2_AGE = 16;

/** Score one complete set of observations. */
export function scoreNews2(vitals: Vitals): News2 {
  const { total, risk, parts } = scoreMeasured(vitals);
  return { total, risk, parts: parts as News2['parts'] };
}

/**
 * Score what was measured. A missing value is never scored as normal: the set then has no NEWS2, but what it already comes to calls for
 * help all the same (a pulse of 155 needs no temperature).
 */
export function scoreMeasured(vitals: Partial<Vitals>): PartialNews2 {
  const parts: Partial<Record<News2Parameter, number>> = {};
  for (const parameter of NEWS2_PARAMETERS) {
    const score = scoreParameter(parameter, vitals);
    if (score !== null) parts[parameter] = score;
  }
  const scores = Object.values(parts);
  const total = scores.reduce((sum, part) => sum + part, 0);
  return { total, parts, risk: riskOf(total, scores.some((part) => part === 3)), missing: NEWS2_PARAMETERS.filter((parameter) => parts[parameter] === undefined) };
}

/** The score of one parameter (chart 1); null when it was not measured. SpO2 on scale 2 depends on oxygen, so it needs both. */
export function scoreParameter(parameter: News2Parameter, vitals: Partial<Vitals>): number | null {
  const { respirations, spo2, onOxygen, systolic, pulse, consciousness, temperature } = vitals;
  switch (parameter) {
    case 'respirations': return respirations === undefined ? null : band(respirations, [[8, 3], [11, 1], [20, 0], [24, 2]], 3);
    case 'spo2':
      if (spo2 === undefined) return null;
      if (!vitals.spo2Scale2) return band(spo2, [[91, 3], [93, 2], [95, 1]], 0);
      return spo2 > 92 && onOxygen === undefined ? null : spo2Scale2(spo2, onOxygen ?? false);
    case 'onOxygen': return onOxygen === undefined ? null : onOxygen ? 2 : 0;
    case 'systolic': return systolic === undefined ? null : band(systolic, [[90, 3], [100, 2], [110, 1], [219, 0]], 3);
    case 'pulse': return pulse === undefined ? null : band(pulse, [[40, 3], [50, 1], [90, 0], [110, 1], [130, 2]], 3);
    case 'consciousness': return consciousness === undefined ? null : consciousness === 'A' ? 0 : 3;
    case 'temperature': return temperature === undefined ? null : band(temperature, [[35.0, 3], [36.0, 1], [38.0, 0], [39.0, 1]], 2);
  }
}

/** How ill somebody is as far as the ward can say; `total` is null where no score is made. */
export interface Acuity {
  readonly total: number | null;
  readonly risk: News2Risk;
}

/** Worry overrides the score (NEWS2 report, 2017): it calls at least for an urgent review. */
export function withConcern(risk: News2Risk, isWorried: boolean): News2Risk {
  return isWorried && RISK_RANK[risk] < RISK_RANK.medium ? 'medium' : risk;
}

/** Hours until the next observations are due (chart 4): 12 at zero, 4 when low, 1 when medium or a single 3, continuous (here ½) when high. Without a score, as when it is low. */
export function observationIntervalMs(news2: Acuity): number {
  if (news2.risk === 'high') return HOUR_MS / 2;
  if (news2.risk === 'medium' || news2.risk === 'low-medium') return HOUR_MS;
  return news2.total === 0 ? 12 * HOUR_MS : 4 * HOUR_MS;
}

/** Does this score call a clinician (chart 4: total of 5 or more, or 3 in a single parameter)? */
export function needsUrgentReview(news2: Pick<News2, 'risk'>): boolean {
  return news2.risk !== 'low';
}

/** How grave each risk is, to compare two of them. */
export const RISK_RANK = { low: 0, 'low-medium': 1, medium: 2, high: 3 } as const satisfies Record<News2Risk, number>;

/** What chart 4 asks of the ward at each threshold, in short sentences. */
export const RESPONSES = {
  low: 'Care on the ward goes on. From 1 to 4 a nurse assesses whether observations or care should be stepped up.',
  'low-medium': 'One value alone scores 3. Tell the medical team: they review and decide whether to escalate.',
  medium: 'Urgent response. Tell the medical team at once: assessment by somebody trained in acute illness.',
  high: 'Emergency response. Call the critical-care team now. Continuous monitoring.',
} as const satisfies Record<News2Risk, string>;

/** The risk of a score (chart 2): its total, and whether one parameter alone scores 3. */
export function riskOf(total: number, singleThree: boolean): News2Risk {
  if (total >= 7) return 'high';
  if (total >= 5) return 'medium';
  return singleThree ? 'low-medium' : 'low';
}

/** Scale 2 (target 88–92 %): too much oxygen scores as well, but only on oxygen. */
function spo2Scale2(spo2: number, onOxygen: boolean): number {
  if (spo2 <= 83) return 3;
  if (spo2 <= 85) return 2;
  if (spo2 <= 87) return 1;
  if (spo2 <= 92 || !onOxygen) return 0;
  if (spo2 <= 94) return 1;
  return spo2 <= 96 ? 2 : 3;
}

/** The score of the first band whose upper bound (inclusive) holds the value, else `above`. */
function band(value: number, bands: readonly (readonly [upTo: number, score: number])[], above: number): number {
  for (const [upTo, score] of bands) if (value <= upTo) return score;
  return above;
}
