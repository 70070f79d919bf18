import { needsUrgentReview, NEWS2_PARAMETERS, observationIntervalMs, RESPONSES, scoreMeasured } from '../../../domain/clinical/news2';
import { CONSCIOUSNESS, type Consciousness, type Vitals } from '../../../domain/clinical/vitals';
import { HOUR_MS } from '../../../domain/time';
import { readableNumber } from '../../forms/number';
import { type Visit } from '../../http/visit';

/** The early-warning score of what is typed so far; says what is missing, never scores it as normal, and that a child has none. */
export function previewScore(visit: Visit): void {
  if (visit.posted.get('_scale') === '') return visit.render('observations/score', { notScored: true });
  const vitals = typedVitals(visit.posted);
  const score = scoreMeasured(vitals);
  const missing = score.missing.length;
  const urgent = needsUrgentReview(score);
  const hours = observationIntervalMs(score) / HOUR_MS;
  visit.render('observations/score', {
    missing, score: missing === 0 || (urgent && missing < NEWS2_PARAMETERS.length) ? score : null,
    advice: urgent ? RESPONSES[score.risk] : null,
    every: missing > 0 ? null : hours < 1 ? `${hours * 60} minutes` : hours === 1 ? 'hour' : `${hours} hours`,
  });
}

/** The vital signs among posted fields, as far as they can be read. */
function typedVitals(posted: URLSearchParams): Partial<Vitals> {
  const number = (name: string): Partial<Record<string, number>> => {
    const value = readableNumber(posted.get(name));
    return value === null ? {} : { [name]: value };
  };
  const consciousness = posted.get('consciousness') as Consciousness;
  return {
    ...number('respirations'), ...number('spo2'), ...number('systolic'), ...number('pulse'), ...number('temperature'),
    ...(posted.has('onOxygen') ? { onOxygen: posted.get('onOxygen') === 'true' } : {}),
    ...(CONSCIOUSNESS.includes(consciousness) ? { consciousness } : {}),
    spo2Scale2: posted.get('_scale') === '2',
  };
}
