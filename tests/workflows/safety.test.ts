import { accessRequestWorkflowId, amendmentWorkflowId, glassReviewWorkflowId, safetyActionWorkflowId, safetyEventWorkflowId } from '../../workflows/contracts/ids';
import { SIGNALS, UPDATES } from '../../workflows/contracts/messages';
import { DAY_MS } from '../../domain/time';
import { uniqueId, WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('safety');
});
afterAll(() => bench.close());

const begin = async (input: { isSentinel?: boolean; isReopened?: boolean } = {}) => {
  const eventId = uniqueId();
  const id = safetyEventWorkflowId(eventId, 1);
  await bench.start('safetyEvent', id, { eventId, isSentinel: false, isReopened: false, ...input });
  return id;
};

describe('a safety event', () => {
  it.concurrent('is triaged, looked into and closed', async () => {
    const id = await begin();
    await bench.complete(id, 'triage-safety-event', { decision: 'investigate' });
    await bench.complete(id, 'investigate-safety-event');
    await bench.complete(id, 'close-safety-event');
    await bench.result(id);
  });

  it.concurrent('ends at its triage when there is nothing to learn', async () => {
    const id = await begin();
    await bench.complete(id, 'triage-safety-event', { decision: 'close' });
    await bench.result(id);
    expect(bench.hospital.callsOf(id, 'openSafetyTask')).toHaveLength(1);
  });

  it.concurrent('of severe harm climbs its ladder within the hour', async () => {
    const id = await begin({ isSentinel: true });
    await bench.task(id, 'triage-sentinel-event');
    await bench.pass(id, 61, 'minutes');
    await bench.until('two rungs', () => bench.hospital.callsOf(id, 'recordSlaFiring').length === 2);
    await bench.complete(id, 'triage-sentinel-event', { decision: 'close' });
    await bench.result(id);
  });

  it.concurrent('opened again goes on with looking into it', async () => {
    const id = await begin({ isReopened: true });
    await bench.complete(id, 'investigate-safety-event');
    await bench.complete(id, 'close-safety-event');
    await bench.result(id);
  });
});

describe('a wish for the record', () => {
  it.concurrent('reminds before the 30 days of the law are over', async () => {
    const id = accessRequestWorkflowId(uniqueId());
    await bench.start('accessRequest', id, { requestId: 'r' });
    await bench.task(id, 'give-record');
    await bench.pass(id, 29, 'days');
    await bench.until('warning and due', () => bench.hospital.callsOf(id, 'recordSlaFiring').length === 2);
    await bench.complete(id, 'give-record');
    await bench.result(id);
  });
});

describe('the review of broken glass', () => {
  const review = async (glassId = uniqueId()) => {
    const id = glassReviewWorkflowId(glassId);
    await bench.start('glassReview', id, { glassId });
    return id;
  };

  it.concurrent('reminds after two days and after three, and ends with the judgement', async () => {
    const id = await review();
    await bench.task(id, 'review-glass');
    const rungs = () => bench.hospital.callsOf(id, 'recordSlaFiring').map(({ input }) => input['rung']);
    await bench.pass(id, 47, 'hours');
    expect(rungs()).toEqual([]);
    await bench.pass(id, 26, 'hours');
    await bench.until('both rungs', () => rungs().length === 2);
    expect(rungs()).toEqual(['warning', 'due']);
    await bench.complete(id, 'review-glass');
    await bench.result(id);
    expect(bench.hospital.callsOf(id, 'openGlassReview')).toHaveLength(1);
  });

  it.concurrent('asks nobody when it was judged already, and ends', async () => {
    const glassId = uniqueId();
    bench.hospital.answer(glassId, { isJudged: true });
    const id = await review(glassId);
    await bench.result(id);
    expect(bench.hospital.tasks.filter(({ workflowId }) => workflowId === id)).toEqual([]);
  });

  it.concurrent('is not escaped by cancelling its workflow', async () => {
    const id = await review();
    await bench.task(id, 'review-glass');
    await bench.client.workflow.getHandle(id).cancel();
    await bench.settled(id);
    expect(bench.hospital.openTasks(id)).toHaveLength(1);
    await bench.complete(id, 'review-glass');
    await expect(bench.result(id)).rejects.toThrow(/cancelled/); // as it was asked to, and not before somebody had judged
  });

  it.concurrent('is told that it was judged, and not a word of how', async () => {
    const id = await review();
    const { taskId } = await bench.task(id, 'review-glass');
    const judged = { taskId, type: 'review-glass' as const, version: 2, values: {}, facts: {} };
    expect(await bench.refusal(bench.update(id, UPDATES.completeTask, { ...judged, values: { note: 'There was no emergency.' } }))).toBe('InvalidForm');
    await bench.send(id, judged);
    await bench.result(id);
  });
});

describe('a wish to amend the record', () => {
  it.concurrent('is asked once more, with a ladder of its own, when it takes longer, and not after that', async () => {
    const amendmentId = uniqueId();
    const id = amendmentWorkflowId(amendmentId);
    bench.hospital.answer(amendmentId, { opened: [{ rung: 'warning', afterMs: 43 * DAY_MS }, { rung: 'due', afterMs: 57 * DAY_MS }] });
    await bench.start('amendment', id, { amendmentId });
    await bench.task(id, 'decide-amendment');
    await bench.pass(id, 44, 'days');
    await bench.until('the reminder', () => bench.hospital.callsOf(id, 'recordSlaFiring').length === 1);
    await bench.complete(id, 'decide-amendment', { decision: 'extend' });
    await bench.complete(id, 'decide-extended-amendment', { decision: 'deny' });
    await bench.result(id);
    expect(bench.hospital.callsOf(id, 'openAmendmentTask').map(({ step }) => step)).toEqual(['open-decide', 'open-decide-extended']);
  });

  it.concurrent('has others told once it is accepted, also after an extension', async () => {
    for (const first of ['accept', 'extend']) {
      const amendmentId = uniqueId();
      const id = amendmentWorkflowId(amendmentId);
      await bench.start('amendment', id, { amendmentId });
      await bench.complete(id, 'decide-amendment', { decision: first });
      if (first === 'extend') await bench.complete(id, 'decide-extended-amendment', { decision: 'accept' });
      await bench.complete(id, 'tell-amended');
      await bench.result(id);
    }
  });
});

describe('an action after a safety event', () => {
  it.concurrent('reminds by its own date, and ends when it is dropped', async () => {
    const actionId = uniqueId();
    const id = safetyActionWorkflowId(actionId);
    bench.hospital.answer(actionId, { opened: [{ rung: 'warning', afterMs: 40 * DAY_MS }, { rung: 'due', afterMs: 41 * DAY_MS }] });
    await bench.start('safetyAction', id, { actionId });
    await bench.task(id, 'safety-action');
    const rungs = () => bench.hospital.callsOf(id, 'recordSlaFiring').length;
    await bench.pass(id, 39, 'days');
    expect(rungs()).toBe(0);
    await bench.pass(id, 3, 'days');
    await bench.until('both rungs', () => rungs() === 2);
    await bench.signal(id, SIGNALS.errandChanged, { messageId: 'ended', change: 'ended' });
    await bench.result(id);
    expect(bench.hospital.openTasks(id)).toEqual([]);
  });
});
