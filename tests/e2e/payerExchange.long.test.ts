import { contract } from '../../api/client';
import { makePayer, type MadePayer, type MadeStay, makeStay, SIMPLE_PLAN } from '../factories/money';
import { type TestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { walk } from '../support/browser';
import { Screens } from '../support/screens';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let screens: Screens;
let api: TestApi;
let billing: BillingDriver;
let payer: MadePayer;
let stay: MadeStay;
let claimId: string;
let fileId: string;

beforeAll(async () => {
  screens = await Screens.open();
  ({ api } = screens);
  billing = await BillingDriver.inHospital(api);
  payer = await makePayer(api.database, { rules: { ...SIMPLE_PLAN, copayCents: 3_000, priorAuthorizationRequired: ['27130'] } });
  stay = await makeStay(api.database, { payer });
  ({ claimId } = await billing.send(stay.encounterId));
  fileId = '0195c1d0-3b2a-7abc-8def-0123456789aa';
  const { cipher } = api.database;
  await billing.rows("INSERT INTO exchange_files (id, content_hash, bytes, state, problem, received_at, name_enc) VALUES (?, REPEAT('a', 32), 12, 'failed', 'segment 12 (CLP02): this code is not allowed here; segment 40 (SE01): the count is wrong', NOW(3), ?)", [fileId, cipher.seal({ table: 'exchange_files', column: 'name_enc', id: fileId }, 'april.835')]);
  await billing.rows('INSERT INTO exchange_file_parts (file_id, part, content_enc) VALUES (?, 1, ?)', [fileId, cipher.seal({ table: 'exchange_file_parts', column: 'content_enc', id: `${fileId}/1` }, 'no interchange')]);
}, 120_000);
afterAll(() => screens?.close());

test('a registrar asks the payer about a coverage and sees what is left of the deductible', async () => {
  const { page, context, complaints } = await screens.signIn((await api.as('registrar')).username);
  await page.goto(`/patients/${stay.patient.id}/stays`);
  expect(await page.textContent('main')).toContain('The payer was not asked yet.');
  await page.click('text=Ask the payer now');
  await page.waitForSelector('text=The payer says active');
  const text = (await page.textContent('main')) ?? '';
  for (const part of ['$1,000.00 left of $1,000.00', 'Copay for a visit', '$30.00', 'Needed for 27130', '270 number', '271 number']) expect(text).toContain(part);
  await context.close();
  expect(complaints).toEqual([]);
});

test('billing asks where a claim stands, asks for an authorisation and sends the claim again', async () => {
  const { page, context, complaints } = await screens.signIn((await api.as('billing')).username);
  await page.goto(`/claims/${claimId}`);
  await page.click('text=Where does it stand?');
  await page.waitForSelector('text=P1: pending, in process');
  await page.click('text=Ask for an authorisation');
  await page.click('form[action$="/authorizations"] button');
  await page.waitForSelector('text=Being sent');
  await page.click('summary:has-text("Send again")');
  await page.fill('#resend-reason', 'The payer lost it');
  page.once('dialog', (dialog) => void dialog.accept());
  await page.click('form[action$="/resubmissions"] button.primary');
  await page.waitForSelector('text=To be sent again');
  expect(await billing.scalar('SELECT resubmission_pending FROM claims WHERE id = ?', [claimId])).toBe(1);
  await context.close();
  expect(complaints).toEqual([]);
});

test('an authorisation is asked for from the journey, and its question says what it is about', async () => {
  const { page, context, complaints } = await screens.signIn((await api.as('billing')).username);
  await page.goto(`/journeys/${stay.encounterId}`);
  await page.click('summary:has-text("Ask the payer beforehand")');
  await page.fill('#authorize-procedures', 'nothing');
  await page.click('form[action$="/authorizations"] button');
  await page.waitForSelector('text=give procedure codes of five characters');
  await page.click('summary:has-text("Ask the payer beforehand")');
  await page.fill('#authorize-procedures', 'g0378');
  await page.click('form[action$="/authorizations"] button');
  await page.waitForSelector('text=The request goes to the payer');
  expect(await page.textContent('section[aria-labelledby="authorized-head"]')).toMatch(/Being sent\s+G0378/);
  const [asked] = await billing.rows<{ id: string }>("SELECT id FROM payer_inquiries WHERE patient_id = ? AND kind = '270'", [stay.patient.id]);
  await page.goto(`/exchange/questions/${asked?.id ?? ''}`);
  expect(await page.textContent('main')).toMatch(/Is this person covered\?[^]*The coverage is active[^]*An authorisation is needed for 27130/);
  expect(await walk({ page, context, complaints }, [`/exchange/questions/${asked?.id ?? ''}`, `/journeys/${stay.encounterId}`])).toEqual([]);
  await context.close();
});

test('a supervisor sees why a file failed and tries it again; an administrator switches how a payer behaves', async () => {
  const supervisor = await screens.signIn((await api.as('billing-supervisor')).username);
  await supervisor.page.goto('/exchange?state=to-do');
  await supervisor.page.click('text=april.835');
  expect(await supervisor.page.textContent('main')).toContain('segment 12 (CLP02)');
  supervisor.page.once('dialog', (dialog) => void dialog.accept());
  await supervisor.page.click('text=Try again');
  await supervisor.page.waitForSelector('text=it still cannot be taken in');
  await supervisor.context.close();
  const admin = await screens.signIn((await api.as('administrator')).username);
  await admin.page.goto(`/exchange/payers/${payer.payerId}`);
  await admin.page.click('label:has([name="isDown"])');
  await admin.page.fill('#denyCodes', '50, 29');
  await admin.page.click('button:text-is("Save")');
  await admin.page.waitForSelector('text=Saved. It counts for what is sent from now on.');
  expect(await (await api.as('administrator')).client.call(contract.readPayerConnection, { params: { payerId: payer.payerId } })).toMatchObject({ behaviourIsDefault: false, behaviour: { isDown: true, denyCodes: ['50', '29'] } });
  await admin.page.fill('#denyCodes', '45');
  await admin.page.click('button:text-is("Save")');
  await admin.page.waitForSelector('[role="alert"]'); // a contractual reduction denies nothing
  await admin.context.close();
});

test('the pages fit, with nothing to stumble over', async () => {
  const visits: readonly (readonly [TestUser, readonly string[]])[] = [
    [await api.as('billing-supervisor', 'registrar'), ['/exchange', '/exchange/sent', '/exchange/payers', `/exchange/files/${fileId}`, `/claims/${claimId}`, `/patients/${stay.patient.id}/stays`]],
    [await api.as('administrator'), [`/exchange/payers/${payer.payerId}`]],
  ];
  for (const [{ username }, paths] of visits) {
    const person = await screens.signIn(username);
    expect(await walk(person, paths)).toEqual([]);
    await person.context.close();
  }
});
