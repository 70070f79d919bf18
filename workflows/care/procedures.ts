import { type CareStrand } from './strand';

const step = (asked: number) => `perform-procedures-${asked}`;

/** Ordered procedures, one round after the other. A procedure that is not done is completed as such: it never blocks the way out. */
export const procedures: CareStrand = {
  wait: null,
  advance({ care, tasks }) {
    const line = care.procedures;
    if (line.underWay && tasks.take(step(line.asked))) {
      line.rounds.shift();
      line.underWay = false;
    }
    const [round] = line.rounds;
    if (line.underWay || round === undefined) return;
    line.asked += 1;
    line.underWay = true;
    tasks.request({ step: step(line.asked), type: 'perform-procedures', round });
  },
  dueAt: () => null,
};
