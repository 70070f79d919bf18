import { contract } from '../../api/client';
import { type PlanInput } from '../../domain/adjudication/input';
import { parseX12, type Remittance } from '../../interop/x12';
import { makePatient, type MadePatient } from '../factories/hospital';
import { makeCoverage, makeCrosswalk, makeHospital, makePayer, type MadeBehaviour, type MadePayer, makeStay, SIMPLE_PLAN } from '../factories/money';
import { startTestApi, type TestApi } from '../support/api';
import { BillingDriver } from '../support/billing';

const DAY_MS = 86_400_000;
/** The family's limit is reached before anybody's own. */
const FAMILY_PLAN: PlanInput = { ...SIMPLE_PLAN, deductible: { individualCents: 20_000, familyCents: 30_000 } };
const SMALL = { nights: 1, panels: 0, doses: 0 } as const;

let api: TestApi;
let billing: BillingDriver;
beforeAll(async () => {
  api = await startTestApi();
  billing = await BillingDriver.start(api);
  await makeHospital();
  await makeCrosswalk();
});
afterAll(() => api.stop());

interface Sent {
  readonly claimId: string;
  readonly submissionId: string;
}

const payerOf = (behaviour: Partial<MadeBehaviour> = {}) => makePayer(api.database, { behaviour: { payTogetherMs: DAY_MS, ...behaviour } });
/** Sent and acknowledged: its answer is due. */
const takenIn = async (payer: MadePayer, whose: { coverageId: string; patient: MadePatient } | null = null, endedDaysAgo = 1): Promise<Sent> => {
  const sent = await billing.send((await makeStay(api.database, { ...SMALL, endedDaysAgo, ...(whose ?? { payer }) })).encounterId);
  await billing.acknowledge(sent.submissionId);
  return sent;
};
const several = async (count: number, make: () => Promise<Sent>): Promise<Sent[]> => {
  const made: Sent[] = [];
  for (let one = 0; one < count; one += 1) made.push(await make());
  return made;
};
/** The payments of a payer as it wrote them, oldest first. Parsed strictly: a line, a claim or a payment out of balance is no 835. */
async function paymentsOf({ payerId }: MadePayer): Promise<Remittance[]> {
  const rows = await billing.rows<{ id: string; content: Buffer }>('SELECT id, content_enc AS content FROM remittances WHERE payer_id = ? ORDER BY id', [payerId]);
  return rows.map(({ id, content }) => {
    const parsed = parseX12(api.database.cipher.open({ table: 'remittances', column: 'content_enc', id }, content));
    if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('; '));
    return parsed.interchanges[0]?.groups[0]?.transactions[0] as Remittance;
  });
}
const standing = (claims: readonly Sent[]) => billing.rows<{ status: string; answers: number }>(
  'SELECT c.status, (SELECT COUNT(*) FROM remittance_claims x WHERE x.claim_id = c.id) AS answers FROM claims c WHERE c.id IN (?) ORDER BY c.id', [claims.map(({ claimId }) => claimId)]);
const paidOf = (claims: readonly Sent[]) => billing.scalar('SELECT COALESCE(SUM(paid_cents), 0) FROM claims WHERE id IN (?)', [claims.map(({ claimId }) => claimId)]);
async function takeBack({ claimId }: Sent): Promise<string> {
  const { claim: { version } } = await (await api.as('billing')).client.call(contract.readClaim, { params: { claimId } });
  await (await api.as('billing')).client.call(contract.resubmitClaim, { params: { claimId }, body: { version, kind: 'void', reason: 'Billed in error' } });
  await billing.scrub(claimId);
  const { submissionId } = await billing.submit(claimId);
  await billing.acknowledge(submissionId);
  return submissionId;
}

