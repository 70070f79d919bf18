import { HOUR_MS } from '../time';
import { type Vitals } from './vitals';

/**
 * National Early Warning Score 2, Royal College of Physicians, 2017: charts 1 (scoring) and 4 (response).
 * A missing value is not scored as normal: NEWS2 needs all seven parameters.
 */
export interface News2 {
  readonly total: number;
  readonly parts: Readonly<Record<'respirations' | 'spo2' | 'onOxygen' | 'systolic' | 'pulse' | 'consciousness' | 'temperature', number>>;
  readonly risk: News2Risk;
}

export type News2Risk = 'low' | 'low-medium' | 'medium' | 'high';

/** Score one complete set of observations. */
export function scoreNews2(vitals: Vitals): News2 {
  const parts = {
    respirations: band(vitals.respirations, [[8, 3], [11, 1], [20, 0], [24, 2]], 3),
    spo2: vitals.spo2Scale2 ? spo2Scale2(vitals.spo2, vitals.onOxygen) : band(vitals.spo2, [[91, 3], [93, 2], [95, 1]], 0),
    onOxygen: vitals.onOxygen ? 2 : 0,
    systolic: band(vitals.systolic, [[90, 3], [100, 2], [110, 1], [219, 0]], 3),
    pulse: band(vitals.pulse, [[40, 3], [50, 1], [90, 0], [110, 1], [130, 2]], 3),
    consciousness: vitals.consciousness === 'A' ? 0 : 3,
    temperature: band(vitals.temperature, [[35.0, 3], [36.0, 1], [38.0, 0], [39.0, 1]], 2),
  };
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { total, parts, risk: riskOf(total, Object.values(parts).some((part) => part === 3)) };
}

/** Hours until the next observations are due (chart 4): 12 at zero, 4 when low, 1 when medium or a single 3, continuous (here ½) when high. */
export function observationIntervalMs(news2: Pick<News2, 'total' | 'risk'>): number {
  if (news2.risk === 'high') return HOUR_MS / 2;
  if (news2.risk === 'medium' || news2.risk === 'low-medium') return HOUR_MS;
  return news2.total === 0 ? 12 * HOUR_MS : 4 * HOUR_MS;
}

/** Does this score call a clinician (chart 4: total of 5 or more, or 3 in a single parameter)? */
export function needsUrgentReview(news2: Pick<News2, 'risk'>): boolean {
  return news2.risk !== 'low';
}

function riskOf(total: number, singleThree: boolean): News2Risk {
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
