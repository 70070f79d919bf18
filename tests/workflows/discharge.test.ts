import { SIGNALS } from '../../workflows/contracts/messages';
import { JourneyDriver } from '../support/journeyDriver';
import { WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('discharge');
});
afterAll(() => bench.close());

describe('a branch of a discharge that somebody lets pass', () => {
  it.concurrent('holds the patient no longer, and the journey stays open until the duty that outlives the departure is done (marley#879)', async () => {
    const journey = await new JourneyDriver(bench).start();
    await journey.reach('discharge');
    await journey.task('sign-discharge-summary');
    await journey.do('discharge-teaching');
    await journey.do('financial-clearance');
    await journey.settled();
    expect(journey.open('confirm-departure')).toBeUndefined();
    await bench.signal(journey.id, SIGNALS.dischargeOverridden, { branch: 'clinical' });
    await journey.do('confirm-departure');
    await journey.do('clean-bed');
    expect(journey.open('sign-discharge-summary')).toBeDefined();
    await journey.do('book-follow-up', { needed: false });
    await journey.paid();
    await bench.until('the claim is settled', async () => (await journey.progress()).stage !== 'discharge');
    expect((await journey.progress()).outcome).toBeNull();
    await journey.do('sign-discharge-summary');
    expect(await bench.result(journey.id)).toBe('claim-paid');
  });

  it.concurrent('takes what makes no sense without the patient out of the inboxes', async () => {
    const journey = await new JourneyDriver(bench).start();
    await journey.reach('discharge');
    const teaching = await journey.task('discharge-teaching');
    await journey.do('sign-discharge-summary');
    await journey.do('financial-clearance');
    await bench.signal(journey.id, SIGNALS.dischargeOverridden, { branch: 'nursing' });
    await journey.task('confirm-departure');
    expect(teaching.status).toBe('cancelled');
  });

  it.concurrent('is the one named, and no other', async () => {
    const journey = await new JourneyDriver(bench).start();
    await journey.reach('discharge');
    await bench.signal(journey.id, SIGNALS.dischargeOverridden, { branch: 'financial' });
    await journey.do('sign-discharge-summary');
    await journey.settled();
    expect(journey.open('confirm-departure')).toBeUndefined();
    await journey.do('discharge-teaching');
    await journey.task('confirm-departure');
  });
});

describe('when the patient has left', () => {
  it('the bed and the next appointment are asked for before the bill is made', async () => {
    const journey = await new JourneyDriver(bench).start();
    await journey.reach('billing');
    await bench.until('the claim is made', () => bench.hospital.callsOf(journey.id, 'prepareClaim').length > 0);
    const after = bench.hospital.callsOf(journey.id).map(({ name }) => name);
    expect(after.slice(after.indexOf('dischargeEncounter'))).toEqual(['dischargeEncounter', 'recordProgress', 'captureCharges', 'prepareClaim', ...after.slice(after.indexOf('prepareClaim') + 1)]);
    expect([journey.open('clean-bed'), journey.open('book-follow-up')]).not.toContain(undefined);
  });
});
