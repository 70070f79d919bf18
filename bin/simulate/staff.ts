import { type ApiClient, ApiProblem, ApiUnreachable, contract } from '../../api/client';
import { CHECKED_BY_YOU } from '../../domain/medicines/administration';
import { type Form, type TaskInput } from '../../domain/tasks/form';
import { type Role } from '../../domain/roles';
import { type TaskTypeName } from '../../domain/tasks/types';
import { answersFor, type Script } from './answers';
import { lookAtBedside } from './bedside';
import { fillForm } from './fillForm';
import { type Chance } from './random';
import { type Scene, sceneAnswers } from './scenes';

export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly client: ApiClient;
  /** The one type of task this colleague does; default: all of their role. */
  readonly only?: TaskTypeName;
}

/** What the staff share: whose tasks are played, what is known of each stay, and what has been counted. */
export interface Shift {
  /** Whether this run plays a task of this journey at this stage (the demonstration leaves some for visitors). */
  plays(task: { id: string; journeyId: string | null; claimId: string | null; stage: string; type: string }): boolean;
  /** What the demonstration plays with this journey, if anything. */
  scene(journeyId: string | null): Scene | null;
  script(encounterId: string | null): Promise<Script | null>;
  /** Was this stay begun by this run? */
  isOurs(encounterId: string): boolean;
  done(type: string): void;
  trouble(what: string): void;
  isOver(): boolean;
}

const IDLE_MS = 250;
const LOOK_AT = 25;

/** One member of staff: look into the inbox, do a task, look again, until the shift is over. Everything goes through the API. */
export async function workShift(colleague: Colleague, shift: Shift, chance: Chance): Promise<void> {
  const passed = new Set<string>();
  while (!shift.isOver()) {
    const worked = await workOnce(colleague, shift, chance, passed).catch((error: unknown) => {
      shift.trouble(describe(error));
      return false;
    });
    if (!worked) await pause(IDLE_MS + chance.between(0, IDLE_MS));
  }
}

/** One task of one's inbox, or of one role in it. False when there is none to do. */
export async function workOnce({ id: me, client, only }: Colleague, shift: Shift, chance: Chance, passed: Set<string>, role?: Role): Promise<boolean> {
  const { items } = await client.call(contract.listTasks, { query: { limit: LOOK_AT, sort: 'due', ...(only ? { type: only } : {}), ...(role ? { role } : {}) } });
  const mine = items.filter((task) => !passed.has(task.id) && shift.plays({ id: task.id, journeyId: task.journeyId, claimId: task.claim?.id ?? null, stage: task.stage, type: task.type }));
  // What one took and could not finish, because the API went away in between, comes first.
  const task = mine.find((one) => one.holder?.id === me) ?? chance.pick(mine.filter((one) => one.holder === null));
  if (!task) return false;
  try {
    await client.call(contract.claimTask, { params: { taskId: task.id } });
    if (await complete(client, task.id, shift, chance)) shift.done(task.type);
    else await putBack(client, task.id, passed);
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    if (error.status === 409) return true; // a colleague was faster
    shift.trouble(`${task.type}: ${describe(error)}`);
    await putBack(client, task.id, passed);
  }
  return true;
}

async function putBack(client: ApiClient, taskId: string, passed: Set<string>): Promise<void> {
  passed.add(taskId);
  await client.call(contract.releaseTask, { params: { taskId } }).catch(() => undefined);
}

/** False when a colleague must do it: whoever checked a dose does not give it, but may check it again. */
async function complete(client: ApiClient, taskId: string, shift: Shift, chance: Chance): Promise<boolean> {
  const detail = await client.call(contract.readTask, { params: { taskId } });
  if (detail.task.type !== 'check-high-alert' && detail.input.rows?.['doses']?.some(({ hint }) => hint?.endsWith(CHECKED_BY_YOU))) return false;
  const script = await shift.script(detail.task.encounterId);
  const bedside = await lookAtBedside(client, detail.task.type, detail.task.encounterId);
  const fields = detail.form.fields as unknown as Form['fields'];
  const values = fillForm(fields, detail.input as TaskInput, { ...answersFor(detail.task.type, script, chance, new Date(), detail.input as TaskInput, bedside), ...sceneAnswers(shift.scene(detail.task.journeyId), detail.task.type, detail.input as TaskInput) }, chance);
  await client.call(contract.completeTask, { params: { taskId }, body: { version: detail.task.version, values }, idempotencyKey: `simulate-${taskId}-${detail.task.version}` });
  return true;
}

export function describe(error: unknown): string {
  if (error instanceof ApiProblem) {
    const fields = error.problem.errors?.map(({ field, message }) => `${field}: ${message}`).join('; ');
    return `${error.status} ${error.problem.title}${fields ? ` (${fields})` : ''}`;
  }
  if (error instanceof ApiUnreachable) return error.message;
  return (error as Error).message;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
