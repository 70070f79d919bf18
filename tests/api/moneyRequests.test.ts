import { contract } from '../../api/client';
import { makePayer, makeStay } from '../factories/money';
import { make835, nextTrace, receive835 } from '../factories/remittances';
import { type TestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';

let api: TestApi;
let billing: BillingDriver;
let clerk: TestUser;
let supervisor: TestUser;
let second: TestUser;
let manager: TestUser;
beforeAll(async () => {
  billing = await BillingDriver.open();
  ({ api } = billing);
  clerk = await api.as('billing');
  supervisor = await api.as('billing-supervisor');
  second = await api.as('billing-supervisor');
  manager = await api.as('manager');
});
afterAll(() => api.stop());

const LIMIT = 10_000;
interface Owing { readonly accountId: string; readonly invoiceId: string; readonly totalCents: number }
const owing = async (): Promise<Owing> => {
  const stay = await makeStay(api.database, { payer: null });
  await billing.capture(stay.encounterId);
  const { invoiceId, totalCents } = await billing.bill(stay.encounterId);
  const [account] = await billing.rows<{ id: string }>('SELECT id FROM accounts WHERE encounter_id = ?', [stay.encounterId]);
  return { accountId: account?.id ?? '', invoiceId: invoiceId ?? '', totalCents };
};
const pay = ({ accountId }: { accountId: string }, cents: number, invoiceId: string | null = null) => clerk.client.call(contract.takePayment, { idempotencyKey: billing.key(), body: { accountId, invoiceId, cents, method: 'cash' } });
const withCredit = async (credit: number): Promise<Owing> => {
  const account = await owing();
  await pay(account, account.totalCents + credit);
  return account;
};
const refund = (accountId: string, cents: number, by = clerk, idempotencyKey = billing.key()) => by.client.call(contract.requestRefund, { params: { accountId }, idempotencyKey, body: { cents, method: 'check', reason: 'Paid twice' } });
type WriteOff = { kind?: 'small-balance' | 'charity' | 'bad-debt'; invoiceId?: string };
const writeOff = (accountId: string, cents: number, { kind = 'bad-debt', invoiceId }: WriteOff = {}, by = clerk) =>
  by.client.call(contract.requestWriteOff, { params: { accountId }, idempotencyKey: billing.key(), body: { kind, cents, reason: 'Three letters unanswered', ...(invoiceId ? { invoiceId } : {}) } });
const decide = (requestId: string, decision: 'approve' | 'reject', by = supervisor, version = 1) => by.client.call(contract.decideMoneyRequest, { params: { requestId }, body: { version, decision, note: 'Looked at it' } });
const reverse = (requestId: string, version: number) => supervisor.client.call(contract.reverseMoneyRequest, { params: { requestId }, body: { version, reason: 'The check came back' } });
const balanceOf = async (accountId: string) => (await clerk.client.call(contract.readAccount, { params: { accountId } })).account.balance.patientCents;
const requestOf = async (accountId: string) => (await supervisor.client.call(contract.listMoneyRequests, { query: { accountId } })).items[0];
/** Asks the supervisors, as the request's workflow does. */
const askFor = async (requestId: string) => (await billing.service.call(contract.openApprovalTask, { params: { requestId }, idempotencyKey: billing.key(), body: { workflowId: `money-approval-${requestId}`, step: 'approve-money', type: 'approve-money' } })).taskId;
const commandsOf = async (requestId: string) => (await billing.rows<{ command: string }>("SELECT CONCAT(kind, ' ', name) AS command FROM workflow_commands WHERE workflow_id = ? ORDER BY id", [`money-approval-${requestId}`])).map(({ command }) => command);
const postings = (requestId: string) => billing.scalar('SELECT COUNT(*) FROM ledger_operations WHERE dedup_id = ?', [`money-request/${requestId}`]);

describe('a refund', () => {
  test('up to the limit is paid at once; a double click or a repeated request pays back once (hmislk#19155)', async () => {
    const { accountId } = await withCredit(9_000);
    expect((await problemOf(refund(accountId, 9_001))).problem.title).toContain('$90.00');
    const key = billing.key();
    const [first, again] = await Promise.all([refund(accountId, 4_000, clerk, key), refund(accountId, 4_000, clerk, key)]);
    expect(again).toEqual(first);
    expect(first.status).toBe('approved');
    expect(await balanceOf(accountId)).toBe(-5_000);
    expect((await problemOf(refund(accountId, 1_000, clerk, key))).status).toBe(409); // the same key for something else
    await billing.expectSound();
  });

  test('above the limit waits for a second person, who is not the first', async () => {
    const { accountId } = await withCredit(50_000);
    const { id, status } = await refund(accountId, 30_000, supervisor);
    expect(status).toBe('requested');
    expect(await commandsOf(id)).toEqual(['start moneyApproval']);
    expect(await balanceOf(accountId)).toBe(-50_000);
    expect((await problemOf(refund(accountId, 30_000))).status).toBe(422); // 20,000 are left to ask for
    const own = await problemOf(decide(id, 'approve'));
    expect([own.status, own.problem.type]).toEqual([403, 'urn:careway:problem:four-eyes']);
    const taskId = (await askFor(id)) ?? '';
    const byTask = (by: TestUser) => by.client.call(contract.completeTask, { params: { taskId }, body: { version: 1, values: { decision: 'approve' } } });
    expect((await problemOf(byTask(supervisor))).status).toBe(403); // nor by the other door
    expect((await problemOf(decide(id, 'approve', clerk))).status).toBe(403);
    expect(await balanceOf(accountId)).toBe(-50_000);
    expect(await byTask(second)).toMatchObject({ status: 'completed' });
    const late = await problemOf(decide(id, 'approve', manager, 2));
    expect([late.status, late.problem.holder?.name]).toEqual([409, second.name]);
    expect(await balanceOf(accountId)).toBe(-20_000);
    expect(await requestOf(accountId)).toMatchObject({ status: 'approved', decidedBy: second.name, reason: 'Paid twice', mayReverse: true, mayDecide: false });
    await billing.expectSound();
  });

  test('decided on its page takes its task along; nobody is asked about what is decided', async () => {
    const { accountId } = await withCredit(50_000);
    const { id } = await refund(accountId, 30_000);
    const taskId = (await askFor(id)) ?? '';
    const { input } = await second.client.call(contract.readTask, { params: { taskId } });
    expect(input.facts).toEqual(expect.arrayContaining([{ label: 'Asked for', value: 'Refund to the patient: $300.00' }, { label: 'Because', value: 'Paid twice' }, { label: 'Limit for one person', value: '$100.00' }]));
    await decide(id, 'approve');
    expect(await billing.rows('SELECT status, outcome FROM tasks WHERE id = ?', [taskId])).toEqual([{ status: 'completed', outcome: 'approve' }]);
    expect(await commandsOf(id)).toEqual(['start moneyApproval', 'update completeTask']);
    const early = await withCredit(50_000);
    const { id: other } = await refund(early.accountId, 30_000);
    await decide(other, 'reject');
    expect(await askFor(other)).toBeNull();
    expect(await commandsOf(other)).toEqual(['start moneyApproval', 'signal errandChanged']);
  });

  test('approved by two at once is posted once', async () => {
    const { accountId } = await withCredit(50_000);
    const { id } = await refund(accountId, 30_000);
    await askFor(id);
    const outcomes = await Promise.allSettled([supervisor, second, manager, supervisor, second].map((by) => decide(id, 'approve', by)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { status: number }).status] : []))).toEqual([409, 409, 409, 409]);
    expect([await balanceOf(accountId), await postings(id)]).toEqual([-20_000, 1]);
    await billing.expectSound();
  });

  test('the record itself refuses one person twice', async () => {
    const { accountId } = await withCredit(50_000);
    const { id } = await refund(accountId, 30_000);
    const update = billing.rows("UPDATE money_requests SET status = 'approved', decided_by = requested_by, operation_id = (SELECT id FROM ledger_operations WHERE id NOT IN (SELECT operation_id FROM (SELECT operation_id FROM money_requests WHERE operation_id IS NOT NULL) used) LIMIT 1) WHERE id = ?", [id]);
    await expect(update).rejects.toThrow(/four_eyes|constraint/i);
  });

  test('cut into small ones is still large', async () => {
    const { accountId } = await withCredit(50_000);
    expect((await refund(accountId, LIMIT)).status).toBe('approved');
    expect((await refund(accountId, 1)).status).toBe('requested');
  });

  test('ten at once on one credit pay back no more than there is', async () => {
    const { accountId } = await withCredit(5_000);
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => refund(accountId, 1_000)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await balanceOf(accountId)).toBe(0);
    await billing.expectSound();
  });

  test('rejected or withdrawn moves nothing; one that came back is taken back exactly, once', async () => {
    const { accountId } = await withCredit(60_000);
    const rejected = await refund(accountId, 30_000);
    expect(await decide(rejected.id, 'reject')).toMatchObject({ status: 'rejected' });
    const withdrawn = await refund(accountId, 30_000);
    const taskId = (await askFor(withdrawn.id)) ?? '';
    const withdraw = (by: TestUser) => by.client.call(contract.withdrawMoneyRequest, { params: { requestId: withdrawn.id }, body: { version: 1 } });
    expect((await problemOf(withdraw(supervisor))).status).toBe(403);
    expect(await withdraw(clerk)).toMatchObject({ status: 'withdrawn' });
    expect(await billing.rows('SELECT status FROM tasks WHERE id = ?', [taskId])).toEqual([{ status: 'cancelled' }]);
    expect((await problemOf(decide(withdrawn.id, 'approve', supervisor, 2))).status).toBe(409);
    expect(await balanceOf(accountId)).toBe(-60_000);
    const paid = await refund(accountId, 20_000);
    await decide(paid.id, 'approve');
    const outcomes = await Promise.allSettled([reverse(paid.id, 2), reverse(paid.id, 2), reverse(paid.id, 2)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await balanceOf(accountId)).toBe(-60_000);
    await billing.expectSound();
  });

  test('gives out only what the patient paid in, whatever the balance says', async () => {
    const { accountId, totalCents } = await owing();
    await billing.rows('UPDATE money_limits SET cents = 99999999 WHERE kind = ?', ['bad-debt']);
    await writeOff(accountId, totalCents);
    await billing.rows('UPDATE money_limits SET cents = ? WHERE kind = ?', [LIMIT, 'bad-debt']);
    await billing.service.call(contract.undoAdmission, { params: { encounterId: (await billing.rows<{ id: string }>('SELECT encounter_id AS id FROM accounts WHERE id = ?', [accountId]))[0]?.id ?? '' }, idempotencyKey: billing.key(), body: { what: 'charges' } });
    expect(await balanceOf(accountId)).toBe(-totalCents); // charges undone after they were given up
    expect((await problemOf(refund(accountId, 100))).status).toBe(404); // and the account is closed for good
    await billing.expectSound();
  });
});

