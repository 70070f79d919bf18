import { SIGNALS } from '../../workflows/contracts/messages';
import { criticalResultWorkflowId } from '../../workflows/contracts/ids';
import { JourneyDriver } from '../support/journeyDriver';
import { uniqueId, WorkflowBench } from '../support/workflowBench';

const NOTHING = { laboratoryRounds: [] as number[], procedureRounds: [], unverifiedMedicines: 0, medicineEveryHours: null, plannedHours: 48 };
type Plan = typeof NOTHING & { urgentRounds?: number[]; imagingRounds?: { round: number; stat: boolean }[] };

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('examinations');
});
afterAll(() => bench.close());

describe('laboratory and imaging in a journey', () => {
  /** What is ordered at first, and what by the time it is read again. */
  const begin = async (first: Partial<Plan>, later: Partial<Plan> = {}) => {
    const journey = await new JourneyDriver(bench).start({ plan: (step) => ({ ...NOTHING, ...first, ...(step === 'plan-care-1' ? {} : later) }) });
    await journey.admit();
    await journey.do('place-orders', { plannedHours: 48 });
    return journey;
  };
  const tasksOf = (journey: JourneyDriver, type: string) => bench.hospital.tasks.filter((task) => task.workflowId === journey.id && task.type === type);
  const ordered = (journey: JourneyDriver) => bench.signal(journey.id, SIGNALS.ordersChanged, { messageId: uniqueId() });

  it.concurrent('a rejected specimen is drawn again at once, beside the results of the others', async () => {
    const journey = await begin({ laboratoryRounds: [1] });
    await journey.do('collect-specimens');
    await journey.do('receive-specimens', {}, { accepted: 1, rejected: 1, recollect: 2 });
    await journey.task('enter-results');
    await journey.task('collect-specimens');
    await journey.do('collect-specimens');
    await journey.do('receive-specimens', {}, { accepted: 1, rejected: 0, recollect: null });
    await bench.until('both rounds in the laboratory', () => tasksOf(journey, 'enter-results').length === 2);
    await journey.do('enter-results', {}, { critical: 0 });
    await journey.do('enter-results', {}, { critical: 0 });
    await journey.until('treatment', ({ stage }) => stage === 'treatment');
  });

  it.concurrent('a round of which nothing was accepted has no results to wait for; the orders of the record are read while it is drawn again', async () => {
    const journey = await begin({ laboratoryRounds: [1] }, { laboratoryRounds: [2] });
    await journey.do('collect-specimens');
    await ordered(journey);
    await journey.do('receive-specimens', {}, { accepted: 0, rejected: 2, recollect: 2 });
    await journey.do('collect-specimens');
    await journey.do('receive-specimens', {}, { accepted: 2, rejected: 0, recollect: null });
    await journey.do('enter-results', {}, { critical: 0 });
    await journey.until('treatment', ({ stage }) => stage === 'treatment');
    expect(tasksOf(journey, 'collect-specimens')).toHaveLength(2);
    expect(tasksOf(journey, 'enter-results')).toHaveLength(1);
  });

  it.concurrent('a stat round waits for no other, whatever the laboratory is doing', async () => {
    const journey = await begin({ laboratoryRounds: [1] }, { laboratoryRounds: [1, 2], urgentRounds: [2] });
    await journey.do('collect-specimens');
    await journey.task('receive-specimens');
    await ordered(journey);
    const stat = await journey.task('collect-specimens');
    expect(stat.step).toBe('collect-specimens-r2');
    await ordered(journey); // read again, and asked for once
    await journey.settled();
    expect(tasksOf(journey, 'collect-specimens')).toHaveLength(2);
  });

  it.concurrent('a preliminary critical value calls at once, and its final one only when the record says so', async () => {
    const journey = await begin({ laboratoryRounds: [1] });
    await journey.do('collect-specimens');
    await journey.do('receive-specimens', {}, { accepted: 1, rejected: 0, recollect: null });
    await journey.do('enter-results', {}, { critical: 1, preliminary: 1 });
    await journey.task('acknowledge-critical-result');
    await journey.do('acknowledge-critical-result');
    await journey.do('finalise-results', {}, { critical: 0 });
    await journey.settled();
    expect(tasksOf(journey, 'acknowledge-critical-result')).toHaveLength(1);
  });

  it.concurrent('imaging gets its slot, its pictures and its report beside everything else; stat needs no slot', async () => {
    const journey = await begin({ imagingRounds: [{ round: 1, stat: false }, { round: 2, stat: true }] });
    await journey.until('treatment', ({ stage }) => stage === 'treatment');
    await journey.task('schedule-imaging');
    expect((await journey.task('perform-imaging')).step).toBe('perform-imaging-2');
    await journey.do('perform-imaging', {}, { performed: 0, notDone: 1 }); // the patient refused: over
    await journey.do('schedule-imaging');
    await journey.do('perform-imaging', {}, { performed: 1, notDone: 0 });
    await journey.do('report-imaging', {}, { critical: 1, preliminary: 1 });
    await journey.task('acknowledge-critical-result');
    await journey.do('finalise-imaging-report', {}, { critical: 0 });
    await journey.do('acknowledge-critical-result');
    await journey.settled();
    expect(tasksOf(journey, 'report-imaging')).toHaveLength(1);
    expect(tasksOf(journey, 'schedule-imaging')).toHaveLength(1);
  });

  it.concurrent('no decision on discharge while an examination is open; a final report may come later', async () => {
    const journey = await begin({ imagingRounds: [{ round: 1, stat: true }], plannedHours: 1 });
    await journey.pass(2, 'hours');
    expect(journey.open('decide-discharge')).toBeUndefined();
    await journey.do('perform-imaging', {}, { performed: 1, notDone: 0 });
    await journey.do('report-imaging', {}, { critical: 0, preliminary: 1 });
    await journey.task('decide-discharge');
    await journey.task('finalise-imaging-report');
  });

  it.concurrent('a report corrected into critical is read back, and nobody leaves before it is', async () => {
    const journey = await begin({});
    await journey.until('treatment', ({ stage }) => stage === 'treatment');
    await bench.signal(journey.id, SIGNALS.criticalReported, { messageId: 'm', reportId: 'r-1' });
    const task = await journey.task('acknowledge-critical-result');
    expect(task.step).toBe('acknowledge-correction-1');
    await journey.pass(49, 'hours');
    await journey.doOpen(['observation-round']);
    await journey.do('decide-discharge', { decision: 'discharge' });
    for (const type of ['sign-discharge-summary', 'discharge-teaching', 'financial-clearance'] as const) await journey.do(type);
    await journey.settled();
    expect(journey.open('confirm-departure')).toBeUndefined();
    await journey.do('acknowledge-critical-result');
    await journey.task('confirm-departure');
  });

  it.concurrent('after the patient has left it is an errand: one task on its ladder, and over when it is read back', async () => {
    const id = criticalResultWorkflowId(uniqueId(), 2);
    await bench.start('criticalResult', id, { reportId: 'r-2' });
    await bench.task(id, 'acknowledge-critical-result');
    await bench.pass(id, 50, 'minutes');
    expect(bench.hospital.callsOf(id, 'recordSlaFiring').map(({ step }) => step)).toEqual(['warning', 'due', 'charge-nurse', 'on-call'].map((rung) => `sla-${rung}-acknowledge-critical-result`));
    await bench.complete(id, 'acknowledge-critical-result', { });
    await bench.result(id);
  });
});
