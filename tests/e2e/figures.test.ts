import { makePayer } from '../factories/money';
import { makeWard } from '../factories/hospital';
import { makePathway, ordinaryPathway } from '../factories/pathways';
import { pathwayLabel } from '../../domain/pathway/declared';
import { taskType } from '../../domain/tasks/types';
import { projectChanges } from '../../api/services/analytics/project';
import { PHONE } from '../support/browser';
import { Screens } from '../support/screens';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let screens: Screens;
let wardId: string;
beforeAll(async () => {
  screens = await Screens.open();
  wardId = (await makeWard(1)).wardId;
  const payer = await makePayer(screens.api.database);
  for (const days of [50, 43, 36]) await makePathway(screens.api.database, ordinaryPathway(new Date(Date.now() - days * 86_400_000), { wardId, payer }));
  while ((await projectChanges(screens.api.database, () => new Date())) > 0);
}, 120_000);
afterAll(() => screens?.close());

test('a manager goes from the bottleneck to its trend, takes the table along, and an impossible question is refused in a sentence', async () => {
  const person = await screens.signIn((await screens.api.as('manager')).username, { viewport: PHONE });
  const { page } = person;
  await page.goto('/analytics');
  expect(await page.locator('main').innerText()).toContain('Journeys ended');
  const bottlenecks = page.locator('section[aria-labelledby="lost-head"]');
  await bottlenecks.locator('a').first().click();
  await page.waitForURL(/\/analytics\/times\?kind=task&name=/);
  expect(await page.locator('figure.chart.lines svg').getAttribute('aria-label')).toMatch(/by week\. half: from .* The table has every value\.$/);
  await page.locator('main details summary', { hasText: 'Every week' }).click();
  expect(await page.locator('main details table tbody tr').count()).toBeGreaterThanOrEqual(2);
  const file = await page.request.get(await page.locator('a[download]').getAttribute('href') ?? '');
  expect(file.headers()).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="careway-times.csv"' });
  expect((await file.text()).split('\r\n')[0]).toBe('Name,Group,Week,Finished,Median ms,9 of 10 ms,19 of 20 ms,Waiting,Working,Idle');
  // Two filters at once go from page to page; each says what they narrow there and what they cannot.
  await page.goto(`/analytics?wardId=${wardId}`);
  const steps = () => bottlenecks.locator('a').allInnerTexts();
  const ofAll = await steps();
  await page.locator('select[name="role"]').selectOption('nurse');
  await page.waitForURL((url) => url.searchParams.get('role') === 'nurse' && url.searchParams.get('wardId') === wardId);
  const nurses = (ordinaryPathway(new Date()).tasks ?? []).filter(([type]) => taskType(type).role === 'nurse').map(([type]) => pathwayLabel(type));
  expect((await steps()).sort()).toEqual([...new Set(nurses)].sort());
  expect(ofAll.some((label) => !nurses.includes(label))).toBe(true);
  expect(await page.locator('main').innerText()).toContain('The role narrows where time is lost.');
  await page.getByRole('link', { name: 'Variants' }).click();
  await page.waitForURL((url) => url.pathname === '/analytics/variants' && url.searchParams.get('role') === 'nurse' && url.searchParams.get('wardId') === wardId);
  expect(await page.locator('main').innerText()).toContain('The role is left aside here');
  await page.getByRole('link', { name: 'Conformance' }).click();
  await page.waitForURL((url) => url.pathname === '/analytics/conformance' && url.searchParams.get('role') === 'nurse' && url.searchParams.get('wardId') === wardId);
  expect(await page.locator('select[name="role"]').inputValue()).toBe('nurse');
  const refused = await page.goto('/analytics?from=2026-06-02&to=2026-06-01');
  expect(refused?.status()).toBe(400);
  expect(await page.locator('main').innerText()).toContain('The first day lies after the last.');
  await person.context.close();
});
