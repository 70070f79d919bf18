import { type CareStrand } from './strand';

const collectStep = (examined: number) => `collect-specimens-${examined + 1}`;
const resultStep = (examined: number) => `enter-results-${examined + 1}`;
const criticalStep = (examined: number) => `acknowledge-critical-result-${examined}`;

/** Order rounds one after the other: specimens, then results; a critical value calls a physician while everything else goes on. */
export const laboratory: CareStrand = {
  wait: null,
  advance({ care, tasks }) {
    const line = care.laboratory;
    tasks.takeAll('acknowledge-critical-result');
    for (;;) {
      const [round] = line.rounds;
      if (round === undefined) return;
      if (line.phase === 'waiting') {
        tasks.request({ step: collectStep(line.examined), type: 'collect-specimens', round });
        line.phase = 'collecting';
      }
      if (line.phase === 'collecting') {
        if (!tasks.take(collectStep(line.examined))) return;
        tasks.request({ step: resultStep(line.examined), type: 'enter-results', round });
        line.phase = 'resulting';
      }
      const results = tasks.take(resultStep(line.examined));
      if (!results) return;
      line.examined += 1;
      line.rounds.shift();
      line.phase = 'waiting';
      if (Number(results.facts['critical'] ?? 0) > 0) tasks.request({ step: criticalStep(line.examined), type: 'acknowledge-critical-result', round });
    }
  },
  dueAt: () => null,
};
