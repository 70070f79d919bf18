import { accessRequestWorkflowId, amendmentWorkflowId, authorizationWorkflowId, bedCleaningWorkflowId, bedReservationWorkflowId, bedTransferWorkflowId, claimWorkflowId, collectionWorkflowId, criticalResultWorkflowId, followUpWorkflowId, glassReviewWorkflowId, groupFixWorkflowId, moneyApprovalWorkflowId, payerWorkflowId, reviewWorkflowId, safetyActionWorkflowId, safetyEventWorkflowId } from '../../workflows/contracts/ids';
import { SIGNALS, UPDATES } from '../../workflows/contracts/messages';
import { DAY_MS } from '../../domain/time';
import { JourneyDriver } from '../support/journeyDriver';
import { uniqueId, type WorkflowBench } from '../support/workflowBench';

/** Plays something on a bench and answers the workflows whose histories are worth keeping, by name. */
export type Scenario = (bench: WorkflowBench) => Promise<Readonly<Record<string, string>>>;

const ORDERED = { laboratoryRounds: [1, 2], procedureRounds: [1], unverifiedMedicines: 1, medicineEveryHours: 4, plannedHours: 8 };
const NOTHING = { laboratoryRounds: [], procedureRounds: [], unverifiedMedicines: 0, medicineEveryHours: null, plannedHours: 2 };

