import { type IncidentAction, SIGNALS, UPDATES } from '../../workflows/contracts/messages';
import { type Acknowledged, type ClaimInput, type ClaimSettled, type Remitted, type ResubmissionAsked } from '../../workflows/contracts/moneyMessages';
import { claimWorkflowId } from '../../workflows/contracts/ids';
import { type Answers, type PaperCall } from '../support/paperHospital';
import { uniqueId, WorkflowBench } from '../support/workflowBench';

type Outcome = ClaimSettled['outcome'];

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('claim');
});
afterAll(() => bench.close());

describe('a claim', () => {
  /** One claim under test, with its payer. Its submissions are `s1`, `s2`, … */
  class ClaimDriver {
    readonly claimId = uniqueId();
    readonly id = claimWorkflowId(this.claimId);

    async start(answers: Partial<Answers> = {}): Promise<this> {
      bench.hospital.answer(this.claimId, { submissions: ['s1', 's2', 's3', 's4'], ...answers });
      const input: ClaimInput = { claimId: this.claimId, encounterId: `e-${this.claimId}`, journeyWorkflowId: null };
      await bench.start('claim', this.id, input);
      return this;
    }

    acknowledge(submissionId: string, accepted = true, messageId = uniqueId()): Promise<void> {
      return bench.signal(this.id, SIGNALS.acknowledged, { submissionId, accepted, messageId } satisfies Acknowledged);
    }

    remit(outcome: Remitted['outcome'], remittanceClaimId = uniqueId()): Promise<void> {
      return bench.signal(this.id, SIGNALS.remitted, { remittanceClaimId, outcome, patientCents: 2_000 } satisfies Remitted);
    }

    do(type: Parameters<WorkflowBench['complete']>[1], values: Parameters<WorkflowBench['complete']>[2] = {}) {
      return bench.complete(this.id, type, values);
    }

    task(type: Parameters<WorkflowBench['task']>[1]) {
      return bench.task(this.id, type);
    }

    calls(name: PaperCall['name']): PaperCall[] {
      return bench.hospital.callsOf(this.id, name);
    }

    submitted(times = 1): Promise<unknown> {
      return bench.until(`submission ${times}`, () => this.calls('submitClaim').length >= times);
    }

    waits(waitingFor: string) {
      return bench.until(waitingFor, async () => (await bench.progress(this.id)).waitingFor === waitingFor);
    }

    pass(amount: number, unit: 'hours' | 'days'): Promise<void> {
      return bench.pass(this.id, amount, unit);
    }

    get openTypes(): string[] {
      return bench.hospital.openTasks(this.id).map(({ type }) => type);
    }

    result(): Promise<Outcome> {
      return bench.result<Outcome>(this.id);
    }

    async settledAs(outcome: Outcome, how: string): Promise<void> {
      expect(await this.result()).toBe(outcome);
      expect(this.calls('settleClaim')).toMatchObject([{ input: { how } }]);
      expect(this.openTypes).toEqual([]);
    }
  }
  const begin = (answers?: Partial<Answers>) => new ClaimDriver().start(answers);

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

  it.concurrent('does not leave the house before it is complete (openemr PR#1994)', async () => {
    const claim = await begin({ scrubs: [{ clean: false, problems: ['missing-diagnosis'] }, { clean: false, problems: ['missing-authorization'] }, { clean: true, problems: [] }] });
    expect(await claim.task('fix-claim')).toMatchObject({ stuckCause: 'missing-diagnosis' });
    await claim.do('fix-claim', { decision: 'retry' });
    expect(await claim.task('fix-claim')).toMatchObject({ stuckCause: 'missing-authorization' });
    expect(claim.calls('submitClaim')).toEqual([]);
    await claim.do('fix-claim', { decision: 'retry' });
    await claim.submitted();
  });

  it.concurrent('is checked again when staff change it outside its task, and the task goes away once it is clean', async () => {
    const claim = await begin({ scrubs: [{ clean: false, problems: ['missing-diagnosis'] }] });
    await claim.task('fix-claim');
    await bench.signal(claim.id, SIGNALS.claimChanged, { messageId: 'x' });
    await claim.submitted();
    expect(claim.openTypes).toEqual([]);
  });

  const HELD = { clean: true, problems: [], held: true as const };
  it.concurrent('that stands out waits for a person: nothing is sent until it is released, and then it is looked at once more', async () => {
    const claim = await begin({ scrubs: [HELD, { clean: true, problems: [] }] });
    await claim.task('review-claim');
    await claim.pass(1, 'hours');
    expect(claim.calls('submitClaim')).toEqual([]);
    await claim.do('review-claim', { decision: 'release' });
    await claim.submitted();
    expect(claim.calls('scrubClaim')).toHaveLength(2);
    await claim.remit('paid');
    await claim.settledAs('claim-paid', 'paid');
  });

  it.concurrent('that still stands out after a correction waits again, and a change at the desk is looked at by itself', async () => {
    const claim = await begin({ scrubs: [HELD, HELD, { clean: true, problems: [] }] });
    await claim.do('review-claim', { decision: 'correct' });
    await bench.until('a second look', () => claim.calls('openClaimTask').length === 2);
    expect(claim.calls('submitClaim')).toEqual([]);
    await claim.task('review-claim');
    await bench.signal(claim.id, SIGNALS.claimChanged, { messageId: 'x' });
    await claim.submitted();
    expect(claim.openTypes).toEqual([]);
  });

  it.concurrent('is voided by whoever looked at it: closed here when no payer has it, taken back there when one does', async () => {
    const claim = await begin({ scrubs: [HELD] });
    await bench.complete(claim.id, 'review-claim', { decision: 'void' }, { isAtPayer: false });
    await claim.settledAs('claim-denied', 'void');
    expect(claim.calls('submitClaim')).toEqual([]);
    const replaced = await begin({ scrubs: [{ clean: true, problems: [] }, HELD, { clean: true, problems: [] }] });
    await replaced.submitted();
    await replaced.remit('denied');
    await replaced.do('resolve-denial', { decision: 'correct' });
    await bench.complete(replaced.id, 'review-claim', { decision: 'void' }, { isAtPayer: true });
    await replaced.submitted(2);
    await replaced.remit('voided');
    await replaced.settledAs('claim-denied', 'void');
  });

  it.concurrent('keeps its filing limit in sight while it is looked at', async () => {
    const timelyFilingOn = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
    const claim = await begin({ scrubs: [{ ...HELD, deadlines: { timelyFilingOn } }] });
    await claim.task('review-claim');
    await claim.pass(14, 'days');
    await bench.until('7 days', () => claim.calls('warnOfDeadline').some(({ input }) => (input['warning'] as { daysLeft: number }).daysLeft === 7));
    expect(claim.openTypes).toEqual(['review-claim']);
    await claim.do('review-claim', { decision: 'release' });
    await claim.submitted();
  });

  it.concurrent('goes to the patient when staff say so before the payer has it', async () => {
    const claim = await begin({ scrubs: [{ clean: false, problems: ['no-coverage'] }] });
    await claim.do('fix-claim', { decision: 'self-pay' });
    await claim.settledAs('self-pay', 'self-pay');
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

  it.concurrent.each([['with the payer', false], ['while a denial waits for a decision', true]] as const)('is sent again by staff %s, and its earlier answers count no more (ottehr#9617)', async (_, denied) => {
    const claim = await begin();
    await claim.submitted();
    if (denied) {
      await claim.remit('denied');
      await claim.task('resolve-denial');
    } else await claim.waits('payer-acknowledgement');
    await bench.signal(claim.id, SIGNALS.resubmissionAsked, { messageId: 'm', life: 1 });
    await claim.submitted(2);
    expect(claim.openTypes).toEqual([]);
    await claim.acknowledge('s2');
    await claim.remit('paid');
    await claim.settledAs('claim-paid', 'paid');
  });

  it.concurrent.each(['sent again, then answered', 'answered, then sent again'] as const)('put back by a restore it hears in one moment that it was %s: the answer to the new submission stays, the one to the old goes', async (order) => {
    const play = async (attempt: number) => {
      const claim = await begin();
      await claim.submitted();
      const news = [
        () => bench.signal(claim.id, SIGNALS.resubmissionAsked, { messageId: 'm', life: 1, after: 1 } satisfies ResubmissionAsked),
        () => bench.signal(claim.id, SIGNALS.remitted, { remittanceClaimId: 'r2', outcome: 'paid', patientCents: 0, attempt } satisfies Remitted),
      ];
      // While a local call runs the server keeps what comes in: one activation has it all.
      bench.hospital.meanwhile(claim.id, 'open-resolve-denial-1-1', async () => {
        for (const tell of order === 'sent again, then answered' ? news : news.reverse()) await tell();
      });
      await bench.signal(claim.id, SIGNALS.remitted, { remittanceClaimId: 'r1', outcome: 'denied', patientCents: 0, attempt: 1 } satisfies Remitted);
      await claim.submitted(2);
      return claim;
    };
    await (await play(2)).settledAs('claim-paid', 'paid');
    const unanswered = await play(1);
    await unanswered.acknowledge('s2');
    await unanswered.waits('payer-remittance');
    expect(unanswered.calls('settleClaim')).toEqual([]);
    await unanswered.remit('paid');
    await unanswered.settledAs('claim-paid', 'paid');
  });

  it.concurrent('put back by a restore it hears at once that it was sent again twice: its steps have the names under which the record has what was done about the last', async () => {
    const play = async (atOnce: boolean) => {
      const claim = await begin();
      const ask = (version: number, after: number) => bench.signal(claim.id, SIGNALS.resubmissionAsked, { messageId: `m${version}`, life: 1, after, version } satisfies ResubmissionAsked);
      const answer = (attempt: number, outcome: 'denied' | 'paid') => bench.signal(claim.id, SIGNALS.remitted, { remittanceClaimId: `r${attempt}`, outcome, patientCents: 0, attempt } satisfies Remitted);
      const denied = (step: string) => bench.until(step, () => bench.hospital.openTasks(claim.id).some((task) => task.step === step));
      await claim.submitted();
      if (atOnce) {
        bench.hospital.meanwhile(claim.id, 'open-resolve-denial-1-1', async () => {
          await ask(5, 1);
          await answer(2, 'denied');
          await ask(8, 2);
          await answer(3, 'denied');
        });
        await answer(1, 'denied');
      } else {
        await answer(1, 'denied');
        await denied('resolve-denial-1-1');
        await ask(5, 1);
        await claim.submitted(2);
        await answer(2, 'denied');
        await denied('resolve-denial-v5.1-1');
        await ask(8, 2);
        await claim.submitted(3);
        await answer(3, 'denied');
      }
      await denied('resolve-denial-v8.1-1');
      await claim.do('resolve-denial', { decision: 'correct' });
      await claim.submitted(atOnce ? 3 : 4);
      await ask(11, 4);
      await claim.submitted(atOnce ? 4 : 5);
      await answer(5, 'paid');
      await claim.settledAs('claim-paid', 'paid');
      return [...claim.calls('submitClaim'), ...claim.calls('settleClaim')].map(({ step }) => step);
    };
    expect(await play(false)).toEqual(['submit-1', 'submit-v5.1', 'submit-v8.1', 'submit-v8.2', 'submit-v11.1', 'settle-paid-v11.1']);
    expect(await play(true)).toEqual(['submit-1', 'submit-v8.1', 'submit-v8.2', 'submit-v11.1', 'settle-paid-v11.1']);
  });

  it.concurrent('is voided at the payer when staff ask, and closed as such', async () => {
    const claim = await begin();
    await claim.submitted();
    await claim.remit('partly-paid');
    await claim.task('resolve-denial');
    await bench.signal(claim.id, SIGNALS.resubmissionAsked, { messageId: 'm', life: 1 });
    await claim.submitted(2);
    await claim.acknowledge('s2');
    await claim.remit('voided');
    await claim.settledAs('claim-denied', 'void');
  });

  it.concurrent('is not settled when it was sent again in the same moment', async () => {
    const claim = await begin({ settlements: [{ patientCents: 0, invoiceId: null, resubmissionPending: true }] });
    await claim.submitted();
    await claim.remit('paid');
    await bench.until('refused to settle', () => claim.calls('settleClaim').length === 1);
    await bench.signal(claim.id, SIGNALS.resubmissionAsked, { messageId: 'm', life: 1 });
    await claim.submitted(2);
    await claim.acknowledge('s2');
    await claim.remit('paid');
    expect(await claim.result()).toBe('claim-paid');
    expect(claim.calls('settleClaim').map(({ step }) => step)).toEqual(['settle-paid', 'settle-paid-2']);
  });

  it.concurrent('lives again after it was settled, under steps of its own', async () => {
    const claim = await begin();
    await claim.submitted();
    await claim.remit('paid');
    await claim.settledAs('claim-paid', 'paid');
    const input: ClaimInput = { claimId: claim.claimId, encounterId: null, journeyWorkflowId: null, life: 2 };
    await bench.client.workflow.signalWithStart('claim', { workflowId: claim.id, taskQueue: bench.taskQueue, args: [input], signal: SIGNALS.resubmissionAsked, signalArgs: [{ messageId: 'm', life: 2 }] });
    await claim.submitted(2);
    await claim.acknowledge('s2');
    await claim.remit('paid');
    await bench.until('settled again', () => claim.calls('settleClaim').length === 2);
    expect(await claim.result()).toBe('claim-paid');
    expect(claim.calls('submitClaim').map(({ step }) => step)).toEqual(['submit-1', 'submit-2.1']);
    expect(claim.calls('settleClaim').map(({ step }) => step)).toEqual(['settle-paid', 'settle-paid-2.1']);
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

  it.concurrent('is stuck at a submission the payer will not take: edit in the record and retry, hold, or give up the claim', async () => {
    const claim = await begin();
    const resolve = async (action: IncidentAction) => {
      const { incidents } = await bench.until('incident', async () => {
        const progress = await bench.progress(claim.id);
        return progress.incidents.length > 0 && progress;
      });
      return bench.update(claim.id, UPDATES.resolveIncident, { incidentId: incidents[0]?.incidentId, action });
    };
    bench.hospital.fail(`${claim.claimId}/submit-`, 'refused', 2);
    expect(await bench.refusal(resolve('skip'))).toBe('ActionNotPossible');
    await resolve('retry');
    await bench.until('failed again', () => bench.hospital.incidents.some((one) => one.workflowId === claim.id && one.outcome === 'failed-again'));
    await resolve('cancel');
    await claim.settledAs('self-pay', 'self-pay');

    const paid = await begin();
    await paid.submitted();
    await paid.remit('denied');
    bench.hospital.fail(`${paid.claimId}/settle-`, 'refused', 1);
    await paid.do('resolve-denial', { decision: 'write-off' });
    const progress = await bench.until('incident', async () => (await bench.progress(paid.id)).incidents[0]);
    expect(await bench.refusal(bench.update(paid.id, UPDATES.resolveIncident, { incidentId: progress.incidentId, action: 'cancel' }))).toBe('ActionNotPossible');
    await bench.update(paid.id, UPDATES.resolveIncident, { incidentId: progress.incidentId, action: 'retry' });
    await paid.settledAs('claim-denied', 'write-off');
  });

  it.concurrent('is money: a cancel request from outside does not end it', async () => {
    const claim = await begin();
    await claim.submitted();
    await bench.client.workflow.getHandle(claim.id).cancel();
    await claim.remit('paid');
    await claim.settledAs('claim-paid', 'paid');
  });
});
