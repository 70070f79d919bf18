import { type Page } from 'playwright-core';
import { contract } from '../../api/client';
import { makeJourney, makePatient, makeWard, type MadeJourney } from '../factories/hospital';
import { makeTask } from '../factories/tasks';
import { choose, faultsOf, PHONE } from '../support/browser';
import { tabTo } from '../support/keyboard';
import { Screens } from '../support/screens';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let screens: Screens;
let wardId: string;
let journeys: MadeJourney[];

beforeAll(async () => {
  screens = await Screens.open({ live: true });
  const { api } = screens;
  const ward = await makeWard(3);
  wardId = ward.wardId;
  journeys = [];
  for (const [n, family] of ['Aldermoor', 'Brackwater', 'Cindershaw'].entries()) {
    journeys.push(await makeJourney(api.database, { wardId, bedId: ward.bedIds[n] ?? '', patient: await makePatient(api.database, { family }) }));
  }
}, 120_000);
afterAll(() => screens?.close());

const activeTitle = (page: Page) => page.textContent('[data-key][data-active] .main a');

describe('a nurse’s inbox on a phone, by keyboard alone', () => {
  test('find a patient, claim, fill the form, complete: nothing to stumble over on the way', async () => {
    const nurse = await screens.api.onWards([wardId], 'nurse');
    const taskIds = [];
    for (const [n, journey] of journeys.entries()) taskIds.push(await makeTask(journey, 'observation-round', { wardId, dueInMinutes: n * 10 - 5 }));
    const { page, context, complaints } = await screens.signIn(nurse.username, { viewport: PHONE });
    await page.goto('/tasks');
    expect(await faultsOf(page)).toEqual([]);

    await page.keyboard.press('?');
    const help = (await page.textContent('#keys-help')) ?? '';
    for (const words of ['Next, previous row', 'Select the row', 'claim it and open its form', 'Search', 'Complete the form', 'hand over', 'reminder', 'Back to the list']) expect(help).toContain(words);
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');

    await page.keyboard.press('/');
    await page.keyboard.type('brackwater');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=brackwater/);
    await page.keyboard.press('j');
    expect(await activeTitle(page)).toBe('Observations');
    await page.keyboard.press('c');
    await page.waitForSelector(`[data-key="${taskIds[1]}"] .face.mine`);
    await page.keyboard.press('e');
    await page.waitForURL(`**/tasks/${taskIds[1]}`);

    for (const [name, value] of [['respirations', '18'], ['spo2', '96']]) {
      await tabTo(page, `[name="${name}"]`);
      await page.keyboard.type(value ?? '');
    }
    await tabTo(page, '[name="onOxygen"]');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    if (!(await page.isChecked('[name="onOxygen"][value="false"]'))) await page.keyboard.press('ArrowRight');
    for (const [name, value] of [['systolic', '124'], ['pulse', '88']]) {
      await tabTo(page, `[name="${name}"]`);
      await page.keyboard.type(value ?? '');
    }
    await tabTo(page, '[name="consciousness"]');
    await page.keyboard.press('Space');
    await tabTo(page, '[name="temperature"]');
    await page.keyboard.type('37.1');
    await page.waitForSelector('[data-saved]:has-text("Saved at")');
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await page.waitForURL('**/tasks');
    expect(await page.textContent('.notice')).toContain('Task completed.');
    expect((await nurse.client.call(contract.readTask, { params: { taskId: taskIds[1] ?? '' } })).completedBy?.id).toBe(nurse.id);

    // Two at once: select, then the bulk bar.
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    expect(await page.textContent('[data-bulk-count]')).toBe('2 selected');
    await page.keyboard.press('r');
    expect(await page.evaluate('document.activeElement.id')).toBe('bulk-when');
    await tabTo(page, '[data-bulk] button[value="tomorrow"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.toast:has-text("You are reminded of them tomorrow")');
    await context.close();
    expect(complaints).toEqual([]);
  });

  test('what happens elsewhere appears by itself: who took a task, and a new one', async () => {
    const [nurse, colleague] = [await screens.api.onWards([wardId], 'nurse'), await screens.api.onWards([wardId], 'nurse')];
    const taskId = await makeTask(journeys[0]!, 'discharge-teaching', { wardId, dueInMinutes: -200 });
    const { page, context } = await screens.signIn(nurse.username, { viewport: PHONE });
    await page.goto('/tasks');
    await page.waitForSelector('[data-live-state][data-state="live"]');
    await colleague.client.call(contract.claimTask, { params: { taskId } });
    await page.waitForSelector(`[data-key="${taskId}"] .held:has-text("${colleague.name}")`);
    await colleague.client.call(contract.completeTask, { params: { taskId }, body: { version: 2, values: { medicinesReconciled: true, understood: true } } });
    await page.waitForSelector(`[data-key="${taskId}"][data-gone]`);
    await context.close();
  });
});

