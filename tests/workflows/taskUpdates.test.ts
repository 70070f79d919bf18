import { TemporalGateway } from '../../api/temporal/gateway';
import { KeyRing } from '../../keys/keyRing';
import { completeTaskId } from '../../workflows/contracts/ids';
import { type CompletedTask, UPDATES } from '../../workflows/contracts/messages';
import { JourneyDriver } from '../support/journeyDriver';
import { TEST_KEYS, WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('updates');
});
afterAll(() => bench.close());

describe('the completeTask update', () => {
  const begin = () => new JourneyDriver(bench).start();
  const registration = async (journey: JourneyDriver): Promise<CompletedTask> =>
    ({ taskId: (await journey.task('register-patient')).taskId, type: 'register-patient', version: 2, values: { coverage: 'self-pay' }, facts: {} });
  /** Without a fixed update ID, so that the server's own memory of updates does not answer for the workflow. */
  const refusal = (journey: JourneyDriver, task: CompletedTask) => bench.refusal(bench.update(journey.id, UPDATES.completeTask, task));

  it.concurrent('refuses what does not fit an open task, and leaves no trace in the history', async () => {
    const journey = await begin();
    const task = await registration(journey);
    await journey.settled();
    const before = await bench.events(journey.id);
    expect(await refusal(journey, { ...task, taskId: 'no-such-task' })).toBe('UnknownTask');
    expect(await refusal(journey, { ...task, type: 'assign-bed', values: {} })).toBe('WrongTaskType');
    expect(await refusal(journey, { ...task, type: 'no-such-type' as never })).toBe('WrongTaskType');
    expect(await refusal(journey, { ...task, values: {} })).toBe('InvalidForm');
    expect(await refusal(journey, { ...task, values: { coverage: 'maybe' } })).toBe('InvalidForm');
    expect(await refusal(journey, { ...task, values: { coverage: 'verified', note: 'words' } })).toBe('InvalidForm');
    expect(await bench.events(journey.id)).toBe(before);
    expect(journey.open('register-patient')).toBeDefined();
  });

  it.concurrent('is not delivered when it was refused: the relay is told, and told apart from what comes too early (a worker died after the task was opened)', async () => {
    const gateway = await TemporalGateway.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? '', namespace: process.env['TEMPORAL_NAMESPACE'] ?? 'default', keys: KeyRing.parse(TEST_KEYS) });
    const journey = await begin();
    const task = await registration(journey);
    const deliver = (payload: CompletedTask) => gateway.deliver({ workflowId: journey.id, kind: 'update', name: UPDATES.completeTask, payload, dedupId: completeTaskId(payload.taskId, payload.version) });
    expect(await deliver({ ...task, taskId: 'opened-by-a-worker-that-died' })).toEqual({ state: 'too-early', reason: 'update-rejected', refusal: 'UnknownTask' });
    expect(await deliver({ ...task, values: {} })).toEqual({ state: 'refused', reason: 'update-rejected', refusal: 'InvalidForm' });
    expect(await deliver(task)).toEqual({ state: 'delivered' });
    expect(await deliver(task)).toEqual({ state: 'delivered' });
    await journey.task('assign-bed');
    expect(await deliver({ ...task, version: 3 })).toEqual({ state: 'refused', reason: 'update-rejected', refusal: 'ClosedTask' });
    await gateway.close();
  });

  it.concurrent('gives a repeat of the same task and version the same answer and does nothing twice', async () => {
    const journey = await begin();
    const task = await registration(journey);
    const answers = [await bench.send(journey.id, task), await bench.send(journey.id, task), await bench.update(journey.id, UPDATES.completeTask, task)];
    expect(answers).toEqual(Array(3).fill({ taskId: task.taskId, version: 2, accepted: true }));
    await journey.task('assign-bed');
    expect(bench.hospital.tasks.filter(({ workflowId, type }) => workflowId === journey.id && type === 'assign-bed')).toHaveLength(1);
  });

  it.concurrent('refuses another version of a task that is done', async () => {
    const journey = await begin();
    const task = await registration(journey);
    await bench.send(journey.id, task);
    expect(await refusal(journey, { ...task, version: 3 })).toBe('ClosedTask');
  });

  it.concurrent('takes twenty repeats at once as one', async () => {
    const journey = await begin();
    const task = await registration(journey);
    const answers = await Promise.all(Array.from({ length: 20 }, () => bench.update(journey.id, UPDATES.completeTask, task)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await journey.task('assign-bed');
  });

  it.concurrent('keeps a completion that is faster than the news of its task (answer lost after the commit)', async () => {
    const journey = await begin();
    await journey.do('register-patient', { coverage: 'self-pay' });
    await journey.task('assign-bed');
    // The record opens the assessment and a nurse does it, but the answer to the workflow is lost, twice.
    bench.hospital.loseAnswers(`${journey.encounterId}/progress-3`, 3);
    await journey.do('assign-bed');
    const { taskId } = await journey.task('admission-assessment');
    const answer = await bench.update(journey.id, UPDATES.completeTask, { taskId, type: 'admission-assessment', version: 2, values: {}, facts: { news2: 1, risk: 'low' } }, completeTaskId(taskId, 2));
    expect(answer).toMatchObject({ accepted: true });
    await journey.task('place-orders');
  });
});
