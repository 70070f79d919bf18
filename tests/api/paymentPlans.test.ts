import { contract } from '../../api/client';
import { DAY_MS } from '../../domain/time';
import { makePatient, type MadePatient } from '../factories/hospital';
import { makePayer, makeStay } from '../factories/money';
import { type TestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';

let api: TestApi;
let billing: BillingDriver;
let clerk: TestUser;
/** The record's clock: nine in the morning some months ago, whatever time it is now; moved forward by the tests. */
const START = Math.floor(Date.now() / DAY_MS - 300) * DAY_MS + 9 * 3_600_000;
let clock = START;
beforeAll(async () => {
  billing = await BillingDriver.open({ clock: () => new Date(clock) });
  ({ api } = billing);
  clerk = await api.as('billing');
});
beforeEach(() => {
  clock = START;
});
afterAll(() => api.stop());

const onDay = (days: number): string => new Date(START + days * DAY_MS).toISOString().slice(0, 10);
const moveTo = (days: number): void => {
  clock = START + days * DAY_MS;
};
interface Owing { readonly accountId: string; readonly patient: MadePatient; readonly totalCents: number; readonly invoiceId: string }
const owing = async (): Promise<Owing> => {
  const patient = await makePatient(api.database);
  await billing.rows('UPDATE patients SET contact_enc = ? WHERE id = ?', [api.database.cipher.sealJson({ table: 'patients', column: 'contact_enc', id: patient.id }, { email: 'someone@example.org', address: { line: '2 Elm Street', city: 'Boston', state: 'MA', postalCode: '02110' } }), patient.id]);
  const stay = await makeStay(api.database, { payer: null, patient, endedDaysAgo: 301 });
  await billing.capture(stay.encounterId);
  const { totalCents, invoiceId } = await billing.bill(stay.encounterId);
  const [account] = await billing.rows<{ id: string }>('SELECT id FROM accounts WHERE encounter_id = ?', [stay.encounterId]);
  return { accountId: account?.id ?? '', patient, totalCents, invoiceId: invoiceId ?? '' };
};
const propose = (accountId: string, over: object = {}, idempotencyKey = billing.key()) =>
  clerk.client.call(contract.proposePaymentPlan, { params: { accountId }, idempotencyKey, body: { count: 3, firstDueOn: onDay(30), rhythm: 'week', agreement: 'phone', ...over } });
const page = (accountId: string) => clerk.client.call(contract.readAccount, { params: { accountId } });
const pay = (accountId: string, cents: number) => clerk.client.call(contract.takePayment, { idempotencyKey: billing.key(), body: { accountId, cents, method: 'card' } });
const collect = (accountId: string) => billing.service.call(contract.collectAccount, { params: { accountId }, idempotencyKey: billing.key() });
const told = async (patient: MadePatient) => (await billing.rows<{ template: string }>("SELECT template FROM notifications WHERE recipient_id = ? AND template NOT IN ('invoice-issued') ORDER BY created_at, id", [patient.id])).map(({ template }) => template);
const days = ({ afterMs }: { afterMs: number | null }) => (afterMs === null ? null : Math.ceil(afterMs / DAY_MS));

describe('a payment plan', () => {
  test('divides what the patient owes to the cent; a double click makes one', async () => {
    const { accountId, totalCents } = await owing();
    const key = billing.key();
    const [one, again] = await Promise.all([propose(accountId, {}, key), propose(accountId, {}, key)]);
    expect(again).toEqual(one);
    const { plan, dueNowCents } = await page(accountId);
    expect(plan).toMatchObject({ id: one.id, status: 'active', agreement: 'phone', totalCents, paidCents: 0, dueCents: 0 });
    expect(plan?.instalments.reduce((sum, { cents }) => sum + cents, 0)).toBe(totalCents);
    expect(plan?.instalments.map(({ dueOn }) => dueOn)).toEqual([onDay(30), onDay(37), onDay(44)]);
    expect(dueNowCents).toBe(0);
    const known = await problemOf(propose(accountId));
    expect([known.status, known.problem.holder?.name]).toEqual([409, clerk.name]);
    expect((await problemOf(propose((await owing()).accountId, { firstDueOn: onDay(-1) }))).status).toBe(422);
  });

  test('made twice at once stands once', async () => {
    const { accountId } = await owing();
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => propose(accountId)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await billing.scalar('SELECT COUNT(*) FROM payment_plans WHERE account_id = ?', [accountId])).toBe(1);
  });

  test('payments go to the oldest instalment; paid in full it is kept, and stands again when a payment is taken back', async () => {
    const { accountId, totalCents } = await owing();
    await propose(accountId);
    await pay(accountId, 100);
    expect((await page(accountId)).plan?.instalments.map(({ cents, openCents }) => cents - openCents)).toEqual([100, 0, 0]);
    const { id } = await pay(accountId, totalCents - 100);
    expect((await page(accountId)).plan).toMatchObject({ status: 'kept', paidCents: totalCents });
    await clerk.client.call(contract.reversePayment, { params: { paymentId: id }, idempotencyKey: billing.key(), body: { reason: 'Card refused' } });
    expect((await page(accountId)).plan).toMatchObject({ status: 'active', paidCents: 100 });
    await billing.expectSound();
  });

  test('reminds before each instalment and once when it is late, each once (openemr#11477); a kept plan is never dunned', async () => {
    const { accountId, patient } = await owing();
    await propose(accountId);
    expect(days(await collect(accountId))).toBe(27);
    expect(await told(patient)).toEqual([]);
    moveTo(27.5);
    expect(days(await collect(accountId))).toBe(4); // the day after it is due
    await collect(accountId);
    expect(await told(patient)).toEqual(['instalment-due']);
    const first = (await page(accountId)).plan?.instalments[0]?.cents ?? 0;
    moveTo(31.5);
    await collect(accountId);
    expect(await told(patient)).toEqual(['instalment-due', 'instalment-late']);
    expect((await page(accountId)).dueNowCents).toBe(first);
    await pay(accountId, first);
    moveTo(40); // the invoice itself was due on day 30: reminders of it would have gone out
    await collect(accountId);
    expect((await told(patient)).filter((template) => template === 'invoice-reminder')).toEqual([]);
    expect((await page(accountId)).plan?.status).toBe('active');
  });

  test('not kept ends after the grace: patient and billing are told once, and dunning goes on from there', async () => {
    const { accountId, patient } = await owing();
    await propose(accountId);
    moveTo(41.5);
    await collect(accountId);
    expect((await page(accountId)).plan?.status).toBe('defaulted');
    expect(await told(patient)).toEqual(['plan-broken', 'invoice-reminder']);
    expect(await billing.scalar("SELECT COUNT(*) FROM notifications WHERE recipient_id = ? AND template = 'account-overdue'", [clerk.id])).toBeGreaterThan(0);
    await collect(accountId);
    expect(await told(patient)).toEqual(['plan-broken', 'invoice-reminder']);
    expect((await propose(accountId, { firstDueOn: onDay(60) })).status).toBe('active'); // another way can be found
  });

  test('asked for in the portal is agreed to by the patient alone, and not when their debt has changed meanwhile', async () => {
    const { accountId, patient } = await owing();
    const { id, status } = await propose(accountId, { agreement: null });
    expect(status).toBe('proposed');
    const agree = (by: TestUser, version = 1) => by.client.call(contract.agreePaymentPlan, { params: { paymentPlanId: id }, body: { version } });
    const [self, other] = [await api.asPatient(patient.id), await api.asPatient((await makePatient(api.database)).id)];
    expect((await problemOf(agree(other))).status).toBe(404); // CVE-2026-25745: an ID opens nobody else's record
    expect((await problemOf(agree(clerk))).status).toBe(403);
    const { id: paymentId } = await pay(accountId, 100);
    expect((await problemOf(agree(self))).status).toBe(422);
    await clerk.client.call(contract.reversePayment, { params: { paymentId }, idempotencyKey: billing.key(), body: { reason: 'Not theirs' } });
    expect(await agree(self)).toMatchObject({ status: 'active' });
    expect((await problemOf(agree(self))).status).toBe(409);
    const portal = await self.client.call(contract.readPortal, { params: { patientId: patient.id } });
    expect(portal).toMatchObject({ dueNowCents: 0, accounts: [{ id: accountId, plan: { status: 'active', agreement: 'portal' } }] });
  });

  test('cancelled, the rest is due as any balance', async () => {
    const { accountId, totalCents } = await owing();
    const { id } = await propose(accountId);
    await clerk.client.call(contract.cancelPaymentPlan, { params: { paymentPlanId: id }, body: { version: 1, reason: 'Pays at once' } });
    expect(await page(accountId)).toMatchObject({ dueNowCents: totalCents, plan: { status: 'cancelled' } });
    expect((await problemOf(clerk.client.call(contract.cancelPaymentPlan, { params: { paymentPlanId: id }, body: { version: 2, reason: 'Again' } }))).status).toBe(409);
  });
});

