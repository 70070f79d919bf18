import { type ApiClient, contract } from '../../api/client';
import { Task, WorkflowCommand } from '../../db/models';
import { type TaskTypeName } from '../../domain/tasks/types';
import { makeJourney, type MadeJourney } from '../factories/hospital';
import { startTestApi, type TestApi, type TestUser } from '../support/api';
import { problemOf } from '../support/problem';

/** A Tuesday morning at a desk that is open. The process that runs the tests may be anywhere; the hospital is in its zone. */
let now = new Date('2026-02-10T15:00:00.000Z');
const zone = process.env['CAREWAY_TIME_ZONE'];
let api: TestApi;
let service: ApiClient;
let registrar: TestUser;
beforeAll(async () => {
  process.env['CAREWAY_TIME_ZONE'] = 'America/New_York';
  api = await startTestApi({ clock: () => now });
  service = await api.service();
  registrar = await api.as('registrar');
});
afterAll(async () => {
  if (zone === undefined) delete process.env['CAREWAY_TIME_ZONE'];
  else process.env['CAREWAY_TIME_ZONE'] = zone;
  await api.stop();
});
beforeEach(() => { now = new Date('2026-02-10T15:00:00.000Z'); });

let keys = 0;
const key = () => `clock-${(keys += 1)}`;
const at = (iso: string) => { now = new Date(iso); };

async function open(type: TaskTypeName, journey?: MadeJourney) {
  const { journeyId, workflowId } = journey ?? (await makeJourney(api.database));
  const { tasks } = await service.call(contract.recordProgress, {
    params: { journeyId }, idempotencyKey: key(), body: { workflowId, stage: 'admission', step: type, waitingFor: null, waitingUntil: null, openTasks: [{ step: type, type }] },
  });
  const [task] = tasks;
  return { taskId: task?.taskId ?? '', rungs: task?.rungs ?? [], workflowId };
}
const hours = (rungs: readonly { rung: string; afterMs: number }[]) => rungs.map(({ rung, afterMs }) => [rung, afterMs / 3_600_000]);
const hold = (taskId: string, until: string | null = null) => registrar.client.call(contract.pauseTask, { params: { taskId }, body: { until, reason: 'payer calls back' } });
const due = async (taskId: string) => (await Task.findByPk(taskId))?.dueAt.toISOString();
const commands = async (workflowId: string) => (await WorkflowCommand.findAll({ where: { workflowId }, order: [['id', 'ASC']] })).map(({ kind, name }) => `${kind} ${name}`);

describe('a task’s ladder', () => {
  test('is told to the workflow as delays: care by the wall clock, a desk by its opening hours', async () => {
    expect(hours((await open('observation-round')).rungs)).toEqual([['warning', 20 / 60], ['due', 0.5], ['charge-nurse', 1], ['on-call', 2]]);
    at('2026-02-13T21:00:00.000Z'); // Friday 16:00, before a weekend and Presidents' Day
    const { taskId, rungs } = await open('verify-coverage');
    expect(hours(rungs)).toEqual([['warning', 1 + 15 + 3 * 24 + 2], ['due', 1 + 15 + 3 * 24 + 3], ['charge-nurse', 1 + 15 + 3 * 24 + 7]]);
    expect(await due(taskId)).toBe('2026-02-17T16:00:00.000Z');
  });
});

