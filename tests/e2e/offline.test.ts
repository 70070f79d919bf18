import { type Page } from 'playwright-core';
import { contract } from '../../api/client';
import { WELL } from '../factories/clinical';
import { makeJourney, makeWard, type MadeJourney } from '../factories/hospital';
import { makeTask } from '../factories/tasks';
import { type TestUser, TEST_PASSWORD } from '../support/api';
import { choose, faultsOf, PHONE } from '../support/browser';
import { Screens } from '../support/screens';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let screens: Screens;
let wardId: string;
let journey: MadeJourney;
let nurse: TestUser;
let page: Page;

beforeAll(async () => {
  screens = await Screens.open();
}, 120_000);
afterAll(() => screens?.close());
beforeEach(async () => {
  const ward = await makeWard(1);
  wardId = ward.wardId;
  journey = await makeJourney(screens.api.database, { wardId, bedId: ward.bedIds[0] ?? '' });
  nurse = await screens.api.onWards([wardId], 'nurse');
  page = (await screens.signIn(nurse.username, { viewport: PHONE })).page;
});
afterEach(() => page.context().close());

const said = (words: string) => page.waitForSelector(`form [data-saved]:has-text(${JSON.stringify(words)})`);
const kept = () => page.evaluate<string[]>("[...Object.keys(sessionStorage), ...Object.keys(localStorage)].filter((key) => key.startsWith('careway-typed'))");
const pulses = async () => (await nurse.client.call(contract.listObservations, { params: { encounterId: journey.journeyId }, query: { category: 'vital-signs', limit: 50 } })).items.filter(({ code }) => code === '8867-4').map(({ value }) => value);
const toBedside = () => page.goto(`/patients/${journey.patient.id}/observe`);
const complete = () => page.keyboard.press('Control+Enter');

describe('a form at the bedside', () => {
  test('without a connection keeps what was typed and says so; connected again it is sent, once', async () => {
    await toBedside();
    await page.context().setOffline(true);
    await page.fill('[name="pulse"]', '81');
    await said('No connection. Not saved; kept on this device.');
    await complete();
    await said('No connection: nothing was sent. Kept on this device; send it again when you are connected.');
    expect(await page.inputValue('[name="pulse"]')).toBe('81');
    expect(await faultsOf(page)).toEqual([]);
    await page.context().setOffline(false);
    await said('Connected again. Not saved yet');
    await complete();
    await page.waitForSelector('.notice:has-text("Observations saved")');
    expect([await pulses(), await kept()]).toEqual([[81], []]);
  });

  test('that cannot reach Careway loses nothing, not even when the page is opened again', async () => {
    await toBedside();
    await page.route('**/here', (route) => route.abort());
    await page.fill('[name="pulse"]', '82');
    await complete();
    await said('Careway cannot be reached: nothing was sent. Kept on this device; send it again in a moment.');
    page.on('dialog', (dialog) => void dialog.accept()); // the browser asks before it leaves what is not saved
    await toBedside();
    expect(await page.inputValue('[name="pulse"]')).toBe('82');
    await said('Restored what you had typed. Not saved yet');
    await page.unroute('**/here');
    await complete();
    await page.waitForSelector('.notice:has-text("Observations saved")');
    expect(await pulses()).toEqual([82]);
  });

  test('over a slow network is sent once, however often somebody presses', async () => {
    await toBedside();
    let posts = 0;
    page.on('request', (request) => { posts += request.method() === 'POST' && request.url().endsWith('/observe') ? 1 : 0; });
    await page.route('**/here', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await route.continue();
    });
    await page.fill('[name="pulse"]', '83');
    await complete();
    await complete();
    await said('Sending…');
    await complete();
    await page.waitForSelector('.notice:has-text("Observations saved")');
    expect([posts, await pulses()]).toEqual([1, [83]]);
  });

  test('whose session has ended waits for the same person to sign in again', async () => {
    await toBedside();
    await page.fill('[name="pulse"]', '84');
    await page.context().clearCookies();
    await complete();
    await said('Your session is over: nothing was sent. Sign in again in another tab, then send it from here.');
    const other = await page.context().newPage();
    await other.goto('/login');
    await other.fill('#username', nurse.username);
    await other.fill('#password', TEST_PASSWORD);
    await other.click('button.primary');
    await other.waitForURL((url) => url.pathname !== '/login');
    await page.bringToFront();
    await page.focus('[name="pulse"]');
    await complete();
    await page.waitForSelector('.notice:has-text("Observations saved")');
    expect(await pulses()).toEqual([84]);
  });

  test('leaves nothing on the device for whoever signs in next', async () => {
    await toBedside();
    await page.fill('[name="note"]', 'Says that her knee hurts.');
    expect(await kept()).toHaveLength(1);
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto('/profile');
    expect(await kept()).toHaveLength(1); // it is still there for who typed it
    await page.evaluate("document.querySelector('form[action=\"/logout\"]').requestSubmit()");
    await page.waitForURL('**/login**');
    expect(await kept()).toEqual([]);
    expect(await page.evaluate('localStorage.length')).toBe(0);
  });
});

describe('a task', () => {
  test('saves its draft by itself when the connection is back, and says when', async () => {
    const taskId = await makeTask(journey, 'observation-round', { wardId });
    await page.goto(`/tasks/${taskId}`);
    await page.context().setOffline(true);
    await page.fill('[name="pulse"]', '85');
    await said('kept on this device');
    await page.context().setOffline(false);
    await said('Saved at');
    expect((await nurse.client.call(contract.readTask, { params: { taskId } })).draft?.values).toEqual({ pulse: 85 });
    expect(await kept()).toEqual([]);
  });

  test('that a colleague completed meanwhile is not done twice; who did it is said, and what was typed is shown', async () => {
    const taskId = await makeTask(journey, 'observation-round', { wardId });
    await page.goto(`/tasks/${taskId}`);
    await page.context().setOffline(true);
    for (const [name, value] of Object.entries({ respirations: '17', spo2: '96', systolic: '121', pulse: '86', temperature: '36,9' })) await page.fill(`[name="${name}"]`, value);
    await choose(page, 'onOxygen', 'false');
    await choose(page, 'consciousness', 'A');
    const colleague = await screens.api.onWards([wardId], 'nurse');
    await colleague.client.call(contract.completeTask, { params: { taskId }, body: { version: 1, values: WELL } });
    await page.context().setOffline(false);
    await said('Not saved: it was changed meanwhile.');
    await complete();
    await page.waitForSelector('[data-error-summary]');
    expect(await page.textContent('main')).toMatch(/What you typed, not saved.*Pulse.*86/s);
    expect(await page.textContent('main')).toContain(colleague.name);
    expect(await faultsOf(page)).toEqual([]);
    expect(await pulses()).toEqual([WELL.pulse]);
  });
});
