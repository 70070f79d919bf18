import { type Browser } from 'playwright-core';
import { contract } from '../../api/client';
import { Appointment, Observation, StaffUser } from '../../db/models';
import { newId } from '../../db/newId';
import { type Role } from '../../domain/roles';
import { makeJourney, makePatient, makeWard, type MadeJourney } from '../factories/hospital';
import { CareDriver } from '../factories/clinical';
import { makeTask } from '../factories/tasks';
import { fillStay } from '../factories/wardStay';
import { type TestApi, startTestApi } from '../support/api';
import { DESKTOP, faultsOf, launchBrowser, PHONE, signIn } from '../support/browser';
import { startTestWeb, type TestWeb } from '../support/web';

// Many pages a test, each scanned; a busy machine takes its time.
jest.setTimeout(240_000);

let api: TestApi;
let web: TestWeb;
let browser: Browser;
let wardId: string;
let journeys: MadeJourney[];

beforeAll(async () => {
  [api, browser] = await Promise.all([startTestApi(), launchBrowser()]);
  web = await startTestWeb(api.url);
  const ward = await makeWard(6);
  wardId = ward.wardId;
  journeys = [];
  for (let index = 0; index < 5; index += 1) {
    const journey = await makeJourney(api.database, { wardId, bedId: ward.bedIds[index] ?? '' });
    journeys.push(journey);
    await makeTask(journey, 'observation-round', { wardId, dueInMinutes: index * 10 - 15 });
    await makeTask(journey, 'place-orders', { wardId, dueInMinutes: index * 20 });
  }
}, 120_000);
afterAll(async () => {
  await browser.close();
  await web.stop();
  await api.stop();
});

/** The first page of each role and where it leads. */
const PAGES: readonly (readonly [Role, readonly string[]])[] = [
  ['nurse', ['/tasks', '/tasks?scope=mine', '/observations', '/observations?show=overdue', '/patients', '/beds', '/beds/census', '/shift', '/journeys', '/alerts', '/profile', '/profile/password', '/profile/second-factor', '/leave', '/teams']],
  ['physician', ['/tasks', '/patients', '/observations', '/results']],
  ['pharmacist', ['/tasks', '/medicines']],
  ['radiologist', ['/tasks', '/patients']],
  ['billing', ['/claims', '/claims/reviews', '/claims/figures', '/claims/underpayments', '/group-fixes', '/group-fixes/new', '/accounts', '/money/requests', '/money/payer-credits', '/money/limits', '/remittances', '/remittances/payments', '/remittances/new', '/incidents']],
  ['charge-nurse', ['/shift', '/roster']],
  ['billing-supervisor', ['/exchange', '/exchange/sent', '/exchange/payers']],
  ['manager', ['/roster', '/journeys', '/journeys?by=ward', '/incidents']],
  ['administrator', ['/admin', '/admin/users', '/admin/users/new', '/admin/deliveries', '/audit']],
  ['registrar', ['/patients/new', '/tasks']],
];

