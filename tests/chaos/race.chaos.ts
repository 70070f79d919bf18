/** Two nurses race for a thousand tasks (TASKS): each is done once, and whoever comes second is told who holds it. */
import { makeJourney } from '../factories/hospital';
import { makeTask } from '../factories/tasks';
import { startTestApi } from '../support/api';
import { faultsOfRace, raceForTasks } from '../support/race';

const TASKS = Number(process.env['TASKS'] ?? 1000);

async function main(): Promise<number> {
  const api = await startTestApi();
  try {
    const taskIds: string[] = [];
    while (taskIds.length < TASKS) {
      const journey = await makeJourney(api.database);
      for (let n = 0; n < 10 && taskIds.length < TASKS; n += 1) taskIds.push(await makeTask(journey, 'discharge-teaching'));
    }
    const racers = [await api.as('nurse'), await api.as('nurse')];
    const started = performance.now();
    const race = await raceForTasks(racers, taskIds, { medicinesReconciled: true, understood: true });
    const faults = faultsOfRace(race, racers, taskIds);
    console.log(JSON.stringify({ chaos: 'race', tasks: TASKS, done: race.done.map((own) => own.length), lost: race.lost.length, seconds: Math.round((performance.now() - started) / 100) / 10, faults: faults.slice(0, 10) }));
    return faults.length === 0 ? 0 : 1;
  } finally {
    await api.stop();
  }
}

main().then((code) => process.exit(code), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