/** The paths of every workflow through its code: a change that leaves one of them is a change for `patched`. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
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

  async fixedGroup(bench) {
    const groupFixId = uniqueId();
    const groupFix = groupFixWorkflowId(groupFixId, 'apply');
    bench.hospital.answer(groupFixId, { chunksLeft: [40, 20, 0] });
    bench.hospital.fail(`${groupFix}/apply-2`, 'refused');
    await bench.start('groupFix', groupFix, { groupFixId, phase: 'apply' });
    const { incidentId } = await bench.until('incident', () => bench.hospital.incidents.find((one) => one.workflowId === groupFix));
    await bench.update(groupFix, UPDATES.resolveIncident, { incidentId, action: 'retry' });
    await bench.result(groupFix);
    return { groupFix };
  },

  async contestedClaim(bench) {
    const claimId = uniqueId();
    const id = claimWorkflowId(claimId);
    bench.hospital.answer(claimId, { scrubs: [{ clean: false, problems: ['missing-diagnosis'] }], submissions: ['s1', 's2', 's3'] });
    await bench.start('claim', id, { claimId, encounterId: null, journeyWorkflowId: null });
    await bench.complete(id, 'fix-claim', { decision: 'retry' });
    const submitted = (times: number) => bench.until('submission', () => bench.hospital.callsOf(id, 'submitClaim').length >= times);
    await submitted(1);
    await bench.signal(id, SIGNALS.acknowledged, { submissionId: 's1', accepted: false, messageId: 'm1' });
    await bench.complete(id, 'resolve-rejection', { decision: 'resubmit' });
    await submitted(2);
    await bench.pass(id, 2, 'days');
    await bench.complete(id, 'chase-payer', { decision: 'wait' });
    await bench.signal(id, SIGNALS.remitted, { remittanceClaimId: 'r1', outcome: 'denied', patientCents: 0 });
    await bench.complete(id, 'resolve-denial', { decision: 'appeal' });
    await bench.until('appeal', () => bench.hospital.callsOf(id, 'appealClaim').length > 0);
    await bench.signal(id, SIGNALS.remitted, { remittanceClaimId: 'r2', outcome: 'partly-paid', patientCents: 5 });
    await bench.complete(id, 'resolve-denial', { decision: 'bill-patient' });
    await bench.result(id);
    return { claim: id };
  },

  async overdueClaim(bench) {
    const claimId = uniqueId();
    const id = claimWorkflowId(claimId);
    bench.hospital.answer(claimId, { submissions: ['s1'], claimStanding: 'in-process' });
    await bench.start('claim', id, { claimId, encounterId: null, journeyWorkflowId: null });
    await bench.until('submission', () => bench.hospital.callsOf(id, 'submitClaim').length === 1);
    await bench.pass(id, 2, 'days');
    await bench.until('the question', () => bench.hospital.callsOf(id, 'inquireOverdueClaim').length === 1);
    await bench.pass(id, 30, 'days');
    await bench.complete(id, 'chase-payer', { decision: 'wait' });
    await bench.signal(id, SIGNALS.remitted, { remittanceClaimId: 'r1', outcome: 'paid', patientCents: 0 });
    await bench.result(id);
    return { claim: id };
  },

  async reviewedClaim(bench) {
    const claimId = uniqueId();
    const id = claimWorkflowId(claimId);
    const held = { clean: true, problems: [], held: true as const };
    bench.hospital.answer(claimId, { scrubs: [{ clean: false, problems: ['no-member'] }, held, held, held, { clean: true, problems: [] }, held], submissions: ['s1'] });
    await bench.start('claim', id, { claimId, encounterId: null, journeyWorkflowId: null });
    await bench.complete(id, 'fix-claim', { decision: 'retry' });
    await bench.complete(id, 'review-claim', { decision: 'correct' });
    await bench.task(id, 'review-claim');
    await bench.signal(id, SIGNALS.claimChanged, { messageId: 'm1' });
    await bench.until('a third look', () => bench.hospital.callsOf(id, 'openClaimTask').length === 4);
    await bench.complete(id, 'review-claim', { decision: 'release' });
    await bench.until('submission', () => bench.hospital.callsOf(id, 'submitClaim').length === 1);
    await bench.signal(id, SIGNALS.remitted, { remittanceClaimId: 'r1', outcome: 'denied', patientCents: 0 });
    await bench.complete(id, 'resolve-denial', { decision: 'correct' });
    await bench.complete(id, 'review-claim', { decision: 'void' }, { isAtPayer: false });
    await bench.result(id);
    return { claim: id };
  },

  async resentClaim(bench) {
    const claimId = uniqueId();
    const id = claimWorkflowId(claimId);
    const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
    const deadlines = { timelyFilingOn: inDays(20) };
    bench.hospital.answer(claimId, { scrubs: [{ clean: false, problems: ['no-member'], deadlines }, { clean: true, problems: [], deadlines }], submissions: ['s1', 's2', 's3'] });
    await bench.start('claim', id, { claimId, encounterId: null, journeyWorkflowId: null });
    await bench.task(id, 'fix-claim');
    await bench.pass(id, 14, 'days');
    await bench.complete(id, 'fix-claim', { decision: 'retry' });
    const submitted = (times: number) => bench.until('submission', () => bench.hospital.callsOf(id, 'submitClaim').length >= times);
    await submitted(1);
    await bench.signal(id, SIGNALS.remitted, { remittanceClaimId: 'r1', outcome: 'denied', patientCents: 0, appealBy: inDays(60) });
    await bench.complete(id, 'resolve-denial', { decision: 'write-off' }, { needsApproval: true });
    await bench.complete(id, 'approve-write-off', { decision: 'refuse' });
    await bench.task(id, 'resolve-denial');
    await bench.signal(id, SIGNALS.resubmissionAsked, { messageId: 'm1', life: 1 });
    await submitted(2);
    await bench.signal(id, SIGNALS.remitted, { remittanceClaimId: 'r2', outcome: 'paid', patientCents: 0 });
    await bench.result(id);
    const first = await runOf(bench, id);
    await bench.client.workflow.signalWithStart('claim', { workflowId: id, taskQueue: bench.taskQueue, args: [{ claimId, encounterId: null, journeyWorkflowId: null, life: 2 }], signal: SIGNALS.resubmissionAsked, signalArgs: [{ messageId: 'm2', life: 2 }] });
    await submitted(3);
    await bench.signal(id, SIGNALS.remitted, { remittanceClaimId: 'r3', outcome: 'voided', patientCents: 0 });
    await bench.until('settled', () => bench.hospital.callsOf(id, 'settleClaim').length === 2);
    await bench.result(id);
    return { 'claim-first-life': `${id}#${first}`, 'claim-second-life': id };
  },

  async answeredAtOnce(bench) {
    const claimId = uniqueId();
    const id = claimWorkflowId(claimId);
    bench.hospital.answer(claimId, { submissions: ['s1', 's2'] });
    bench.hospital.meanwhile(id, 'open-resolve-denial-1-1', async () => {
      await bench.signal(id, SIGNALS.resubmissionAsked, { messageId: 'm1', life: 1, after: 1 });
      await bench.signal(id, SIGNALS.remitted, { remittanceClaimId: 'r2', outcome: 'paid', patientCents: 0, attempt: 2 });
    });
    await bench.start('claim', id, { claimId, encounterId: null, journeyWorkflowId: null });
    await bench.until('submission', () => bench.hospital.callsOf(id, 'submitClaim').length === 1);
    await bench.signal(id, SIGNALS.remitted, { remittanceClaimId: 'r1', outcome: 'denied', patientCents: 0, attempt: 1 });
    await bench.result(id);
    return { claim: id };
  },

  async expiredAuthorization(bench) {
    const authorizationId = uniqueId();
    const id = authorizationWorkflowId(authorizationId);
    const review = reviewWorkflowId(authorizationId);
    await bench.start('priorAuthorization', id, { authorizationId });
    await bench.start('demonstrationReview', review, { authorizationId, answerAfterMs: DAY_MS });
    await bench.pass(review, 2, 'days');
    await bench.result(review);
    await bench.pass(id, 8, 'days');
    await bench.signal(id, SIGNALS.authorizationDecided, { outcome: 'approved', expiresOn: new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10) });
    await bench.pass(id, 40, 'days');
    await bench.result(id);
    return { authorization: id, review };
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

  async moneyDecided(bench) {
    const ids = { decided: moneyApprovalWorkflowId(uniqueId()), withdrawn: moneyApprovalWorkflowId(uniqueId()) };
    for (const id of Object.values(ids)) {
      await bench.start('moneyApproval', id, { requestId: 'r' });
      await bench.task(id, 'approve-money');
    }
    await bench.pass(ids.decided, 25, 'hours');
    await bench.complete(ids.decided, 'approve-money');
    await bench.signal(ids.withdrawn, SIGNALS.errandChanged, { messageId: 'ended', change: 'ended' });
    for (const id of Object.values(ids)) await bench.result(id);
    return ids;
  },

  async recordGiven(bench) {
    const id = accessRequestWorkflowId(uniqueId());
    await bench.start('accessRequest', id, { requestId: 'r' });
    await bench.task(id, 'give-record');
    await bench.pass(id, 29, 'days');
    await bench.complete(id, 'give-record');
    await bench.result(id);
    return { request: id };
  },

  async glassReviewed(bench) {
    const judgedId = uniqueId();
    const ids = { review: glassReviewWorkflowId(uniqueId()), judged: glassReviewWorkflowId(judgedId) };
    bench.hospital.answer(judgedId, { isJudged: true });
    await bench.start('glassReview', ids.review, { glassId: 'g' });
    await bench.task(ids.review, 'review-glass');
    await bench.pass(ids.review, 73, 'hours');
    await bench.complete(ids.review, 'review-glass');
    await bench.start('glassReview', ids.judged, { glassId: judgedId });
    for (const id of Object.values(ids)) await bench.result(id);
    return ids;
  },

  async amendmentDecided(bench) {
    const [extended, accepted] = [uniqueId(), uniqueId()];
    const ids = { extended: amendmentWorkflowId(extended), accepted: amendmentWorkflowId(accepted) };
    for (const [key, id] of [[extended, ids.extended], [accepted, ids.accepted]] as const) {
      bench.hospital.answer(key, { opened: [{ rung: 'warning', afterMs: 43 * DAY_MS }, { rung: 'due', afterMs: 57 * DAY_MS }] });
      await bench.start('amendment', id, { amendmentId: key });
      await bench.task(id, 'decide-amendment');
    }
    await bench.pass(ids.extended, 44, 'days');
    await bench.complete(ids.extended, 'decide-amendment', { decision: 'extend' });
    await bench.task(ids.extended, 'decide-extended-amendment');
    await bench.complete(ids.extended, 'decide-extended-amendment', { decision: 'deny' });
    await bench.complete(ids.accepted, 'decide-amendment', { decision: 'accept' });
    await bench.complete(ids.accepted, 'tell-amended');
    for (const id of Object.values(ids)) await bench.result(id);
    return ids;
  },

  /** The histories of `amendmentDecided` are from before others were told. */
  async amendmentTold(bench) {
    const amendmentId = uniqueId();
    const id = amendmentWorkflowId(amendmentId);
    await bench.start('amendment', id, { amendmentId });
    await bench.complete(id, 'decide-amendment', { decision: 'accept' });
    await bench.complete(id, 'tell-amended');
    await bench.result(id);
    return { told: id };
  },

  async safetyEventClosed(bench) {
    const [eventId, actionId] = [uniqueId(), uniqueId()];
    const ids = { event: safetyEventWorkflowId(eventId, 1), action: safetyActionWorkflowId(actionId) };
    await bench.start('safetyEvent', ids.event, { eventId, isSentinel: true, isReopened: false });
    await bench.complete(ids.event, 'triage-sentinel-event', { decision: 'investigate' });
    bench.hospital.answer(actionId, { opened: [{ rung: 'warning', afterMs: 8 * DAY_MS }, { rung: 'due', afterMs: 9 * DAY_MS }] });
    await bench.start('safetyAction', ids.action, { actionId });
    await bench.task(ids.action, 'safety-action');
    await bench.pass(ids.action, 10, 'days');
    await bench.complete(ids.action, 'safety-action');
    await bench.complete(ids.event, 'investigate-safety-event');
    await bench.complete(ids.event, 'close-safety-event');
    for (const id of Object.values(ids)) await bench.result(id);
    return ids;
  },

  async balanceCollected(bench) {
    const accountId = uniqueId();
    const id = collectionWorkflowId(accountId);
    bench.hospital.answer(accountId, { collect: (look) => (look <= 3 ? 20 * DAY_MS : null) });
    await bench.start('collection', id, { accountId });
    await bench.pass(id, 21, 'days');
    await bench.signal(id, SIGNALS.accountChanged, { messageId: 'plan' });
    await bench.pass(id, 21, 'days');
    await bench.result(id);
    return { collection: id };
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

  async payerOutOfOrder(bench) {
    const submissionId = uniqueId();
    const id = payerWorkflowId(submissionId);
    await bench.start('demonstrationPayer', id, { submissionId, claimId: 'c', acknowledgeAfterMs: 3_600_000, remitAfterMs: DAY_MS, copies: 2, outOfOrder: true });
    await bench.pass(id, 2, 'days');
    await bench.result(id);
    return { payer: id };
  },

  async payerDown(bench) {
    const submissionId = uniqueId();
    const id = payerWorkflowId(submissionId);
    bench.hospital.answer(submissionId, { outages: 2 });
    await bench.start('demonstrationPayer', id, { submissionId, claimId: 'c', acknowledgeAfterMs: 3_600_000, remitAfterMs: DAY_MS, copies: 1, outOfOrder: false });
    await bench.pass(id, 3, 'days');
    await bench.result(id);
    return { payer: id };
  },
};

async function runOf(bench: WorkflowBench, workflowId: string): Promise<string> {
  return (await bench.client.workflow.getHandle(workflowId).describe()).runId;
}
