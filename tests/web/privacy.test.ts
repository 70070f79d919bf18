import { contract } from '../../api/client';
import { makeJourney, type MadeJourney } from '../factories/hospital';
import { makeTask } from '../factories/tasks';
import { type TestApi, startTestApi, TEST_PASSWORD, TEST_TOTP_SECRET } from '../support/api';
import { PlainBrowser, startTestWeb, type TestWeb } from '../support/web';
import { Secret, TOTP } from 'otpauth';

let api: TestApi;
let web: TestWeb;
let stay: MadeJourney;
beforeAll(async () => {
  api = await startTestApi();
  web = await startTestWeb(api.url);
  stay = await makeJourney(api.database);
  await (await api.as('registrar')).client.call(contract.setLabel, { params: { patientId: stay.patient.id }, body: { confidentiality: 'R', sensitivity: 'EMP' } });
});
afterAll(async () => {
  await web.stop();
  await api.stop();
});

async function browserOf(...roles: Parameters<TestApi['as']>): Promise<PlainBrowser> {
  const browser = new PlainBrowser(web.url);
  await browser.signIn((await api.as(...roles)).username);
  return browser;
}

describe('the whole record', () => {
  test('is handed over as a file to read; who signed in long ago shows first who they are, and comes back to the page, not to the file', async () => {
    const registrar = await api.as('registrar');
    const desk = new PlainBrowser(web.url);
    await desk.signIn(registrar.username);
    const page = `/patients/${stay.patient.id}`;
    const file = await desk.get(`${page}/record.pdf`);
    expect([file.status, file.headers.get('content-type'), file.headers.get('cache-control'), file.text.slice(0, 5)]).toEqual([200, 'application/pdf', 'no-store', '%PDF-']);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="health-record.pdf"');
    await api.database.sequelize.query('UPDATE sessions SET confirmed_at = NOW(3) - INTERVAL 9 HOUR WHERE user_id = ?', { replacements: [registrar.id] });
    for (const name of ['record.pdf', 'record.json']) {
      const { status, location } = await desk.get(`${page}/${name}`, { referer: web.url + page });
      expect([status, location]).toEqual([303, `/profile/confirm?next=${encodeURIComponent(page)}`]);
    }
  });
});

describe('a restricted record on the web', () => {
  test('every page about it says nothing of it, and to who gives care where the glass is', async () => {
    const taskId = await makeTask(stay, 'observation-round');
    const nurse = await browserOf('nurse');
    for (const path of [`/patients/${stay.patient.id}`, `/patients/${stay.patient.id}/observations`, `/journeys/${stay.journeyId}`, `/tasks/${taskId}`, `/summaries/${stay.journeyId}`, `/handover/${stay.journeyId}`, `/patients/${stay.patient.id}/wristband`]) {
      const page = await nurse.get(path);
      expect([path, page.status]).toEqual([path, 403]);
      expect(page.text).not.toMatch(new RegExp(`${stay.patient.family}|${stay.patient.mrn}`));
      expect(page.text).toContain('href="/glass?record');
    }
    const manager = await (await browserOf('manager')).get(`/journeys/${stay.journeyId}`);
    expect([manager.status, manager.text.includes('/glass?')]).toEqual([404, false]);
    expect((await nurse.get('/tasks?scope=all')).text).toContain('Restricted patient');
  });

  test('works through the glass without scripts: reason, banner with the time left, closing', async () => {
    const doctor = await browserOf('physician');
    await doctor.get(`/glass?record=journeyId&id=${stay.journeyId}`);
    const form = { record: 'journeyId', id: stay.journeyId, reason: 'emergency', back: `/journeys/${stay.journeyId}` };
    const short = await doctor.post('/glass', { ...form, words: 'now' });
    expect([short.status, short.text.includes('aria-invalid="true"')]).toEqual([422, true]);
    expect((await doctor.post('/glass', { ...form, back: 'https://evil.example', words: 'Unresponsive on the ward' })).location).toBe(`/patients/${stay.patient.id}`);
    for (const path of [`/patients/${stay.patient.id}`, `/patients/${stay.patient.id}/observations`, `/journeys/${stay.journeyId}`]) {
      const { status, text } = await doctor.get(path);
      expect([path, status, /data-glass="[^"]+"/.test(text), text.includes('through broken glass')]).toEqual([path, 200, true, true]);
    }
    const [, close = ''] = /action="(\/glass\/[^"]+\/end)"/.exec((await doctor.get(`/patients/${stay.patient.id}`)).text) ?? [];
    expect((await doctor.post(close)).location).toBe('/patients');
    expect((await doctor.get(`/patients/${stay.patient.id}`)).status).toBe(403);
  });

  test('is restricted, directed and released at the desk', async () => {
    const { patient } = await makeJourney(api.database);
    const desk = await browserOf('registrar');
    const path = `/patients/${patient.id}/privacy`;
    await desk.get(path);
    const restrict = () => desk.post(`/patients/${patient.id}/labels`, { confidentiality: 'R', sensitivity: 'CEL', reason: 'Asked at the desk', stayId: '' });
    expect((await restrict()).location).toBe(path);
    expect((await restrict()).text).toContain('It is restricted for this reason already.');
    expect((await desk.post(`/patients/${patient.id}/directives`, { choice: 'access:deny', who: 'role:coder' })).location).toBe(path);
    expect((await desk.post(`/patients/${patient.id}/directives`, { choice: 'access:deny', who: '' })).text).toContain('Name a person or a role.');
    const { text } = await desk.get(path);
    expect(text).toContain('Restricted: Well known to the public');
    expect(text).toContain('Everybody who is coder may not open the record');
    for (const action of [...text.matchAll(/action="(\/patients\/[^"]+\/(?:end|withdrawal))"/g)].map(([, address]) => address ?? '')) expect((await desk.post(action, { version: '1' })).location).toBe(path);
    expect((await desk.get(path)).text).toContain('Taken back');
  });

  test('is the patient’s to direct, by themselves', async () => {
    const { patient } = await makeJourney(api.database);
    const user = await api.asPatient(patient.id);
    await (await api.as('nurse')).client.call(contract.readPatient, { params: { patientId: patient.id } });
    const phone = new PlainBrowser(web.url);
    await phone.get('/login');
    await phone.post('/login', { username: user.username, password: TEST_PASSWORD, totp: new TOTP({ secret: Secret.fromBase32(TEST_TOTP_SECRET) }).generate() });
    const page = await phone.get('/my-care/privacy');
    const [, nurse = ''] = /<option value="(user:[0-9a-f-]+)">/.exec(page.text) ?? [];
    expect((await phone.post('/my-care/privacy', { choice: 'access:deny', who: nurse })).location).toBe('/my-care/privacy');
    expect((await phone.post('/my-care/privacy', { choice: 'share:deny:payer' })).location).toBe('/my-care/privacy');
    const said = await phone.get('/my-care/privacy');
    expect(said.text).toContain('Do not tell the insurance');
    expect(said.text).toMatch(/Test nurse \w+ may not open my record/);
    const [, withdrawal = ''] = /action="(\/my-care\/privacy\/[^"]+\/withdrawal)"/.exec(said.text) ?? [];
    expect((await phone.post(withdrawal, { version: '1' })).location).toBe('/my-care/privacy');
  });
});

