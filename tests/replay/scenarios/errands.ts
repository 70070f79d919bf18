import { DAY_MS } from '../../../domain/time';
import { accessRequestWorkflowId, amendmentWorkflowId, collectionWorkflowId, glassReviewWorkflowId, moneyApprovalWorkflowId, safetyActionWorkflowId, safetyEventWorkflowId } from '../../../workflows/contracts/ids';
import { SIGNALS } from '../../../workflows/contracts/messages';
import { uniqueId } from '../../support/workflowBench';
import { type Scenarios } from './scenario';

/** What people decide beside a stay: money, privacy, safety. */
export const ERRANDS: Scenarios = {
  async moneyDecided(bench) {
    const ids = { decided: moneyApprovalWorkflowId(uniqueId()), withdrawn: moneyApprovalWorkflowId(uniqueId()) };
    for (const id of Object.values(ids)) {
      await bench.start('moneyApproval', id, { requestId: 'r' });
      await bench.task(id, 'approve-money');
    }
    await bench.pass(ids.decided, 25, 'hours');
    await bench.complete(ids.decided, 'approve-money');
    await bench.signal(ids.withdrawn, SIGNALS.errandChanged, { messageId: 'ended', change: 'ended' });
    for (const id of Object.values(ids)) await bench.result(id);
    return ids;
  },

  async recordGiven(bench) {
    const id = accessRequestWorkflowId(uniqueId());
    await bench.start('accessRequest', id, { requestId: 'r' });
    await bench.task(id, 'give-record');
    await bench.pass(id, 29, 'days');
    await bench.complete(id, 'give-record');
    await bench.result(id);
    return { request: id };
  },

  async glassReviewed(bench) {
    const judgedId = uniqueId();
    const ids = { review: glassReviewWorkflowId(uniqueId()), judged: glassReviewWorkflowId(judgedId) };
    bench.hospital.answer(judgedId, { isJudged: true });
    await bench.start('glassReview', ids.review, { glassId: 'g' });
    await bench.task(ids.review, 'review-glass');
    await bench.pass(ids.review, 73, 'hours');
    await bench.complete(ids.review, 'review-glass');
    await bench.start('glassReview', ids.judged, { glassId: judgedId });
    for (const id of Object.values(ids)) await bench.result(id);
    return ids;
  },

  async amendmentDecided(bench) {
    const [extended, accepted] = [uniqueId(), uniqueId()];
    const ids = { extended: amendmentWorkflowId(extended), accepted: amendmentWorkflowId(accepted) };
    for (const [key, id] of [[extended, ids.extended], [accepted, ids.accepted]] as const) {
      bench.hospital.answer(key, { opened: [{ rung: 'warning', afterMs: 43 * DAY_MS }, { rung: 'due', afterMs: 57 * DAY_MS }] });
      await bench.start('amendment', id, { amendmentId: key });
      await bench.task(id, 'decide-amendment');
    }
    await bench.pass(ids.extended, 44, 'days');
    await bench.complete(ids.extended, 'decide-amendment', { decision: 'extend' });
    await bench.task(ids.extended, 'decide-extended-amendment');
    await bench.complete(ids.extended, 'decide-extended-amendment', { decision: 'deny' });
    await bench.complete(ids.accepted, 'decide-amendment', { decision: 'accept' });
    await bench.complete(ids.accepted, 'tell-amended');
    for (const id of Object.values(ids)) await bench.result(id);
    return ids;
  },

  /** The histories of `amendmentDecided` are from before others were told. */
  async amendmentTold(bench) {
    const amendmentId = uniqueId();
    const id = amendmentWorkflowId(amendmentId);
    await bench.start('amendment', id, { amendmentId });
    await bench.complete(id, 'decide-amendment', { decision: 'accept' });
    await bench.complete(id, 'tell-amended');
    await bench.result(id);
    return { told: id };
  },

  async safetyEventClosed(bench) {
    const [eventId, actionId] = [uniqueId(), uniqueId()];
    const ids = { event: safetyEventWorkflowId(eventId, 1), action: safetyActionWorkflowId(actionId) };
    await bench.start('safetyEvent', ids.event, { eventId, isSentinel: true, isReopened: false });
    await bench.complete(ids.event, 'triage-sentinel-event', { decision: 'investigate' });
    bench.hospital.answer(actionId, { opened: [{ rung: 'warning', afterMs: 8 * DAY_MS }, { rung: 'due', afterMs: 9 * DAY_MS }] });
    await bench.start('safetyAction', ids.action, { actionId });
    await bench.task(ids.action, 'safety-action');
    await bench.pass(ids.action, 10, 'days');
    await bench.complete(ids.action, 'safety-action');
    await bench.complete(ids.event, 'investigate-safety-event');
    await bench.complete(ids.event, 'close-safety-event');
    for (const id of Object.values(ids)) await bench.result(id);
    return ids;
  },

  async balanceCollected(bench) {
    const accountId = uniqueId();
    const id = collectionWorkflowId(accountId);
    bench.hospital.answer(accountId, { collect: (look) => (look <= 3 ? 20 * DAY_MS : null) });
    await bench.start('collection', id, { accountId });
    await bench.pass(id, 21, 'days');
    await bench.signal(id, SIGNALS.accountChanged, { messageId: 'plan' });
    await bench.pass(id, 21, 'days');
    await bench.result(id);
    return { collection: id };
  },
};
