import { DAY_MS } from '../../../domain/time';
import { bedCleaningWorkflowId, bedReservationWorkflowId, bedTransferWorkflowId, criticalResultWorkflowId, followUpWorkflowId } from '../../../workflows/contracts/ids';
import { SIGNALS, UPDATES } from '../../../workflows/contracts/messages';
import { JourneyDriver } from '../../support/journeyDriver';
import { uniqueId, type WorkflowBench } from '../../support/workflowBench';
import { type Scenarios } from './scenario';

const ORDERED = { laboratoryRounds: [1, 2], procedureRounds: [1], unverifiedMedicines: 1, medicineEveryHours: 4, plannedHours: 8 };
const NOTHING = { laboratoryRounds: [], procedureRounds: [], unverifiedMedicines: 0, medicineEveryHours: null, plannedHours: 2 };

/** Stays, the beds they are on their way to, and what follows them. */
export const JOURNEYS: Scenarios = {
  async wholeJourney(bench) {
    const journey = await new JourneyDriver(bench).start({ eligibility: 'inactive', plan: () => ORDERED, captured: { charges: 3, totalCents: 9, uncodedCharges: 1, uncodedDiagnoses: 0, hasPrincipalDiagnosis: true } });
    await journey.admit({ news2: 6, risk: 'medium' });
    await journey.do('verify-coverage', { decision: 'use-coverage' });
    await journey.do('review-deterioration');
    await journey.do('place-orders', { plannedHours: 8 });
    await journey.do('collect-specimens');
    await journey.do('receive-specimens');
    await journey.do('enter-results', {}, { critical: 1 });
    await journey.do('acknowledge-critical-result');
    await journey.do('collect-specimens');
    await journey.do('receive-specimens');
    await journey.do('enter-results', {}, { critical: 0 });
    await journey.task('verify-medicines');
    await journey.treat(8, 4);
    await journey.discharge();
    await journey.do('code-encounter');
    await journey.afterwards();
    await journey.paid();
    await bench.result(journey.id);
    await bench.result(journey.claim);
    return { journey: journey.id, claim: journey.claim, followUp: journey.followUp };
  },

  /** From departure to payment by the code of the second generation: what people do next is asked for before the bill. */
  async billedAfterAsking(bench) {
    const journey = await new JourneyDriver(bench).start({ bedNeedsCleaning: true });
    await journey.reach('billing');
    await journey.afterwards();
    await journey.paid();
    await bench.result(journey.id);
    return { journey: journey.id, claim: journey.claim };
  },

  async continuedStay(bench) {
    const journey = await new JourneyDriver(bench).start({ plan: (step) => (step === 'plan-care-2' ? { ...ORDERED, procedureRounds: [] } : NOTHING) }, { eventsPerRun: 40 });
    await journey.reach('treatment');
    const first = await runOf(bench, journey.id);
    await journey.pass(2, 'hours');
    await journey.do('decide-discharge', { decision: 'continue', moreHours: 6 });
    await journey.do('collect-specimens');
    await journey.do('receive-specimens');
    await journey.do('enter-results', {}, { critical: 0 });
    await bench.until('a new run', async () => (await runOf(bench, journey.id)) !== first);
    await bench.update(journey.id, UPDATES.cancelJourney, { reason: 'admission-in-error' });
    await bench.result(journey.id);
    return { 'journey-first-run': `${journey.id}#${first}`, 'journey-last-run': journey.id };
  },

  async examinations(bench) {
    const stat = { ...NOTHING, laboratoryRounds: [1, 3], urgentRounds: [3], imagingRounds: [{ round: 1, stat: false }, { round: 2, stat: true }] };
    const journey = await new JourneyDriver(bench).start({ plan: (step) => (step === 'plan-care-1' ? { ...NOTHING, laboratoryRounds: [1], plannedHours: 12 } : step === 'plan-care-2' ? stat : { ...stat, laboratoryRounds: [] }) });
    await journey.admit();
    await journey.do('place-orders', { plannedHours: 12 });
    await journey.do('collect-specimens');
    await bench.signal(journey.id, SIGNALS.ordersChanged, { messageId: 'm1' });
    await journey.do('receive-specimens', {}, { accepted: 1, rejected: 1, recollect: 2 });
    for (let drawn = 0; drawn < 2; drawn += 1) await journey.do('collect-specimens');
    for (let received = 0; received < 2; received += 1) await journey.do('receive-specimens', {}, { accepted: 1, rejected: 0, recollect: null });
    await journey.do('enter-results', {}, { critical: 1, preliminary: 1 });
    for (let entered = 0; entered < 2; entered += 1) await journey.do('enter-results', {}, { critical: 0 });
    await journey.do('finalise-results', {}, { critical: 0 });
    await journey.do('acknowledge-critical-result');
    await journey.do('schedule-imaging');
    for (let performed = 0; performed < 2; performed += 1) await journey.do('perform-imaging', {}, { performed: 1, notDone: 0 });
    await journey.do('report-imaging', {}, { critical: 1, preliminary: 1 });
    await journey.do('report-imaging', {}, { critical: 0, preliminary: 0 });
    await journey.do('finalise-imaging-report', {}, { critical: 0 });
    await journey.do('acknowledge-critical-result');
    await bench.signal(journey.id, SIGNALS.criticalReported, { messageId: 'm2', reportId: 'r-1' });
    await journey.do('acknowledge-critical-result');
    await bench.signal(journey.id, SIGNALS.vitalsRecorded, { messageId: 'm3', news2: 8, risk: 'high', complete: true });
    const call = await journey.task('emergency-response');
    await bench.signal(journey.id, SIGNALS.vitalsWithdrawn, { messageId: 'm4', news2: 1, risk: 'low', nextInMs: 3_600_000, calls: false });
    await bench.until('the call is taken back', () => call.status === 'cancelled');
    await bench.update(journey.id, UPDATES.cancelJourney, { reason: 'admission-in-error' });
    await bench.result(journey.id);
    const errand = criticalResultWorkflowId(uniqueId(), 2);
    await bench.start('criticalResult', errand, { reportId: 'r-2' });
    await bench.task(errand, 'acknowledge-critical-result');
    await bench.pass(errand, 20, 'minutes');
    await bench.complete(errand, 'acknowledge-critical-result');
    await bench.result(errand);
    return { journey: journey.id, critical: errand };
  },

  async leftAgainstAdvice(bench) {
    const journey = await new JourneyDriver(bench).start({ bedNeedsCleaning: true, claimId: null, invoiceId: 'i-1' });
    await journey.reach('treatment');
    await bench.update(journey.id, UPDATES.cancelJourney, { reason: 'left-against-advice' });
    await journey.do('clean-bed');
    await journey.do('book-follow-up', { needed: false });
    await bench.result(journey.id);
    return { journey: journey.id };
  },

  async journeyInTrouble(bench) {
    const journey = await new JourneyDriver(bench).start();
    bench.hospital.fail(`${journey.encounterId}/check-eligibility`, 'refused');
    bench.hospital.fail(`${journey.encounterId}/plan-care-1`, 'server', 2);
    bench.hospital.fail(`${journey.encounterId}/progress-3`, 'unavailable', 3);
    await journey.do('register-patient', { coverage: 'verified' });
    const { incidents } = await journey.until('incident', (progress) => progress.incidents.length > 0);
    await bench.update(journey.id, UPDATES.resolveIncident, { incidentId: incidents[0]?.incidentId, action: 'skip' });
    await journey.do('verify-coverage', { decision: 'self-pay' });
    await journey.do('assign-bed');
    await journey.do('admission-assessment', {}, { news2: 0, risk: 'low' });
    await journey.diagnose();
    await journey.until('treatment', ({ stage }) => stage === 'treatment');
    await bench.update(journey.id, UPDATES.cancelJourney, { reason: 'admission-in-error' });
    await bench.result(journey.id);
    return { journey: journey.id };
  },

  async bedsOnTheirWay(bench) {
    const ids = { reservation: bedReservationWorkflowId(uniqueId()), lain: bedReservationWorkflowId(uniqueId()), cleaning: bedCleaningWorkflowId(uniqueId()), mistaken: bedCleaningWorkflowId(uniqueId()), transfer: bedTransferWorkflowId(uniqueId()), withdrawn: bedTransferWorkflowId(uniqueId()) };
    const until = new Date(Date.now() + 3_600_000).toISOString();
    for (const id of [ids.reservation, ids.lain]) await bench.start('bedReservation', id, { locationId: 'l', until });
    await bench.pass(ids.reservation, 2, 'hours');
    for (const id of [ids.cleaning, ids.mistaken]) await bench.start('bedCleaning', id, { locationId: 'l', bedId: 'b' });
    await bench.task(ids.cleaning, 'clean-bed');
    await bench.pass(ids.cleaning, 50, 'minutes');
    await bench.complete(ids.cleaning, 'clean-bed');
    await bench.task(ids.mistaken, 'clean-bed');
    for (const id of [ids.transfer, ids.withdrawn]) {
      await bench.start('bedTransfer', id, { transferId: 't' });
      await bench.complete(id, 'agree-transfer', { decision: 'agree' });
      await bench.complete(id, 'accept-transfer', { decision: 'accept' });
      await bench.task(id, 'confirm-arrival');
    }
    await bench.signal(ids.transfer, SIGNALS.errandChanged, { messageId: 'm1', change: 'reservation-expired' });
    await bench.complete(ids.transfer, 'accept-transfer', { decision: 'accept' });
    await bench.complete(ids.transfer, 'confirm-arrival');
    for (const id of [ids.lain, ids.mistaken, ids.withdrawn]) await bench.signal(id, SIGNALS.errandChanged, { messageId: 'm1', change: 'ended' });
    for (const id of Object.values(ids)) await bench.result(id);
    return ids;
  },

  async movedAppointment(bench) {
    const encounterId = uniqueId();
    const id = followUpWorkflowId(encounterId);
    const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
    await bench.start('followUp', id, { encounterId, appointmentId: 'a-1', startsAt: inDays(10) });
    await bench.pass(id, 4, 'days');
    await bench.signal(id, SIGNALS.appointmentChanged, { messageId: 'm1', status: 'booked', startsAt: inDays(12) });
    await bench.signal(id, SIGNALS.appointmentChanged, { messageId: 'm2', status: 'noshow', startsAt: inDays(12) });
    await bench.pass(id, 14, 'days');
    await bench.signal(id, SIGNALS.appointmentChanged, { messageId: 'm3', status: 'fulfilled', startsAt: inDays(12) });
    await bench.result(id);
    return { followUp: id };
  },
};

async function runOf(bench: WorkflowBench, workflowId: string): Promise<string> {
  return (await bench.client.workflow.getHandle(workflowId).describe()).runId;
}
