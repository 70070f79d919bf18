import { type Browser, type Page } from 'playwright-core';
import { contract } from '../../api/client';
import { makePayer, SIMPLE_PLAN } from '../factories/money';
import { makeStuckClaims, type StuckClaims } from '../factories/stuckClaims';
import { createUser, type TestUser } from '../support/api';
import { choose, faultsOf, launchBrowser, PHONE, signIn } from '../support/browser';
import { TestHospital } from '../support/hospital';

const CLAIMS = 300;
let hospital: TestHospital;
let browser: Browser;
let biller: TestUser;
let group: StuckClaims;

beforeAll(async () => {
  [hospital, browser] = await Promise.all([TestHospital.start(['worker', 'web']), launchBrowser()]);
  const { database } = hospital.record;
  const payer = await makePayer(database, { rules: { ...SIMPLE_PLAN, priorAuthorizationRequired: ['G0463'] } });
  group = await makeStuckClaims(database, { payer, count: CLAIMS });
  await makeStuckClaims(database, { payer, count: 3, cause: 'denied-late' });
  biller = await createUser(database.cipher, hospital.nobody(), ['billing']);
  const colleague = await createUser(database.cipher, hospital.nobody(), ['billing']);
  const { items: [held] } = await colleague.client.call(contract.listTasks, { query: { claimId: group.ids[7], limit: 1 } as never });
  await colleague.client.call(contract.claimTask, { params: { taskId: held?.id ?? '' } });
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await hospital?.stop();
}, 60_000);

async function scalar(sql: string, replacements: unknown[] = []): Promise<number> {
  const [[row]] = (await hospital.record.database.sequelize.query(sql, { replacements })) as [Record<string, unknown>[], unknown];
  return Number(Object.values(row ?? {})[0]);
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 150_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

const says = async (page: Page, words: string) => (await page.textContent('[data-swap="standing"]'))?.includes(words) ?? false;

describe('300 claims with one cause', () => {
  test('are fixed in one action, whatever dies on the way: 299 sent on once, and the one a colleague holds says so', async () => {
    const { page, context, complaints } = await signIn(browser, hospital.webUrl, biller.username);
    await page.goto('/claims');
    await page.click('tr:has-text("Authorisation missing") >> text=Fix together');
    expect(await page.textContent('h1')).toBe(`Fix ${CLAIMS} claims together`);
    expect(await page.isVisible('#until')).toBe(false);
    await choose(page, 'action', 'send-on');
    await page.fill('#authorizationNumber', 'AUTH-2026-77');
    await page.fill('#note', 'The payer sent the number for the whole series.');
    expect(await faultsOf(page)).toEqual([]);
    await page.click('text=Show what will change');

    await until('the dry run', () => says(page, '299 claims will change; 1 cannot'));
    expect(await scalar('SELECT COUNT(*) FROM claims WHERE authorization_number IS NOT NULL')).toBe(0);
    expect(await page.textContent('tbody tr')).toMatch(/Authorisation number:\s*AUTH-2026-77/);
    expect(await faultsOf(page)).toEqual([]);

    page.on('dialog', (dialog) => void dialog.accept());
    await page.click('text=Apply to 299 claims');
    await until('the first chunk', async () => (await scalar("SELECT COUNT(*) FROM group_fix_items WHERE state = 'done'")) > 0);
    await hospital.kill('worker');
    await hospital.kill('api');
    expect(await scalar("SELECT COUNT(*) FROM group_fix_items WHERE state = 'done'")).toBeLessThan(299);
    await hospital.run('api');
    await hospital.run('worker');
    await until('the application', async () => (await scalar("SELECT COUNT(*) FROM group_fixes WHERE state = 'done'")) === 1);

    await page.reload();
    expect(await says(page, 'Done for 299 of 300 claims.')).toBe(true);
    await page.click('nav[aria-label="State"] >> text=Cannot');
    expect(await page.textContent('tbody')).toContain('holds this task.');
    expect(await scalar("SELECT COUNT(*) FROM claims WHERE authorization_number = 'AUTH-2026-77' AND frequency = '7'")).toBe(299);
    expect(await scalar("SELECT COUNT(*) FROM task_events e JOIN tasks t ON t.id = e.task_id WHERE e.kind = 'completed' AND t.claim_id IN (?)", [group.ids])).toBe(299);
    expect(await scalar("SELECT COUNT(*) FROM claim_events WHERE kind = 'edited'")).toBe(299);
    await context.close();
    expect(complaints.filter((line) => !/Failed to load resource|ERR_/.test(line))).toEqual([]); // the API was away for a while
  }, 400_000);

  test('selected by hand, the rest, and the list of fixes work on a phone too', async () => {
    const { page, context } = await signIn(browser, hospital.webUrl, biller.username, { viewport: PHONE, dark: true });
    await page.goto('/claims?cause=denied-late');
    for (const row of [0, 1]) await page.locator('label.pick:has([data-pick])').nth(row).click();
    await page.click('[data-bulk] button');
    expect(await page.textContent('h1')).toBe('Fix 2 claims together');
    expect(await faultsOf(page)).toEqual([]);
    await page.goto('/group-fixes');
    expect(await faultsOf(page)).toEqual([]);
    await page.click('text=Correct and send on');
    await page.click('text=Fix the other 1');
    expect(await page.textContent('h1')).toBe('Fix 1 claim');
    await context.close();
  }, 240_000);
});
