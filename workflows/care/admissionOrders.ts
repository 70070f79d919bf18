import { HOUR_MS } from '../../domain/time';
import { now } from '../support/clock';
import { planCare } from './plan';
import { type CareStrand } from './strand';

const STEP = 'place-orders';

/** A physician orders; from then on the orders say what is to be done and how long the stay is planned to be. */
export const admissionOrders: CareStrand = {
  wait: null,
  async advance(journey) {
    if (journey.care.plans > 0) return;
    if (!journey.tasks.take(STEP)) return journey.tasks.request({ step: STEP, type: STEP });
    const plannedHours = await planCare(journey);
    journey.care.discharge.dueAt = now() + plannedHours * HOUR_MS;
  },
  dueAt: () => null,
};
