import { contract } from '../../api/client';
import { makeJourney, makeWard, type MadeJourney } from '../factories/hospital';
import { makeTask } from '../factories/tasks';
import { startTestApi, type TestApi, type TestUser } from '../support/api';
import { PlainBrowser, startTestWeb, type TestWeb } from '../support/web';

let api: TestApi;
let web: TestWeb;
let journey: MadeJourney;
let nurse: TestUser;
let colleague: TestUser;
let charge: TestUser;

beforeAll(async () => {
  api = await startTestApi();
  web = await startTestWeb(api.url);
  journey = await makeJourney(api.database, { wardId: (await makeWard()).wardId });
  [nurse, colleague, charge] = await Promise.all([api.as('nurse'), api.as('nurse'), api.as('charge-nurse')]);
});
afterAll(async () => {
  await web.stop();
  await api.stop();
});

async function browse(user: TestUser): Promise<PlainBrowser> {
  const browser = new PlainBrowser(web.url);
  await browser.signIn(user.username);
  return browser;
}
const stateOf = async (taskId: string) => (await nurse.client.call(contract.readTask, { params: { taskId } })).task;
const local = (hours: number) => new Date(Date.now() + hours * 3_600_000 - 5 * 3_600_000).toISOString().slice(0, 16);

describe('shared work without scripts', () => {
  test('delegate, see whose it is, hand back', async () => {
    const taskId = await makeTask(journey, 'discharge-teaching', { holderId: nurse.id });
    const mine = await browse(nurse);
    await mine.get(`/tasks/${taskId}`);
    await mine.post(`/tasks/${taskId}/assignment`, { userId: colleague.id, how: 'delegate', comment: 'in theatre' });
    expect(await stateOf(taskId)).toMatchObject({ holder: { id: colleague.id }, owner: { id: nurse.id } });
    expect((await mine.get('/tasks?scope=all&delegated=true')).text).toContain(`${colleague.name}</span></span><p class="muted small">for you</p>`);
    const theirs = await browse(colleague);
    expect((await theirs.get(`/tasks/${taskId}`)).text).toContain(`Done for <strong>${nurse.name}</strong>`);
    await theirs.post(`/tasks/${taskId}/hand-back`);
    expect(await stateOf(taskId)).toMatchObject({ holder: { id: nurse.id }, owner: null });
    expect((await mine.get(`/tasks/${taskId}`)).text).toContain(`${colleague.name} handed it back to ${nurse.name}`);
  });

  test('a supervisor makes a team, gives it tasks in bulk, and what could not be done says why', async () => {
    const [free, done] = [await makeTask(journey, 'discharge-teaching'), await makeTask(journey, 'discharge-teaching')];
    const browser = await browse(charge);
    await browser.get('/teams');
    await browser.post('/teams', [['name', 'Home team'], ['memberIds', nurse.id], ['memberIds', colleague.id]]);
    const { items } = await charge.client.call(contract.listTeams, {});
    expect(items[0]).toMatchObject({ name: 'Home team', members: expect.arrayContaining([expect.objectContaining({ id: nurse.id })]) });
    await nurse.client.call(contract.completeTask, { params: { taskId: done }, body: { version: 1, values: { medicinesReconciled: true, understood: true } } });
    await browser.get('/tasks');
    const answer = await browser.post('/tasks/bulk', [['action', 'assign'], ['to', `team:${items[0]?.id}`], ['taskIds', free], ['taskIds', done]]);
    expect(answer.text).toContain('1 handed over, 1 not.');
    expect(answer.text).toContain(`${nurse.name} has completed this task already.`);
    expect((await (await browse(nurse)).get('/tasks?scope=team')).text).toContain('Home team');
  });

  test('a desk puts work on hold and takes it off again', async () => {
    const registrar = await api.as('registrar');
    const taskId = await makeTask(journey, 'verify-coverage');
    const browser = await browse(registrar);
    await browser.get(`/tasks/${taskId}`);
    await browser.post(`/tasks/${taskId}/hold`, { reason: 'payer calls back', until: local(24) });
    expect((await browser.get('/tasks?scope=mine&status=on-hold')).text).toContain('On hold until');
    const page = await browser.get(`/tasks/${taskId}`);
    for (const words of ['Its clock stands still', 'put it on hold', 'payer calls back']) expect(page.text).toContain(words);
    await browser.post(`/tasks/${taskId}/resume`);
    expect((await stateOf(taskId)).paused).toBeNull();
    expect((await (await browse(nurse)).get(`/tasks/${await makeTask(journey, 'observation-round')}`)).text).not.toContain('Put on hold');
  });

  test('leave with a substitute: entered, refused beside its field, seen by the substitute, ended', async () => {
    const away = await api.as('nurse');
    const taskId = await makeTask(journey, 'discharge-teaching', { holderId: away.id });
    const browser = await browse(away);
    await browser.get('/leave');
    expect((await browser.post('/leave', { substituteId: colleague.id, startsAt: local(5), endsAt: local(4) })).text).toContain('The leave ends after it begins.');
    await browser.post('/leave', { substituteId: colleague.id, startsAt: local(-1), endsAt: local(9) });
    const [absence] = (await away.client.call(contract.listAbsences, {})).items;
    expect(absence).toMatchObject({ now: true, substitute: { id: colleague.id } });
    const theirs = await browse(colleague);
    expect((await theirs.get('/tasks?scope=mine')).text).toContain('on leave, you substitute');
    expect((await theirs.get(`/tasks/${taskId}`)).text).toContain('You substitute and may complete it.');
    await browser.post(`/leave/${absence?.id}/end`);
    expect((await theirs.get('/tasks?scope=mine')).text).not.toContain('on leave, you substitute');
  });

  test('saved views say how many tasks they show', async () => {
    await nurse.client.call(contract.createView, { body: { resource: 'tasks', name: 'Coverage', query: { scope: 'all', type: 'verify-coverage' } } });
    const { total } = await nurse.client.call(contract.listTasks, { query: { scope: 'all', type: 'verify-coverage', count: 'true' } });
    expect((await (await browse(nurse)).get('/tasks')).text).toContain(`Coverage <span class="count">${total}</span>`);
  });
});
