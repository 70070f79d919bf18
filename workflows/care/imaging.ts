import { type Journey } from '../support/journey';
import { type ImagingRound } from './state';
import { type CareStrand } from './strand';

const step = (what: 'schedule-imaging' | 'perform-imaging' | 'report-imaging' | 'finalise-imaging-report' | 'acknowledge-critical-imaging' | 'acknowledge-critical-final-imaging', round: number) => `${what}-${round}`;

/**
 * Imaging, every round by itself: a slot (none for stat), the examination, the report, and the final one when the first was preliminary. A
 * critical finding calls whoever ordered it. What could not be done is over: its order says why.
 */
export const imaging: CareStrand = {
  wait: null,
  advance(journey) {
    const { care } = journey;
    for (const line of care.imaging ?? []) leadOn(journey, line);
  },
  dueAt: () => null,
};

/** Examinations a decision on discharge waits for; a preliminary report has said what the ward has to know. */
export function awaitsImaging(rounds: readonly ImagingRound[] = []): boolean {
  return rounds.some(({ phase }) => phase !== 'over' && phase !== 'finalising');
}

function leadOn({ tasks }: Journey, line: ImagingRound): void {
  const { round } = line;
  if (line.phase === 'waiting') {
    tasks.request(line.stat ? { step: step('perform-imaging', round), type: 'perform-imaging', round } : { step: step('schedule-imaging', round), type: 'schedule-imaging', round });
    line.phase = line.stat ? 'performing' : 'scheduling';
  }
  if (line.phase === 'scheduling') {
    if (!tasks.take(step('schedule-imaging', round))) return;
    tasks.request({ step: step('perform-imaging', round), type: 'perform-imaging', round });
    line.phase = 'performing';
  }
  if (line.phase === 'performing') {
    const performed = tasks.take(step('perform-imaging', round));
    if (!performed) return;
    line.phase = performed.facts['performed'] === 0 ? 'over' : 'reporting';
    if (line.phase === 'reporting') tasks.request({ step: step('report-imaging', round), type: 'report-imaging', round });
  }
  if (line.phase === 'reporting') {
    const report = tasks.take(step('report-imaging', round));
    if (!report) return;
    if (Number(report.facts['critical'] ?? 0) > 0) tasks.request({ step: step('acknowledge-critical-imaging', round), type: 'acknowledge-critical-result', focusType: 'imaging', round });
    line.phase = Number(report.facts['preliminary'] ?? 0) > 0 ? 'finalising' : 'over';
    if (line.phase === 'finalising') tasks.request({ step: step('finalise-imaging-report', round), type: 'finalise-imaging-report', round });
  }
  if (line.phase === 'finalising') {
    const final = tasks.take(step('finalise-imaging-report', round));
    if (!final) return;
    line.phase = 'over';
    if (Number(final.facts['critical'] ?? 0) > 0) tasks.request({ step: step('acknowledge-critical-final-imaging', round), type: 'acknowledge-critical-result', focusType: 'imaging', round });
  }
}
