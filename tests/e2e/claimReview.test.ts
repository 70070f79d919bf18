import { contract } from '../../api/client';
import { type HeldClaim, makeHeldClaim } from '../factories/signals';
import { type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { DESKTOP, faultsOf, PHONE } from '../support/browser';
import { Screens } from '../support/screens';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let screens: Screens;
let biller: TestUser;
const held: HeldClaim[] = [];

beforeAll(async () => {
  screens = await Screens.open();
  const billing = await BillingDriver.inHospital(screens.api);
  for (let index = 0; index < 3; index += 1) {
    const made = await makeHeldClaim(screens.api.database, billing);
    await billing.openTask(made.claimId, 'review-claim', 'held');
    held.push(made);
  }
  biller = await screens.api.as('billing');
}, 120_000);
afterAll(() => screens?.close());

const claimOf = async (index: number) => (await biller.client.call(contract.readClaim, { params: { claimId: held[index]?.claimId ?? '' } })).claim;

describe('claims that stand out', () => {
  test.each([['a desk', DESKTOP, false], ['a phone, dark', PHONE, true]] as const)('are found on %s with reasons, money and deadline, and released with a reason', async (what, viewport, dark) => {
    const { page, context, complaints } = await screens.signIn(biller.username, { viewport, dark });
    const index = what === 'a desk' ? 0 : 1;
    const { number } = await claimOf(index);
    await page.goto('/claims');
    await page.click('tr:has-text("May be billed twice") >> text=Look at them');
    expect(await page.textContent('h1')).toBe('Claims to look at');
    expect(await faultsOf(page)).toEqual([]);
    const row = page.locator('tr', { has: page.locator(`a:text-is("${number}")`) });
    expect(await row.textContent()).toMatch(/May be billed twice\. *The same as claim \S+, line by line/);
    expect(await row.textContent()).toContain('$3,802.50');
    await page.click(`a:text-is("${number}")`);
    expect(await page.textContent('[aria-labelledby="review-title"]')).toContain('This stay');
    await page.click('summary:has-text("Void the claim")');
    await page.click('summary:has-text("Take lines off")');
    await page.click('summary:has-text("Release it")');
    expect(await faultsOf(page)).toEqual([]);
    await page.fill('#release-reason', 'Both stays are in the record.');
    await page.click('button:text-is("Release")');
    await page.waitForSelector('text=Decided; your name and the reason are on record.');
    expect(await page.isVisible('#review-title')).toBe(false);
    await page.click('summary:has-text("Looked at before")');
    expect(await page.textContent('main')).toContain('Both stays are in the record.');
    expect(await faultsOf(page)).toEqual([]);
    expect((await claimOf(index)).status).toBe('ready');
    await context.close();
    expect(complaints).toEqual([]);
  });

  test('are corrected by taking lines off; without a line chosen the page says so and keeps the claim', async () => {
    const { page, context } = await screens.signIn(biller.username);
    await page.goto(`/claims/${held[2]?.claimId}`);
    const before = await claimOf(2);
    await page.click('summary:has-text("Take lines off")');
    await page.fill('#correct-reason', 'Billed with the other stay.');
    await page.click('button:text-is("Take them off")');
    expect(await page.textContent('[role="alert"]')).toContain('Choose the lines to take off');
    expect((await claimOf(2)).chargeCents).toBe(before.chargeCents);
    await page.click('summary:has-text("Take lines off")');
    await page.check('input[name="lines"] >> nth=0');
    await page.fill('#correct-reason', 'Billed with the other stay.');
    await page.click('button:text-is("Take them off")');
    await page.waitForSelector('text=Decided; your name and the reason are on record.');
    expect((await claimOf(2)).chargeCents).toBeLessThan(before.chargeCents);
    await context.close();
  });
});