describe('a refund to a payer', () => {
  test('gives back what came in for no claim of ours, not a cent more', async () => {
    const [payer, other] = [await makePayer(api.database), await makePayer(api.database)];
    const received = await receive835(api, payer.payerId, make835([{ number: 'C00009999', charge: 40_000, paid: 25_000, adjustments: [{ group: 'CO', reason: '45', cents: 15_000 }] }], { trace: nextTrace() }));
    const answerId = received.answers[0]?.answerId ?? '';
    const ask = (payerId: string, cents: number) => clerk.client.call(contract.requestPayerRefund, { params: { payerId }, idempotencyKey: billing.key(), body: { cents, method: 'check', reason: 'Not our patient' } });
    expect((await problemOf(ask(payer.payerId, 1))).status).toBe(422);
    await clerk.client.call(contract.setAnswerAside, { params: { answerId }, body: { version: (await clerk.client.call(contract.readAnswer, { params: { answerId } })).answer.version, reason: 'Not our patient' } });
    const creditOf = async () => (await clerk.client.call(contract.listPayerCredits, {})).items.find(({ payerId }) => payerId === payer.payerId)?.creditCents ?? 0;
    expect(await creditOf()).toBe(25_000);
    expect((await problemOf(ask(other.payerId, 100))).status).toBe(422);
    expect((await ask(payer.payerId, 5_000)).status).toBe('approved');
    const large = await ask(payer.payerId, 20_000);
    expect(large.status).toBe('requested');
    expect((await problemOf(ask(payer.payerId, 1))).status).toBe(422);
    await decide(large.id, 'approve');
    expect(await creditOf()).toBe(0);
    await reverse(large.id, 2);
    expect(await creditOf()).toBe(20_000);
    await billing.expectSound();
  });
});

