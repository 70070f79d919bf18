import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { Secret, TOTP } from 'otpauth';
import { TEST_PASSWORD, TEST_TOTP_SECRET } from './api';

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

/** A person at a screen of their own, signed in. */
export async function signIn(browser: Browser, webUrl: string, username: string, options: { viewport?: { width: number; height: number }; dark?: boolean; password?: string } = {}): Promise<Person> {
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

/** What a reader with a screen reader or a keyboard would stumble over, one line each; and text that runs out of the screen. */
export async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(STANDARD).analyze();
  const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes.length} × ${nodes[0]?.html.slice(0, 160) ?? ''}`),
    ...(Number(wide) > 0 ? [`${String(wide)} px wider than the screen`] : []),
  ];
}
