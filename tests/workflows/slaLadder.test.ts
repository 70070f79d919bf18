import { JourneyDriver } from '../support/journeyDriver';
import { WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('sla');
});
afterAll(() => bench.close());

describe('the escalation ladder', () => {
  const firings = (journey: JourneyDriver, type: string) => journey.steps('recordSlaFiring').filter((step) => step.includes(type));

  it.concurrent('fires every rung of an overdue task once, in order, and ends nothing (apache/incubator-kie#7054)', async () => {
    const journey = await new JourneyDriver(bench).start();
    await journey.do('register-patient', { coverage: 'self-pay' });
    await journey.task('assign-bed');
    await journey.pass(4, 'hours');
    expect(firings(journey, 'assign-bed')).toEqual(['sla-warning-assign-bed', 'sla-due-assign-bed', 'sla-charge-nurse-assign-bed', 'sla-on-call-assign-bed']);
    expect((await journey.progress()).openTasks).toMatchObject([{ type: 'assign-bed' }]);
    await journey.do('assign-bed');
    await journey.task('admission-assessment');
  });

  it.concurrent('fires at its time, not before', async () => {
    const journey = await new JourneyDriver(bench).start();
    await journey.task('register-patient');
    await journey.pass(19, 'minutes');
    expect(firings(journey, 'register-patient')).toEqual([]);
    await journey.pass(2, 'minutes');
    expect(firings(journey, 'register-patient')).toEqual(['sla-warning-register-patient']);
  });

  it.concurrent('is over with the task (apache/incubator-kie#6966)', async () => {
    const journey = await new JourneyDriver(bench).start();
    await journey.task('register-patient');
    await journey.pass(21, 'minutes');
    await journey.do('register-patient', { coverage: 'self-pay' });
    await journey.do('assign-bed');
    await journey.do('admission-assessment', {}, { news2: 0, risk: 'low' });
    await journey.task('place-orders');
    await journey.pass(50, 'minutes');
    expect(journey.steps('recordSlaFiring')).toEqual(['sla-warning-register-patient', 'sla-warning-place-orders']);
  });

  it.concurrent('costs no timer for a task that is done in time', async () => {
    const journey = await new JourneyDriver(bench).start();
    await journey.reach('diagnostics');
    await journey.task('place-orders');
    await journey.settled();
    const { events } = await bench.client.workflow.getHandle(journey.id).fetchHistory();
    const timers = (events ?? []).filter((event) => event.timerStartedEventAttributes).length;
    expect(timers).toBe(1);
  });
});
