import { answersFor } from '../../bin/simulate/answers';
import { lookAtBedside } from '../../bin/simulate/bedside';
import { fillForm } from '../../bin/simulate/fillForm';
import { Chance } from '../../bin/simulate/random';
import { type ApiClient, ApiProblem, ApiUnreachable, contract } from '../../api/client';
import { type Form, type TaskInput } from '../../domain/tasks/form';

export interface PlayedJourney {
  readonly status: 'closed' | 'cancelled' | 'left';
  readonly outcome: string | null;
  /** Types of the tasks completed, in order. */
  readonly tasks: readonly string[];
}

export interface PlayOptions {
  /** Called before each task with its type and how many were done; tests break things here. */
  readonly before?: (type: string, done: number) => Promise<void>;
  /** Answers that differ from what simulated staff would say, by task type. */
  readonly answers?: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;
  /** Types of tasks left to others; when the journey has come to this stage and only they are open, playing ends. */
  readonly leave?: { readonly stage: string; readonly types: readonly string[] };
  /** Who decides or checks what nobody may for themselves: high-alert doses, write-offs. */
  readonly colleague?: ApiClient;
  readonly withinMs?: number;
  /** Between two looks at the journey. */
  readonly lookEveryMs?: number;
  /** Lets time pass whenever nobody is asked for anything, whatever the board says: the workflow may be behind it. */
  readonly passesTime?: boolean;
  /** What chance decides follows from it; every journey the same, when none is given. */
  readonly seed?: string;
}

/** Tasks of a second person. */
const SECOND_PERSON: readonly string[] = ['check-high-alert', 'approve-write-off'];

/**
 * One person plays everybody for one journey, through the API: completes each open task, lets time pass when nothing else is
 * awaited, until the journey is closed. Answers that were lost on the way are asked for again under the same key.
 */
export async function playJourney(everybody: ApiClient, journeyId: string, options: PlayOptions = {}): Promise<PlayedJourney> {
  const chance = new Chance(options.seed ?? 'test');
  const done: string[] = [];
  const deadline = Date.now() + (options.withinMs ?? 180_000);
  while (Date.now() < deadline) {
    let page = await again(() => everybody.call(contract.readJourney, { params: { journeyId } }));
    const { leave } = options;
    // The stage is read before the tasks: one that is to be left may already be there when the stage is not.
    if (leave && leave.stage !== page.journey.stage && page.tasks.some(({ type }) => leave.types.includes(type))) page = await again(() => everybody.call(contract.readJourney, { params: { journeyId } }));
    if (page.journey.status !== 'running') return { status: page.journey.status, outcome: page.journey.outcome, tasks: done };
    const left = leave?.stage === page.journey.stage ? page.tasks.filter(({ type }) => leave.types.includes(type)) : [];
    if (left.length > 0 && left.length === page.tasks.length) return { status: 'left', outcome: null, tasks: done };
    const task = page.tasks.find((one) => !left.includes(one));
    if (task) {
      await options.before?.(task.type, done.length);
      const who = SECOND_PERSON.includes(task.type) ? (options.colleague ?? everybody) : everybody;
      const isDone = await complete(who, task.id, chance, options.answers?.[task.type] ?? {});
      if (isDone) done.push(task.type);
    } else if (page.journey.waitingUntil !== null || options.passesTime) await letTimePass(everybody, page.journey);
    await new Promise((resolve) => setTimeout(resolve, options.lookEveryMs ?? 100));
  }
  const page = await everybody.call(contract.readJourney, { params: { journeyId } });
  throw new Error(`The journey did not close in time: ${page.journey.stage}, ${page.journey.step}, waiting for ${page.journey.waitingFor}, incidents ${JSON.stringify(page.incidents.map((one) => [one.step, one.message]))}; done ${done.join(', ')}`);
}

async function complete(everybody: ApiClient, taskId: string, chance: Chance, own: Readonly<Record<string, string | number | boolean>>): Promise<boolean> {
  const detail = await again(() => everybody.call(contract.readTask, { params: { taskId } }));
  const answers = { ...answersFor(detail.task.type, null, chance, new Date(), detail.input as TaskInput, await again(() => lookAtBedside(everybody, detail.task.type, detail.task.encounterId))), ...own };
  const values = fillForm(detail.form.fields as unknown as Form['fields'], detail.input as TaskInput, answers, chance);
  const idempotencyKey = `play-${taskId}-${detail.task.version}`;
  try {
    await again(() => everybody.call(contract.completeTask, { params: { taskId }, body: { version: detail.task.version, values }, idempotencyKey }));
    return true;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 409) return false;
    if (error instanceof ApiProblem) throw new Error(`${detail.task.type}: ${JSON.stringify(error.problem)}`);
    throw error;
  }
}

async function letTimePass(everybody: ApiClient, journey: { id: string; stage: string; claim: { id: string } | null }): Promise<void> {
  const pass = journey.stage === 'adjudication' && journey.claim
    ? everybody.call(contract.fastForwardClaim, { params: { claimId: journey.claim.id }, body: { untilNextTimer: true } })
    : everybody.call(contract.fastForwardJourney, { params: { journeyId: journey.id }, body: { untilNextTimer: true } });
  await pass.catch((error: unknown) => {
    if (!(error instanceof ApiProblem) && !(error instanceof ApiUnreachable)) throw error;
  });
}

/** Ask again while the API is away or starting: what a browser's user would do. */
async function again<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      const isAway = error instanceof ApiUnreachable || (error instanceof ApiProblem && error.status === 503);
      if (!isAway || tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