describe('a payment run', () => {
  test('pays all that falls due in it with one payment, and each claim once', async () => {
    const payer = await payerOf();
    const together = await several(4, () => takenIn(payer));
    const stranger = await takenIn(await payerOf());
    const notTakenIn = await billing.send((await makeStay(api.database, { ...SMALL, payer })).encounterId);
    expect(await billing.remit(together[1]?.submissionId ?? '')).toEqual({ posted: true });
    const [payment, ...others] = await paymentsOf(payer);
    expect(others).toEqual([]);
    expect(payment?.claims).toHaveLength(4);
    expect(payment?.payment.amountCents).toBe(await paidOf(together));
    expect(payment?.payment.amountCents).toBeGreaterThan(0);
    expect(await standing(together)).toEqual(Array.from({ length: 4 }, () => ({ status: 'paid', answers: 1 })));
    expect((await standing([stranger, notTakenIn])).every(({ answers }) => answers === 0)).toBe(true);

    // Each has a turn of its own: the answer is the same bytes by then.
    for (const { submissionId } of together) expect(await billing.remit(submissionId)).toEqual({ posted: false });
    expect(await standing(together)).toEqual(Array.from({ length: 4 }, () => ({ status: 'paid', answers: 1 })));

    // What was not there is paid alone, when its time comes.
    await billing.acknowledge(notTakenIn.submissionId);
    expect(await billing.remit(notTakenIn.submissionId)).toEqual({ posted: true });
    expect((await paymentsOf(payer)).map(({ claims }) => claims.length)).toEqual([4, 1]);
    await billing.expectSound();
  });

  test('leaves what falls due later, and what was paid alone before, as it is', async () => {
    const payer = await payerOf({ remitAfterMs: 10 * DAY_MS });
    const [early, soon, late] = [await takenIn(payer), await takenIn(payer), await takenIn(payer)];
    await billing.rows('UPDATE claim_submissions SET submitted_at = DATE_SUB(submitted_at, INTERVAL 10 DAY) WHERE id = ?', [early.submissionId]);
    await billing.rows('UPDATE claim_submissions SET submitted_at = DATE_SUB(submitted_at, INTERVAL 219 HOUR) WHERE id = ?', [soon.submissionId]);
    await billing.remit(early.submissionId);
    expect((await standing([early, soon, late])).map(({ answers }) => Number(answers)).sort()).toEqual([0, 1, 1]);
    expect((await standing([late]))[0]).toMatchObject({ status: 'acknowledged' });
  });

  test('settles claims of one family in the order they came in, however many runs begin at once', async () => {
    const payer = await makePayer(api.database, { behaviour: { payTogetherMs: DAY_MS }, rules: FAMILY_PLAN });
    const [parent, child] = [await makePatient(api.database), await makePatient(api.database)];
    const subscriber = await makeCoverage(api.database, parent.id, payer);
    const dependent = await makeCoverage(api.database, child.id, payer, { subscriberCoverageId: subscriber });
    const sent: Sent[] = [];
    for (let day = 1; day <= 5; day += 1) sent.push(await takenIn(payer, day % 2 === 0 ? { coverageId: subscriber, patient: parent } : { coverageId: dependent, patient: child }, day * 2), await takenIn(payer));
    await Promise.all(sent.map(({ submissionId }) => billing.remit(submissionId)));
    expect(await standing(sent)).toEqual(Array.from({ length: 10 }, () => ({ status: 'paid', answers: 1 })));
    const payments = await paymentsOf(payer);
    expect(payments.reduce((sum, { claims }) => sum + claims.length, 0)).toBe(10);
    expect(payments.reduce((sum, { payment }) => sum + payment.amountCents, 0)).toBe(await paidOf(sent));
    // The family's deductible is met once, by whom it fell on first.
    const met = (part: string) => billing.scalar(`SELECT SUM(deductible_${part}_cents) FROM coverage_accumulators WHERE coverage_id IN (?)`, [[subscriber, dependent]]);
    expect([await met('individual'), await met('family')]).toEqual([30_000, 30_000]);
    await billing.expectSound();
  });

  test('pays twice as a whole when told to: the second payment waits for a person', async () => {
    const payer = await payerOf({ payTwice: true, copies: 2 });
    const together = await several(3, () => takenIn(payer));
    for (const copy of [1, 2, 3]) for (const { submissionId } of together) await billing.remit(submissionId, copy);
    const payments = await paymentsOf(payer);
    expect(payments.map(({ claims }) => claims.length)).toEqual([3, 3]);
    expect(payments[1]?.payment.amountCents).toBe(payments[0]?.payment.amountCents);
    const states = await billing.rows<{ state: string; n: number }>('SELECT x.state, COUNT(*) AS n FROM remittance_claims x JOIN remittances r ON r.id = x.remittance_id WHERE r.payer_id = ? GROUP BY x.state ORDER BY x.state', [payer.payerId]);
    expect(states).toEqual([{ state: 'posted', n: 3 }, { state: 'unmatched', n: 3 }]);
    await billing.expectSound();
  });

  test('comes before the acknowledgement when told to, and pays nothing that was refused', async () => {
    const payer = await payerOf({ outOfOrder: true, rejectPercent: 40 });
    const sent: Sent[] = [];
    for (let one = 0; one < 10; one += 1) sent.push(await billing.send((await makeStay(api.database, { ...SMALL, payer })).encounterId));
    for (const { submissionId } of sent) await billing.remit(submissionId);
    for (const { submissionId } of sent) await billing.acknowledge(submissionId);
    const rows = await standing(sent);
    expect(rows.every(({ status, answers }) => (status === 'paid' ? Number(answers) === 1 : status === 'rejected' && Number(answers) === 0))).toBe(true);
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['paid', 'rejected']));
    expect((await paymentsOf(payer)).map(({ claims }) => claims.length)).toEqual([rows.filter(({ status }) => status === 'paid').length]);
  });
});