describe('an unpaid invoice', () => {
  test('is reminded of a week after it was due, and twice more, each once; then a person looks', async () => {
    const { accountId, patient } = await owing();
    expect(days(await collect(accountId))).toBe(37);
    for (const [day, reminders] of [[36, 0], [37.5, 1], [38, 1], [51.5, 2], [65.5, 3], [79.5, 3], [100, 3]] as const) {
      moveTo(day);
      await collect(accountId);
      expect([day, (await told(patient)).length]).toEqual([day, reminders]);
    }
    expect(await collect(accountId)).toEqual({ afterMs: null });
    expect(await billing.scalar("SELECT COUNT(*) FROM notifications WHERE recipient_id = ? AND event_id LIKE 'invoice/%/overdue'", [clerk.id])).toBe(1);
  });

  test('is not dunned while insurance has to decide, and its statement asks for nothing of that', async () => {
    const payer = await makePayer(api.database);
    const patient = await makePatient(api.database);
    const { encounterId } = await makeStay(api.database, { payer, patient, endedDaysAgo: 301 });
    await billing.send(encounterId);
    const [account] = await billing.rows<{ id: string }>('SELECT id FROM accounts WHERE encounter_id = ?', [encounterId]);
    const accountId = account?.id ?? '';
    const { dueNowCents, account: { balance } } = await page(accountId);
    expect([dueNowCents, balance.patientCents]).toEqual([0, 0]);
    expect(balance.insurancePendingCents).toBeGreaterThan(0);
    moveTo(200);
    await collect(accountId);
    expect(await told(patient)).toEqual([]);
    expect((await problemOf(propose(accountId, { firstDueOn: onDay(210) }))).problem.title).toContain('owes nothing');
  });

  test('starts the collection of its account with the commit that issues it', async () => {
    const { accountId, invoiceId } = await owing();
    expect(await billing.rows('SELECT kind, name, starts, dedup_id AS dedup FROM workflow_commands WHERE workflow_id = ?', [`collection-${accountId}`])).toEqual([{ kind: 'signal', name: 'accountChanged', starts: 'collection', dedup: `collection-${accountId}/invoice/${invoiceId}` }]);
  });
});

describe('on paper', () => {
  const pdf = (content: string) => Buffer.from(content, 'base64').subarray(0, 5).toString('latin1');

  test('a patient prints their own statement and invoice, nobody else’s', async () => {
    const { accountId, invoiceId, patient } = await owing();
    await propose(accountId);
    const [self, other] = [await api.asPatient(patient.id), await api.asPatient((await makePatient(api.database)).id)];
    const statement = (by: TestUser) => by.client.call(contract.printStatement, { params: { accountId } });
    const invoice = (by: TestUser) => by.client.call(contract.printInvoice, { params: { invoiceId } });
    for (const print of [statement, invoice]) {
      const { content, fileName } = await print(self);
      expect(pdf(content)).toBe('%PDF-');
      expect(fileName).toMatch(/^(statement-A|invoice-INV-)\d+\.pdf$/); // numbers only, never a name
      expect(pdf((await print(clerk)).content)).toBe('%PDF-');
      expect((await problemOf(print(other))).status).toBe(404);
      expect((await problemOf(print(await api.as('nurse')))).status).toBe(403);
    }
  });
});
