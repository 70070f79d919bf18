import { type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright-core';
import { faultsInEveryLook, launchBrowser } from '../support/browser';
import { type TestApi, startTestApi, TEST_PASSWORD } from '../support/api';
import { freePort } from '../support/ports';
import { startTestWeb, type TestWeb } from '../support/web';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let api: TestApi;
let web: TestWeb;
let browser: Browser;
let at: string;

// A passkey belongs to a name and a port, so both are known before API and web start.
beforeAll(async () => {
  const port = await freePort();
  at = `http://localhost:${port}`;
  api = await startTestApi({ env: { CAREWAY_WEB_URL: at, SECOND_FACTOR_ROLES: 'patient,manager' } });
  web = await startTestWeb(api.url, { CAREWAY_WEB_URL: at }, port);
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await web?.stop();
  await api?.stop();
});

/** A telephone with a fingerprint, as Chromium plays one. */
async function withFingerprint(): Promise<{ context: BrowserContext; page: Page; cdp: CDPSession; authenticatorId: string; complaints: string[] }> {
  const context = await browser.newContext({ baseURL: at, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => void dialog.accept());
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  return { context, page, cdp, authenticatorId, complaints };
}

async function signIn(page: Page, username: string): Promise<void> {
  await page.goto('/login');
  await page.fill('#username', username);
  await page.fill('#password', TEST_PASSWORD);
  await page.click('form[action="/login"] button');
  await page.waitForURL((url) => url.pathname !== '/login');
}

test('a nurse adds the fingerprint of her telephone, and is in with one touch from then on', async () => {
  const nurse = await api.as('nurse');
  const { context, page, cdp, authenticatorId, complaints } = await withFingerprint();
  await signIn(page, nurse.username);
  await page.goto('/profile');
  await page.fill('#passkey-name', 'My telephone');
  await page.click('text=Add this device');
  await page.waitForSelector('td:has-text("My telephone")');
  expect(await faultsInEveryLook(page)).toEqual([]);
  await page.click('summary:has-text("Your account")');
  await page.click('text=Sign out');
  await page.waitForURL(/\/login$/);
  expect(await faultsInEveryLook(page)).toEqual([]);
  await page.click('text=Sign in with your fingerprint');
  await page.waitForURL(/\/tasks$/);
  await page.goto('/profile');
  expect(await page.locator('tr:has-text("This one")').innerText()).toContain('Passkey');
  // A finger that the device does not know.
  await page.click('summary:has-text("Your account")');
  await page.click('text=Sign out');
  await page.waitForURL(/\/login$/);
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await page.click('text=Sign in with your fingerprint');
  await page.waitForSelector('[data-passkey-problem]:visible:has-text("Try again")');
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
  await page.click('text=Sign in with your fingerprint');
  await page.waitForURL(/\/tasks$/);
  await page.goto('/profile');
  await page.click('button:has-text("Remove")');
  await page.waitForSelector('text=It signs in no more');
  expect(complaints).toEqual([]);
  await context.close();
});

test('a manager who has no second factor yet is led to one, keeps the recovery codes, and confirms with the finger before changing it', async () => {
  const manager = await api.as('manager');
  await api.database.sequelize.query('UPDATE staff_users SET totp_secret_enc = NULL, totp_confirmed_at = NULL WHERE id = ?', { replacements: [manager.id] });
  const { context, page } = await withFingerprint();
  await signIn(page, manager.username);
  expect(new URL(page.url()).pathname).toBe('/profile/second-factor');
  expect(await faultsInEveryLook(page)).toEqual([]);
  await page.click('text=add the fingerprint of this device');
  await page.click('text=Add this device');
  await page.waitForSelector('#recovery-codes');
  expect(await page.locator('#recovery-codes li').count()).toBe(10);
  expect(await faultsInEveryLook(page)).toEqual([]);
  await page.click('text=I have kept them');
  await page.waitForURL(/\/journeys$/);
  await api.database.sequelize.query('UPDATE sessions SET confirmed_at = NOW(3) - INTERVAL 9 HOUR WHERE user_id = ?', { replacements: [manager.id] });
  await page.goto('/profile');
  await page.click('text=New recovery codes');
  await page.waitForURL(/\/profile\/confirm/);
  expect(await faultsInEveryLook(page)).toEqual([]);
  await page.click('text=Confirm with your fingerprint');
  await page.waitForURL(/\/profile$/);
  await page.click('text=New recovery codes');
  await page.waitForSelector('#recovery-codes');
  await context.close();
});