describe('a write-off', () => {
  test('lowers the invoice it stands on, and is no payment', async () => {
    const { accountId, invoiceId, totalCents } = await owing();
    const { id } = await writeOff(accountId, 5_000, { invoiceId });
    expect(await balanceOf(accountId)).toBe(totalCents - 5_000);
    expect((await problemOf(pay({ accountId }, totalCents, invoiceId))).status).toBe(422);
    await pay({ accountId }, totalCents - 5_000, invoiceId);
    const page = await clerk.client.call(contract.readAccount, { params: { accountId } });
    expect(page.invoices).toMatchObject([{ status: 'balanced', openCents: 0 }]);
    expect(page.payments).toHaveLength(1);
    await reverse(id, 1);
    expect((await clerk.client.call(contract.readAccount, { params: { accountId } })).invoices).toMatchObject([{ status: 'issued', openCents: 5_000 }]);
    await billing.expectSound();
  });

  test('is of what the patient owes: what a payer has not answered is nobody’s to give up here', async () => {
    const { encounterId } = await makeStay(api.database, { payer: await makePayer(api.database) });
    await billing.send(encounterId);
    const [account] = await billing.rows<{ id: string }>('SELECT id FROM accounts WHERE encounter_id = ?', [encounterId]);
    expect((await problemOf(writeOff(account?.id ?? '', 100))).problem.title).toContain('$0.00');
    await billing.expectSound();
  });

  test('has a limit of its own by kind, counted together on one account', async () => {
    const { accountId } = await owing();
    expect((await writeOff(accountId, 1_000, { kind: 'small-balance' })).status).toBe('approved');
    expect((await writeOff(accountId, 100, { kind: 'charity' })).status).toBe('requested'); // charity takes two people, always
    expect((await writeOff(accountId, 9_001)).status).toBe('requested'); // with the 1,000 above the 10,000
    await billing.expectSound();
  });

  test('on another account’s invoice is not there, and those who may not are refused', async () => {
    const [one, other] = [await owing(), await owing()];
    expect((await problemOf(writeOff(one.accountId, 100, { invoiceId: other.invoiceId }))).status).toBe(404);
    expect((await problemOf(writeOff(one.accountId, 100, {}, await api.as('nurse')))).status).toBe(403);
    expect((await problemOf(api.nobody().call(contract.listMoneyRequests, {}))).status).toBe(401);
    expect((await problemOf(clerk.client.call(contract.requestRefund, { params: { accountId: one.accountId }, body: { cents: 1, method: 'cash', reason: 'No key' } }))).status).toBe(400);
  });
});

