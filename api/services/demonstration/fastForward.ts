import { type z } from 'zod';
import { transact } from '../../../db/statement';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../domain/time';
import { claimWorkflowId, followUpWorkflowId, journeyWorkflowId, payerWorkflowId } from '../../../workflows/contracts/ids';
import { QUERIES, type WorkflowProgress } from '../../../workflows/contracts/messages';
import { type demonstrationContract } from '../../contract/demonstration';
import { type Act, select, selectOne } from '../../http/act';
import { Problem, unprocessable } from '../../http/problem';
import { fastForward, findRunning, type Running, TimeSkippingOff } from '../../temporal/fastForward';
import { isTemporalAway, type TemporalGateway } from '../../temporal/gateway';
import { behaviourOf } from '../payer/behaviour';
import { noteSkip, skippedMs } from './skippedTime';
import { hasCharges, hasEnded, shiftRecord, type ShiftScope } from './shiftRecord';

type Passed = z.infer<typeof demonstrationContract.fastForwardJourney.reply>;
type HowLong = z.output<typeof demonstrationContract.fastForwardJourney.body>;

/** A request waits this long for what falls due meanwhile; time goes on skipping after that. */
const MOST_WAIT_MS = 20_000;
const LEAST_WAIT_MS = 1_000;
/** Over the mark, so that what is due at the mark has fallen due. */
const MARGIN_MS = MINUTE_MS;

/** Let time pass for the patient of a stay: for all its workflows alike, and for its record. */
export async function passTimeOfStay(act: Act, gateway: TemporalGateway | null, encounterId: string, howLong: HowLong): Promise<Passed> {
  const claims = await select<{ id: string }>(act, "SELECT id FROM claims WHERE encounter_id = ? AND source = 'careway'", [encounterId]);
  return passTime(act, requireTemporal(gateway), { encounterId, claimIds: claims.map((claim) => claim.id) }, howLong);
}

/** The same from the claim's side; a claim without a stay is moved alone. */
export async function passTimeOfClaim(act: Act, gateway: TemporalGateway | null, claim: { id: string; encounterId: string | null }, howLong: HowLong): Promise<Passed> {
  if (claim.encounterId !== null) return passTimeOfStay(act, gateway, claim.encounterId, howLong);
  return passTime(act, requireTemporal(gateway), { encounterId: null, claimIds: [claim.id] }, howLong);
}

/**
 * The record first, then the workflows: what they write while they catch up is written now and belongs there. The record is moved
 * in a transaction of its own, since no lock may be held while activities of the workflow call back.
 */
async function passTime(act: Act, gateway: TemporalGateway, scope: ShiftScope, howLong: HowLong): Promise<Passed> {
  const running = await temporal(() => runningWorkflows(act, gateway, scope));
  if (running.size === 0 && (howLong.hours === undefined || !(await hasEnded(act, scope)))) throw unprocessable('nothing-running', 'No workflow of this patient is running. What has ended can be moved back by hours; what goes on is just being started, try again.');
  const wanted = howLong.hours === undefined ? await temporal(() => untilNextTimer(act, gateway, scope, running)) : howLong.hours * HOUR_MS;
  const ms = (await hasCharges(act, scope)) ? Math.ceil(wanted / DAY_MS) * DAY_MS : Math.ceil(wanted);
  const workflowIds = [...running.keys()];
  const rows = await moveRecord(act, scope, workflowIds, ms);
  const workflows: Passed['workflows'] = [];
  const deadline = Date.now() + MOST_WAIT_MS;
  try {
    for (const [workflowId, standing] of running) {
      // What the first one does while it catches up may change how the others stand.
      const known = workflows.length === 0 ? standing : null;
      const reached = await fastForward(gateway.client, workflowId, ms, Math.max(LEAST_WAIT_MS, deadline - Date.now()), known);
      workflows.push({ workflowId, reached });
    }
  } catch (error) {
    if (workflows.length === 0) await moveRecord(act, scope, workflowIds, -ms);
    if (error instanceof TimeSkippingOff) throw unprocessable('time-skipping-off', error.message);
    throw isTemporalAway(error) ? temporalAway() : error;
  }
  for (const id of scope.encounterId === null ? [] : [scope.encounterId]) act.announcements.push({ topic: 'journey', id });
  for (const id of scope.claimIds) act.announcements.push({ topic: 'claim', id });
  act.audits.push({ action: 'demonstration.timePassed', resourceType: 'encounter', resourceId: scope.encounterId, detail: { ms, claimIds: scope.claimIds } });
  return { skippedMs: ms, workflows, rows };
}

async function moveRecord(act: Act, scope: ShiftScope, workflowIds: readonly string[], ms: number): Promise<number> {
  return transact(act.database.sequelize, async (transaction) => {
    const own = { ...act, transaction };
    await noteSkip(own, workflowIds, ms, act.now);
    return shiftRecord(own, scope, ms);
  });
}

