import { contract } from '../../api/client';
import { hospitalDay } from '../../api/services/staff/hospitalZone';
import { newId } from '../../db/newId';
import { makePatient, type MadePatient } from '../factories/hospital';
import { makePayer, makeStay } from '../factories/money';
import { answerTo, make835, receive835 } from '../factories/remittances';
import { type TestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { DESKTOP, faultsInEveryLook, PHONE, walk } from '../support/browser';
import { RemittanceDesk } from '../support/remittanceDesk';
import { Screens } from '../support/screens';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let screens: Screens;
let api: TestApi;
let billing: BillingDriver;
let clerk: TestUser;
let supervisor: TestUser;
beforeAll(async () => {
  screens = await Screens.open();
  ({ api } = screens);
  billing = await BillingDriver.inHospital(api);
  [clerk, supervisor] = [await api.as('billing'), await api.as('billing-supervisor')];
}, 120_000);
afterAll(() => screens?.close());

const owing = async (patient?: MadePatient): Promise<string> => {
  const stay = await makeStay(api.database, { payer: null, ...(patient ? { patient } : {}) });
  await billing.capture(stay.encounterId);
  await billing.bill(stay.encounterId);
  return (await billing.rows<{ id: string }>('SELECT id FROM accounts WHERE encounter_id = ?', [stay.encounterId]))[0]?.id ?? '';
};
const balanceOf = async (accountId: string) => (await clerk.client.call(contract.readAccount, { params: { accountId } })).account.balance.patientCents;
const payAll = async (accountId: string, beyond: number) => clerk.client.call(contract.takePayment, { idempotencyKey: newId(), body: { accountId, cents: (await balanceOf(accountId)) + beyond, method: 'cash' } });

test('a clerk makes a plan and asks for a refund; a supervisor approves it; nothing moves twice', async () => {
  const [planned, credit] = [await owing(), await owing()];
  const desk = await screens.signIn(clerk.username, { viewport: DESKTOP });
  await desk.page.goto(`/accounts/${planned}`);
  await desk.page.click('summary:has-text("Payment plan")');
  expect(await faultsInEveryLook(desk.page)).toEqual([]);
  await desk.page.fill('#count', '4');
  await desk.page.click('button:has-text("Make the plan")');
  await desk.page.waitForSelector('text=Agreed. The patient is reminded');
  expect(await desk.page.locator('h2:has-text("Payment plan") .tag').textContent()).toBe('Agreed');
  expect(await faultsInEveryLook(desk.page)).toEqual([]);

  await payAll(credit, 30_000);
  await desk.page.goto(`/accounts/${credit}`);
  await desk.page.click('summary:has-text("Refund the patient")');
  await desk.page.fill('#amount-refund', '400');
  await desk.page.fill('#reason-refund', 'Paid twice');
  await desk.page.click('form[action$="/refunds"] button');
  expect(await desk.page.textContent('#amount-refund-error')).toContain('$300.00'); // too much: what was typed stays, and the reason is beside it
  expect(await desk.page.inputValue('#reason-refund')).toBe('Paid twice');
  await desk.page.fill('#amount-refund', '250.00');
  await desk.page.dblclick('form[action$="/refunds"] button');
  await desk.page.waitForSelector('text=Waits for a second person');
  expect(await billing.scalar('SELECT COUNT(*) FROM money_requests WHERE account_id = ?', [credit])).toBe(1);
  await desk.context.close();

  const second = await screens.signIn(supervisor.username, { viewport: DESKTOP });
  await second.page.goto('/money/requests');
  expect(await faultsInEveryLook(second.page)).toEqual([]);
  await second.page.click('summary:has-text("Decide")');
  await second.page.fill('input[name="note"]', 'Seen on the bank statement');
  await second.page.click('button:has-text("Approve $250.00")');
  await second.page.waitForSelector('text=Approved and posted.');
  expect(await balanceOf(credit)).toBe(-5_000);
  await second.page.goto('/money/requests?status=all&q=nobody-of-that-name');
  expect(await second.page.textContent('.empty')).toContain('Nothing matches');
  await second.context.close();
  expect([...desk.complaints, ...second.complaints].filter((one) => !one.includes('422'))).toEqual([]);
});

test('a patient on a phone sees what is due and what is not, agrees to the plan and prints their own papers', async () => {
  const patient = await makePatient(api.database, { given: 'Robin' });
  const user = await api.asPatient(patient.id);
  const accountId = await owing(patient);
  await billing.send((await makeStay(api.database, { payer: await makePayer(api.database), patient, endedDaysAgo: 9 })).encounterId);
  await clerk.client.call(contract.proposePaymentPlan, { params: { accountId }, idempotencyKey: newId(), body: { count: 3, firstDueOn: hospitalDay(new Date(Date.now() + 20 * 86_400_000)), rhythm: 'month' } });
  const { page, context, complaints } = await screens.signIn(user.username, { viewport: PHONE, dark: true });
  await page.goto('/my-care');
  expect(await page.textContent('main')).toContain('Look at the payment plan we propose');
  await page.goto('/my-care/bills');
  expect(await page.textContent('main')).toContain('Do not pay it');
  expect(await faultsInEveryLook(page)).toEqual([]);
  await page.click('button:has-text("I agree to this plan")');
  await page.waitForSelector('text=Agreed. We remind you before each instalment.');
  expect(await page.textContent('main')).toContain('Nothing is due today.');
  for (const link of await page.$$eval('a[href$=".pdf"]', (links) => links.map((one) => one.getAttribute('href') ?? ''))) {
    const answer = await page.request.get(link);
    expect([link, answer.status(), answer.headers()['content-type']]).toEqual([link, 200, 'application/pdf']);
  }
  const foreign = await page.request.get(`/accounts/${await owing()}/statement.pdf`);
  expect(foreign.status()).toBe(404);
  await context.close();
  expect(complaints).toEqual([]);
});

test('the pages of accounts, payers’ credits and limits fit, with nothing to stumble over', async () => {
  const payer = await makePayer(api.database);
  const { answers } = await receive835(api, payer.payerId, make835([{ number: 'C00009998', charge: 40_000, paid: 25_000, adjustments: [{ group: 'CO', reason: '45', cents: 15_000 }] }]));
  await clerk.client.call(contract.setAnswerAside, { params: { answerId: answers[0]?.answerId ?? '' }, body: { version: (await clerk.client.call(contract.readAnswer, { params: { answerId: answers[0]?.answerId ?? '' } })).answer.version, reason: 'Not our patient' } });
  const accountId = await owing();
  await payAll(accountId, 7_500);
  const both = await api.as('billing', 'manager');
  const person = await screens.signIn(both.username);
  expect(await walk(person, [`/accounts/${accountId}`, '/money/payer-credits', '/money/limits', '/money/requests?status=all'])).toEqual([]);
  await person.context.close();
});

test('an answer that fits no claim is compared with one and posted, another is split, on pages that fit everywhere', async () => {
  const desk = new RemittanceDesk(billing, await makePayer(api.database), clerk);
  const [one, two, three] = [await desk.sent({ nights: 1, panels: 1, doses: 0, procedures: 2 }), await desk.sent(), await desk.sent()];
  const [matched, split] = [await desk.queued([answerTo({ number: 'X-1', charge: one.charge })]), await desk.queued([answerTo({ number: 'BOTH', charge: two.charge + three.charge })])];
  const { page, context } = await screens.signIn(clerk.username, { viewport: DESKTOP });
  await page.goto(`/remittances/answers/${matched.answerId}?q=${one.number}`);
  await page.click('a:has-text("Compare")');
  expect(await faultsInEveryLook(page)).toEqual([]);
  await page.click('button:has-text("Post $")');
  await page.waitForSelector('text=Take back');
  expect(await desk.balance(one.claimId)).toMatchObject({ open: 0 });

  await page.goto(`/remittances/answers/${split.answerId}`);
  await page.click('summary:has-text("Split it")');
  expect(await faultsInEveryLook(page)).toEqual([]);
  for (const [part, claim] of [[1, two], [2, three]] as const) {
    const { paid, adjustments = [] } = answerTo(claim);
    const dollars = (cents: number) => (cents / 100).toFixed(2);
    const amounts = { claim: claim.number, charge: dollars(claim.charge), paid: dollars(paid), ...Object.fromEntries(adjustments.map(({ group, reason, cents }) => [`${group}-${reason}`, dollars(cents)])) };
    for (const [name, value] of Object.entries(amounts)) await page.fill(`[name="part.${part}.${name}"]`, value);
  }
  await page.click('button:text-is("Split")');
  await page.waitForSelector('h2:has-text("Parts")');
  expect([await desk.balance(two.claimId), await desk.balance(three.claimId)]).toMatchObject([{ open: 0 }, { open: 0 }]);
  await context.close();
});
