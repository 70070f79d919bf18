import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { Secret, TOTP } from 'otpauth';
import { TEST_PASSWORD, TEST_TOTP_SECRET } from './api';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export const DESKTOP = { width: 1440, height: 900 } as const;
export const PHONE = { width: 390, height: 844 } as const;

/** Debian's Chromium, which `npm test` finds or installs. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium', headless: true, args: FLAGS });
}

export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser complained of: refused by the content security policy, script errors, requests that failed. */
  readonly complaints: string[];
}

export interface SignInOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly dark?: boolean;
  readonly password?: string;
}

/** A person at a screen of their own, signed in. */
export async function signIn(browser: Browser, webUrl: string, username: string, options: SignInOptions = {}): Promise<Person> {
  const context = await browser.newContext({ baseURL: webUrl, viewport: options.viewport ?? DESKTOP, colorScheme: options.dark ? 'dark' : 'light', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto('/login');
  await page.fill('#username', username);
  await page.fill('#password', options.password ?? TEST_PASSWORD);
  await page.click('button.primary');
  if (await page.locator('#totp').isVisible()) {
    await page.fill('#password', options.password ?? TEST_PASSWORD);
    await page.fill('#totp', new TOTP({ secret: Secret.fromBase32(TEST_TOTP_SECRET) }).generate());
    await page.click('button.primary');
    await page.waitForURL((url) => url.pathname !== '/login');
    complaints.length = 0; // the 401 that asks for the code
  }
  await page.waitForURL((url) => url.pathname !== '/login');
  return { context, page, complaints };
}

/**
 * A page as people see it: at a desk or on a phone, by day or by night. Colours change with the light and places with the width, so two of the four
 * looks hold all there is. Where SCREENSHOTS names a folder each of the four is looked at and pictured.
 */
const LOOKS = [
  ['desk', DESKTOP, 'light', true],
  ['desk, dark', DESKTOP, 'dark', false],
  ['phone, dark', PHONE, 'dark', true],
  ['phone', PHONE, 'light', false],
] as const;

/** Opens pages one after the other and answers what is wrong with them in any look, and what the browser complained of. */
export async function walk({ page, complaints }: Person, paths: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  for (const path of paths) {
    const answer = await page.goto(path);
    if (answer?.status() !== 200) faults.push(`${path}: ${answer?.status() ?? 'no answer'}`);
    faults.push(...(await faultsInEveryLook(page)).map((fault) => `${path}: ${fault}`));
  }
  return [...faults, ...complaints];
}

/** The faults of the page that is open, in every look; with a picture of each where SCREENSHOTS names a folder. */
export async function faultsInEveryLook(page: Page): Promise<string[]> {
  const [viewport, faults, folder] = [page.viewportSize() ?? DESKTOP, [] as string[], process.env['SCREENSHOTS']];
  for (const [look, size, colorScheme, holdsAll] of LOOKS) {
    if (!holdsAll && !folder) continue;
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    faults.push(...(await faultsOf(page)).map((fault) => `${look}: ${fault}`));
    if (folder) await page.screenshot({ path: join(folder, `${pictureName(page.url())} ${look.replace(', ', ' ')}.png`), fullPage: true });
  }
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme: null });
  return faults;
}

/** Choose one of a form's answers as people do: by its words, once they stand still and nothing lies on them. */
export async function choose(page: Page, name: string, value: string): Promise<void> {
  const answer = `[name="${name}"][value="${value}"]`;
  await page.click(`label:has(${answer})`);
  if (!(await page.isChecked(answer))) throw new Error(`${name} did not take ${value}.`);
}

/** What a page's address says, without the IDs in it. */
function pictureName(url: string): string {
  const { pathname, search } = new URL(url);
  return (pathname + search).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '').replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '');
}

// Only what is wrong is worked out in full. No page has frames, so the plain run sees all of it; no rule of these tags reads style sheets, so none is fetched for it.
const SCAN = `axe.run(document, ${JSON.stringify({ runOnly: { type: 'tag', values: STANDARD }, resultTypes: ['violations'], preload: false })})
  .then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.length, nodes[0].html.slice(0, 160)]))`;

/** What a reader with a screen reader or a keyboard would stumble over, one line each; and text that runs out of the screen. */
export async function faultsOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(AXE);
  const found = await page.evaluate<[id: string, times: number, html: string][]>(SCAN);
  const faults = found.map(([id, times, html]) => `${id}: ${times} × ${html}`);
  return [...faults, ...(await widthFault(page))];
}

async function widthFault(page: Page): Promise<string[]> {
  const wide = Number(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'));
  return wide > 0 ? [`${wide} px wider than the screen`] : [];
}