/** Those that run, payers first: their answers are there when the claim's deadlines come, and the claim's word when the journey's do. */
async function runningWorkflows(act: Act, gateway: TemporalGateway, { encounterId, claimIds }: ShiftScope): Promise<ReadonlyMap<string, Running>> {
  const submissions = claimIds.length === 0 ? [] : await select<{ id: string }>(act, 'SELECT id FROM claim_submissions WHERE claim_id IN (:claimIds) ORDER BY id', { claimIds });
  const candidates = [
    ...submissions.map(({ id }) => payerWorkflowId(id)),
    ...claimIds.map(claimWorkflowId),
    ...(encounterId === null ? [] : [journeyWorkflowId(encounterId)]),
    ...(encounterId !== null && (await hasFollowUp(act, encounterId)) ? [followUpWorkflowId(encounterId)] : []),
  ];
  const standings = await Promise.all(candidates.map(async (workflowId) => [workflowId, await findRunning(gateway.client, workflowId)] as const));
  return new Map(standings.flatMap(([workflowId, standing]) => (standing ? [[workflowId, standing] as const] : [])));
}

/** The journey starts it when somebody has booked what comes after the stay. */
async function hasFollowUp(act: Act, encounterId: string): Promise<boolean> {
  return (await selectOne(act, "SELECT id FROM tasks WHERE journey_id = ? AND type = 'book-follow-up' AND status = 'completed' LIMIT 1", [encounterId])) !== null;
}

/** Until the nearest thing these workflows wait for: an answer of the payer, a round, a deadline. */
async function untilNextTimer(act: Act, gateway: TemporalGateway, scope: ShiftScope, running: ReadonlyMap<string, Running>): Promise<number> {
  const waits: number[] = [];
  for (const claimId of scope.claimIds) {
    const answer = await payerAnswersAt(act, claimId);
    if (answer !== null) waits.push(answer - act.now.getTime());
  }
  const asked = waits.length > 0 ? [] : [...running.keys()].filter((workflowId) => !workflowId.startsWith('payer-'));
  for (const workflowId of asked) {
    const shown = scope.encounterId !== null && workflowId === journeyWorkflowId(scope.encounterId) ? await journeyWaitsUntil(act, scope.encounterId) : null;
    if (shown) {
      waits.push(shown.getTime() - act.now.getTime());
      continue;
    }
    const { waitingUntil } = await gateway.client.workflow.getHandle(workflowId).query<WorkflowProgress>(QUERIES.progress);
    if (waitingUntil !== null) waits.push(Date.parse(waitingUntil) - (await skippedMs(act, workflowId)) - act.now.getTime());
  }
  if (waits.length === 0) throw unprocessable('waits-for-a-person', 'This journey waits for a person, not for a time. Say how many hours shall pass.');
  return Math.max(0, Math.min(...waits)) + MARGIN_MS;
}

/** Until when the board says that the journey waits; null: for nothing that has a time, as far as the board knows. */
async function journeyWaitsUntil(act: Act, encounterId: string): Promise<Date | null> {
  const row = await selectOne<{ waitingUntil: Date | null }>(act, 'SELECT waiting_until AS waitingUntil FROM journeys WHERE id = ? AND open_incidents = 0', [encounterId]);
  return row?.waitingUntil ?? null;
}

/** When the demonstration payer answers the latest submission of a claim, in record time; null when it has. */
async function payerAnswersAt(act: Act, claimId: string): Promise<number | null> {
  const latest = await selectOne<{ submittedAt: Date; acknowledgedAt: Date | null; status: string; payerId: string; decided: string | null }>(
    act,
    `SELECT s.submitted_at AS submittedAt, s.acknowledged_at AS acknowledgedAt, s.status, c.payer_id AS payerId, d.submission_id AS decided
     FROM claim_submissions s JOIN claims c ON c.id = s.claim_id LEFT JOIN payer_decisions d ON d.submission_id = s.id WHERE s.claim_id = ? ORDER BY s.attempt DESC LIMIT 1`,
    [claimId],
  );
  if (!latest || latest.decided !== null || latest.status === 'rejected') return null;
  const behaviour = await behaviourOf(act, latest.payerId);
  const after = latest.acknowledgedAt === null ? Math.min(behaviour.acknowledgeAfterMs, behaviour.remitAfterMs) : behaviour.remitAfterMs;
  return latest.submittedAt.getTime() + after;
}

async function temporal<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw isTemporalAway(error) ? temporalAway() : error;
  }
}

function requireTemporal(gateway: TemporalGateway | null): TemporalGateway {
  if (!gateway) throw temporalAway();
  return gateway;
}

const temporalAway = (): Problem => new Problem(503, 'temporal-away', 'Temporal cannot be reached: no time passed. Try again shortly.', { headers: { 'retry-after': '5' } });
