import { dischargeDecision } from '../care/dischargeDecision';
import { imaging } from '../care/imaging';
import { laboratory } from '../care/laboratory';
import { medicines, statDoses } from '../care/medicines';
import { observations } from '../care/observations';
import { procedures } from '../care/procedures';
import { careFor } from '../care/rounds';
import { type CareStrand } from '../care/strand';
import { type Journey } from '../support/journey';

/** Those that ask the record first come first: what they find goes into the same call as the tasks of the others. */
export const WARD_CARE: readonly CareStrand[] = [dischargeDecision, medicines, statDoses, laboratory, imaging, observations, procedures];

/** Medicine rounds, observation rounds and procedures until a physician decides on discharge. The one place that continues as new. */
export async function treatPatient(journey: Journey): Promise<void> {
  await careFor(journey, WARD_CARE, () => journey.care.discharge.decided, true);
}
