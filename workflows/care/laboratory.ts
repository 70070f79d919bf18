import { setHandler } from '@temporalio/workflow';
import { type CompletedTask } from '../contracts/messages';
import { hasChange } from '../support/generation';
import { type Journey } from '../support/journey';
import { criticalReportedSignal } from '../support/messages';
import { type CareState, type LaboratoryPhase } from './state';
import { type CareStrand } from './strand';

/** The steps of one round: its tasks, each once. */
interface RoundSteps {
  readonly collect: string;
  readonly receive: string;
  readonly enter: string;
  readonly acknowledge: string;
}

const inTurn = (place: number): RoundSteps => ({ collect: `collect-specimens-${place}`, receive: `receive-specimens-${place}`, enter: `enter-results-${place}`, acknowledge: `acknowledge-critical-result-${place}` });
const beside = (round: number): RoundSteps => ({ collect: `collect-specimens-r${round}`, receive: `receive-specimens-r${round}`, enter: `enter-results-r${round}`, acknowledge: `acknowledge-critical-result-r${round}` });
const finaliseStep = (round: number) => `finalise-results-${round}`;
const finalCriticalStep = (round: number) => `acknowledge-critical-final-${round}`;
const correctionStep = (correction: number) => `acknowledge-correction-${correction}`;

/**
 * Order rounds one after the other, and urgent ones beside them: specimens, their receipt in the laboratory, results. A rejected specimen is
 * drawn again at once, a preliminary report is made final, and a critical value calls a physician while everything else goes on.
 */
export const laboratory: CareStrand = {
  wait: null,
  advance(journey) {
    const { care, tasks } = journey;
    tasks.takeAll('acknowledge-critical-result');
    examineInTurn(journey);
    // A round may add another one here: the list is read anew each time.
    for (let index = 0; index < (care.atOnce ?? []).length; index += 1) examineBeside(journey, index);
    if (care.atOnce) care.atOnce = care.atOnce.filter(({ round }) => round !== OVER);
  },
  dueAt: () => null,
};

/** The mark of a round that has been examined, until it is taken off the list. */
const OVER = -1;

/** Laboratory work a decision on discharge waits for: all but the finals of reports the ward has read already. */
export function awaitsResults({ laboratory: line, atOnce = [] }: CareState): boolean {
  return line.rounds.length > 0 || atOnce.some(({ phase }) => phase !== 'finalising');
}

/** A report was changed into a critical one: somebody reads it back, while the patient is in the house and after. */
export function listenToLaboratory(journey: Journey): void {
  setHandler(criticalReportedSignal, ({ messageId, reportId }) => {
    const { care, tasks } = journey;
    if (journey.cancelled || care.corrections?.includes(messageId)) return;
    care.corrections = [...(care.corrections ?? []), messageId];
    tasks.request({ step: correctionStep(care.corrections.length), type: 'acknowledge-critical-result', focusType: 'diagnostic-report', focusId: reportId });
  });
}

function examineInTurn(journey: Journey): void {
  const line = journey.care.laboratory;
  for (;;) {
    const [round] = line.rounds;
    if (round === undefined) return;
    const steps = inTurn(line.examined + 1);
    const outcome = examine(journey, line, round, steps);
    if (outcome === 'going') return;
    line.examined += 1;
    line.rounds.shift();
    line.phase = 'waiting';
    if (outcome !== 'nothing') tellOf(journey, outcome, steps.acknowledge, round);
  }
}

function examineBeside(journey: Journey, index: number): void {
  const line = journey.care.atOnce?.[index];
  if (!line) return;
  const { round } = line;
  if (line.phase === 'finalising') {
    const final = journey.tasks.take(finaliseStep(round));
    if (!final) return journey.tasks.request({ step: finaliseStep(round), type: 'finalise-results', round });
    line.round = OVER;
    return tellOf(journey, final, finalCriticalStep(round), round);
  }
  const steps = beside(round);
  const outcome = examine(journey, line as { phase: LaboratoryPhase }, round, steps);
  if (outcome === 'going') return;
  line.round = OVER;
  if (outcome !== 'nothing') tellOf(journey, outcome, steps.acknowledge, round);
}

/** Lead one round on as far as people have come. Answers its results, or that the laboratory took in nothing of it. */
function examine(journey: Journey, line: { phase: LaboratoryPhase }, round: number, steps: RoundSteps): CompletedTask | 'going' | 'nothing' {
  const { tasks } = journey;
  if (line.phase === 'waiting') {
    tasks.request({ step: steps.collect, type: 'collect-specimens', round });
    line.phase = 'collecting';
  }
  if (line.phase === 'collecting') {
    if (!tasks.take(steps.collect)) return 'going';
    const receives = hasChange('specimen-receipt');
    tasks.request(receives ? { step: steps.receive, type: 'receive-specimens', round } : { step: steps.enter, type: 'enter-results', round });
    line.phase = receives ? 'receiving' : 'resulting';
  }
  if (line.phase === 'receiving') {
    const received = tasks.take(steps.receive);
    if (!received) return 'going';
    collectAgain(journey.care, received.facts['recollect']);
    if (received.facts['accepted'] === 0) return 'nothing';
    tasks.request({ step: steps.enter, type: 'enter-results', round });
    line.phase = 'resulting';
  }
  return tasks.take(steps.enter) ?? 'going';
}

/** Orders whose specimens were rejected are a round of their own now, and it waits for no other. */
function collectAgain(care: CareState, round: unknown): void {
  if (typeof round !== 'number' || (care.atOnce ?? []).some((line) => line.round === round)) return;
  care.laboratory.rounds = care.laboratory.rounds.filter((queued) => queued !== round);
  care.atOnce = [...(care.atOnce ?? []), { round, phase: 'waiting' }];
}

/** What a report asks for besides reading it: a final one after a preliminary, and a read-back of critical values. */
function tellOf({ care, tasks }: Journey, { facts }: CompletedTask, acknowledgeStep: string, round: number): void {
  if (Number(facts['preliminary'] ?? 0) > 0) care.atOnce = [...(care.atOnce ?? []), { round, phase: 'finalising' }];
  if (Number(facts['critical'] ?? 0) > 0) tasks.request({ step: acknowledgeStep, type: 'acknowledge-critical-result', round });
}
