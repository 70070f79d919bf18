import { type Browser, type Page } from 'playwright-core';
import { type ApiClient, contract } from '../../api/client';
import { stableId } from '../../db/stableId';
import { internalMedicineCode } from '../../domain/medicines/barcodes';
import { DESKTOP, faultsOf, launchBrowser, PHONE } from '../support/browser';
import { awaitOn, choose, press, rowWith, tabTo, write } from '../support/keyboard';
import { PLAYED_PASSWORD, PlayedHospital } from '../support/playedHospital';
import { playJourney } from '../support/playJourney';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const [ACETAMINOPHEN, LISINOPRIL, HEPARIN] = ['313782', '314076', '1659263'] as const;
const CARE = ['medicine-round', 'check-high-alert', 'high-alert-round', 'observation-round'];
const LEAVING = ['sign-discharge-summary', 'discharge-teaching', 'financial-clearance'];

let played: PlayedHospital;
let browser: Browser;
/** Amara has the shift, Daniel the one before; Elena is the physician and Kofi cleans. */
let [amara, daniel, elena, kofi]: Page[] = [];
let [ill, leaving] = ['', ''];
let daniels: ApiClient;
const complaints: string[] = [];
const faults: string[] = [];

const bedId = (code: string) => stableId('bed', code);
const patientOf = async (journeyId: string) => (await played.everybody.call(contract.readJourney, { params: { journeyId } })).journey.patient;
const look = async (page: Page, where: string) => faults.push(...(await faultsOf(page)).map((fault) => `${where}: ${fault}`));

/** Two patients of Medicine: one in treatment with medicines of three kinds, one whose discharge is decided. */
async function admitBoth(): Promise<void> {
  const { everybody, colleague } = played;
  [ill, leaving] = [await played.admit({ family: 'Aldermoor', given: 'Ida' }), await played.admit({ family: 'Brackwater', given: 'Otto' })];
  let isPrescribed = false;
  const prescribe = (code: string, body: object) => everybody.call(contract.prescribe, { params: { encounterId: ill }, body: { code, schedule: 'scheduled', doseQuantity: 1, everyHours: 12, ...body } as never });
  await Promise.all([
    playJourney(everybody, ill, {
      answers: { 'assign-bed': { bedId: bedId('MED-01A') }, 'place-orders': { plannedHours: 48, orderSet: 'general-medicine' } }, colleague, leave: { stage: 'treatment', types: CARE },
      before: async (type) => {
        if (type !== 'verify-medicines' || isPrescribed) return;
        isPrescribed = true;
        await prescribe(LISINOPRIL, { doseUnit: 'tablet', route: 'oral' });
        await prescribe(HEPARIN, { doseUnit: 'mL', route: 'sc' });
      },
    }),
    playJourney(everybody, leaving, { answers: { 'assign-bed': { bedId: bedId('MED-02A') }, 'place-orders': { plannedHours: 2, orderSet: 'general-medicine' } }, colleague, leave: { stage: 'discharge', types: LEAVING } }),
  ]);
}

