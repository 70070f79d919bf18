import { join } from 'node:path';
import { openIncident } from '../../api/services/incidents/incidents';
import { actUnattended } from '../../api/http/unattended';
import { refreshJourney } from '../../api/services/journeys/refresh';
import { COMMAND_LINE } from '../../bin/support/record';
import { makeJourney, makePatient, makeWard, type MadeJourney } from '../factories/hospital';
import { makeTask } from '../factories/tasks';
import { faultsInEveryLook, type Person, PHONE } from '../support/browser';
import { Screens } from '../support/screens';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let screens: Screens;
let late: MadeJourney;
let stuck: MadeJourney;

beforeAll(async () => {
  screens = await Screens.open({ live: true });
  const { database, deps: { keys } } = screens.api;
  const { wardId, bedIds } = await makeWard(4);
  late = await makeJourney(database, { wardId, bedId: bedIds[0] ?? '', patient: await makePatient(database, { family: 'Overstayer' }) });
  stuck = await makeJourney(database, { wardId, bedId: bedIds[1] ?? '', patient: await makePatient(database, { family: 'Standstill' }) });
  for (let n = 0; n < 6; n += 1) await makeTask(await makeJourney(database, { wardId }), 'observation-round', { wardId, dueInMinutes: 60 + n });
  const taskId = await makeTask(late, 'sign-discharge-summary', { dueInMinutes: -90 });
  await database.sequelize.query("UPDATE tasks SET sla_rung = 'due' WHERE id = ?", { replacements: [taskId] });
  await actUnattended({ database, keys, principal: COMMAND_LINE }, async (act) => {
    await openIncident(act, { workflowId: stuck.workflowId, journeyId: stuck.journeyId, claimId: null, step: 'capture-charges', errorClass: 'ServerError', message: 'No answer in time', attempts: 5 }, 'board-test');
    for (const { journeyId } of [late, stuck]) await refreshJourney(act, journeyId);
  });
}, 120_000);
afterAll(() => screens?.close());

async function keepPicture({ page }: Person, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

describe('a manager', () => {
  test('comes from the board to the answer “why is this patient still here” in three clicks', async () => {
    const person = await screens.signIn((await screens.api.as('manager')).username);
    const { page } = person;
    await keepPicture(person, 'board-home');
    await page.click('.figures a:has-text("Past a deadline")');
    await page.waitForURL(/sla=breached/);
    await page.click('a:has-text("Overstayer")');
    await page.waitForURL(/\/journeys\/[0-9a-f-]{36}$/);
    // The answer stands there: what it waits for, that nobody has it, since when; one more click is the task itself.
    expect(await page.locator('.notice.problem').innerText()).toMatch(/Waits for “Sign discharge summary” \(nobody has it\): overdue/i);
    await keepPicture(person, 'journey-late');
    // So does the drawn pathway: the overdue box leads to the task's line on this page.
    expect(await page.locator('.pathway svg.wide a.in-trouble').allTextContents()).toEqual([expect.stringMatching(/Sign discharge\s+summary\s+Overdue/)]);
    await page.click('.pathway svg.wide a.in-trouble');
    // Marked, and still so when the page has fetched itself.
    const marked = page.locator('tr:target, tr[data-aimed]');
    expect(await marked.innerText()).toContain('Sign discharge summary');
    const replaced = page.evaluate("new Promise((resolve) => document.addEventListener('careway:replaced', () => resolve(true), { once: true }))");
    await page.evaluate("document.body.dispatchEvent(new CustomEvent('live:poll', { detail: {} }))");
    await replaced;
    expect(await marked.innerText()).toContain('Sign discharge summary');
    await page.click('#waits a:has-text("discharge summary")');
    await page.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
    expect(person.complaints).toEqual([]);
    await person.context.close();
  });

  test('sees what is stuck, with its cause and its ways out, and prints the journey', async () => {
    const person = await screens.signIn((await screens.api.as('manager')).username, { viewport: PHONE });
    const { page } = person;
    await keepPicture(person, 'board-home-phone');
    await page.fill('input[name="q"]', 'Standstill');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=Standstill/);
    await page.click('a:has-text("Standstill")');
    await page.waitForURL(/\/journeys\/[0-9a-f-]{36}$/);
    expect(await page.locator('.notice.problem').first().innerText()).toContain('Stuck at “Capture charges”: somebody has to decide');
    expect(await page.locator('article.incident').innerText()).toContain('No answer in time');
    expect(await faultsInEveryLook(page)).toEqual([]);
    await keepPicture(person, 'journey-stuck-phone');
    expect(await page.locator('.pathway svg.tall a.in-trouble').getAttribute('href')).toBe(`#${await page.locator('article.incident').getAttribute('id')}`);
    await page.click('.pathway svg.tall a:has-text("Diagnostics")');
    await page.waitForURL(/stage=diagnostics#story$/);
    expect(await page.locator('#story').innerText()).toContain('Nothing is on record of this stage yet.');
    const pdf = await page.request.get(`/journeys/${stuck.journeyId}/journey.pdf`);
    expect([pdf.status(), pdf.headers()['content-type']]).toEqual([200, 'application/pdf']);
    await page.emulateMedia({ media: 'print' });
    expect([await page.locator('.side').isVisible(), await page.locator('.pathway svg.wide').isVisible(), await page.locator('article.incident form').first().isVisible()]).toEqual([false, true, false]);
    await page.emulateMedia({ media: 'screen' });
    await page.goto('/processes/versions');
    expect(await page.locator('main').innerText()).toContain('Temporal does not answer');
    await person.context.close();
  });

  test('the board and the drawn pathway change by themselves when a journey gets stuck', async () => {
    const person = await screens.signIn((await screens.api.as('manager')).username);
    const { page } = person;
    await page.goto('/journeys?q=Overstayer');
    await page.locator('tr:has-text("Overstayer")').waitFor();
    const journey = await person.context.newPage();
    await journey.goto(`/journeys/${late.journeyId}`);
    await journey.locator('.pathway svg.wide a.current:has-text("Admission")').waitFor();
    const { database, deps } = screens.api;
    await actUnattended({ database, keys: deps.keys, principal: COMMAND_LINE, onDone: ({ announcements }) => deps.onAnnouncements(announcements) }, async (act) => {
      await openIncident(act, { workflowId: late.workflowId, journeyId: late.journeyId, claimId: null, step: 'plan-care-1', errorClass: 'ServerError', message: 'No answer in time', attempts: 5 }, 'board-live');
    });
    await page.locator('tr:has-text("Overstayer") .tag.red:has-text("stuck step")').waitFor({ timeout: 30_000 });
    await journey.locator('.pathway svg.wide a.in-trouble:has-text("Admission")').waitFor({ timeout: 30_000 });
    await person.context.close();
  });
});
