import { contract } from '../../api/client';
import { startTestApi, type TestApi } from '../support/api';
import { PlainBrowser, startTestWeb, type TestWeb } from '../support/web';

let api: TestApi;
let web: TestWeb;
beforeAll(async () => {
  api = await startTestApi();
  web = await startTestWeb(api.url);
});
afterAll(async () => {
  await web.stop();
  await api.stop();
});

async function browse(role: Parameters<TestApi['as']>[0]): Promise<PlainBrowser> {
  const browser = new PlainBrowser(web.url);
  await browser.signIn((await api.as(role)).username);
  return browser;
}
const CBC = 'laboratory.58410-2';
const PAIN = 'medicine.313782';
const HEAD = { version: '0', label: 'Hip fracture', source: 'NICE CG124, 2011.', why: 'Asked for by the surgeons.' };

describe('keeping order sets without scripts', () => {
  test('lines are added one after the other, what is wrong stands beside its line with all that was typed, and the right one is saved', async () => {
    const browser = await browse('administrator');
    await browser.get('/order-sets/new');
    const added = await browser.post('/order-sets/new', { ...HEAD, step: 'add', 'add.laboratory': '58410-2', 'add.medicine': '313782' });
    expect([added.status, added.text.includes('Complete blood count'), added.text.includes(`name="${PAIN}.dose"`)]).toEqual([200, true, true]);
    const lines: [string, string][] = [...Object.entries(HEAD), ['step', 'save'], ['_line', CBC], [`${CBC}.tick`, 'true'], [`${CBC}.priority`, 'urgent'], ['_line', PAIN], [`${PAIN}.unit`, 'mg'], [`${PAIN}.route`, 'oral'], [`${PAIN}.every`, '8']];
    const refused = await browser.post('/order-sets/new', [...lines, [`${PAIN}.dose`, '99999']]);
    expect(refused.status).toBe(422);
    expect(refused.text).toMatch(/Acetaminophen 325 MG Oral Tablet.*at once; at most/s);
    expect(refused.text).toContain('value="99999"');
    const saved = await browser.post('/order-sets/new', [...lines, [`${PAIN}.dose`, '650']]);
    expect([saved.status, saved.location]).toEqual([303, '/order-sets/hip-fracture']);
    const { client } = await api.as('nurse');
    expect(await client.call(contract.readOrderSet, { params: { setCode: 'hip-fracture' } })).toMatchObject({ label: 'Hip fracture', items: [{ code: '58410-2', priority: 'urgent', isPreselected: true }, { code: '313782', doseQuantity: 650, everyHours: 8, isPreselected: false }] });
  });

  test('a line is left out, the set goes out of use, and its versions tell', async () => {
    const browser = await browse('administrator');
    await browser.get('/order-sets/stroke');
    const set = await (await api.as('administrator')).client.call(contract.readOrderSet, { params: { setCode: 'stroke' } });
    const lines = set.items.flatMap(({ category, code, isPreselected, priority }): [string, string][] => [['_line', `${category}.${code}`], [`${category}.${code}.priority`, priority], ...(isPreselected ? [[`${category}.${code}.tick`, 'true']] as [string, string][] : [])]);
    await browser.post('/order-sets/stroke', [...lines, ['laboratory.57698-3.out', 'true'], ['version', '1'], ['label', set.label], ['source', set.source], ['why', 'Not at night.'], ['isRetired', 'true'], ['step', 'save'], ...set.reasons.map(({ code }): [string, string] => ['reasons', code])]);
    const page = (await browser.get('/order-sets/stroke')).text;
    for (const words of ['Version 2', 'Out of use', 'Not at night.', 'Taken out of use.', 'Left out: Lipid panel.']) expect(page).toContain(words);
    expect((await browser.get('/order-sets')).text).not.toContain('/order-sets/stroke');
    expect((await browser.get('/order-sets?show=retired')).text).toContain('/order-sets/stroke');
  });

  test('who may not change them reads them, and makes none', async () => {
    const browser = await browse('nurse');
    const page = (await browser.get('/order-sets/pneumonia')).text;
    expect([page.includes('A physician in charge or an administrator changes it.'), page.includes('Save as a new version')]).toEqual([true, false]);
    expect((await browser.get('/order-sets/new')).status).toBe(403);
    expect((await browser.post('/order-sets/pneumonia', { ...HEAD, version: '1', step: 'save', _line: CBC })).status).toBe(403);
  });
});