/** Sign in with the keyboard alone. */
async function sitDown(username: string, viewport: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({ baseURL: played.hospital.webUrl, viewport, reducedMotion: 'reduce' });
  context.setDefaultTimeout(90_000); // a busy machine takes its time
  const page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto('/login');
  await write(page, '#username', username);
  await write(page, '#password', PLAYED_PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/tasks');
  return page;
}

beforeAll(async () => {
  [played, browser] = await Promise.all([PlayedHospital.start({}, ['worker', 'web']), launchBrowser()]);
  const { token } = await played.hospital.nobody().call(contract.signIn, { body: { username: 'daniel.reyes', password: PLAYED_PASSWORD } });
  daniels = played.hospital.nobody().withToken(token);
  await admitBoth();
  const params = { encounterId: ill };
  const { sbar, version } = await daniels.call(contract.readHandover, { params });
  await daniels.call(contract.giveHandover, { params, body: { version, sbar: { ...sbar, recommendation: 'Watch the breathing.' } } });
  [amara, daniel, elena, kofi] = await Promise.all([sitDown('amara.okafor', PHONE), sitDown('daniel.reyes', PHONE), sitDown('elena.petrova', DESKTOP), sitDown('kofi.asante', DESKTOP)]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await played?.hospital.stop();
}, 60_000);

describe('a whole shift on a phone-size screen, by keyboard alone', () => {
  test('the handover is read and taken over with one action (hmislk#21654)', async () => {
    const page = amara!;
    await press(page, '.menu .more summary');
    await press(page, 'a[href="/shift"]');
    await page.waitForURL('**/shift');
    await look(page, 'shift');
    await press(page, `a[href="/handover/${ill}"]`);
    await page.waitForURL('**/handover/**');
    expect(await page.inputValue('#recommendation')).toBe('Watch the breathing.');
    await look(page, 'handover');
    await press(page, 'a.crumb');
    await page.waitForURL('**/shift');
    await press(page, 'form[action="/shift/acceptance"] button');
    await page.waitForSelector('.notice:has-text("Taken over")');
  });

  test('a medicine round: taken with a key, a wrong package refused, one dose given, one refused with its reason', async () => {
    const page = amara!;
    const { code: wristband } = await played.everybody.call(contract.readWristband, { params: { encounterId: ill } });
    await press(page, 'a[href="/tasks"]');
    await page.waitForURL('**/tasks');
    await rowWith(page, /Medicine round.*Aldermoor/s);
    await page.keyboard.press('c');
    await page.waitForSelector('[data-active] .face.mine');
    await page.keyboard.press('e');
    await page.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
    await look(page, 'medicine round');
    const rows = await page.$$eval('.rows-field .item', (items) => items.map((item) => ({ label: item.textContent ?? '', name: item.querySelector('[name$=".outcome"]')?.getAttribute('name')?.replace(/outcome$/, '') ?? '' })));
    const rowOf = (words: RegExp) => rows.find(({ label }) => words.test(label))?.name ?? '';
    const [given, refused] = [rowOf(/acetaminophen/i), rowOf(/lisinopril/i)];
    await write(page, '[name="wristband"]', wristband);
    await page.keyboard.press('Enter'); // as a scanner ends a code: it goes on, and sends nothing
    for (const name of rows.map((row) => row.name)) {
      await choose(page, `${name}outcome`, name === given ? 'given' : 'refused');
      if (name === given) await write(page, `[name="${name}medicineCode"]`, internalMedicineCode(HEPARIN));
      if (name === refused) {
        await choose(page, `${name}refusedReason`, 'unwell');
        await write(page, `[name="${name}note"]`, 'Feels sick.');
      }
    }
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('[data-error-summary]');
    expect(await page.textContent('[data-error-summary]')).toMatch(/This package is not the medicine that is ordered/);
    await look(page, 'wrong package');
    await write(page, `[name="${given}medicineCode"]`, internalMedicineCode(ACETAMINOPHEN));
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.notice:has-text("Task completed")');
    const { items } = await played.everybody.call(contract.listDoses, { params: { encounterId: ill } });
    expect(items.filter(({ outcome }) => outcome !== null).map(({ outcome }) => outcome).sort()).toEqual(['given', 'refused']);
  });

  test('observations at the bedside: an implausible value is questioned, and a high score calls for help', async () => {
    const page = amara!;
    await press(page, 'a[href="/observations"]');
    await page.waitForURL('**/observations');
    await look(page, 'observations');
    await rowWith(page, /Aldermoor/);
    await page.keyboard.press('e');
    await page.waitForURL('**/observe');
    for (const [name, value] of [['respirations', '26'], ['spo2', '91']] as const) await write(page, `[name="${name}"]`, value);
    await choose(page, 'onOxygen', 'true');
    await write(page, '[name="systolic"]', '98');
    await write(page, '[name="pulse"]', '211');
    await choose(page, 'consciousness', 'A');
    expect(await page.textContent('#f-pulse-error')).toMatch(/Pulse 211 \/min is unusually high.*Look again/);
    await write(page, '[name="temperature"]', '38,7');
    await page.keyboard.press('Control+Enter');
    expect(await page.evaluate('document.activeElement.name')).toBe('pulse'); // nothing was sent
    await look(page, 'questioned');
    await write(page, '[name="pulse"]', '121');
    await page.waitForSelector('#score:has-text("NEWS2 13")');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.notice:has-text("Emergency: call the team now")');
    expect(await page.textContent('.loop.open')).toContain('Nobody has come yet');
    await look(page, 'chart');
  });

  test('the call is answered, the patient observed again, and the loop is closed', async () => {
    await awaitOn(elena!, '/tasks', '[data-key]:has-text("Emergency response"):has-text("Aldermoor")');
    await rowWith(elena!, /Emergency response.*Aldermoor/s);
    await elena!.keyboard.press('e');
    await elena!.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
    await tabTo(elena!, '[name="seen"]');
    await elena!.keyboard.press('Space');
    await write(elena!, '[name="plan"]', 'Oxygen, fluids, blood cultures; observations every quarter of an hour.');
    await elena!.keyboard.press('Control+Enter');
    await elena!.waitForSelector('.notice:has-text("Task completed")');

    const page = amara!;
    await awaitOn(page, '/observations', '[data-key]:has-text("Aldermoor"):has-text("observe again")');
    await rowWith(page, /Aldermoor/);
    await page.keyboard.press('e');
    await page.waitForURL('**/observe');
    for (const [name, value] of [['respirations', '18'], ['spo2', '96']] as const) await write(page, `[name="${name}"]`, value);
    await choose(page, 'onOxygen', 'false');
    await write(page, '[name="systolic"]', '118');
    await write(page, '[name="pulse"]', '88');
    await choose(page, 'consciousness', 'A');
    await write(page, '[name="temperature"]', '37,6');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.notice:has-text("Observations saved")');
    expect(await page.textContent('.loops')).toMatch(/Closed.*NEWS2 13.*by Elena Petrova.*Observed again/s);
  });

  test('a high-alert medicine takes two: one checks, the other gives', async () => {
    const { code: wristband } = await played.everybody.call(contract.readWristband, { params: { encounterId: ill } });
    await awaitOn(daniel!, '/tasks', '[data-key]:has-text("Second check"):has-text("Aldermoor")');
    await rowWith(daniel!, /Second check.*Aldermoor/s);
    await daniel!.keyboard.press('e');
    await daniel!.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
    await write(daniel!, '[name="wristband"]', wristband);
    await write(daniel!, '[name$=".medicineCode"]', internalMedicineCode(HEPARIN));
    await tabTo(daniel!, '[name$=".agrees"]');
    await daniel!.keyboard.press('Space');
    await daniel!.keyboard.press('Control+Enter');
    await daniel!.waitForSelector('.notice:has-text("Task completed")');

    const page = amara!;
    await awaitOn(page, '/tasks', '[data-key]:has-text("Give high-alert medicines"):has-text("Aldermoor")');
    await rowWith(page, /Give high-alert medicines.*Aldermoor/s);
    await page.keyboard.press('e');
    await page.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
    await write(page, '[name="wristband"]', wristband);
    const outcome = await page.getAttribute('[name$=".outcome"]', 'name');
    await choose(page, outcome ?? '', 'given');
    await write(page, '[name$=".medicineCode"]', internalMedicineCode(HEPARIN));
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.notice:has-text("Task completed")');
    await page.goto(`/patients/${(await patientOf(ill)).id}/medicines`);
    expect(await page.textContent('main')).toMatch(/heparin.*Given.*Amara Okafor.*checked by Daniel Reyes/s);
    await look(page, 'drug chart');
  });

  test('a patient moves to another bed; the one left is not free before it is cleaned (marley#1141, hmislk#21587)', async () => {
    const page = amara!;
    await press(page, 'a[href="/beds"]');
    await page.waitForURL('**/beds');
    await look(page, 'beds');
    await press(page, `a[href="/beds/${bedId('MED-01A')}"]`);
    await page.waitForURL('**/beds/*');
    await choose(page, 'toBed', (await page.locator('select[name="toBed"] option:has-text("MED-03A")').getAttribute('value')) ?? '');
    await press(page, `form[action$="/move"] button`);
    await page.waitForSelector('.notice:has-text("Moved")');
    await awaitOn(kofi!, '/tasks', '[data-key]:has-text("Clean bed")');
    const bed = async () => (await played.everybody.call(contract.readBedBoard, {})).wards.flatMap(({ beds }) => beds).find(({ code }) => code === 'MED-01A')?.status;
    expect(await bed()).not.toBe('U');
    await rowWith(kofi!, /Clean bed/);
    await kofi!.keyboard.press('e');
    await kofi!.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
    await tabTo(kofi!, '[name="cleaned"]');
    await kofi!.keyboard.press('Space');
    await kofi!.keyboard.press('Control+Enter');
    await kofi!.waitForSelector('.notice:has-text("Task completed")');
    expect(await bed()).toBe('U');
  });

  test('a blocked discharge says what blocks it; the blocker leads to its task, and is gone when that is done (hmislk#22258)', async () => {
    const page = amara!;
    await page.goto(`/patients/${(await patientOf(leaving)).id}`);
    expect(await page.textContent('#discharge-title')).toBe('Discharge: blocked because');
    await look(page, 'blocked discharge');
    const task = await page.getAttribute('.branch a:has-text("Discharge teaching")', 'href');
    await press(page, `.branch a[href="${task ?? ''}"]`);
    await page.waitForURL(`**${task ?? ''}`);
    for (const name of ['medicinesReconciled', 'understood']) {
      await tabTo(page, `[name="${name}"]`);
      await page.keyboard.press('Space');
    }
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.notice:has-text("Task completed")');
    await page.goto(`/patients/${(await patientOf(leaving)).id}`);
    expect(await page.textContent('.branch:has(h3:text-is("Nursing"))')).toContain('Done');
    expect(await page.textContent('.branch:has(h3:text-is("Clinical"))')).toContain('Sign discharge summary');
  });

  test('the next handover is written, and says what happened', async () => {
    const page = amara!;
    await press(page, '.menu .more summary');
    await press(page, 'a[href="/shift"]');
    await page.waitForURL('**/shift');
    await page.goto(`/handover/${leaving}`);
    expect(await page.inputValue('#assessment')).toContain('Discharge teaching');
    await tabTo(page, '#recommendation');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\nThe daughter comes at nine.');
    await press(page, 'form[action^="/handover/"] button.primary');
    await page.waitForSelector('.notice:has-text("Handed over")');
    await press(page, '.menu .more summary');
    await press(page, 'a[href="/shift"]');
    await page.waitForURL('**/shift');
    expect(faults).toEqual([]);
    expect(complaints.filter((words) => !/422/.test(words))).toEqual([]); // the wrong package was answered with 422
  });
});
