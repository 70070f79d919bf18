import { TemporalGateway } from '../../api/temporal/gateway';
import { runsOf } from '../../api/temporal/processHistory';
import { type JourneyOutcome } from '../../domain/journey/stages';
import { KeyRing } from '../../keys/keyRing';
import { withRuns } from '../../web/pages/journeys/process';
import { UPDATES } from '../../workflows/contracts/messages';
import { JourneyDriver } from '../support/journeyDriver';
import { TEST_KEYS, WorkflowBench } from '../support/workflowBench';

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await WorkflowBench.open('long-stay');
});
afterAll(() => bench.close());

/** What the journey's page tells of its runs, in order of the alphabet, once Temporal lists them all as ended. */
async function linesOf(workflowId: string): Promise<string[]> {
  const gateway = await TemporalGateway.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? '', namespace: bench.client.options.namespace, keys: KeyRing.parse(TEST_KEYS) });
  try {
    const runs = await bench.until('every run listed as ended', async () => {
      const listed = await runsOf(gateway, [workflowId]);
      return listed.length > 1 && listed.every(({ closedAt }) => closedAt !== null) && listed;
    });
    const told = runs.map((run) => ({ ...run, patches: [...run.patches], startedAt: run.startedAt.toISOString(), closedAt: run.closedAt?.toISOString() ?? null, href: null }));
    return withRuns([], told, null).map(({ sentence }) => sentence).sort();
  } finally {
    await gateway.close();
  }
}

/** A line for each time the workflow went on as new, counted along the chain of its histories from the last run back to the first. */
async function freshRuns(workflowId: string): Promise<string[]> {
  const lines: string[] = [];
  for (let runId: string | undefined; ; ) {
    const { events } = await bench.client.workflow.getHandle(workflowId, runId).fetchHistory();
    const before: string | null | undefined = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
    if (!before) return lines;
    lines.push('The journey’s workflow went on in a fresh run.');
    runId = before;
  }
}

describe('a long stay', () => {
  it.concurrent('continues as new from the rounds with nothing lost: open tasks, rounds, escalations, coverage, answers', async () => {
    const journey = await new JourneyDriver(bench).start(
      { eligibility: 'inactive', plan: () => ({ laboratoryRounds: [1], procedureRounds: [], unverifiedMedicines: 0, medicineEveryHours: 4, plannedHours: 9 }) },
      { eventsPerRun: 60 },
    );
    const runId = async () => (await bench.client.workflow.getHandle(journey.id).describe()).runId;
    const first = await runId();
    await journey.reach('diagnostics');
    await journey.do('place-orders', { plannedHours: 9 });
    await journey.do('collect-specimens');
    await journey.do('receive-specimens');
    await journey.do('enter-results', {}, { critical: 1 });
    await journey.task('acknowledge-critical-result');
    const round = await journey.task('medicine-round');
    const completed = { taskId: round.taskId, type: 'medicine-round' as const, version: 2, values: {}, facts: {} };
    round.status = 'completed';
    const answer = await bench.send(journey.id, completed);
    await journey.pass(50, 'minutes');
    await journey.pass(4, 'hours');
    await journey.doOpen(['observation-round', 'medicine-round']);
    expect(await runId()).not.toBe(first);

    // The run before has given this answer; a repeat of the relay gets it again, and does nothing (styles of retry: same and new update ID).
    expect(await bench.send(journey.id, completed)).toEqual(answer);
    expect(await bench.update(journey.id, UPDATES.completeTask, completed)).toEqual(answer);

    await journey.do('acknowledge-critical-result');
    await journey.pass(4, 'hours');
    await journey.doOpen(['observation-round', 'medicine-round']);
    await journey.pass(1, 'hours');
    await journey.do('decide-discharge', { decision: 'discharge' });
    await journey.do('verify-coverage', { decision: 'use-coverage' });
    await journey.discharge();
    await journey.afterwards();
    await journey.paid();
    expect(await bench.result<JourneyOutcome>(journey.id)).toBe('claim-paid');

    const steps = bench.hospital.tasks.filter(({ workflowId }) => workflowId === journey.id).map(({ step }) => step);
    expect(new Set(steps).size).toBe(steps.length);
    const firings = journey.steps('recordSlaFiring');
    expect(new Set(firings).size).toBe(firings.length);
    expect(firings.filter((step) => step.includes('critical'))).toHaveLength(4);
    const progress = journey.steps('recordProgress');
    expect(new Set(progress).size).toBe(progress.length);
    // Time was skipped in it, and Temporal's own times of a run's begin and end do not follow that alike: which lines there are is what counts.
    expect(await linesOf(journey.id)).toEqual(['The journey’s workflow began.', 'The journey’s workflow ended.', ...(await freshRuns(journey.id))]);
  });

  it.concurrent('is cancelled after continue-as-new as before, with everything undone', async () => {
    const journey = await new JourneyDriver(bench).start({ plan: () => ({ laboratoryRounds: [], procedureRounds: [], unverifiedMedicines: 0, medicineEveryHours: null, plannedHours: 200 }) }, { eventsPerRun: 40 });
    const first = (await bench.client.workflow.getHandle(journey.id).describe()).runId;
    await journey.reach('treatment');
    await journey.pass(4, 'hours');
    await journey.do('observation-round');
    await bench.until('a new run', async () => (await bench.client.workflow.getHandle(journey.id).describe()).runId !== first);
    await bench.update(journey.id, UPDATES.cancelJourney, { reason: 'admission-in-error' });
    expect(await bench.result<JourneyOutcome>(journey.id)).toBe('cancelled');
    expect(journey.calls('undoAdmission').map(({ input }) => (input as { what: string }).what)).toEqual(['medicines', 'orders', 'bed', 'registration']);
    expect(bench.hospital.openTasks(journey.id)).toEqual([]);
  });
});
