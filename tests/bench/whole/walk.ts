import { setTimeout as pause } from 'node:timers/promises';
import { type ApiClient, ApiProblem, ApiUnreachable, contract } from '../../../api/client';
import { select } from '../../../api/http/act';
import { answersFor } from '../../../bin/simulate/answers';
import { lookAtBedside } from '../../../bin/simulate/bedside';
import { fillForm } from '../../../bin/simulate/fillForm';
import { type Chance } from '../../../bin/simulate/random';
import { type Database } from '../../../db/connect';
import { type Form, type TaskInput } from '../../../domain/tasks/form';
import { type LivePages } from './livePages';
import { type Places } from './stats';
import { type Stopwatch } from './stopwatch';

/** With nothing to do for a journey, nothing on the way to its workflows and nothing heard of it for so long, it waits for time alone. */
const QUIET_MS = 300;
/** Payers answer at once, but Temporal rings a timer of 50 ms up to a second late: whoever takes that for waiting makes time pass twice for every claim, for nothing. */
const PAYER_QUIET_MS = 10_000;
/** A stay of two hours: all that belongs to one, and few rounds that repeat. */
const SHORT_STAY = { plannedHours: 2 } as const;
/** Tasks of a second person. */
const SECOND_PERSON: readonly string[] = ['check-high-alert', 'approve-write-off'];

export interface Walkers {
  readonly everybody: ApiClient;
  readonly colleague: ApiClient;
  readonly database: Database;
  readonly live: LivePages;
  readonly people: Places;
  /** How long somebody thinks before a task, on average; each time another while, so that people do not keep step. */
  readonly pauseMs: number;
  readonly watch: Stopwatch;
  readonly chance: Chance;
}

interface OpenTask {
  readonly taskId: string;
  readonly taskType: string;
}

interface Standing {
  readonly status: string;
  readonly stage: string;
  readonly waitingUntil: Date | null;
  readonly claimId: string | null;
  readonly incidents: number;
  /** Something is told that its workflow, or its claim's, has not heard yet. */
  readonly isTold: number;
}

/**
 * Lead one journey from admission to its end: open its tasks, fill their forms, complete them, let time pass when only time is waited
 * for. A person's place is taken only while that person works. What lies in the inbox is read from the record when the live
 * channel has told of it, so that looking for work costs the hospital next to nothing here: lists are measured on their own.
 */
export async function walk(walkers: Walkers, journeyId: string, withinMs = 300_000): Promise<void> {
  const { live } = walkers;
  const deadline = Date.now() + withinMs;
  let isQuiet = false;
  while (Date.now() < deadline) {
    const seen = live.countOf(journeyId);
    const { standing, tasks } = await look(walkers.database, journeyId);
    if (standing.status !== 'running') return;
    if (standing.incidents > 0) throw new Error(`A journey of the benchmark is in trouble at ${standing.stage}.`);
    if (tasks.length > 0) isQuiet = await workThrough(walkers, journeyId, tasks);
    else {
      const isWithPayer = standing.stage === 'adjudication';
      const heardNothing = (isQuiet && !isWithPayer) || !(await live.after(journeyId, seen, isWithPayer ? PAYER_QUIET_MS : QUIET_MS));
      isQuiet = false;
      if (heardNothing && standing.waitingUntil && !standing.isTold) await letTimePass(walkers, journeyId, standing);
    }
  }
  throw new Error(`A journey of the benchmark did not end in time: ${JSON.stringify(await look(walkers.database, journeyId))}`);
}

async function look(database: Database, journeyId: string): Promise<{ standing: Standing; tasks: OpenTask[] }> {
  const rows = await select<Standing & { readonly taskId: string | null; readonly taskType: string | null }>(
    { database, transaction: null },
    `SELECT j.status, j.stage, j.waiting_until AS waitingUntil, t.id AS taskId, t.type AS taskType,
       j.open_incidents AS incidents, EXISTS (SELECT 1 FROM workflow_commands w WHERE w.workflow_id = j.workflow_id AND w.state = 'pending')
         OR EXISTS (SELECT 1 FROM claims d JOIN workflow_commands w ON w.workflow_id = CONCAT('claim-', d.id) AND w.state = 'pending' WHERE d.encounter_id = j.id) AS isTold, (SELECT c.id FROM claims c WHERE c.encounter_id = j.id AND c.source = 'careway' LIMIT 1) AS claimId
     FROM journeys j LEFT JOIN tasks t ON t.journey_id = j.id AND t.is_open = 1 WHERE j.id = ? ORDER BY t.due_at`,
    [journeyId],
  );
  const [standing] = rows;
  if (!standing) throw new Error('A journey of the benchmark is not on record.');
  return { standing, tasks: rows.flatMap(({ taskId, taskType }) => (taskId && taskType ? [{ taskId, taskType }] : [])) };
}

/** Do what is open, then wait until open pages hear what came of it; true when they hear nothing. The first they hear is the completion itself. */
async function workThrough(walkers: Walkers, journeyId: string, tasks: readonly OpenTask[]): Promise<boolean> {
  let seen = 0;
  for (const task of tasks) {
    await walkers.people.within(() => {
      seen = walkers.live.countOf(journeyId);
      return thinkAndWork(walkers, journeyId, task);
    });
  }
  return !(await walkers.live.after(journeyId, seen + 1, QUIET_MS));
}

async function thinkAndWork(walkers: Walkers, journeyId: string, task: OpenTask): Promise<void> {
  if (walkers.pauseMs > 0) await pause(walkers.chance.between(0, 2 * walkers.pauseMs));
  await work(walkers, journeyId, task);
}

async function work({ everybody, colleague, watch, chance }: Walkers, journeyId: string, { taskId, taskType }: OpenTask): Promise<void> {
  const client = SECOND_PERSON.includes(taskType) ? colleague : everybody;
  const { task, form, input, completedAt } = await client.call(contract.readTask, { params: { taskId } });
  if (completedAt !== null || task.status === 'cancelled') return; // what was done before it has made it needless
  const answers = { ...answersFor(task.type, null, chance, new Date(), input as TaskInput, await lookAtBedside(client, task.type, task.encounterId)), ...SHORT_STAY };
  const values = fillForm(form.fields as unknown as Form['fields'], input as TaskInput, answers, chance);
  watch.completing(taskId);
  const started = performance.now();
  try {
    await client.call(contract.completeTask, { params: { taskId }, body: { version: task.version, values }, idempotencyKey: `bench-${taskId}-${task.version}` });
    watch.completed(journeyId, taskType, started, performance.now());
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    if (error.status !== 409 && !isBedTaken(error)) throw new Error(`${taskType}: ${JSON.stringify(error.problem)}`);
  }
}

/** Somebody of the other sex was put into the room between the look at the form and the choice: the next look shows other beds. */
function isBedTaken({ problem }: ApiProblem): boolean {
  return problem.type.endsWith(':bed-does-not-fit');
}

async function letTimePass({ everybody, watch }: Walkers, journeyId: string, { stage, claimId }: Standing): Promise<void> {
  const body = { untilNextTimer: true } as const;
  watch.timePassed(journeyId);
  await (stage === 'adjudication' && claimId ? everybody.call(contract.fastForwardClaim, { params: { claimId }, body }) : everybody.call(contract.fastForwardJourney, { params: { journeyId }, body })).catch((error: unknown) => {
    if (!(error instanceof ApiProblem) && !(error instanceof ApiUnreachable)) throw error; // it has moved on meanwhile
  });
}
