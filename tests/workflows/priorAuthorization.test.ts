import { authorizationWorkflowId, reviewWorkflowId } from '../../workflows/contracts/ids';
import { SIGNALS } from '../../workflows/contracts/messages';
import { type AuthorizationDecided } from '../../workflows/contracts/moneyMessages';
import { uniqueId, WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('authorization');
});
afterAll(() => bench.close());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function begin(): Promise<{ id: string; notes: () => unknown[]; decide: (decided: AuthorizationDecided) => Promise<void> }> {
  const authorizationId = uniqueId();
  const id = authorizationWorkflowId(authorizationId);
  await bench.start('priorAuthorization', id, { authorizationId });
  await bench.until('request', () => bench.hospital.callsOf(id, 'requestAuthorization').length === 1);
  return { id, notes: () => bench.hospital.callsOf(id, 'noteAuthorization').map(({ input }) => input['note']), decide: (decided) => bench.signal(id, SIGNALS.authorizationDecided, decided) };
}

describe('a prior authorisation', () => {
  it.concurrent('is approved, told ahead of its expiry, and expires', async () => {
    const { id, notes, decide } = await begin();
    await decide({ outcome: 'approved', expiresOn: inDays(30) });
    await bench.pass(id, 17, 'days');
    await bench.until('14 days', () => notes().length === 1);
    await bench.pass(id, 11, 'days');
    await bench.until('3 days', () => notes().length === 2);
    await bench.pass(id, 4, 'days');
    expect(await bench.result(id)).toBe('expired');
    expect(notes()).toEqual([{ what: 'expiring', daysLeft: 14 }, { what: 'expiring', daysLeft: 3 }, { what: 'expired', daysLeft: null }]);
  });

  it.concurrent('makes somebody ask when the payer is silent, and ends when it refuses', async () => {
    const { id, notes, decide } = await begin();
    await bench.pass(id, 8, 'days');
    await bench.until('silence', () => notes().length === 1);
    expect(notes()).toEqual([{ what: 'unanswered', daysLeft: null }]);
    await decide({ outcome: 'denied', expiresOn: null });
    expect(await bench.result(id)).toBe('denied');
  });

  it.concurrent('is reviewed by the demonstration payer in its own time', async () => {
    const authorizationId = uniqueId();
    const id = reviewWorkflowId(authorizationId);
    await bench.start('demonstrationReview', id, { authorizationId, answerAfterMs: 86_400_000 });
    await bench.pass(id, 2, 'days');
    await bench.result(id);
    expect(bench.hospital.callsOf(id).map(({ step }) => step)).toEqual(['answer']);
  });
});
