import { DAY_MS } from '../../../domain/time';
import { authorizationWorkflowId, claimWorkflowId, groupFixWorkflowId, payerWorkflowId, reviewWorkflowId } from '../../../workflows/contracts/ids';
import { SIGNALS, UPDATES } from '../../../workflows/contracts/messages';
import { uniqueId, type WorkflowBench } from '../../support/workflowBench';
import { type Scenarios } from './scenario';

/** Claims, what payers answer, and what is done about it. */
export const CLAIMS: Scenarios = {
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
