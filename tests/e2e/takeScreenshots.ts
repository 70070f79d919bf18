import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { choose, DESKTOP, launchBrowser, PHONE } from '../support/browser';

// Pictures for the documents, of a demonstration hospital that is running (npm start): npx tsx tests/e2e/takeScreenshots.ts
const ROOT = join(__dirname, '..', '..');
const FOLDER = join(ROOT, 'docs', 'screenshots');
const WEB = `http://127.0.0.1:${process.env['PORT_BASE'] ?? '4600'}`;

interface Picture {
  readonly name: string;
  readonly role: string;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly dark?: boolean;
  /** Goes to the page and makes it ready. */
  readonly show: (page: Page) => Promise<unknown>;
}

const first = async (page: Page, list: string, link: string): Promise<string> => {
  await page.goto(list);
  return (await page.locator(link).first().getAttribute('href')) ?? list;
};
/** The record of somebody on the round: the one who goes down, or the one with the critical potassium. */
const recordOf = async (page: Page, section: string): Promise<string> => `${(await first(page, '/observations?show=deteriorating', '[data-rows] [data-key] a')).replace(/\/observations$/, '')}${section}`;
const recordWith = async (page: Page, task: string, section: string): Promise<string> => `${(await taskPatient(page, task))}${section}`;
async function taskPatient(page: Page, type: string): Promise<string> {
  await page.goto(await first(page, `/tasks?scope=all&type=${type}`, '[data-rows] [data-key] .main a'));
  return (await page.locator('.patient .who a').getAttribute('href')) ?? '/patients';
}

const PICTURES: readonly Picture[] = [
  { name: 'inbox', role: 'nurse', viewport: DESKTOP, show: (page) => page.goto('/tasks') },
  { name: 'inbox-phone-dark', role: 'nurse', viewport: PHONE, dark: true, show: (page) => page.goto('/tasks') },
  { name: 'keys', role: 'nurse', viewport: DESKTOP, show: async (page) => { await page.goto('/tasks'); await page.keyboard.press('?'); } },
  { name: 'shift-phone', role: 'nurse', viewport: PHONE, show: (page) => page.goto('/shift') },
  { name: 'handover-phone', role: 'nurse', viewport: PHONE, show: async (page) => page.goto(await first(page, '/shift', 'a[href^="/handover/"]')) },
  { name: 'observations-phone', role: 'nurse', viewport: PHONE, show: (page) => page.goto('/observations') },
  {
    name: 'bedside-phone', role: 'nurse', viewport: PHONE,
    show: async (page) => {
      await page.goto(await recordOf(page, '/observe'));
      for (const [name, value] of Object.entries({ respirations: '24', spo2: '93', systolic: '101', pulse: '211' })) await page.fill(`[name="${name}"]`, value);
      await choose(page, 'onOxygen', 'true');
      await page.keyboard.press('Tab');
      await page.locator('[name="pulse"]').evaluate((field) => field.scrollIntoView({ block: 'center' }));
    },
  },
  { name: 'deterioration', role: 'nurse', viewport: DESKTOP, show: async (page) => page.goto(await recordOf(page, '/observations')) },
  { name: 'deterioration-phone-dark', role: 'nurse', viewport: PHONE, dark: true, show: async (page) => page.goto(await recordOf(page, '/observations')) },
  { name: 'drug-chart', role: 'nurse', viewport: DESKTOP, show: async (page) => page.goto(await recordWith(page, 'check-high-alert', '/medicines')) },
  { name: 'give-phone', role: 'nurse', viewport: PHONE, show: async (page) => page.goto(await first(page, await recordOf(page, '/medicines'), 'a[href*="/doses/"]:visible')) },
  { name: 'results-phone', role: 'physician', viewport: PHONE, show: async (page) => { await page.goto(await recordWith(page, 'acknowledge-critical-result', '/results')); await page.locator('td:has-text("Potassium")').first().evaluate((row) => row.scrollIntoView({ block: 'center' })); } },
  { name: 'beds-dark', role: 'nurse', viewport: DESKTOP, dark: true, show: (page) => page.goto('/beds') },
  { name: 'blocked-discharge', role: 'charge-nurse', viewport: DESKTOP, show: async (page) => page.goto(await recordWith(page, 'discharge-teaching', '')) },
  { name: 'board', role: 'manager', viewport: DESKTOP, show: (page) => page.goto('/journeys') },
];

async function signedIn(browser: Browser, logins: readonly { role: string; username: string; password: string }[], { role, viewport, dark }: Picture): Promise<Page> {
  const login = logins.find((one) => one.role === role);
  const context = await browser.newContext({ baseURL: WEB, viewport, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto('/login');
  await page.fill('#username', login?.username ?? '');
  await page.fill('#password', login?.password ?? '');
  await page.click('button.primary');
  await page.waitForURL((url) => url.pathname !== '/login');
  return page;
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  mkdirSync(FOLDER, { recursive: true });
  const logins = JSON.parse(execFileSync(join(ROOT, 'bin', 'careway'), ['logins', '--json'], { encoding: 'utf8' })) as { role: string; username: string; password: string }[];
  const browser = await launchBrowser();
  for (const picture of PICTURES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const page = await signedIn(browser, logins, picture);
    await picture.show(page);
    await page.waitForTimeout(600); // live state and scores arrive
    await page.screenshot({ path: join(FOLDER, `${picture.name}.png`) });
    await page.context().close();
    process.stdout.write(`${picture.name}\n`);
  }
  await browser.close();
}

void main();
