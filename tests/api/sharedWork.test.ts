import { type ApiClient, contract } from '../../api/client';
import { makeJourney, makeWard } from '../factories/hospital';
import { makeTask } from '../factories/tasks';
import { startTestApi, type TestApi, type TestUser } from '../support/api';
import { problemOf } from '../support/problem';
import { faultsOfRace, raceForTasks } from '../support/race';

let api: TestApi;
let nurse: TestUser;
let colleague: TestUser;
let supervisor: TestUser;
beforeAll(async () => {
  api = await startTestApi();
  [nurse, colleague, supervisor] = await Promise.all([api.as('nurse'), api.as('nurse'), api.as('charge-nurse')]);
});
afterAll(() => api.stop());

const teaching = { medicinesReconciled: true, understood: true };
const task = async (holderId?: string) => makeTask(await makeJourney(api.database), 'discharge-teaching', holderId ? { holderId } : {});
const read = (client: ApiClient, taskId: string) => client.call(contract.readTask, { params: { taskId } });
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const leave = (who: TestUser, substitute: TestUser, from = -1, until = 8, more: object = {}) =>
  who.client.call(contract.createAbsence, { body: { substituteId: substitute.id, startsAt: inHours(from), endsAt: inHours(until), ...more } });

describe('a task done by a colleague for its holder (operaton PR#3648)', () => {
  test('is delegated, shows both, and is handed back with a word', async () => {
    const taskId = await task(nurse.id);
    const delegated = await nurse.client.call(contract.delegateTask, { params: { taskId }, body: { userId: colleague.id, comment: 'please teach for me' } });
    expect(delegated.holder?.id).toBe(colleague.id);
    expect((await read(nurse.client, taskId)).task).toMatchObject({ holder: { id: colleague.id, name: colleague.name }, owner: { id: nurse.id, name: nurse.name } });
    expect((await nurse.client.call(contract.listTasks, { query: { scope: 'all', delegated: 'true' } })).items.map(({ id }) => id)).toContain(taskId);
    expect((await problemOf(nurse.client.call(contract.completeTask, { params: { taskId }, body: { version: delegated.version, values: teaching } }))).problem).toMatchObject({ status: 409, holder: { id: colleague.id } });
    await colleague.client.call(contract.handBackTask, { params: { taskId }, body: { comment: 'patient asleep' } });
    const detail = await read(nurse.client, taskId);
    expect(detail.task).toMatchObject({ holder: { id: nurse.id }, owner: null });
    expect(detail.history.map(({ kind, actor, target, comment }) => [kind, actor, target, comment])).toEqual([
      ['handed-back', colleague.name, nurse.name, 'patient asleep'], ['delegated', nurse.name, colleague.name, 'please teach for me'],
    ]);
  });

  test('put back by the colleague, it is the owner’s again, not everybody’s', async () => {
    const taskId = await task(nurse.id);
    await nurse.client.call(contract.delegateTask, { params: { taskId }, body: { userId: colleague.id } });
    expect((await colleague.client.call(contract.releaseTask, { params: { taskId } })).holder?.id).toBe(nurse.id);
  });

  test('may be completed by the colleague, and taken back by the owner at any time', async () => {
    const [first, second] = [await task(nurse.id), await task(nurse.id)];
    for (const taskId of [first, second]) await nurse.client.call(contract.delegateTask, { params: { taskId }, body: { userId: colleague.id } });
    expect((await colleague.client.call(contract.completeTask, { params: { taskId: first }, body: { version: 2, values: teaching } })).status).toBe('completed');
    expect((await nurse.client.call(contract.handBackTask, { params: { taskId: second }, body: {} })).holder?.id).toBe(nurse.id);
  });

  test('is refused to strangers, to oneself, and where nothing was delegated', async () => {
    const taskId = await task(nurse.id);
    expect((await problemOf(colleague.client.call(contract.delegateTask, { params: { taskId }, body: { userId: nurse.id } }))).problem).toMatchObject({ status: 409, holder: { id: nurse.id } });
    expect((await problemOf(nurse.client.call(contract.delegateTask, { params: { taskId }, body: { userId: nurse.id } }))).status).toBe(422);
    expect((await problemOf(nurse.client.call(contract.handBackTask, { params: { taskId }, body: {} }))).problem.type).toBe('urn:careway:problem:not-delegated');
  });
});

