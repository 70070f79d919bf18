import { fastForward } from '../../api/temporal/fastForward';
import { HOUR_MS, MINUTE_MS } from '../../domain/time';
import { JourneyDriver } from '../support/journeyDriver';
import { WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('fast-forward');
});
afterAll(() => bench.close());

describe('fastForward', () => {
  it.concurrent('lets exactly so much time pass, for one workflow only', async () => {
    const [journey, other] = [await new JourneyDriver(bench).start(), await new JourneyDriver(bench).start()];
    await journey.task('register-patient');
    await other.task('register-patient');
    const before = Date.now();
    expect(await fastForward(bench.client, journey.id, HOUR_MS)).toBe(true);
    await journey.do('register-patient', { coverage: 'self-pay' });
    const passed = Date.parse((await journey.progress()).now) - before;
    expect(passed).toBeGreaterThanOrEqual(HOUR_MS);
    expect(passed).toBeLessThan(HOUR_MS + 2 * MINUTE_MS);
    expect(other.steps('recordSlaFiring')).toEqual([]);
  });

  it.concurrent('leaves a workflow alone whose child is running, and says so at once', async () => {
    const journey = await new JourneyDriver(bench).start();
    await journey.reach('billing');
    await bench.until('submission', () => bench.hospital.callsOf(journey.claim, 'submitClaim').length > 0);
    const before = Date.now();
    expect(await fastForward(bench.client, journey.id, HOUR_MS)).toBe(false);
    expect(Date.now() - before).toBeLessThan(2_000);
    await bench.client.workflow.getHandle(journey.claim).terminate();
    await journey.until('told', ({ stage }) => stage === 'follow-up');
    expect(journey.steps('recordSlaFiring')).toEqual([]);
  });

  it.concurrent('answers true for a workflow that comes to its end within the time', async () => {
    const journey = await new JourneyDriver(bench).start();
    await bench.start('followUp', journey.followUp, { encounterId: journey.encounterId, appointmentId: null, startsAt: null });
    expect(await fastForward(bench.client, journey.followUp, 100 * HOUR_MS)).toBe(true);
    await bench.result(journey.followUp);
  });

  it.concurrent('answers true for a workflow that ended a moment ago', async () => {
    const journey = await new JourneyDriver(bench).start();
    await bench.client.workflow.getHandle(journey.id).terminate();
    expect(await fastForward(bench.client, journey.id, HOUR_MS)).toBe(true);
  });
});
