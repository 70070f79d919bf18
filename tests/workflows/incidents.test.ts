import { Worker } from '@temporalio/worker';
import { type JourneyOutcome } from '../../domain/journey/stages';
import { KeyRing } from '../../keys/keyRing';
import { temporalDataConverter } from '../../keys/temporalData';
import { type IncidentAction, UPDATES, type WorkflowProgress } from '../../workflows/contracts/messages';
import { JourneyDriver } from '../support/journeyDriver';
import { testBundle, TEST_KEYS, WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('incidents');
});
afterAll(() => bench.close());

describe('a step in trouble', () => {
  const begin = () => new JourneyDriver(bench).start();
  const incident = async (journey: JourneyDriver) => (await journey.until('an incident', ({ incidents }) => incidents.length > 0)).incidents[0] as WorkflowProgress['incidents'][number];
  const resolve = (journey: JourneyDriver, incidentId: string, action: IncidentAction, until?: string) => bench.update(journey.id, UPDATES.resolveIncident, { incidentId, action, ...(until ? { until } : {}) });
  const outcomeOf = (incidentId: string) => bench.hospital.incidents.find((one) => one.incidentId === incidentId)?.outcome;
  /** Orders cannot be read: the step `plan-care-1` fails as told, and what follows needs it. */
  const stuckAtPlan = async (kind: 'refused' | 'server' | 'unavailable', times: number) => {
    const journey = await begin();
    bench.hospital.fail(`${journey.encounterId}/plan-care-1`, kind, times);
    await journey.admit();
    await journey.do('place-orders', { plannedHours: 2 });
    return journey;
  };

  it.concurrent('becomes an incident at once when refused, and never fails the journey', async () => {
    const journey = await stuckAtPlan('refused', 1);
    expect(await incident(journey)).toMatchObject({ step: 'plan-care-1', errorClass: 'Refused', attempts: 1, skippable: false });
    expect(journey.calls('openIncident')).toMatchObject([{ input: { incident: { journeyId: journey.encounterId, claimId: null, step: 'plan-care-1', message: 'plan-care-1: urn:careway:problem:test' } } }]);
    expect(await journey.until('trouble', ({ waitingFor }) => waitingFor === 'incident')).toMatchObject({ stage: 'diagnostics', outcome: null });
    await bench.until('the record shows it', () => journey.calls('recordProgress').some(({ input }) => JSON.stringify(input).includes('in-trouble')));
  });

  it.concurrent('counts a retry as solved only when the step has passed (camunda#63192)', async () => {
    const journey = await stuckAtPlan('refused', 2);
    const { incidentId } = await incident(journey);
    await resolve(journey, incidentId, 'retry');
    await bench.until('failed again', () => outcomeOf(incidentId) === 'failed-again');
    expect(await incident(journey)).toMatchObject({ incidentId, attempts: 2 });
    await resolve(journey, incidentId, 'retry');
    await journey.until('treatment', ({ stage }) => stage === 'treatment');
    expect(outcomeOf(incidentId)).toBe('solved');
    expect(journey.calls('settleIncident').map(({ input }) => (input as { settlement: { outcome: string } }).settlement.outcome)).toEqual(['failed-again', 'solved']);
    expect((await journey.progress()).incidents).toEqual([]);
  });

  it.concurrent('tries a server error a few times by itself, and says that it does (temporalio/ui#884)', async () => {
    const journey = await stuckAtPlan('server', 2);
    const progress = await journey.until('retrying', ({ retrying }) => retrying.length > 0);
    expect(progress.retrying).toMatchObject([{ step: 'plan-care-1', errorClass: 'ServerError' }]);
    expect(progress.retrying[0]?.nextTryAt).not.toBeNull();
    await journey.until('treatment', ({ stage }) => stage === 'treatment');
    expect(journey.calls('openIncident')).toEqual([]);
  });

  it.concurrent('opens an incident when a server error stays', async () => {
    const journey = await stuckAtPlan('server', 99);
    await journey.until('retrying', ({ retrying }) => retrying.length > 0);
    await journey.pass(1, 'minutes');
    expect(await incident(journey)).toMatchObject({ errorClass: 'ServerError', attempts: 5 });
    // Until the answer before has come out, the next is too early: the relay brings it again.
    const { incidentId } = await incident(journey);
    await resolve(journey, incidentId, 'retry');
    expect(await bench.refusal(resolve(journey, incidentId, 'retry'))).toBe('BeingActedOn');
    bench.hospital.heal(`${journey.encounterId}/plan-care-1`);
  });

  it.concurrent('waits quietly for an API that is away, without incident and almost without events', async () => {
    const journey = await stuckAtPlan('unavailable', 8);
    await journey.until('waiting', ({ retrying }) => retrying.some(({ nextTryAt }) => nextTryAt === null));
    const before = await bench.events(journey.id);
    await bench.until('more attempts', async () => {
      const { raw } = await bench.client.workflow.getHandle(journey.id).describe();
      return raw.pendingActivities?.some(({ attempt }) => (attempt ?? 0) >= 3);
    });
    expect(await bench.events(journey.id)).toBe(before);
    bench.hospital.heal(`${journey.encounterId}/plan-care-1`);
    await journey.until('treatment', ({ stage }) => stage === 'treatment');
    expect(journey.calls('openIncident')).toEqual([]);
    expect(journey.calls('planCare')).toMatchObject([{ isLocal: false }]);
  });

  it.concurrent('can be run anew when two writes were under way at once and one of them was handed over', async () => {
    const journey = await begin();
    await journey.reach('discharge');
    // From the departure on the board is told while the charges are captured: it does not get through.
    bench.hospital.meanwhile(journey.id, 'discharge-encounter', async () => bench.hospital.fail(`${journey.encounterId}/progress`, 'unavailable', 2));
    await journey.discharge();
    await bench.until('handed over', () => journey.calls('recordProgress').some(({ isLocal }) => !isLocal));
    await bench.until('the claim', () => journey.calls('prepareClaim').length > 0);
    await bench.settled(journey.id);
    const history = await bench.client.workflow.getHandle(journey.id).fetchHistory();
    await Worker.runReplayHistory({ workflowBundle: await testBundle(), dataConverter: temporalDataConverter(KeyRing.parse(TEST_KEYS)) }, history);
  });

  it.concurrent('is held until a date and then tried again', async () => {
    const journey = await stuckAtPlan('refused', 1);
    const { incidentId } = await incident(journey);
    const until = new Date(Date.now() + 3 * 3_600_000).toISOString();
    await resolve(journey, incidentId, 'hold', until);
    expect(await bench.until('hold', () => outcomeOf(incidentId) === 'on-hold')).toBe(true);
    expect(await incident(journey)).toMatchObject({ heldUntil: until });
    await journey.pass(2, 'hours');
    expect(outcomeOf(incidentId)).toBe('on-hold');
    await journey.pass(61, 'minutes');
    await bench.until('solved', () => outcomeOf(incidentId) === 'solved');
  });

  it.concurrent('is skipped where the pathway can go on without it, and only there', async () => {
    const journey = await begin();
    bench.hospital.fail(`${journey.encounterId}/check-eligibility`, 'refused');
    await journey.do('register-patient', { coverage: 'verified' });
    const { incidentId, skippable } = await incident(journey);
    expect(skippable).toBe(true);
    await resolve(journey, incidentId, 'skip');
    // An unanswered question goes to a person.
    await journey.task('verify-coverage');
    expect(outcomeOf(incidentId)).toBe('skipped');

    const other = await stuckAtPlan('refused', 1);
    expect(await bench.refusal(resolve(other, (await incident(other)).incidentId, 'skip'))).toBe('ActionNotPossible');
  });

  it.concurrent('cancels the journey with everything undone when a person says so', async () => {
    const journey = await stuckAtPlan('refused', 1);
    const { incidentId } = await incident(journey);
    await resolve(journey, incidentId, 'cancel');
    expect(await bench.result<JourneyOutcome>(journey.id)).toBe('cancelled');
    expect(outcomeOf(incidentId)).toBe('cancelled');
    expect(journey.calls('undoAdmission').map(({ input }) => (input as { what: string }).what)).toEqual(['medicines', 'orders', 'bed', 'registration']);
  });

  it.concurrent('refuses resolutions that make no sense', async () => {
    const journey = await stuckAtPlan('refused', 1);
    const { incidentId } = await incident(journey);
    expect(await bench.refusal(resolve(journey, 'no-such-incident', 'retry'))).toBe('UnknownIncident');
    expect(await bench.refusal(resolve(journey, incidentId, 'explode' as never))).toBe('ActionNotPossible');
    expect(await bench.refusal(resolve(journey, incidentId, 'hold'))).toBe('InvalidDate');
    expect(await bench.refusal(resolve(journey, incidentId, 'hold', 'tomorrow'))).toBe('InvalidDate');
    expect(await bench.refusal(resolve(journey, incidentId, 'hold', '2020-01-01T00:00:00Z'))).toBe('InvalidDate');
    await resolve(journey, incidentId, 'retry');
    await journey.until('treatment', ({ stage }) => stage === 'treatment');
    expect(await bench.refusal(resolve(journey, incidentId, 'retry'))).toBe('UnknownIncident');
  });

  it.concurrent('does not hold up the ward: rounds and escalations go on beside it', async () => {
    const journey = await begin();
    bench.hospital.fail(`${journey.encounterId}/check-eligibility`, 'refused', 99);
    await journey.reach('treatment');
    await incident(journey);
    await journey.pass(4, 'hours');
    await journey.do('decide-discharge', { decision: 'discharge' });
    await journey.do('observation-round');
    await journey.task('sign-discharge-summary');
  });
});