describe('a team (medplum#7116)', () => {
  test('is made by a supervisor, given tasks, and finds them under its own', async () => {
    const { wardId } = await makeWard();
    const body = { name: 'Discharge team', wardId, memberIds: [colleague.id] };
    expect((await problemOf(nurse.client.call(contract.createTeam, { body }))).status).toBe(403);
    const team = await supervisor.client.call(contract.createTeam, { body });
    expect((await problemOf(supervisor.client.call(contract.createTeam, { body }))).status).toBe(409);
    const [one, two] = [await task(), await task(nurse.id)];
    const { results } = await supervisor.client.call(contract.changeTasks, { body: { action: 'assign', taskIds: [one, two], teamId: team.id } });
    expect(results.every(({ done }) => done)).toBe(true);
    const ofTeam = (await colleague.client.call(contract.listTasks, { query: { scope: 'team' } })).items;
    expect(new Set(ofTeam.map(({ id, team: shown }) => `${id} ${shown?.name}`))).toEqual(new Set([`${one} Discharge team`, `${two} Discharge team`]));
    expect((await nurse.client.call(contract.listTasks, { query: { scope: 'team' } })).items).toEqual([]);
    // Nothing waits for a team that has gone home: the role may work it.
    expect((await nurse.client.call(contract.completeTask, { params: { taskId: one }, body: { version: 2, values: teaching } })).status).toBe('completed');
    const [listed] = (await colleague.client.call(contract.listTeams, {})).items;
    expect(listed).toMatchObject({ id: team.id, openTasks: 1, mine: true, ward: { id: wardId } });
    const changed = await supervisor.client.call(contract.changeTeam, { params: { teamId: team.id }, body: { version: 1, name: 'Going home', wardId: null, memberIds: [nurse.id] } });
    expect(changed).toMatchObject({ name: 'Going home', members: [{ id: nurse.id }], version: 2 });
    expect((await problemOf(supervisor.client.call(contract.changeTeam, { params: { teamId: team.id }, body: { version: 1, name: 'Stale', wardId: null, memberIds: [] } }))).status).toBe(409);
    await supervisor.client.call(contract.deleteTeam, { params: { teamId: team.id } });
    expect((await read(nurse.client, two)).task.team).toBeNull();
  });
});

