import { condition } from '@temporalio/workflow';
import { type Journey } from '../support/journey';
import { tellPatient } from './tellPatient';

/** What becomes of the bill: a claim to follow, or nothing to ask of a payer. */
export type Bill = { readonly claimId: string } | { readonly claimId: null; readonly invoiceId: string | null };

/** Charge what was done, code what has no code, then make the claim, or the patient's invoice when no payer is asked. */
export async function billEncounter(journey: Journey): Promise<Bill> {
  const { encounterId, steps, tasks } = journey;
  await condition(() => journey.coverage === 'settled' || journey.coverage === 'unknown');
  journey.beforeDoing('charges');
  const captured = await steps.attempt('capture-charges', (calls, at) => calls.captureCharges({ ...at, encounterId }));
  const uncoded = captured.uncodedCharges > 0 || captured.uncodedDiagnoses > 0 || !captured.hasPrincipalDiagnosis;
  if (captured.charges > 0 && uncoded) await tasks.ask({ step: 'code-encounter', type: 'code-encounter' });
  journey.beforeDoing('claim');
  const { claimId } = await steps.attempt('prepare-claim', (calls, at) => calls.prepareClaim({ ...at, encounterId }));
  journey.isBilled = true;
  return claimId ? { claimId } : billPatient(journey);
}

async function billPatient(journey: Journey): Promise<Bill> {
  const { encounterId } = journey;
  const { invoiceId } = await journey.steps.attempt('bill-patient', (calls, at) => calls.billPatient({ ...at, encounterId }));
  if (invoiceId) await tellPatient(journey.steps, encounterId, { event: `invoice-${invoiceId}`, template: 'invoice-issued', appointmentId: null });
  return { claimId: null, invoiceId };
}
