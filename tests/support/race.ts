import { ApiProblem, contract } from '../../api/client';
import { type FormValues } from '../../domain/tasks/form';
import { type TestUser } from './api';

export interface Race {
  /** What each racer completed. */
  readonly done: readonly (readonly string[])[];
  /** What each second taker was told. */
  readonly lost: readonly { readonly taskId: string; readonly status: number; readonly title: string; readonly holderId: string | null }[];
}

/** Everybody claims and completes the same tasks at once, each in an order of their own. */
export async function raceForTasks(racers: readonly TestUser[], taskIds: readonly string[], values: FormValues): Promise<Race> {
  const done: string[][] = racers.map(() => []);
  const lost: Race['lost'][number][] = [];
  await Promise.all(racers.map(async ({ client }, me) => {
    const order = me % 2 === 0 ? taskIds : [...taskIds].reverse();
    for (const taskId of order) {
      try {
        const { version } = await client.call(contract.claimTask, { params: { taskId } });
        await client.call(contract.completeTask, { params: { taskId }, body: { version, values } });
        done[me]?.push(taskId);
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        lost.push({ taskId, status: error.status, title: error.problem.title, holderId: error.problem.holder?.id ?? null });
      }
    }
  }));
  return { done, lost };
}

/** What went wrong in a race; nothing, when each task was done once and every second taker was told by whom. */
export function faultsOfRace({ done, lost }: Race, racers: readonly Pick<TestUser, 'id' | 'name'>[], taskIds: readonly string[]): string[] {
  const all = done.flat();
  const faults = taskIds.filter((taskId) => all.filter((one) => one === taskId).length !== 1).map((taskId) => `${taskId} was done ${all.filter((one) => one === taskId).length} times`);
  if (all.length + lost.length !== taskIds.length * racers.length) faults.push(`${all.length} done and ${lost.length} lost of ${taskIds.length} tasks for ${racers.length}`);
  for (const { taskId, status, title, holderId } of lost) {
    const says = racers.some(({ id, name }) => (holderId === id && title === `${name} holds this task.`) || (holderId === null && title === `${name} has completed this task already.`));
    if (status !== 409 || !says) faults.push(`the second taker of ${taskId} was told ${status} “${title}”`);
  }
  return faults;
}