describe('a substitute while somebody is on leave (camunda#23708)', () => {
  test('sees the tasks among the own, works them, and is no second taker', async () => {
    const [away, standIn, other] = await Promise.all([api.as('nurse'), api.as('nurse'), api.as('nurse')]);
    const [done, taken, kept] = [await task(away.id), await task(away.id), await task(away.id)];
    const entered = await leave(away, standIn);
    expect(entered).toMatchObject({ person: { id: away.id }, substitute: { id: standIn.id }, now: true });
    const seen = (await standIn.client.call(contract.listTasks, { query: { scope: 'mine' } })).items;
    expect(new Set(seen.map(({ id }) => id))).toEqual(new Set([done, taken, kept]));
    expect(seen.every((item) => item.covering && item.holder?.name === away.name)).toBe(true);
    expect((await standIn.client.call(contract.countTasks, {})).mine).toBe(3);
    expect((await read(standIn.client, done)).mayWork).toBe(true);
    expect((await standIn.client.call(contract.completeTask, { params: { taskId: done }, body: { version: 1, values: teaching } })).status).toBe('completed');
    expect((await standIn.client.call(contract.claimTask, { params: { taskId: taken } })).holder?.id).toBe(standIn.id);
    expect((await problemOf(other.client.call(contract.claimTask, { params: { taskId: kept } }))).problem).toMatchObject({ status: 409, holder: { id: away.id, name: away.name } });

    // Back again: what was taken over can be handed back, what was not is no longer the substitute's.
    await away.client.call(contract.cancelAbsence, { params: { absenceId: entered.id } });
    expect((await problemOf(standIn.client.call(contract.claimTask, { params: { taskId: kept } }))).status).toBe(409);
    expect((await away.client.call(contract.handBackTask, { params: { taskId: taken }, body: {} })).holder?.id).toBe(away.id);
  });

  test('takes what would be handed to the one on leave, and hears the ladder', async () => {
    const [away, standIn] = await Promise.all([api.as('nurse'), api.as('nurse')]);
    const [held, mine] = [await task(away.id), await task(nurse.id)];
    await leave(away, standIn);
    expect((await nurse.client.call(contract.listColleagues, { params: { taskId: mine } })).items.map(({ id }) => id)).not.toContain(away.id);
    const refused = await problemOf(nurse.client.call(contract.reassignTask, { params: { taskId: mine }, body: { userId: away.id } }));
    expect(refused.problem.title).toBe(`${away.name} is on leave. ${standIn.name} substitutes.`);
    await (await api.service()).call(contract.recordSlaFiring, { params: { taskId: held }, body: { rung: 'warning' }, idempotencyKey: `warn-${held}` });
    expect((await standIn.client.call(contract.listAlerts, { query: {} })).items.map(({ data }) => [data['taskId'], data['rung']])).toEqual([[held, 'warning']]);
    expect((await away.client.call(contract.listAlerts, { query: {} })).items).toEqual([]);
  });

  test('gains no right by it: same roles and wards, one at a time, nobody away', async () => {
    const { wardId } = await makeWard();
    const { wardId: elsewhere } = await makeWard();
    const [charge, local, neighbour, stranger, third] = await Promise.all([api.as('charge-nurse'), api.onWards([wardId], 'nurse'), api.onWards([wardId], 'nurse'), api.onWards([elsewhere], 'nurse'), api.as('nurse')]);
    expect((await problemOf(leave(charge, nurse))).problem.type).toBe('urn:careway:problem:cannot-substitute');
    expect((await problemOf(leave(local, stranger))).status).toBe(422);
    const candidates = (await local.client.call(contract.listSubstitutes, { query: {} })).items.map(({ id }) => id);
    expect([candidates.includes(third.id), candidates.includes(stranger.id), candidates.includes(local.id)]).toEqual([true, false, false]);
    await leave(local, third, 24, 48);
    expect((await problemOf(leave(local, nurse, 30, 31))).problem.title).toBe('There is a leave in this time already.');
    expect((await problemOf(leave(neighbour, local, 40, 60))).problem.title).toBe(`${local.name} is on leave in this time.`);
    expect((await problemOf(leave(nurse, third, 5, 4))).problem.errors?.[0]?.field).toBe('endsAt');
    expect((await problemOf(leave(nurse, third, 1, 2, { userId: colleague.id }))).status).toBe(403);
    // A supervisor enters it for somebody who fell ill, and sees everybody's; others see their own and whom they substitute.
    const ill = await leave(supervisor, third, -1, 2, { userId: colleague.id });
    expect((await supervisor.client.call(contract.listAbsences, {})).items.map(({ id }) => id)).toContain(ill.id);
    expect((await stranger.client.call(contract.listAbsences, {})).items).toEqual([]);
    expect((await problemOf(stranger.client.call(contract.cancelAbsence, { params: { absenceId: ill.id } }))).status).toBe(404);
    expect((await third.client.call(contract.listAbsences, {})).items).toHaveLength(2);
    await supervisor.client.call(contract.cancelAbsence, { params: { absenceId: ill.id } });
  });
});

describe('two nurses and many tasks', () => {
  test('each task is done once, and whoever comes second is told who holds it (wso2/product-is#13535)', async () => {
    const taskIds: string[] = [];
    for (let n = 0; n < 20; n += 1) {
      const journey = await makeJourney(api.database);
      taskIds.push(...(await Promise.all(Array.from({ length: 10 }, () => makeTask(journey, 'discharge-teaching')))));
    }
    const racers = await Promise.all([api.as('nurse'), api.as('nurse')]);
    const race = await raceForTasks(racers, taskIds, teaching);
    expect(faultsOfRace(race, racers, taskIds)).toEqual([]);
    expect(race.done.every((own) => own.length > 0)).toBe(true);
    const [[count]] = (await api.database.sequelize.query("SELECT COUNT(*) AS n FROM task_events WHERE kind = 'completed' AND task_id IN (:taskIds)", { replacements: { taskIds } })) as unknown as [[{ n: number }]];
    expect(Number(count.n)).toBe(taskIds.length);
  }, 300_000);
});
