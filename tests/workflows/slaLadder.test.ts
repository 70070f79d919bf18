import { HOUR_MS, MINUTE_MS } from '../../domain/time';
import { SIGNALS } from '../../workflows/contracts/messages';
import { JourneyDriver } from '../support/journeyDriver';
import { WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('sla');
});
afterAll(() => bench.close());

/** What is left of registration's ladder when the warning has fired. */
const left = [{ rung: 'warning', afterMs: 0 }, { rung: 'due', afterMs: 9 * MINUTE_MS }, { rung: 'charge-nurse', afterMs: 39 * MINUTE_MS }] as const;

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

  it.concurrent('climbs by the times the record worked out, not by the wall clock (apache/incubator-kie#6966)', async () => {
    const journey = await new JourneyDriver(bench).start({ opened: [{ rung: 'warning', afterMs: 10 * HOUR_MS }, { rung: 'due', afterMs: 12 * HOUR_MS }] });
    await journey.task('register-patient');
    await journey.pass(9, 'hours');
    expect(firings(journey, 'register-patient')).toEqual([]);
    await journey.pass(2, 'hours');
    expect(firings(journey, 'register-patient')).toEqual(['sla-warning-register-patient']);
    expect(Date.parse((await journey.progress()).openTasks[0]?.dueAt ?? '') - Date.parse((await journey.progress()).openTasks[0]?.openedAt ?? '')).toBe(12 * HOUR_MS);
  });

  it.concurrent('stands while the task is on hold, and climbs on with what is left', async () => {
    const journey = await new JourneyDriver(bench).start();
    const { taskId } = await journey.task('register-patient');
    await journey.pass(21, 'minutes');
    await bench.signal(journey.id, SIGNALS.taskPaused, { taskId, version: 2, resumeAfterMs: null });
    await journey.pass(10, 'hours');
    expect(firings(journey, 'register-patient')).toEqual(['sla-warning-register-patient']);
    await bench.signal(journey.id, SIGNALS.taskResumed, { taskId, version: 3, rungs: left });
    await bench.signal(journey.id, SIGNALS.taskPaused, { taskId, version: 2, resumeAfterMs: null }); // a repeat from before changes nothing
    await journey.pass(8, 'minutes');
    expect(firings(journey, 'register-patient')).toHaveLength(1);
    await journey.pass(2, 'minutes');
    expect(firings(journey, 'register-patient')).toEqual(['sla-warning-register-patient', 'sla-due-register-patient-v3']);
    await journey.do('register-patient', { coverage: 'self-pay' });
    await journey.task('assign-bed');
  });

  it.concurrent('takes a task off hold when its time has come, once, and goes on', async () => {
    const journey = await new JourneyDriver(bench).start({ rungs: left });
    const { taskId } = await journey.task('register-patient');
    await bench.signal(journey.id, SIGNALS.taskPaused, { taskId, version: 2, resumeAfterMs: 3 * HOUR_MS });
    await journey.pass(2, 'hours');
    expect(journey.steps('endHold')).toEqual([]);
    await journey.pass(61, 'minutes');
    expect(journey.steps('endHold')).toEqual(['off-hold-register-patient-v2']);
    await journey.pass(10, 'minutes');
    expect(firings(journey, 'register-patient')).toEqual(['sla-warning-register-patient-v2', 'sla-due-register-patient-v2']);
  });

  it.concurrent('a rung the record withheld, because it knew of the hold first, fires when the clock has run on', async () => {
    const journey = await new JourneyDriver(bench).start();
    const task = await journey.task('register-patient');
    task.onHold = 2;
    await journey.pass(21, 'minutes');
    expect(firings(journey, 'register-patient')).toEqual(['sla-warning-register-patient']);
    await journey.pass(5, 'hours');
    expect(firings(journey, 'register-patient')).toHaveLength(1);
    delete task.onHold;
    await bench.signal(journey.id, SIGNALS.taskPaused, { taskId: task.taskId, version: 2, resumeAfterMs: null });
    await bench.signal(journey.id, SIGNALS.taskResumed, { taskId: task.taskId, version: 3, rungs: [{ rung: 'warning', afterMs: 60_000 }, ...left.slice(1)] });
    await journey.pass(2, 'minutes');
    expect(firings(journey, 'register-patient')).toEqual(['sla-warning-register-patient', 'sla-warning-register-patient-v3']);
  });

  it.concurrent('hears of a hold before it knows the task', async () => {
    const journey = new JourneyDriver(bench);
    bench.hospital.loseAnswers(`${journey.id}/progress-1`, 3);
    await journey.start();
    const { taskId } = await journey.task('register-patient');
    await bench.signal(journey.id, SIGNALS.taskPaused, { taskId, version: 2, resumeAfterMs: null });
    await journey.until('the task', ({ openTasks }) => openTasks.length > 0);
    await journey.pass(2, 'hours');
    expect(firings(journey, 'register-patient')).toEqual([]);
  });
});
