import { type ApiClient, contract } from '../../api/client';
import { describe, pause } from './staff';

const ASPIRIN = { ingredient: '1191', tablet: '243670' } as const;
const ACETAMINOPHEN = '198440';
const HEPARIN = '1659263';

interface Cast {
  readonly physician: ApiClient;
  readonly nurse: ApiClient;
  /** The stays this may be played on, as they come. */
  readonly stays: () => readonly string[];
  readonly isOver: () => boolean;
  readonly trouble: (what: string) => void;
}

/**
 * What a visitor must always find on a drug chart, whatever the cohort brings: a medicine ordered despite an allergy, with its reason;
 * a dose the patient refused; a high-alert medicine that two nurses give; and imaging.
 * Played once, on the first stay that has a bed and its orders, and is going on.
 */
export async function playShowcase({ physician, nurse, stays, isOver, trouble }: Cast): Promise<void> {
  while (!isOver()) {
    for (const encounterId of stays()) {
      const stay = await physician.call(contract.readEncounter, { params: { encounterId } }).catch(() => null);
      // Before its orders are placed, they would be stopped as repeating these.
      if (stay?.status !== 'in-progress' || stay.patient.bed === null || stay.orderSet === null || stay.plannedHours === null) continue;
      try {
        await overrideAllergy(physician, encounterId, stay.patient.id);
        await refuseDose(physician, nurse, encounterId);
        await orderHighAlert(physician, encounterId);
        await orderImaging(physician, encounterId);
        return;
      } catch (error) {
        trouble(`showcase: ${describe(error)}`);
      }
    }
    await pause(500);
  }
}

async function overrideAllergy(physician: ApiClient, encounterId: string, patientId: string): Promise<void> {
  const { items } = await physician.call(contract.listAllergies, { params: { patientId } });
  if (!items.some(({ code }) => code === ASPIRIN.ingredient)) {
    await physician.call(contract.recordAllergy, { params: { patientId }, body: { systemCode: 'RXNORM', code: ASPIRIN.ingredient, kind: 'intolerance', category: 'medication', criticality: 'low' } });
  }
  await physician.call(contract.prescribe, {
    params: { encounterId }, idempotencyKey: `showcase-override-${encounterId}`,
    body: { code: ASPIRIN.tablet, schedule: 'as-needed', doseQuantity: 1, doseUnit: 'tablet', route: 'oral', everyHours: 24, maxPerDay: 1, instructions: 'With food.', overrideReason: 'Stomach upset in 2019 only; tolerated since, and the benefit is larger.' },
  });
}

/** Pictures on their way: the past stays of the cohort have none. */
async function orderImaging(physician: ApiClient, encounterId: string): Promise<void> {
  await physician.call(contract.orderTests, { params: { encounterId }, idempotencyKey: `showcase-imaging-${encounterId}`, body: { imaging: ['36643-5'], question: 'Cough since yesterday. Pneumonia?' } });
}

async function refuseDose(physician: ApiClient, nurse: ApiClient, encounterId: string): Promise<void> {
  const medicine = await physician.call(contract.prescribe, {
    params: { encounterId }, idempotencyKey: `showcase-refusal-${encounterId}`,
    body: { code: ACETAMINOPHEN, schedule: 'stat', doseQuantity: 1, doseUnit: 'tablet', route: 'oral', overrideReason: 'One dose for the headache.' },
  });
  const params = { encounterId };
  const [{ code: wristband }, { items }] = await Promise.all([nurse.call(contract.readWristband, { params }), nurse.call(contract.listDoses, { params, query: { limit: 200 } })]);
  const dose = items.find((one) => one.medicationRequestId === medicine.id && one.status === 'planned');
  if (dose) await nurse.call(contract.settleDose, { params: { ...params, doseId: dose.id }, body: { version: dose.version, outcome: 'refused', reason: 'not-needed', wristband, note: 'The headache is gone.' } });
}

/** Twice a day under the skin; every dose is checked by a colleague before it is given. */
async function orderHighAlert(physician: ApiClient, encounterId: string): Promise<void> {
  await physician.call(contract.prescribe, {
    params: { encounterId }, idempotencyKey: `showcase-high-alert-${encounterId}`,
    body: { code: HEPARIN, schedule: 'scheduled', doseQuantity: 1, doseUnit: 'mL', route: 'sc', everyHours: 12, overrideReason: 'Bed rest; the benefit is larger.' },
  });
}
