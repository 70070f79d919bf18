import { contract } from '../../api/client';
import { makeJourney, makePatient, makeWard, type MadeJourney } from '../factories/hospital';
import { makeTask } from '../factories/tasks';
import { type TestApi, type TestUser, startTestApi } from '../support/api';
import { PlainBrowser, startTestWeb, type TestWeb } from '../support/web';

let api: TestApi;
let web: TestWeb;
let wardId: string;
let journey: MadeJourney;
let nurse: TestUser;
let browser: PlainBrowser;

beforeAll(async () => {
  api = await startTestApi();
  web = await startTestWeb(api.url);
  ({ wardId } = await makeWard());
  journey = await makeJourney(api.database, { patient: await makePatient(api.database, { family: 'Lindgren', given: 'Astrid' }), wardId });
  nurse = await api.as('nurse');
  browser = new PlainBrowser(web.url);
  await browser.signIn(nurse.username);
});
afterAll(async () => {
  await web.stop();
  await api.stop();
});

const VITALS = { respirations: '16', spo2: '97', onOxygen: 'false', systolic: '120', pulse: '72', consciousness: 'A', temperature: '36.8' };
const stateOf = async (taskId: string) => (await nurse.client.call(contract.readTask, { params: { taskId } })).task;
const formOfPage = (version: number) => ({ _version: String(version), _type: 'observation-round' });

