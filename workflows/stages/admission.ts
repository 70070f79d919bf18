import { noteScore } from '../care/observations';
import { type Journey } from '../support/journey';
import { settleCoverage } from './coverage';

/** Registration, a bed, and the first look at the patient. Whether the payer confirms the coverage never holds up a bed. */
export async function admitPatient(journey: Journey): Promise<void> {
  const { tasks } = journey;
  journey.beforeDoing('registration');
  const registration = await tasks.ask({ step: 'register-patient', type: 'register-patient' });
  journey.coverage = registration.values['coverage'] === 'self-pay' ? 'settled' : 'asking';
  journey.inBackground(settleCoverage(journey));
  journey.beforeDoing('bed');
  await tasks.ask({ step: 'assign-bed', type: 'assign-bed' });
  const assessment = await tasks.ask({ step: 'admission-assessment', type: 'admission-assessment' });
  noteScore(journey, assessment.facts);
}
