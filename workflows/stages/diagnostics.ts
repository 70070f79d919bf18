import { admissionOrders } from '../care/admissionOrders';
import { imaging } from '../care/imaging';
import { laboratory } from '../care/laboratory';
import { observations } from '../care/observations';
import { careFor } from '../care/rounds';
import { type Journey } from '../support/journey';

/** Orders, specimens, results. The patient is observed meanwhile: a long wait in the laboratory must not hide a deterioration. */
export async function diagnosePatient(journey: Journey): Promise<void> {
  journey.beforeDoing('orders');
  journey.beforeDoing('medicines');
  const { care } = journey;
  await careFor(journey, [admissionOrders, observations, laboratory, imaging], () => care.plans > 0 && care.laboratory.rounds.length === 0);
}