describe('a task on hold', () => {
  test('keeps what its clock has run, is not overdue meanwhile, and goes on with the rest', async () => {
    const { taskId, workflowId } = await open('verify-coverage'); // four hours: due at 19:00Z
    expect(await due(taskId)).toBe('2026-02-10T19:00:00.000Z');
    at('2026-02-10T16:30:00.000Z');
    expect(await hold(taskId)).toMatchObject({ status: 'on-hold', holder: { id: registrar.id } });
    at('2026-02-12T16:00:00.000Z');
    const [waiting] = (await registrar.client.call(contract.listTasks, { query: { scope: 'mine', status: 'on-hold' } })).items;
    expect(waiting).toMatchObject({ id: taskId, overdue: false, paused: { since: '2026-02-10T16:30:00.000Z', until: null } });
    expect(await registrar.client.call(contract.resumeTask, { params: { taskId } })).toMatchObject({ status: 'accepted' });
    expect(await due(taskId)).toBe('2026-02-12T18:30:00.000Z');
    expect(await commands(workflowId)).toEqual(['signal taskPaused', 'signal taskResumed']);
    const { history } = await registrar.client.call(contract.readTask, { params: { taskId } });
    expect(history.map(({ kind, comment }) => [kind, comment])).toEqual([['resumed', null], ['on-hold', 'payer calls back']]);
  });

  test('comes off hold by itself when its time has come, once', async () => {
    const { taskId, workflowId } = await open('verify-coverage');
    at('2026-02-10T16:00:00.000Z');
    await hold(taskId, '2026-02-11T15:00:00.000Z');
    at('2026-02-11T15:00:00.000Z');
    const end = () => service.call(contract.endHold, { params: { taskId }, body: {}, idempotencyKey: key() });
    expect(hours((await end()).rungs ?? [])).toEqual([['warning', 2], ['due', 3], ['charge-nurse', 7]]);
    expect(await end()).toEqual({ rungs: null });
    expect(await due(taskId)).toBe('2026-02-11T18:00:00.000Z');
    expect(await commands(workflowId)).toEqual(['signal taskPaused']);
  });

  test('fires no rung, and says so', async () => {
    const { taskId } = await open('verify-coverage');
    const { version } = await hold(taskId);
    const fire = () => service.call(contract.recordSlaFiring, { params: { taskId }, body: { rung: 'due' }, idempotencyKey: key() });
    expect(await fire()).toEqual({ fired: false, onHold: version });
    await registrar.client.call(contract.resumeTask, { params: { taskId } });
    expect([await fire(), await fire()]).toEqual([{ fired: true }, { fired: false }]);
  });

  test('runs again when it changes hands, and can be completed as it is', async () => {
    const [passed, done] = [await open('verify-coverage'), await open('verify-coverage')];
    for (const { taskId } of [passed, done]) await hold(taskId);
    at('2026-02-10T18:00:00.000Z');
    expect(await registrar.client.call(contract.releaseTask, { params: { taskId: passed.taskId } })).toMatchObject({ status: 'requested' });
    expect(await due(passed.taskId)).toBe('2026-02-10T22:00:00.000Z');
    expect(await commands(passed.workflowId)).toEqual(['signal taskPaused', 'signal taskResumed']);
    expect(await registrar.client.call(contract.completeTask, { params: { taskId: done.taskId }, body: { version: 2, values: { decision: 'self-pay' } } })).toMatchObject({ status: 'completed' });
  });

  test('is not possible for care, twice, into the past, or for somebody else’s', async () => {
    const nurse = await api.as('nurse');
    const { taskId: care } = await open('observation-round');
    expect((await problemOf(nurse.client.call(contract.pauseTask, { params: { taskId: care }, body: { reason: 'later' } }))).problem.type).toBe('urn:careway:problem:cannot-wait');
    const { taskId } = await open('verify-coverage');
    expect((await problemOf(hold(taskId, '2026-02-10T14:59:00.000Z'))).problem.errors?.[0]?.field).toBe('until');
    await hold(taskId);
    expect((await problemOf(hold(taskId))).problem.type).toBe('urn:careway:problem:on-hold');
    const other = await api.as('registrar');
    expect((await problemOf(other.client.call(contract.resumeTask, { params: { taskId } }))).problem).toMatchObject({ status: 409, holder: { id: registrar.id } });
  });
});

describe('whom each rung tells', () => {
  test('the holder, or the role when nobody has it; then the supervisor; then on call', async () => {
    const [nurse, other, charge, manager] = await Promise.all([api.as('nurse'), api.as('nurse'), api.as('charge-nurse'), api.as('manager')]);
    const [held, free] = [await open('observation-round'), await open('observation-round')];
    await nurse.client.call(contract.claimTask, { params: { taskId: held.taskId } });
    for (const { taskId } of [held, free]) for (const rung of ['warning', 'due', 'charge-nurse', 'on-call'] as const) await service.call(contract.recordSlaFiring, { params: { taskId }, body: { rung }, idempotencyKey: key() });
    const heard = async (who: TestUser) => (await who.client.call(contract.listAlerts, { query: {} })).items.map(({ data }) => `${data['taskId'] === held.taskId ? 'held' : 'free'} ${data['rung']}`).sort();
    expect(await heard(nurse)).toEqual(['free due', 'held due', 'held warning']);
    expect(await heard(other)).toEqual(['free due']);
    expect(await heard(charge)).toEqual(['free charge-nurse', 'held charge-nurse']);
    expect(await heard(manager)).toEqual(['free on-call', 'held on-call']);
  });
});