describe('every home', () => {
  for (const [role, paths] of PAGES) {
    for (const [label, viewport, dark] of [['desk', DESKTOP, false], ['phone, dark', PHONE, true]] as const) {
      test(`${role} at a ${label}: fits, and nothing to stumble over`, async () => {
        const user = await api.as(role);
        const person = await signIn(browser, web.url, user.username, { viewport, dark });
        const faults: string[] = [];
        for (const path of paths) {
          const answer = await person.page.goto(path);
          if (answer?.status() !== 200) faults.push(`${path}: ${answer?.status() ?? 'no answer'}`);
          faults.push(...(await faultsOf(person.page)).map((fault) => `${path}: ${fault}`));
        }
        await person.context.close();
        expect(faults).toEqual([]);
        expect(person.complaints).toEqual([]);
      });
    }
  }

  test('task, patient and journey pages too', async () => {
    const { page, context, complaints } = await signIn(browser, web.url, (await api.as('nurse')).username, { viewport: PHONE });
    const [journey] = journeys;
    const faults: string[] = [];
    await page.goto('/tasks');
    await page.click('[data-next]');
    await page.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
    faults.push(...(await faultsOf(page)));
    for (const section of ['', '/results', '/observations', '/medicines', '/notes', '/stays']) {
      await page.goto(`/patients/${journey?.patient.id}${section}`);
      faults.push(...(await faultsOf(page)).map((fault) => `patient${section}: ${fault}`));
    }
    await (await api.as('nurse')).client.call(contract.recordObservations, { params: { encounterId: journey?.journeyId ?? '' }, body: { values: { pulse: 80 } } });
    await page.goto(`/patients/${journey?.patient.id}/observations`);
    await page.click('a[href*="/observations/error"]');
    faults.push(...(await faultsOf(page)).map((fault) => `entered in error: ${fault}`));
    await page.goto(`/journeys/${journey?.journeyId}`);
    faults.push(...(await faultsOf(page)));
    await context.close();
    expect(faults).toEqual([]);
    expect(complaints).toEqual([]);
  });

  for (const [label, viewport, dark] of [['desk', DESKTOP, false], ['phone, dark', PHONE, true]] as const) {
    test(`the pages of a patient with a full record, at a ${label}`, async () => {
      const { wardId: ward, bedIds } = await makeWard(2);
      const journey = await makeJourney(api.database, { wardId: ward, bedId: bedIds[0] ?? '', patient: await makePatient(api.database, { family: 'Wolfeschlegelsteinhausenbergerdorff', given: 'Maximiliana Philippa' }) });
      const care = await CareDriver.start(api);
      const { doseId, asNeededId, reportId } = await fillStay(api, care, journey);
      const discharge = await makeTask(journey, 'discharge-teaching', { wardId: ward });
      await makeTask(journey, 'sign-discharge-summary', { wardId: ward });
      await api.database.sequelize.query("UPDATE journeys SET stage = 'discharge' WHERE id = ?", { replacements: [journey.journeyId] });
      const [of, stay] = [`/patients/${journey.patient.id}`, `?stay=${journey.journeyId}`];
      const sections = (names: readonly string[]) => names.map((section) => of + section);
      const visits: readonly (readonly [Role, readonly string[]])[] = viewport === DESKTOP ? [['nurse', sections(['', '/results', '/observations', '/medicines'])]] : [
        ['nurse', [...sections(['', '/results', '/observations', '/medicines', '/nursing', '/notes', '/stays', '/observe']), `${of}/doses/${doseId}${stay}`, `${of}/medicines/${asNeededId}/give${stay}`, `${of}/reconciliation${stay}`, `${of}/wristband${stay}`, `${of}/specimens${stay}`, `/tasks/${discharge}`, `/handover/${journey.journeyId}`, `/beds/${bedIds[0]}`, `/journeys/${journey.journeyId}`]],
        ['physician', [...sections(['/results', '/observations', '/medicines']), `${of}/prescribe${stay}`, `${of}/prescribe${stay}&code=1659263`, `${of}/order-tests${stay}`, `${of}/reconciliation${stay}`, '/results']],
        ['lab', [`${of}/reports/${reportId}/change${stay}`]],
        ['charge-nurse', [`/wards/${ward}/assignments`, `/roster?wardId=${ward}`]],
      ];
      const faults: string[] = [];
      for (const [role, paths] of visits) {
        const person = await signIn(browser, web.url, (await care.user(role)).username, { viewport, dark });
        for (const path of paths) {
          const answer = await person.page.goto(path);
          if (answer?.status() !== 200) faults.push(`${role} ${path}: ${answer?.status() ?? 'no answer'}`);
          faults.push(...(await faultsOf(person.page)).map((fault) => `${role} ${path}: ${fault}`));
        }
        faults.push(...person.complaints);
        await person.context.close();
      }
      expect(faults).toEqual([]);
    });
  }

  test('ordering tests, and a result over time', async () => {
    const [journey] = journeys;
    const result = { patientId: journey?.patient.id ?? '', encounterId: journey?.journeyId ?? '', category: 'laboratory', systemCode: 'LOINC', code: '2823-3', unit: 'mmol/L', referenceLow: '3.5', referenceHigh: '5' };
    await Observation.bulkCreate([4.1, 6.8].map((value, index) => ({ ...result, id: newId(), valueNumber: String(value), interpretation: index === 1 ? 'HH' : 'N', effectiveAt: new Date(Date.now() - (2 - index) * 3_600_000) })));
    const { page, context, complaints } = await signIn(browser, web.url, (await api.as('physician')).username, { viewport: PHONE, dark: true });
    const faults: string[] = [];
    for (const path of ['order-tests', 'results/2823-3']) {
      await page.goto(`/patients/${journey?.patient.id}/${path}?stay=${journey?.journeyId}`);
      faults.push(...(await faultsOf(page)).map((fault) => `${path}: ${fault}`));
    }
    await context.close();
    expect(faults).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('a patient on a phone sees the next appointment, what to do and what is owed', async () => {
    const patient = await makePatient(api.database, { given: 'Robin' });
    const user = await api.as('patient');
    await StaffUser.update({ patientId: patient.id }, { where: { id: user.id } });
    const startsAt = new Date(Date.now() + 3 * 86_400_000);
    await Appointment.create({ id: newId(), patientId: patient.id, kind: 'follow-up', status: 'booked', startsAt, endsAt: new Date(startsAt.getTime() + 1_800_000) });
    const { page, context, complaints } = await signIn(browser, web.url, user.username, { viewport: PHONE });
    await page.waitForURL('**/my-care');
    const text = (await page.textContent('main')) ?? '';
    for (const part of ['Hello Robin', 'Follow up', 'What you need to do', '$0.00']) expect(text).toContain(part);
    expect(await faultsOf(page)).toEqual([]);
    await page.goto('/my-care/accesses');
    expect(await faultsOf(page)).toEqual([]);
    await context.close();
    expect(complaints).toEqual([]);
  });
});

describe('the inbox by keyboard', () => {
  test('j and k move, x selects, c claims, e starts, ? explains', async () => {
    const user = await api.as('nurse');
    const { page, context } = await signIn(browser, web.url, user.username);
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
    const journey = await makeJourney(api.database, { wardId });
    const taskId = await makeTask(journey, 'observation-round', { wardId });
    const { page, context } = await signIn(browser, web.url, (await api.as('nurse')).username);
    await page.goto(`/tasks/${taskId}`);
    for (const [name, value] of [['respirations', '16'], ['spo2', '97'], ['systolic', '120'], ['pulse', '720'], ['temperature', '36,8']]) await page.fill(`[name="${name}"]`, value ?? '');
    await page.check('[name="onOxygen"][value="false"]', { force: true });
    await page.check('[name="consciousness"][value="A"]', { force: true });
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
