import { DAY_MS } from '../../domain/time';
import { payerWorkflowId } from '../../workflows/contracts/ids';
import { type PayerInput } from '../../workflows/contracts/moneyMessages';
import { uniqueId, WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('payer');
});
afterAll(() => bench.close());

describe('the demonstration payer', () => {
  const begin = async (input: Partial<PayerInput>, accepted = true, outages = 0) => {
    const submissionId = uniqueId();
    const id = payerWorkflowId(submissionId);
    bench.hospital.answer(submissionId, { accepted, outages });
    await bench.start('demonstrationPayer', id, { submissionId, claimId: 'c', acknowledgeAfterMs: DAY_MS, remitAfterMs: 14 * DAY_MS, copies: 1, outOfOrder: false, ...input });
    return id;
  };
  const answers = (id: string) => bench.hospital.callsOf(id).map(({ step }) => step);

  it.concurrent('acknowledges, and pays much later', async () => {
    const id = await begin({});
    await bench.pass(id, 23, 'hours');
    expect(answers(id)).toEqual([]);
    await bench.pass(id, 2, 'hours');
    expect(answers(id)).toEqual(['acknowledge-1']);
    await bench.pass(id, 14, 'days');
    await bench.result(id);
    expect(answers(id)).toEqual(['acknowledge-1', 'remit-1']);
  });

  it.concurrent('repeats itself and mixes up the order when told to', async () => {
    const id = await begin({ copies: 2, outOfOrder: true });
    await bench.pass(id, 15, 'days');
    await bench.result(id);
    expect(answers(id)).toEqual(['remit-1', 'remit-2', 'acknowledge-1', 'acknowledge-2']);
  });

  it.concurrent('is down when told to, and answers everything once it is up', async () => {
    const id = await begin({}, true, 3);
    await bench.pass(id, 26, 'hours');
    expect(answers(id)).toEqual(['acknowledge-1', 'acknowledge-1-after-outage-1']);
    await bench.pass(id, 2, 'days');
    expect(answers(id)).toEqual(['acknowledge-1', 'acknowledge-1-after-outage-1', 'acknowledge-1-after-outage-2', 'acknowledge-1-after-outage-3']);
    await bench.pass(id, 14, 'days');
    await bench.result(id);
    expect(answers(id).at(-1)).toBe('remit-1');
  });

  it.concurrent('does not adjudicate what it rejected', async () => {
    const id = await begin({}, false);
    await bench.pass(id, 2, 'days');
    await bench.result(id);
    expect(answers(id)).toEqual(['acknowledge-1']);
  });
});