describe('an inbox at a desk, by keyboard', () => {
  test('j and k move, x selects, c claims, e starts, ? explains', async () => {
    const [user, colleague] = [await screens.api.as('nurse'), await screens.api.as('nurse')];
    const [first] = await Promise.all(journeys.map((journey, n) => makeTask(journey, 'observation-round', { wardId, dueInMinutes: n * 10 - 300 })));
    await colleague.client.call(contract.claimTask, { params: { taskId: first ?? '' } });
    const { page, context } = await screens.signIn(user.username);
    await page.goto('/tasks');
    const keys = await page.$$eval('[data-rows] [data-key]', (rows) => rows.map((row) => row.getAttribute('data-key')));
    const active = () => page.getAttribute('[data-key][data-active]', 'data-key');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await active()).toBe(keys[1]);
    await page.keyboard.press('k');
    expect(await active()).toBe(keys[0]);
    await page.keyboard.press('x');
    expect(await page.isVisible('[data-bulk]')).toBe(true);
    expect(await page.textContent('[data-bulk-count]')).toBe('1 selected');
    await page.keyboard.press('Escape');
    expect(await page.isVisible('[data-bulk]')).toBe(false);
    await page.keyboard.press('?');
    expect(await page.isVisible('#keys-help')).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('q');
    await page.keyboard.press('Escape');
    // Others hold what is most pressing; the first that nobody holds is claimed.
    const free = await page.$$eval('[data-rows] [data-key]', (rows) => rows.findIndex((row) => row.querySelector('[data-claim]') !== null));
    for (let at = 0; at < free; at += 1) await page.keyboard.press('j');
    expect(await active()).toBe(keys[free]);
    await page.keyboard.press('c');
    await page.waitForSelector('.toast');
    expect(await page.textContent('.toast')).toContain('Task claimed');
    await page.waitForSelector(`[data-key="${keys[free]}"] .face.mine`);
    await page.keyboard.press('e');
    await page.waitForURL(`**/tasks/${keys[free]}`);
    await context.close();
  });

  test('a slip is said beside its field before anything is sent, and Ctrl Enter completes', async () => {
    const journey = await makeJourney(screens.api.database, { wardId });
    const taskId = await makeTask(journey, 'observation-round', { wardId });
    const { page, context } = await screens.signIn((await screens.api.as('nurse')).username);
    await page.goto(`/tasks/${taskId}`);
    for (const [name, value] of [['respirations', '16'], ['spo2', '97'], ['systolic', '120'], ['pulse', '720'], ['temperature', '36,8']]) await page.fill(`[name="${name}"]`, value ?? '');
    await choose(page, 'onOxygen', 'false');
    await choose(page, 'consciousness', 'A');
    await page.keyboard.press('Control+Enter');
    expect(await page.textContent('#f-pulse-error')).toBe('Pulse cannot be above 250 /min. Check the reading.');
    expect(page.url()).toContain(taskId);
    await page.fill('[name="pulse"]', '72');
    await page.waitForSelector('#score:has-text("NEWS2 0")');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL('**/tasks');
    expect(await page.textContent('.notice')).toContain('Task completed.');
    await context.close();
  });
});
