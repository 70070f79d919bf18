import { type Answers } from '../support/paperHospital';
import { JourneyDriver } from '../support/journeyDriver';
import { SIGNALS } from '../../workflows/contracts/messages';
import { WorkflowBench } from '../support/workflowBench';

const NOTHING = { laboratoryRounds: [], procedureRounds: [], unverifiedMedicines: 0, medicineEveryHours: null, plannedHours: 48 };

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('ward');
});
afterAll(() => bench.close());

describe('care on the ward', () => {
  const begin = (plan: Partial<typeof NOTHING> | { medicineEveryHours: number } = {}, answers: Partial<Answers> = {}) =>
    new JourneyDriver(bench).start({ plan: () => ({ ...NOTHING, ...plan }), ...answers });
  const taskCount = (journey: JourneyDriver, type: string) => bench.hospital.tasks.filter((task) => task.workflowId === journey.id && task.type === type).length;

  it.concurrent('observes a patient as often as the score says, also while the laboratory takes its time', async () => {
    const journey = await begin({ laboratoryRounds: [1] as never });
    await journey.admit({ news2: 8, risk: 'high' });
    await journey.task('emergency-response');
    await journey.do('place-orders', { plannedHours: 48 });
    await journey.do('collect-specimens');
    await journey.do('receive-specimens');
    await journey.task('enter-results');
    await journey.pass(30, 'minutes');
    expect(journey.open('observation-round')).toBeDefined();
    await journey.do('observation-round', {}, { news2: 0, risk: 'low' });
    await journey.pass(11, 'hours');
    expect(journey.open('observation-round')).toBeUndefined();
    await journey.pass(65, 'minutes');
    expect(journey.open('observation-round')).toBeDefined();
    expect((await journey.progress()).stage).toBe('diagnostics');
  });

  it.concurrent('a medicine ordered before the admission orders waits for them, and keeps nobody busy', async () => {
    const journey = await begin();
    await journey.admit();
    await bench.client.workflow.getHandle(journey.id).signal(SIGNALS.ordersChanged, { messageId: 'early' });
    await journey.do('place-orders', { plannedHours: 48 });
    await journey.until('treatment', ({ stage }) => stage === 'treatment');
  });

  it.concurrent('calls a clinician once for one deterioration, and again for the next', async () => {
    const journey = await begin();
    await journey.admit({ news2: 5, risk: 'medium' });
    await journey.task('review-deterioration');
    await journey.pass(60, 'minutes');
    await journey.do('observation-round', {}, { news2: 6, risk: 'medium' });
    await journey.settled();
    expect(taskCount(journey, 'review-deterioration')).toBe(1);
    await journey.do('review-deterioration');
    await journey.pass(60, 'minutes');
    await journey.do('observation-round', {}, { news2: 6, risk: 'medium' });
    await journey.task('review-deterioration');
    expect(taskCount(journey, 'review-deterioration')).toBe(2);
  });

  it.concurrent('calls the emergency team from 7, instead of the review that was asked for below it', async () => {
    const journey = await begin();
    await journey.admit({ news2: 5, risk: 'medium' });
    const review = await journey.task('review-deterioration');
    await journey.pass(60, 'minutes');
    await journey.do('observation-round', {}, { news2: 9, risk: 'high' });
    await journey.task('emergency-response');
    await bench.until('the review is dropped', () => review.status === 'cancelled');
    await journey.do('emergency-response', { observeInMinutes: 5 });
    await journey.pass(6, 'minutes');
    expect(journey.open('observation-round')).toBeDefined();
    await journey.do('observation-round', {}, { news2: 2, risk: 'low' });
    await journey.settled();
    expect([journey.open('emergency-response'), journey.open('review-deterioration')]).toEqual([undefined, undefined]);
  });

  it.concurrent('takes observations made outside a round: they plan the next one and call for help, once', async () => {
    const journey = await begin();
    await journey.admit({ news2: 0, risk: 'low' });
    const told = { messageId: 'm-1', news2: 6, risk: 'medium', complete: true };
    await bench.signal(journey.id, SIGNALS.vitalsRecorded, told);
    await bench.signal(journey.id, SIGNALS.vitalsRecorded, told);
    await journey.task('review-deterioration');
    await journey.do('review-deterioration');
    await journey.settled();
    expect(taskCount(journey, 'review-deterioration')).toBe(1);
    await journey.pass(61, 'minutes');
    expect(journey.open('observation-round')).toBeDefined();
  });

  it.concurrent('waits no longer for part of a set than for the last whole one, and calls for what it already comes to', async () => {
    const journey = await begin();
    await journey.admit({ news2: 5, risk: 'medium' });
    await journey.do('review-deterioration');
    await bench.signal(journey.id, SIGNALS.vitalsRecorded, { messageId: 'm-1', news2: 1, risk: 'low', complete: false });
    await journey.pass(61, 'minutes');
    expect(journey.open('observation-round')).toBeDefined();
    await bench.signal(journey.id, SIGNALS.vitalsRecorded, { messageId: 'm-2', news2: 3, risk: 'low-medium', complete: false });
    await journey.task('review-deterioration');
    expect(taskCount(journey, 'review-deterioration')).toBe(2);
  });

  it.concurrent('waits for no round of a patient whom the record knows to have left, and goes on (after a restore to an earlier time)', async () => {
    const journey = await begin({ plannedHours: 5 });
    await journey.reach('treatment');
    bench.hospital.answer(journey.encounterId, { hasLeft: true });
    await journey.pass(6, 'hours');
    expect(journey.calls('recordProgress').filter(({ input }) => JSON.stringify(input).includes('observation-round')).length).toBeGreaterThan(0);
    expect(journey.open('observation-round')).toBeUndefined();
    await journey.do('decide-discharge', { decision: 'discharge' });
    await journey.discharge();
    expect(taskCount(journey, 'observation-round')).toBe(0);
  });

  it.concurrent('sees a patient without a score every four hours, and calls when somebody is worried', async () => {
    const journey = await begin();
    await journey.admit({});
    await journey.pass(239, 'minutes');
    expect(journey.open('observation-round')).toBeUndefined();
    await journey.pass(2, 'minutes');
    await journey.do('observation-round', {}, { risk: 'medium' });
    await journey.task('review-deterioration');
    await journey.pass(61, 'minutes');
    expect(journey.open('observation-round')).toBeDefined();
    await bench.signal(journey.id, SIGNALS.vitalsRecorded, { messageId: 'm-1', news2: null, risk: 'medium', complete: true });
    await journey.settled();
    expect(taskCount(journey, 'review-deterioration')).toBe(1); // one call for one deterioration
  });

  it.concurrent('what was entered in error plans no round and calls nobody: the call is taken back, the round follows the score that stands', async () => {
    const journey = await begin();
    await journey.admit({ news2: 1, risk: 'low' });
    await bench.signal(journey.id, SIGNALS.vitalsRecorded, { messageId: 'm-1', news2: 9, risk: 'high', complete: true });
    const call = await journey.task('emergency-response');
    await bench.signal(journey.id, SIGNALS.vitalsWithdrawn, { messageId: 'm-2', news2: 1, risk: 'low', nextInMs: 4 * 3_600_000, calls: false });
    await bench.until('the call is taken back', () => call.status === 'cancelled');
    await journey.pass(3, 'hours');
    expect(journey.open('observation-round')).toBeUndefined();
    await journey.pass(61, 'minutes');
    expect(journey.open('observation-round')).toBeDefined();
    expect(journey.open('emergency-response')).toBeUndefined();
  });

  it.concurrent('calls a physician for a critical value while the next laboratory round goes on', async () => {
    const journey = await begin({ laboratoryRounds: [1, 2] as never });
    await journey.admit();
    await journey.do('place-orders', { plannedHours: 48 });
    await journey.do('collect-specimens');
    await journey.do('receive-specimens');
    await journey.do('enter-results', {}, { critical: 1 });
    await journey.task('acknowledge-critical-result');
    await journey.do('collect-specimens');
    await journey.do('receive-specimens');
    await journey.do('enter-results', {}, { critical: 0 });
    await journey.until('treatment', ({ stage }) => stage === 'treatment');
    expect(taskCount(journey, 'acknowledge-critical-result')).toBe(1);
    await journey.do('acknowledge-critical-result');
    await journey.until('rest', ({ waitingFor }) => waitingFor === 'next-observations');
  });

  it.concurrent('gives no dose before a pharmacist has verified, and plans rounds at the dosing interval', async () => {
    const journey = await begin({ unverifiedMedicines: 2, medicineEveryHours: 2 } as never, { medicineRound: (round) => ({ doses: round === 2 ? 0 : 1, finished: round === 3 }) });
    await journey.reach('treatment');
    await journey.task('verify-medicines');
    expect(journey.calls('planMedicineRound')).toEqual([]);
    await journey.do('verify-medicines');
    await journey.do('medicine-round');
    await journey.pass(2, 'hours');
    // The second round has no dose: nobody is sent round for nothing.
    expect(journey.steps('planMedicineRound')).toEqual(['plan-medicine-round-1', 'plan-medicine-round-2']);
    expect(journey.open('medicine-round')).toBeUndefined();
    await journey.pass(2, 'hours');
    await journey.do('medicine-round');
    await journey.doOpen(['observation-round']);
    await journey.pass(3, 'hours');
    expect(journey.steps('planMedicineRound')).toHaveLength(3);
  });

  it.concurrent('never brings two doses closer than half the interval when a round was late', async () => {
    const journey = await begin({ medicineEveryHours: 2 } as never);
    await journey.reach('treatment');
    await journey.task('medicine-round');
    await journey.pass(110, 'minutes');
    await journey.do('medicine-round');
    await journey.pass(30, 'minutes');
    expect(journey.open('medicine-round')).toBeUndefined();
    await journey.pass(35, 'minutes');
    expect(journey.open('medicine-round')).toBeDefined();
  });

  it.concurrent('does ordered procedures before it asks about discharge; a procedure not done is no dead end (marley#1139)', async () => {
    const journey = await begin({ procedureRounds: [1, 2] as never, plannedHours: 1 });
    await journey.reach('treatment');
    await journey.pass(61, 'minutes');
    expect(journey.open('decide-discharge')).toBeUndefined();
    await journey.do('perform-procedures');
    await journey.do('perform-procedures');
    await journey.do('decide-discharge', { decision: 'discharge' });
    await journey.task('sign-discharge-summary');
  });

  it.concurrent('goes on when the physician says so, with what the orders ask for by then', async () => {
    const journey = await new JourneyDriver(bench).start({ plan: (step) => ({ ...NOTHING, plannedHours: 1, ...(step === 'plan-care-2' ? { laboratoryRounds: [2], unverifiedMedicines: 1, medicineEveryHours: 6 } : {}) }) });
    await journey.reach('treatment');
    await journey.pass(61, 'minutes');
    await journey.do('decide-discharge', { decision: 'continue', moreHours: 2 });
    await journey.do('collect-specimens');
    await journey.do('receive-specimens');
    await journey.do('enter-results', {}, { critical: 0 });
    await journey.do('verify-medicines');
    await journey.do('medicine-round');
    expect(journey.open('decide-discharge')).toBeUndefined();
    await journey.pass(121, 'minutes');
    await journey.do('decide-discharge', { decision: 'discharge' });
    await journey.task('sign-discharge-summary');
    expect(taskCount(journey, 'decide-discharge')).toBe(2);
  });

  it.concurrent('opens what falls due together with one call', async () => {
    const journey = await begin({ medicineEveryHours: 4 } as never);
    await journey.reach('treatment');
    await journey.do('medicine-round');
    await journey.settled();
    const before = journey.calls('recordProgress').length;
    await journey.pass(245, 'minutes');
    expect(bench.hospital.openTasks(journey.id).map(({ type }) => type).sort()).toEqual(['medicine-round', 'observation-round']);
    expect(journey.calls('recordProgress').length - before).toBeLessThanOrEqual(2);
  });
});
