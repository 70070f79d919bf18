import { SIGNALS } from '../../workflows/contracts/messages';
import { type ClaimInput, type Remitted, type ResubmissionAsked } from '../../workflows/contracts/moneyMessages';
import { ClaimDriver } from '../support/claimDriver';
import { type Answers } from '../support/paperHospital';
import { WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('again');
});
afterAll(() => bench.close());

describe('a claim that is sent again', () => {
  const begin = (answers?: Partial<Answers>) => new ClaimDriver(bench).start(answers);

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
});
