import pino from 'pino';
import { type z } from 'zod';
import { contract } from '../../api/client';
import { startCheckingLedger } from '../../api/services/money/keptLedgerCheck';
import { newId } from '../../db/newId';
import { type MadeStay, makePayer, makeStay } from '../factories/money';
import { answerTo, type SaidOfClaim, undoing } from '../factories/remittances';
import { type TestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';
import { RemittanceDesk } from '../support/remittanceDesk';

let api: TestApi;
let billing: BillingDriver;
let clerk: TestUser;
let desk: RemittanceDesk;
beforeAll(async () => {
  billing = await BillingDriver.open();
  ({ api } = billing);
  clerk = await api.as('billing');
  desk = new RemittanceDesk(billing, await makePayer(api.database), clerk);
});
afterAll(() => api.stop());

interface Owing {
  readonly stay: MadeStay;
  readonly accountId: string;
  readonly invoiceId: string;
  readonly totalCents: number;
}

/** A patient without insurance, invoiced. */
async function owing(): Promise<Owing> {
  const stay = await makeStay(api.database, { payer: null });
  await billing.capture(stay.encounterId);
  const { invoiceId, totalCents } = await billing.bill(stay.encounterId);
  const [account] = await billing.rows<{ id: string }>('SELECT id FROM accounts WHERE encounter_id = ?', [stay.encounterId]);
  return { stay, accountId: account?.id ?? '', invoiceId: invoiceId ?? '', totalCents };
}

const pay = (body: { accountId: string; invoiceId?: string | null; cents: number; method?: 'cash' | 'card' | 'check'; reference?: string }, idempotencyKey = billing.key()) =>
  clerk.client.call(contract.takePayment, { body: { method: 'cash', ...body }, idempotencyKey });
const paidOn = (accountId: string) => billing.scalar("SELECT -COALESCE(SUM(cents), 0) FROM ledger_entries WHERE account_id = ? AND ledger_account = 'receivable-patient' AND cents < 0", [accountId]);

describe('a patient’s payment', () => {
  test('lowers what is owed, settles the invoice, and is in the ledger', async () => {
    const { accountId, invoiceId, totalCents } = await owing();
    expect((await pay({ accountId, invoiceId, cents: 10_000 })).balance).toEqual({ patientCents: totalCents - 10_000, insurancePendingCents: 0 });
    const last = await pay({ accountId, invoiceId, cents: totalCents - 10_000, method: 'card', reference: 'R-1' });
    expect(last).toMatchObject({ invoiceStatus: 'balanced', balance: { patientCents: 0 } });
    const page = await clerk.client.call(contract.readAccount, { params: { accountId } });
    expect(page.invoices).toMatchObject([{ status: 'balanced', openCents: 0 }]);
    expect(page.payments.map((payment) => [payment.cents, payment.reference])).toEqual([[totalCents - 10_000, 'R-1'], [10_000, null]]);
    expect(page.ledger.reduce((sum, entry) => sum + entry.cents, 0)).toBe(0);
    await billing.expectSound();
  });

  test('a double click pays once (hmislk#19155)', async () => {
    const { accountId, totalCents } = await owing();
    const answers = await Promise.all(Array.from({ length: 10 }, () => pay({ accountId, cents: 2_500 }, `double-${accountId}`)));
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
    expect(await paidOn(accountId)).toBe(2_500);
    expect((await pay({ accountId, cents: 1 })).balance.patientCents).toBe(totalCents - 2_501);
    const reused = await problemOf(pay({ accountId, cents: 2_600 }, `double-${accountId}`));
    expect(reused.status).toBe(409);
  });

  test('two people cannot pay one invoice twice, also with keys of their own', async () => {
    const { accountId, invoiceId, totalCents } = await owing();
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => pay({ accountId, invoiceId, cents: totalCents })));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(await paidOn(accountId)).toBe(totalCents);
    await billing.expectSound();
  });

  test('fifty at once on one account end right (hmislk PR#23833)', async () => {
    const { accountId, totalCents } = await owing();
    const amounts = Array.from({ length: 50 }, (_, index) => 100 + index);
    const answers = await Promise.all(amounts.map((cents) => pay({ accountId, cents })));
    const sum = amounts.reduce((total, cents) => total + cents, 0);
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(50);
    expect(await paidOn(accountId)).toBe(sum);
    expect(Math.min(...answers.map((answer) => answer.balance.patientCents))).toBe(totalCents - sum); // the last one saw all the others
    expect(new Set(answers.map((answer) => answer.balance.patientCents)).size).toBe(50); // one after the other, none on a stale balance
    await billing.expectSound();
  });

  test('the same check is taken once; a mistake is reversed, never deleted', async () => {
    const { accountId, invoiceId, totalCents } = await owing();
    const payment = await pay({ accountId, invoiceId, cents: totalCents, method: 'check', reference: '4711' });
    expect((await problemOf(pay({ accountId, cents: 5, method: 'check', reference: '4711' }))).problem.type).toContain('payment-known');
    const reverse = (key = billing.key()) => clerk.client.call(contract.reversePayment, { params: { paymentId: payment.id }, body: { reason: 'Entered on the wrong account' }, idempotencyKey: key });
    expect((await reverse()).balance.patientCents).toBe(totalCents);
    expect((await problemOf(reverse())).status).toBe(409);
    const page = await clerk.client.call(contract.readAccount, { params: { accountId } });
    expect(page.payments).toMatchObject([{ id: payment.id, reversed: true }]);
    expect(page.invoices).toMatchObject([{ status: 'issued', openCents: totalCents }]);
    await pay({ accountId, invoiceId, cents: totalCents, method: 'check', reference: '4711' });
    await billing.expectSound();
  });

  test('is refused when malformed, without a key, more than owed, of another account, or by the wrong role', async () => {
    const { accountId, invoiceId, totalCents } = await owing();
    const other = await owing();
    const statusOf = async (promise: Promise<unknown>) => (await problemOf(promise)).status;
    expect(await statusOf(pay({ accountId, cents: 0 }))).toBe(400);
    expect(await statusOf(pay({ accountId, cents: 10.5 }))).toBe(400);
    expect(await statusOf(pay({ accountId, cents: 10, reference: '4111 1111 1111 1111' }))).toBe(400); // never a card number (openemr#7340)
    expect(await statusOf(clerk.client.call(contract.takePayment, { body: { accountId, cents: 10, method: 'cash' } }))).toBe(400);
    expect(await statusOf(pay({ accountId, invoiceId, cents: totalCents + 1 }))).toBe(422);
    expect(await statusOf(pay({ accountId, invoiceId: other.invoiceId, cents: 10 }))).toBe(404);
    expect(await statusOf(pay({ accountId: newId(), cents: 10 }))).toBe(404);
    expect(await statusOf((await api.as('nurse')).client.call(contract.takePayment, { body: { accountId, cents: 10, method: 'cash' }, idempotencyKey: 'n' }))).toBe(403);
    expect(await statusOf(api.nobody().call(contract.takePayment, { body: { accountId, cents: 10, method: 'cash' }, idempotencyKey: 'n' }))).toBe(401);
    expect(await paidOn(accountId)).toBe(0);
  });
});