describe('tasks without scripts', () => {
  test('the inbox says what is next, for whom, where, why and by when', async () => {
    const late = await makeTask(journey, 'observation-round', { wardId, dueInMinutes: -20 });
    const { text, status } = await browser.get('/tasks');
    expect(status).toBe(200);
    const next = text.slice(text.indexOf('Next for your roles'), text.indexOf('</section>'));
    for (const part of ['Overdue 20 min', 'Observations', 'Lindgren, Astrid', 'The last early-warning score', `/tasks/${late}/start`]) expect(next).toContain(part);
  });

  test('claim and its undo are forms', async () => {
    const taskId = await makeTask(journey, 'observation-round', { wardId });
    await browser.get('/tasks');
    const claimed = await browser.post(`/tasks/${taskId}/claim`);
    expect(claimed).toMatchObject({ status: 303, location: '/tasks' });
    expect((await stateOf(taskId)).holder?.id).toBe(nurse.id);
    const page = await browser.get('/tasks');
    expect(page.text).toContain('Task claimed. It is yours.');
    expect(page.text).toContain(`action="/tasks/${taskId}/release"`);
    await browser.post(`/tasks/${taskId}/release`);
    expect((await stateOf(taskId)).holder).toBeNull();
  });

  test('who is second is told who holds it, and completes nothing (wso2/product-is#13535)', async () => {
    const colleague = await api.as('nurse');
    const taskId = await makeTask(journey, 'observation-round', { wardId, holderId: colleague.id });
    expect((await browser.post(`/tasks/${taskId}/start`)).location).toBe(`/tasks/${taskId}`);
    const page = await browser.get(`/tasks/${taskId}`);
    expect(page.text).toContain(`<strong>${colleague.name}</strong> holds this task`);
    expect(page.text).not.toContain('data-complete-button');
    const refused = await browser.post(`/tasks/${taskId}`, { ...formOfPage(1), ...VITALS });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain(`${colleague.name} holds this task.`);
    expect((await stateOf(taskId)).status).toBe('accepted');
  });

  test('what is wrong stands beside its field, and what was typed is kept', async () => {
    const taskId = await makeTask(journey, 'observation-round', { wardId });
    await browser.get(`/tasks/${taskId}`);
    const refused = await browser.post(`/tasks/${taskId}`, { ...formOfPage(1), ...VITALS, pulse: '720', temperature: 'warm', note: 'Says <fine> & "well"' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('id="f-pulse-error" data-error>Pulse cannot be above 250 /min. Check the reading.</span>');
    expect(refused.text).toContain('id="f-temperature-error" data-error>Temperature must be a number.</span>');
    expect(refused.text).toContain('value="720"');
    expect(refused.text).toContain('Says &lt;fine&gt; &amp; &quot;well&quot;');
    expect(refused.text).toContain('href="#f-pulse"');
    expect((await stateOf(taskId)).status).toBe('requested');
  });

  test('a draft is kept and shown to its writer', async () => {
    const taskId = await makeTask(journey, 'observation-round', { wardId });
    await browser.get(`/tasks/${taskId}`);
    expect((await browser.post(`/tasks/${taskId}/draft`, { ...formOfPage(1), pulse: '72' })).location).toBe(`/tasks/${taskId}`);
    const page = await browser.get(`/tasks/${taskId}`);
    expect(page.text).toContain('name="pulse" value="72"');
    expect(page.text).toMatch(/Draft of/);
  });

  test('a complete form completes the task, once', async () => {
    const taskId = await makeTask(journey, 'observation-round', { wardId });
    await browser.get(`/tasks/${taskId}`);
    const form = { ...formOfPage(1), ...VITALS };
    expect(await browser.post(`/tasks/${taskId}`, form)).toMatchObject({ status: 303, location: '/tasks' });
    expect(await browser.post(`/tasks/${taskId}`, form)).toMatchObject({ status: 303, location: '/tasks' });
    const detail = await nurse.client.call(contract.readTask, { params: { taskId } });
    expect(detail.task.status).toBe('completed');
    expect(detail.history.filter(({ kind }) => kind === 'completed')).toHaveLength(1);
    expect((await browser.get(`/tasks/${taskId}`)).text).toContain('36.8 °C');
  });

  test('many at once, each with its result', async () => {
    const colleague = await api.as('nurse');
    const free = await makeTask(journey, 'observation-round', { wardId });
    const held = await makeTask(journey, 'observation-round', { wardId, holderId: colleague.id });
    await browser.get('/tasks');
    const answer = await browser.post('/tasks/bulk', [['action', 'claim'], ['taskIds', free], ['taskIds', held]]);
    expect(answer.text).toContain('1 claimed, 1 not.');
    expect(answer.text).toContain(`${colleague.name} holds this task.`);
    expect((await stateOf(free)).holder?.id).toBe(nurse.id);
  });

  test('the early-warning score of what is typed says what is missing', async () => {
    const taskId = await makeTask(journey, 'observation-round', { wardId });
    await browser.get(`/tasks/${taskId}`);
    expect((await browser.post(`/tasks/${taskId}/score`, { pulse: '72' })).text).toContain('6 values still to enter');
    expect((await browser.post(`/tasks/${taskId}/score`, { ...VITALS, respirations: '26', spo2: '90' })).text).toContain('NEWS2 6');
  });
});

describe('pages that say no', () => {
  test('nothing here, in words', async () => {
    const missing = await browser.get('/tasks/0b9c7a1e-5d51-4b34-9c0e-6a3a0b1c2d3e');
    expect(missing.status).toBe(404);
    expect(missing.text).toContain('There is no such record, or it is not yours to see.');
    expect((await browser.get('/no-such-page')).status).toBe(404);
  });

  test('filters that make no sense are refused', async () => {
    expect((await browser.get('/tasks?scope=everything')).status).toBe(400);
    expect((await browser.get('/tasks?type=no-such-type')).status).toBe(400);
  });

  test('without the API the page says so, and nothing was changed', async () => {
    const lonely = await startTestWeb('http://127.0.0.1:9');
    const visitor = new PlainBrowser(lonely.url);
    expect((await visitor.get('/login')).status).toBe(200);
    const answer = await visitor.post('/login', { username: 'x', password: 'y' });
    expect(answer.status).toBe(503);
    expect(answer.text).toContain('Careway cannot be reached just now.');
    await lonely.stop();
  });

  test('too large a form is refused', async () => {
    await browser.get('/tasks');
    expect((await browser.post('/tasks/bulk', { action: 'claim', taskIds: 'x'.repeat(1_100_000) })).status).toBe(413);
  });

  test('a lost session leads to sign-in and back', async () => {
    const gone = await api.as('nurse');
    const visitor = new PlainBrowser(web.url);
    await visitor.signIn(gone.username);
    await api.database.sequelize.query('UPDATE staff_users SET disabled_at = NOW(3) WHERE id = ?', { replacements: [gone.id] });
    expect((await visitor.get('/beds')).location).toBe('/login?next=%2Fbeds');
  });
});
