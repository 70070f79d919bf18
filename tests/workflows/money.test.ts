import { collectionWorkflowId, moneyApprovalWorkflowId } from '../../workflows/contracts/ids';
import { SIGNALS } from '../../workflows/contracts/messages';
import { DAY_MS } from '../../domain/time';
import { uniqueId, WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('money');
});
afterAll(() => bench.close());

describe('a refund or write-off above the limit', () => {
  const ask = async () => {
    const requestId = uniqueId();
    const id = moneyApprovalWorkflowId(requestId);
    await bench.start('moneyApproval', id, { requestId });
    await bench.task(id, 'approve-money');
    return id;
  };

  it.concurrent('asks a second person, climbs the ladder of the task, and ends with the decision', async () => {
    const id = await ask();
    await bench.pass(id, 25, 'hours');
    await bench.until('two rungs', () => bench.hospital.callsOf(id, 'recordSlaFiring').length === 2);
    await bench.complete(id, 'approve-money');
    await bench.result(id);
  });

  it.concurrent('ends when it is withdrawn: nobody is asked any more', async () => {
    const id = await ask();
    await bench.signal(id, SIGNALS.errandChanged, { messageId: 'ended', change: 'ended' });
    await bench.result(id);
    expect(bench.hospital.openTasks(id)).toEqual([]);
  });
});

describe('the collection of an account', () => {
  const begin = async (collect: (look: number) => number | null) => {
    const accountId = uniqueId();
    const id = collectionWorkflowId(accountId);
    bench.hospital.answer(accountId, { collect });
    await bench.start('collection', id, { accountId });
    return id;
  };
  const looks = (id: string) => bench.hospital.callsOf(id, 'collectAccount').length;

  it.concurrent('looks again when the record says so, over months, by durable timers, and ends when nothing is left', async () => {
    const id = await begin((look) => (look <= 3 ? 30 * DAY_MS : null));
    await bench.until('the first look', () => looks(id) === 1);
    await bench.pass(id, 29, 'days');
    expect(looks(id)).toBe(1);
    await bench.pass(id, 2, 'days');
    await bench.until('the second look', () => looks(id) === 2);
    await bench.pass(id, 30, 'days');
    await bench.until('the third look', () => looks(id) === 3);
    await bench.pass(id, 30, 'days');
    await bench.result(id);
    expect(looks(id)).toBe(4);
  });

  it.concurrent('looks at once when an invoice or a plan sets new dates; the same word twice is one', async () => {
    const id = await begin((look) => (look <= 2 ? 100 * DAY_MS : null));
    await bench.until('the first look', () => looks(id) === 1);
    await bench.signal(id, SIGNALS.accountChanged, { messageId: 'plan' });
    await bench.until('the second look', () => looks(id) === 2);
    await bench.signal(id, SIGNALS.accountChanged, { messageId: 'plan' });
    await bench.signal(id, SIGNALS.accountChanged, { messageId: 'invoice' });
    await bench.result(id);
    expect(looks(id)).toBe(3);
  });
});
