import { HOUR_MS } from '../../domain/time';
import { now } from '../support/clock';
import { awaitsImaging } from './imaging';
import { awaitsResults } from './laboratory';
import { planCare } from './plan';
import { type CareStrand } from './strand';

const step = (decision: number) => `decide-discharge-${decision}`;

/** When the planned stay is over and nothing ordered is left to do, a physician decides: discharge, or more hours and what they bring. */
export const dischargeDecision: CareStrand = {
  wait: 'planned-stay',
  async advance(journey) {
    const { care, tasks } = journey;
    const line = care.discharge;
    const decided = tasks.take(step(line.decisions));
    if (decided) {
      line.decided = decided.values['decision'] === 'discharge';
      if (line.decided) return;
      line.dueAt = now() + Number(decided.values['moreHours'] ?? 24) * HOUR_MS;
      await planCare(journey);
    }
    const due = dischargeDecision.dueAt(journey);
    if (due === null || due > now()) return;
    line.decisions += 1;
    tasks.request({ step: step(line.decisions), type: 'decide-discharge', round: line.decisions });
  },
  dueAt({ care, tasks }) {
    const { decided, decisions, dueAt } = care.discharge;
    const pending = awaitsResults(care) || awaitsImaging(care.imaging) || care.procedures.rounds.length > 0;
    return decided || pending || tasks.isUnderWay(step(decisions)) ? null : dueAt;
  },
};