describe('an account', () => {
  test('shows what the patient owes while insurance is pending, and after (hmislk#12047)', async () => {
    const payer = await makePayer(api.database);
    const stay = await makeStay(api.database, { payer });
    const { claimId, submissionId } = await billing.send(stay.encounterId);
    const accounts = async () => (await clerk.client.call(contract.listAccounts, { query: { encounterId: stay.encounterId } })).items;
    const charge = await billing.scalar('SELECT charge_cents FROM claims WHERE id = ?', [claimId]);
    expect((await accounts())[0]?.balance).toEqual({ patientCents: 0, insurancePendingCents: charge });
    await pay({ accountId: (await accounts())[0]?.id ?? '', cents: 1_000 }); // a deposit
    expect((await accounts())[0]?.balance).toEqual({ patientCents: -1_000, insurancePendingCents: charge });
    await billing.remit(submissionId);
    const patient = await billing.scalar('SELECT patient_cents FROM claims WHERE id = ?', [claimId]);
    expect((await accounts())[0]?.balance).toEqual({ patientCents: patient - 1_000, insurancePendingCents: 0 });
    expect((await clerk.client.call(contract.listAccounts, { query: { owing: 'true', patientId: stay.patient.id } })).items).toHaveLength(1);
    await billing.expectSound();
  });

  beforeAll(async () => {
    await billing.send((await makeStay(api.database, { payer: await makePayer(api.database) })).encounterId); // one is with its payer
  });

  type Listed = z.output<typeof contract.listAccounts.reply>['items'][number];
  const byOwed = ({ balance }: Listed) => -balance.patientCents;
  test.each([
    ['newest', ({ openedAt }: Listed) => -Date.parse(openedAt)], ['oldest', ({ openedAt }: Listed) => Date.parse(openedAt)], ['owes', byOwed], ['payers', ({ balance }: Listed) => -balance.insurancePendingCents],
  ] as const)('is listed by %s, page by page, none twice and none left out', async (sort, rankOf) => {
    const seen: Listed[] = [];
    let cursor: string | null = null;
    do {
      const page: z.output<typeof contract.listAccounts.reply> = await clerk.client.call(contract.listAccounts, { query: { limit: 3, sort, ...(cursor ? { cursor } : {}) } });
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(await billing.scalar('SELECT COUNT(*) FROM accounts'));
    expect(seen.map(rankOf)).toEqual(seen.map(rankOf).sort((one, other) => one - other));
    expect(new Set(seen.map(rankOf)).size).toBeGreaterThan(1);
  });

  test('is shown to those with a right only', async () => {
    expect((await problemOf((await api.as('nurse')).client.call(contract.listAccounts, {}))).status).toBe(403);
    expect((await problemOf(clerk.client.call(contract.readAccount, { params: { accountId: newId() } }))).status).toBe(404);
    expect((await problemOf(clerk.client.call(contract.listAccounts, { query: { cursor: 'nonsense' } }))).status).toBe(400);
  });
});

test('the whole house in one row: charged = paid + adjusted + open, from the charges and from the ledger', async () => {
  const manager = await api.as('manager');
  const house = async () => (await manager.client.call(contract.checkLedger, {})).house;
  const before = await house();
  const { accountId, stay, totalCents } = await owing();
  expect(await house()).toMatchObject({ chargeCents: before.chargeCents + totalCents, openPatientCents: before.openPatientCents + totalCents, paidCents: before.paidCents, differenceCents: 0 });
  await clerk.client.call(contract.takePayment, { idempotencyKey: billing.key(), body: { accountId, cents: 1_234, method: 'cash' } });
  expect(await house()).toMatchObject({ paidCents: before.paidCents + 1_234, openCents: before.openCents + totalCents - 1_234, differenceCents: 0 });
  await billing.adjudicate((await makeStay(api.database, { payer: await makePayer(api.database) })).encounterId);
  expect((await house()).differenceCents).toBe(0);
  const { ledger: proved } = await manager.client.call(contract.readSystemHealth, {});
  expect(proved).toMatchObject({ balanced: true, house: await house() });
  // A charge that is not in the ledger shows at once, to the cent.
  await billing.rows('UPDATE charge_items SET amount_cents = amount_cents + 1 WHERE encounter_id = ? LIMIT 1', [stay.encounterId]);
  expect(await manager.client.call(contract.checkLedger, {})).toMatchObject({ balanced: false, house: { differenceCents: 1 } });
  // The page System says what the last proof said, until that is old and a process makes another.
  expect((await manager.client.call(contract.readSystemHealth, {})).ledger).toEqual(proved);
  const later = new Date(Date.parse(proved.checkedAt) + 11 * 60_000);
  const proving = startCheckingLedger(api.database, pino({ level: 'silent' }), () => later);
  await proving.stop(); // when its round has ended
  expect((await manager.client.call(contract.readSystemHealth, {})).ledger).toMatchObject({ checkedAt: later.toISOString(), house: { differenceCents: 1 } });
  await billing.rows('UPDATE charge_items i JOIN (SELECT charge_item_id AS id, SUM(cents) AS cents FROM ledger_entries WHERE ledger_account = ? GROUP BY charge_item_id) e ON e.id = i.id SET i.amount_cents = e.cents WHERE i.encounter_id = ?', ['receivable-patient', stay.encounterId]);
  await billing.expectSound();
});

describe('the payer’s later word', () => {
  test('a reversal undoes exactly, also of a claim that is closed and invoiced; the correction invoices anew and no payment is lost (openemr#4334)', async () => {
    const claim = await desk.sent();
    const first = answerTo(claim);
    await desk.receive([first]);
    const { invoiceId, patientCents } = await billing.settle(claim.claimId, 'paid');
    await clerk.client.call(contract.takePayment, { idempotencyKey: billing.key(), body: { accountId: claim.accountId, invoiceId, cents: patientCents, method: 'cash' } });
    const corrected: SaidOfClaim = { number: claim.number, charge: claim.charge, paid: claim.charge - patientCents - 500, adjustments: [{ group: 'PR', reason: '1', cents: patientCents + 500 }], payerNumber: 'P-NEW' };
    await desk.receive([undoing(first), corrected]);
    expect(await desk.balance(claim.claimId)).toMatchObject({ paid: claim.charge - patientCents - 500, patient: patientCents + 500, open: 0 });
    const account = await clerk.client.call(contract.readAccount, { params: { accountId: claim.accountId } });
    expect(account.invoices.map(({ status, totalCents, paidCents }) => [status, totalCents, paidCents])).toEqual(expect.arrayContaining([['cancelled', patientCents, 0], ['issued', patientCents + 500, patientCents]]));
    expect(account.account.balance).toEqual({ patientCents: 500, insurancePendingCents: 0 });
    expect(await billing.scalar('SELECT closed_at IS NOT NULL FROM claims WHERE id = ?', [claim.claimId])).toBe(1);
    await billing.expectSound();
  });

  test('a reversal taken off puts the answer back, and can be posted again', async () => {
    const claim = await desk.sent();
    await desk.receive([answerTo(claim)]);
    const posted = await desk.balance(claim.claimId);
    const { answers } = await desk.receive([undoing(answerTo(claim))]);
    expect(await desk.balance(claim.claimId)).toMatchObject({ paid: 0, open: claim.charge });
    await desk.unmatch(answers[0]?.answerId ?? '');
    expect(await desk.balance(claim.claimId)).toEqual(posted);
    await desk.match(answers[0]?.answerId ?? '', claim.claimId);
    expect(await desk.balance(claim.claimId)).toMatchObject({ paid: 0, open: claim.charge });
    await billing.expectSound();
  });

  test('a payment after the patient was billed opens the claim again, and the patient keeps a credit', async () => {
    const claim = await desk.sent();
    const { invoiceId } = await billing.settle(claim.claimId, 'self-pay');
    await clerk.client.call(contract.takePayment, { idempotencyKey: billing.key(), body: { accountId: claim.accountId, invoiceId, cents: claim.charge, method: 'cash' } });
    const { answerId, answers } = await desk.queued([answerTo(claim)]);
    expect(answers).toMatchObject([{ state: 'unmatched', reason: 'claim-closed' }]);
    await desk.match(answerId, claim.claimId);
    expect(await desk.balance(claim.claimId)).toMatchObject({ paid: claim.charge / 2, open: 0 });
    const { account } = await clerk.client.call(contract.readAccount, { params: { accountId: claim.accountId } });
    expect(account.balance).toEqual({ patientCents: -(claim.charge * 6) / 10, insurancePendingCents: 0 });
    await billing.expectSound();
  });

  test('taken off a closed claim opens it for the desk, with what it waits for', async () => {
    const claim = await desk.sent();
    const { answers } = await desk.receive([answerTo(claim)]);
    await billing.settle(claim.claimId, 'paid');
    await desk.unmatch(answers[0]?.answerId ?? '');
    expect(await billing.rows('SELECT status, stuck_cause AS cause, closed_at AS closedAt FROM claims WHERE id = ?', [claim.claimId])).toEqual([{ status: 'submitted', cause: 'posting-problem', closedAt: null }]);
    expect(await desk.balance(claim.claimId)).toMatchObject({ paid: 0, open: claim.charge, patient: 0 });
    await billing.expectSound();
  });
});

describe('provider-level adjustments', () => {
  test('check = claims − PLB in the ledger too: interest, a balance carried forward, an overpayment taken back', async () => {
    const [one, two] = [await desk.sent(), await desk.sent()];
    const cash = await desk.ledgerOf('cash');
    const [owed, interest] = [await desk.ledgerOf('payer-credit'), await desk.ledgerOf('interest')];
    await desk.receive([answerTo(one)], { plb: [['L6', -1_250]] });
    expect(await desk.ledgerOf('cash')).toBe(cash + one.charge / 2 + 1_250);
    expect(await desk.ledgerOf('interest')).toBe(interest - 1_250);
    await desk.receive([undoing(answerTo(one))], { plb: [['FB', -one.charge / 2]] }); // nothing to pay: what was taken back is carried forward
    expect(await desk.ledgerOf('payer-credit')).toBe(owed - one.charge / 2);
    await desk.receive([answerTo(two)], { plb: [['WO', one.charge / 2]] }); // and taken from the next payment
    expect(await desk.ledgerOf('payer-credit')).toBe(owed);
    expect(await desk.ledgerOf('cash')).toBe(cash + 1_250 + two.charge / 2);
    await billing.expectSound();
  });
});