describe('an amendment on the web', () => {
  test('is asked for by the patient without scripts, and what was added stands on the chart beside the entry', async () => {
    const { patient, journeyId } = await makeJourney(api.database);
    const user = await api.asPatient(patient.id);
    const phone = new PlainBrowser(web.url);
    await phone.get('/login');
    await phone.post('/login', { username: user.username, password: TEST_PASSWORD, totp: new TOTP({ secret: Secret.fromBase32(TEST_TOTP_SECRET) }).generate() });
    const list = await phone.get('/my-care/amendments/new?kind=encounter');
    const [, href = ''] = /href="(\/my-care\/amendments\/new\?[^"]*entry[^"]+)"/.exec(list.text) ?? [];
    expect((await phone.get(href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='))).text).toContain('What is wrong?');
    const form = { kind: 'encounter', entryId: journeyId, wanted: 'I came a day earlier', reason: 'My ticket says so' };
    const short = await phone.post('/my-care/amendments', { ...form, reason: 'x' });
    expect([short.status, short.text.includes('I came a day earlier')]).toEqual([422, true]); // what was typed is kept
    expect((await phone.post('/my-care/amendments', form)).location).toBe('/my-care/amendments');
    const { client } = await api.as('privacy-officer');
    const { items: [asked] } = await client.call(contract.listPatientAmendments, { params: { patientId: patient.id } });
    const workflowId = `amendment-${asked?.id}`;
    const { taskId } = await (await api.service()).call(contract.openAmendmentTask, { params: { amendmentId: asked?.id ?? '' }, idempotencyKey: workflowId, body: { workflowId, step: 'decide', type: 'decide-amendment' } });
    await client.call(contract.completeTask, { params: { taskId: taskId ?? '' }, body: { version: 1, values: { decision: 'accept', addition: 'The patient came on the day before.' } } });
    expect((await phone.get('/my-care/amendments')).text).toContain('The patient came on the day before.');
    const nurse = await browserOf('nurse');
    expect((await nurse.get(`/patients/${patient.id}/stays`)).text).toMatch(/<h2>.*Amended<.*The patient came on the day before\./s);
    expect((await nurse.get(`/patients/${patient.id}/notes`)).text).not.toContain('came on the day before');
  });
});
