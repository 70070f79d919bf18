import { SIGNALS } from '../../workflows/contracts/messages';
import { type Remitted } from '../../workflows/contracts/moneyMessages';
import { ClaimDriver } from '../support/claimDriver';
import { type Answers } from '../support/paperHospital';
import { uniqueId, WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('claim');
});
afterAll(() => bench.close());

describe('a claim', () => {
  const begin = (answers?: Partial<Answers>) => new ClaimDriver(bench).start(answers);

  it.concurrent('is scrubbed, submitted, acknowledged, paid and settled', async () => {
    const claim = await begin({ settlement: { patientCents: 2_000, invoiceId: 'i-9' } });
    await claim.submitted();
    await claim.waits('payer-acknowledgement');
    await claim.acknowledge('s1');
    await claim.waits('payer-remittance');
    await claim.remit('paid');
    await claim.settledAs('claim-paid', 'paid');
    expect(claim.calls('submitClaim')).toMatchObject([{ isLocal: false }]);
    expect(claim.calls('notifyPatient')).toMatchObject([{ input: { message: { template: 'invoice-issued' } } }]);
  });

  it.concurrent('settles once when every message comes twice, and from another file (openemr#10681)', async () => {
    const claim = await begin();
    await claim.submitted();
    for (const messageId of ['m1', 'm1', 'm2']) await claim.acknowledge('s1', true, messageId);
    await claim.remit('denied', 'r1');
    await claim.remit('denied', 'r1');
    await claim.do('resolve-denial', { decision: 'correct' });
    await claim.submitted(2);
    // The old denial comes a third time, after the corrected claim went out: it is no answer to that.
    await claim.remit('denied', 'r1');
    await claim.acknowledge('s2');
    await claim.waits('payer-remittance');
    await claim.remit('paid', 'r2');
    await claim.settledAs('claim-paid', 'paid');
  });

  it.concurrent('takes a remittance that comes before the acknowledgement, or before our own submission has answered', async () => {
    const claim = await begin({ scrubs: [{ clean: false, problems: ['x'] }] });
    await claim.task('fix-claim');
    await claim.acknowledge('s1');
    await claim.do('fix-claim', { decision: 'retry' });
    await claim.waits('payer-remittance');
    await claim.remit('paid');
    await claim.settledAs('claim-paid', 'paid');

    const other = await begin();
    await other.submitted();
    await other.remit('paid');
    await other.settledAs('claim-paid', 'paid');
  });

  it.concurrent('surfaces a rejection and goes out again corrected (ottehr#9294, ottehr#9617)', async () => {
    const claim = await begin();
    await claim.submitted();
    await claim.acknowledge('s1', true);
    await claim.waits('payer-remittance');
    // The 999 was fine, the 277CA is not.
    await claim.acknowledge('s1', false);
    await claim.do('resolve-rejection', { decision: 'resubmit' });
    await claim.submitted(2);
    expect(claim.calls('scrubClaim')).toHaveLength(2);
    // The rejection of the first submission, late and again, does not touch the second.
    await claim.acknowledge('s1', false);
    await claim.acknowledge('s2', true);
    await claim.waits('payer-remittance');
    await claim.remit('paid');
    await claim.settledAs('claim-paid', 'paid');
  });

  it.concurrent('is billed to the patient after a rejection when staff decide so', async () => {
    const claim = await begin();
    await claim.submitted();
    await claim.acknowledge('s1', false);
    await claim.do('resolve-rejection', { decision: 'self-pay' });
    await claim.settledAs('self-pay', 'self-pay');
  });

  it.concurrent('drops the question about a rejection when the payer pays after all', async () => {
    const claim = await begin();
    await claim.submitted();
    await claim.acknowledge('s1', false);
    await claim.task('resolve-rejection');
    await claim.remit('paid');
    await claim.settledAs('claim-paid', 'paid');
    expect(bench.hospital.tasks.find((task) => task.workflowId === claim.id)?.status).toBe('cancelled');
  });

  it.concurrent.each([['bill-patient', 'claim-denied'], ['write-off', 'claim-denied']] as const)('is denied, and a person decides: %s (openemr#7186)', async (decision, outcome) => {
    const claim = await begin();
    await claim.submitted();
    await claim.remit('denied');
    await claim.task('resolve-denial');
    expect(claim.calls('settleClaim')).toEqual([]);
    await claim.do('resolve-denial', { decision });
    await claim.settledAs(outcome, decision);
  });

  it.concurrent('counts as paid when the payer paid a part and staff leave it at that', async () => {
    const claim = await begin();
    await claim.submitted();
    await claim.remit('partly-paid');
    await claim.do('resolve-denial', { decision: 'bill-patient' });
    await claim.settledAs('claim-paid', 'bill-patient');
  });

  it.concurrent('is appealed, and denied again, and appealed with success', async () => {
    const claim = await begin();
    await claim.submitted();
    await claim.remit('denied');
    await claim.do('resolve-denial', { decision: 'appeal' });
    await bench.until('appeal', () => claim.calls('appealClaim').length === 1);
    expect(claim.calls('appealClaim')).toMatchObject([{ isLocal: false }]);
    await claim.acknowledge('s2');
    await claim.waits('payer-remittance');
    await claim.remit('denied');
    await claim.do('resolve-denial', { decision: 'appeal' });
    await claim.waits('payer-acknowledgement');
    await claim.remit('paid');
    await claim.settledAs('claim-paid', 'paid');
  });

  it.concurrent('is written off above the limit only when a second person agrees; refused, it is decided anew', async () => {
    const claim = await begin();
    await claim.submitted();
    await claim.remit('denied');
    const proposal = await claim.task('resolve-denial');
    await bench.complete(claim.id, 'resolve-denial', { decision: 'write-off' }, { needsApproval: true });
    await claim.task('approve-write-off');
    expect(claim.calls('settleClaim')).toEqual([]);
    expect(claim.calls('openClaimTask').at(-1)).toMatchObject({ input: { task: { task: { type: 'approve-write-off', focusId: proposal.taskId } } } });
    await claim.do('approve-write-off', { decision: 'refuse' });
    await claim.task('resolve-denial');
    await bench.complete(claim.id, 'resolve-denial', { decision: 'write-off' }, { needsApproval: true });
    await claim.do('approve-write-off', { decision: 'approve' });
    await claim.settledAs('claim-denied', 'write-off');
  });

  it.concurrent('warns ahead of its filing limit, once each, and of the last day of an appeal, and goes on', async () => {
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const timelyFilingOn = inDays(40);
    const deadlines = { timelyFilingOn };
    const claim = await begin({ scrubs: [{ clean: false, problems: ['no-member'], deadlines }, { clean: true, problems: [], deadlines }] });
    const warned = () => claim.calls('warnOfDeadline').map(({ input }) => input['warning'] as { deadline: string; on: string; daysLeft: number });
    await claim.task('fix-claim');
    await claim.pass(11, 'days');
    await bench.until('30 days', () => warned().length === 1);
    await claim.pass(24, 'days');
    await bench.until('7 days', () => warned().length === 2);
    expect(warned()).toEqual([{ deadline: 'timely-filing', on: timelyFilingOn, daysLeft: 30 }, { deadline: 'timely-filing', on: timelyFilingOn, daysLeft: 7 }]);
    await claim.do('fix-claim', { decision: 'retry' });
    await claim.submitted();
    // Taken in by the payer it can no longer come too late: the limit passes without a word.
    await claim.acknowledge('s1');
    await claim.waits('payer-remittance');
    await claim.pass(8, 'days');
    const appealBy = inDays(45 + 20);
    await bench.signal(claim.id, SIGNALS.remitted, { remittanceClaimId: uniqueId(), outcome: 'denied', patientCents: 0, appealBy } satisfies Remitted);
    await claim.task('resolve-denial');
    // Less than 30 days are left already: one warning, and the next at 7.
    await bench.until('appeal', () => warned().length === 3);
    await claim.pass(16, 'days');
    await bench.until('7 days of the appeal', () => warned().length === 4);
    expect(warned().slice(2)).toEqual([{ deadline: 'appeal', on: appealBy, daysLeft: 30 }, { deadline: 'appeal', on: appealBy, daysLeft: 7 }]);
    await claim.do('resolve-denial', { decision: 'bill-patient' });
    await claim.settledAs('claim-denied', 'bill-patient');
  });

  it.concurrent('waits for the corrected remittance when a payment is taken back', async () => {
    const claim = await begin();
    await claim.submitted();
    await claim.remit('reversed');
    await claim.acknowledge('s1');
    await claim.waits('payer-remittance');
    await claim.remit('paid');
    await claim.settledAs('claim-paid', 'paid');
  });

  it.concurrent('makes somebody chase a payer that does not acknowledge, and one that does not pay', async () => {
    const claim = await begin();
    await claim.submitted();
    await claim.waits('payer-acknowledgement');
    await claim.pass(2, 'days');
    expect(await claim.task('chase-payer')).toMatchObject({ stuckCause: 'no-acknowledgement' });
    await claim.do('chase-payer', { decision: 'resubmit' });
    await claim.submitted(2);
    await claim.acknowledge('s2');
    await claim.waits('payer-remittance');
    await claim.pass(30, 'days');
    expect(await claim.task('chase-payer')).toMatchObject({ stuckCause: 'no-remittance' });
    await claim.do('chase-payer', { decision: 'wait' });
    await claim.waits('payer-remittance');
    await claim.pass(14, 'days');
    await claim.task('chase-payer');
    // The payer answers while somebody is on the phone: the task has no point any more.
    await claim.remit('paid');
    await claim.settledAs('claim-paid', 'paid');
  });

  it.concurrent('asks a silent payer in writing, and waits when it says that it has the claim', async () => {
    const claim = await begin({ claimStanding: 'in-process' });
    await claim.submitted();
    await claim.waits('payer-acknowledgement');
    await claim.pass(2, 'days');
    await bench.until('the question', () => claim.calls('inquireOverdueClaim').length === 1);
    await claim.waits('payer-remittance');
    expect(claim.openTypes).toEqual([]);
    // It has had its time, and "in process" is no payment: now somebody asks.
    await claim.pass(29, 'days');
    expect(await claim.task('chase-payer')).toMatchObject({ stuckCause: 'no-remittance' });
    expect(claim.calls('inquireOverdueClaim')).toHaveLength(2);
    await claim.remit('paid');
    await claim.settledAs('claim-paid', 'paid');
  });

  it.concurrent.each(['not-found', 'unanswered', 'finalized'] as const)('makes somebody ask when the payer’s word on a claim it did not acknowledge is “%s”', async (claimStanding) => {
    const claim = await begin({ claimStanding });
    await claim.submitted();
    await claim.waits('payer-acknowledgement');
    await claim.pass(2, 'days');
    expect(await claim.task('chase-payer')).toMatchObject({ stuckCause: 'no-acknowledgement' });
    await claim.remit('paid');
    await claim.settledAs('claim-paid', 'paid');
  });

  it.concurrent('is money: a cancel request from outside does not end it', async () => {
    const claim = await begin();
    await claim.submitted();
    await bench.client.workflow.getHandle(claim.id).cancel();
    await claim.remit('paid');
    await claim.settledAs('claim-paid', 'paid');
  });
});