describe('what a payer takes back', () => {
  test('is netted against what it pays in the same run', async () => {
    const payer = await payerOf();
    const before = await takenIn(payer);
    await billing.remit(before.submissionId);
    const taken = await paidOf([before]);
    const undone = await takeBack(before);
    const others = await several(3, () => takenIn(payer));
    await billing.remit(undone);
    const [, payment] = await paymentsOf(payer);
    expect(payment?.claims.map(({ status }) => status)).toContain('22');
    expect(payment).toMatchObject({ payment: { amountCents: (await paidOf(others)) - taken }, providerAdjustments: [] });
    await billing.expectSound();
  });

  test('is carried forward when there is nothing to net it against, and taken from the next payment', async () => {
    const payer = await payerOf();
    const [first, second] = [await takenIn(payer), await takenIn(payer)];
    await billing.remit(first.submissionId);
    const taken = await paidOf([first]);
    await billing.remit(await takeBack(first));
    await billing.remit(await takeBack(second));
    const [, carried, more] = await paymentsOf(payer);
    const owed = (cents: number) => expect.objectContaining({ reason: 'FB', cents });
    expect(carried).toMatchObject({ payment: { amountCents: 0, method: 'NON', handling: 'H' }, providerAdjustments: [owed(-taken)] });
    expect(more).toMatchObject({ payment: { amountCents: 0 }, providerAdjustments: [{ reason: 'FB', reference: carried?.trace.number, cents: taken }, { reason: 'FB', reference: more?.trace.number, cents: -2 * taken }] });

    const others = await several(3, () => takenIn(payer));
    await billing.remit(others[0]?.submissionId ?? '');
    const last = (await paymentsOf(payer)).at(-1);
    expect(last).toMatchObject({ payment: { amountCents: (await paidOf(others)) - 2 * taken }, providerAdjustments: [{ reason: 'FB', reference: more?.trace.number, cents: 2 * taken }] });
    // What was owed to the payer is owed no more; the money that came is what the claims that stand were paid.
    const credits = await billing.scalar(
      "SELECT COALESCE(SUM(e.cents), 0) FROM provider_adjustments p JOIN remittances r ON r.id = p.remittance_id JOIN ledger_entries e ON e.operation_id = p.operation_id AND e.ledger_account = 'payer-credit' WHERE r.payer_id = ?", [payer.payerId]);
    expect(credits).toBe(0);
    expect(await billing.scalar('SELECT SUM(payment_cents) FROM remittances WHERE payer_id = ?', [payer.payerId])).toBe(await paidOf([first, second, ...others]));
    await billing.expectSound();
  });
});