test('the limit is data: a manager changes it, it counts from then on, and who changed it meanwhile is named', async () => {
  const { accountId } = await withCredit(100_000);
  const limit = async () => (await manager.client.call(contract.listMoneyLimits, {})).items.find(({ kind }) => kind === 'patient-refund');
  const change = async (cents: number, version: number, by = manager) => by.client.call(contract.changeMoneyLimit, { body: { kind: 'patient-refund', cents, version } });
  const { version } = (await limit()) ?? { version: 0 };
  expect((await problemOf(change(50_000, version, clerk))).status).toBe(403);
  await change(50_000, version);
  expect((await refund(accountId, 50_000)).status).toBe('approved');
  const stale = await problemOf(change(0, version));
  expect([stale.status, stale.problem.holder?.name]).toEqual([409, manager.name]);
  await change(LIMIT, version + 1);
  expect((await refund(accountId, 10)).status).toBe('requested');
});

test('requests are listed, found and sorted; no words of a caller reach the order of the SQL (CVE-2026-24908)', async () => {
  const { accountId } = await withCredit(70_000);
  for (const cents of [20_000, 30_000, 10_001]) await refund(accountId, cents);
  const list = async (query: object) => (await supervisor.client.call(contract.listMoneyRequests, { query: { accountId, ...query } })).items.map(({ cents }) => cents);
  expect(await list({ sort: 'money' })).toEqual([30_000, 20_000, 10_001]);
  expect(await list({ sort: 'oldest', status: 'requested' })).toEqual([20_000, 30_000, 10_001]);
  expect(await list({ status: 'approved' })).toEqual([]);
  const [row] = await billing.rows<{ number: string }>('SELECT number FROM accounts WHERE id = ?', [accountId]);
  expect(await list({ q: row?.number })).toHaveLength(3);
  expect((await problemOf(supervisor.client.call(contract.listMoneyRequests, { query: { sort: 'cents; DROP TABLE' as never } }))).status).toBe(400);
});
