import { type Journey } from '../support/journey';

/**
 * Ask the payer whether the coverage is active (270/271); without a yes a registrar finds out. Runs beside the pathway until
 * the money is talked about: the financial branch of discharge waits for it, and so does billing. May be started anew after
 * continue-as-new or a cancellation, and goes on where it was.
 */
export async function settleCoverage(journey: Journey): Promise<void> {
  if (journey.coverage === 'asking') {
    // Skipped means unanswered, and an unanswered question goes to a person.
    const { status } = await journey.steps.attempt('check-eligibility', (calls, at) => calls.checkEligibility({ ...at, encounterId: journey.encounterId }), { scheduled: true, skipAs: { status: 'inactive' as const } });
    journey.coverage = status === 'inactive' || status === 'unanswered' ? 'verifying' : 'settled';
  }
  if (journey.coverage !== 'verifying') return;
  await journey.tasks.ask({ step: 'verify-coverage', type: 'verify-coverage' });
  journey.coverage = 'settled';
}
