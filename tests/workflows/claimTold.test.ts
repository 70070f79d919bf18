import { type JourneyOutcome } from '../../domain/journey/stages';
import { SIGNALS } from '../../workflows/contracts/messages';
import { JourneyDriver } from '../support/journeyDriver';
import { WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('told');
});
afterAll(() => bench.close());

describe('what a claim tells its journey', () => {
  const submitted = async () => {
    const journey = await new JourneyDriver(bench).start();
    await journey.reach('billing');
    await journey.afterwards();
    await bench.until('submission', () => bench.hospital.callsOf(journey.claim, 'submitClaim').length > 0);
    return journey;
  };
  const remit = (journey: JourneyDriver, outcome: string) => bench.signal(journey.claim, SIGNALS.remitted, { remittanceClaimId: `r-${outcome}`, outcome, patientCents: 0 });
  const result = (journey: JourneyDriver) => bench.result<JourneyOutcome>(journey.id);

  it.concurrent('a denial in time decided closes the journey as denied', async () => {
    const journey = await submitted();
    await remit(journey, 'denied');
    await bench.task(journey.claim, 'resolve-denial');
    expect((await journey.progress()).outcome).toBeNull();
    await bench.complete(journey.claim, 'resolve-denial', { decision: 'write-off' });
    expect(await result(journey)).toBe('claim-denied');
  });

  it.concurrent('an appeal closes the journey with staff, and the claim lives on to be paid', async () => {
    const journey = await submitted();
    await remit(journey, 'denied');
    await bench.complete(journey.claim, 'resolve-denial', { decision: 'appeal' });
    expect(await result(journey)).toBe('claim-with-staff');
    await bench.until('appeal', () => bench.hospital.callsOf(journey.claim, 'appealClaim').length > 0);
    await remit(journey, 'paid');
    // The journey is not there any more to be told; the claim is settled all the same.
    expect(await bench.result(journey.claim)).toBe('claim-paid');
  });

  it.concurrent('a last word that comes in while the record closes the journey does not close it again', async () => {
    const journey = await submitted();
    bench.hospital.meanwhile(journey.id, 'close-journey', () => bench.signal(journey.id, SIGNALS.claimSettled, { claimId: journey.claimId, outcome: 'claim-paid' }));
    await remit(journey, 'denied');
    await bench.complete(journey.claim, 'resolve-denial', { decision: 'appeal' });
    expect(await result(journey)).toBe('claim-with-staff');
    expect(bench.hospital.callsOf(journey.id, 'closeJourney').map(({ input }) => input['outcome'])).toEqual(['claim-with-staff']);
    expect(bench.hospital.incidents.filter(({ workflowId }) => workflowId === journey.id)).toEqual([]);
  });

  it.concurrent('a denial nobody decides in its time closes the journey with staff', async () => {
    const journey = await submitted();
    await remit(journey, 'denied');
    await bench.task(journey.claim, 'resolve-denial');
    await bench.pass(journey.claim, 4, 'days');
    expect(await result(journey)).toBe('claim-with-staff');
    expect(bench.hospital.openTasks(journey.claim)).toHaveLength(1);
  });

  it.concurrent('a step stuck for a day closes the journey with staff', async () => {
    const journey = await new JourneyDriver(bench).start();
    bench.hospital.fail(`${journey.claimId}/submit-1`, 'refused', 9);
    await journey.reach('billing');
    await journey.afterwards();
    await bench.until('incident', () => bench.progress(journey.claim).then(({ incidents }) => incidents.length > 0, () => false));
    await bench.pass(journey.claim, 25, 'hours');
    expect(await result(journey)).toBe('claim-with-staff');
  });

  it.concurrent('nothing, because somebody terminated it: the journey closes with staff', async () => {
    const journey = await submitted();
    await bench.client.workflow.getHandle(journey.claim).terminate('by hand');
    expect(await result(journey)).toBe('claim-with-staff');
  });

  it.concurrent('closes a journey without complaint about a cancel request from outside', async () => {
    const journey = await submitted();
    await bench.client.workflow.getHandle(journey.id).cancel();
    await remit(journey, 'paid');
    expect(await result(journey)).toBe('claim-paid');
  });
});
