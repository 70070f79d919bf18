import { contract } from '../../api/client';
import { UnreadableRemittance } from '../../api/services/payer/receiveRemittance';
import { makePayer, type MadePayer, makeStay } from '../factories/money';
import { answerTo, make835, receive835, type SaidOfClaim, sentClaim, type SentClaim, undoing } from '../factories/remittances';
import { type TestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';
import { RemittanceDesk, SMALL } from '../support/remittanceDesk';

let api: TestApi;
let billing: BillingDriver;
let payer: MadePayer;
let clerk: TestUser;
let desk: RemittanceDesk;
beforeAll(async () => {
  billing = await BillingDriver.open();
  ({ api } = billing);
  payer = await makePayer(api.database);
  clerk = await api.as('billing');
  desk = new RemittanceDesk(billing, payer, clerk);
});
afterAll(() => api.stop());

describe('the same money', () => {
  test('is posted once, whatever the file is called or looks like (openemr#10681)', async () => {
    const claim = await desk.sent();
    const text = make835([answerTo(claim)], { trace: 'ONCE-1' });
    const received = await Promise.all(Array.from({ length: 8 }, () => receive835(api, payer.payerId, text)));
    expect(received.filter(({ remittanceId }) => remittanceId !== null)).toHaveLength(1);
    const before = await desk.balance(claim.claimId);
    expect((await receive835(api, payer.payerId, text.replace(/\*00501\*\d{9}\*/, '*00501*000000777*').replace(/~(\s*)IEA\*1\*\d{9}/, '~$1IEA*1*000000777'))).remittanceId).toBeNull(); // other bytes, same payment
    expect(await desk.balance(claim.claimId)).toEqual(before);
    const again = await problemOf(clerk.client.call(contract.enterRemittance, { idempotencyKey: billing.key(), body: { ...desk.paper(claim), traceNumber: 'ONCE-1' } }));
    expect([again.status, again.problem.type]).toEqual([409, 'urn:careway:problem:remittance-known']); // and not once more on paper
    await billing.expectSound();
  });

  test('twelve different payments for one claim at once settle it once; the others wait for a person', async () => {
    const claim = await desk.sent();
    const received = await Promise.all(Array.from({ length: 12 }, () => desk.receive([answerTo(claim)])));
    const states = received.flatMap(({ answers }) => answers.map(({ state }) => state));
    expect([states.filter((state) => state === 'posted').length, states.filter((state) => state === 'unmatched').length]).toEqual([1, 11]);
    await billing.expectSound();
  });
});

describe('what does not fit', () => {
  test('goes to the queue with its reason, and nothing is posted, never a plug entry', async () => {
    const claim = await desk.sent();
    const before = await desk.entries();
    const other = await makePayer(api.database);
    expect((await desk.receive([answerTo({ number: 'C99999999', charge: 10_000 })])).answers).toMatchObject([{ state: 'unmatched', reason: 'no-such-claim' }]);
    expect((await desk.receive([answerTo(claim)], {}, other.payerId)).answers).toMatchObject([{ state: 'unmatched', reason: 'no-such-claim' }]); // another payer's claim
    expect((await desk.receive([answerTo({ ...claim, charge: claim.charge + 100 })])).answers).toMatchObject([{ state: 'unbalanced', reason: 'charge-differs' }]);
    expect(await desk.entries()).toBe(before);
    expect((await desk.receive([undoing(answerTo(claim))])).answers).toMatchObject([{ state: 'unmatched', reason: 'nothing-to-reverse' }]);
    expect(await desk.balance(claim.claimId)).toMatchObject({ paid: 0, open: claim.charge });
    await billing.expectSound();
  });

  test('amounts out of balance are no fault of the file: the claim waits, and the rest is posted', async () => {
    const [good, bad] = [await desk.sent(), await desk.sent()];
    const text = make835([answerTo(good), answerTo(bad)]).replace(`CLP*${bad.number}*1*${bad.charge / 100}*`, `CLP*${bad.number}*1*${bad.charge / 100 + 1}*`);
    const { answers } = await receive835(api, payer.payerId, text);
    expect(answers).toMatchObject([{ state: 'posted' }, { state: 'unbalanced', reason: 'out-of-balance' }]);
    expect(await desk.balance(bad.claimId)).toMatchObject({ paid: 0, open: bad.charge });
    await billing.expectSound();
  });

  test('a payment that is not the sum of its claims posts nothing until its amount is corrected', async () => {
    const claim = await desk.sent();
    const before = await desk.entries();
    const { remittanceId, answers } = await desk.receive([answerTo(claim)], { payment: claim.charge / 2 - 500, plb: [['L6', -200]] });
    expect(answers).toMatchObject([{ state: 'unbalanced', reason: 'remittance-out-of-balance' }]);
    expect(await desk.entries()).toBe(before);
    const page = await desk.remittance(remittanceId ?? '');
    expect(page.differenceCents).toBe(700);
    expect((await problemOf(desk.match(answers[0]?.answerId ?? '', claim.claimId))).problem.title).toContain('off by $7.00');
    const correct = (paymentCents: number) => clerk.client.call(contract.correctRemittance, { params: { remittanceId: remittanceId ?? '' }, body: { version: page.remittance.version, paymentCents, reason: 'As the bank has it' } });
    expect((await problemOf(correct(1))).status).toBe(422);
    expect(await correct(claim.charge / 2 + 200)).toMatchObject({ posted: 1 });
    expect((await problemOf(correct(claim.charge / 2 + 200))).status).toBe(409);
    expect(await desk.remittance(remittanceId ?? '')).toMatchObject({ differenceCents: 0, waitingCents: 0, remittance: { status: 'posted' }, providerAdjustments: [{ posted: true }] });
    await billing.expectSound();
  });

  test('what a payer says another payer did, and our books know nothing of, stays open: no adjustment without a ledger entry', async () => {
    const claim = await desk.sent();
    const said = { number: claim.number, charge: claim.charge, paid: claim.charge / 2, adjustments: [{ group: 'OA', reason: '23', cents: claim.charge / 4 }, { group: 'CO', reason: '45', cents: claim.charge / 4 }] };
    expect((await desk.receive([said])).answers).toMatchObject([{ state: 'posted', outcome: 'partly-paid' }]);
    expect(await desk.balance(claim.claimId)).toMatchObject({ paid: claim.charge / 2, adjustments: claim.charge / 4, open: claim.charge / 4 });
    expect(await billing.rows('SELECT status, stuck_cause AS cause FROM claims WHERE id = ?', [claim.claimId])).toEqual([{ status: 'partly-paid', cause: 'denied-other-payer' }]);
    await billing.expectSound();
    expect((await desk.receive([undoing(said)])).answers).toMatchObject([{ state: 'posted', outcome: 'reversed' }]);
    expect(await desk.balance(claim.claimId)).toMatchObject({ paid: 0, adjustments: 0, open: claim.charge });
    await billing.expectSound();
  });

  test('what is no readable 835 is refused whole, with the place', async () => {
    const text = make835([answerTo(await desk.sent())]);
    const count = await billing.scalar('SELECT COUNT(*) FROM remittances');
    for (const bad of ['', 'not x12', text.slice(0, text.length - 40)]) {
      const refused = await receive835(api, payer.payerId, bad).then(() => null, (error: unknown) => error);
      expect(refused).toBeInstanceOf(UnreadableRemittance);
      expect((refused as UnreadableRemittance).problems.length).toBeGreaterThan(0);
    }
    expect(await billing.scalar('SELECT COUNT(*) FROM remittances')).toBe(count);
  });

  test('service lines that fit none, or two with a difference, wait for a person who says which', async () => {
    const claim = await desk.sent({ nights: 1, panels: 0, doses: 0, procedures: 2 });
    const lines = await billing.rows<{ number: number; procedure: string | null; revenue: string; charge: number; day: string }>('SELECT number, procedure_code AS `procedure`, revenue_code AS revenue, charge_cents AS charge, CAST(service_date AS CHAR) AS day FROM claim_lines WHERE claim_id = ? ORDER BY number', [claim.claimId]);
    const twins = lines.filter((line) => line.procedure === 'G0463');
    expect(twins).toHaveLength(2);
    let denied = false;
    const said = lines.map((line) => {
      const deny = line.procedure === 'G0463' && !denied && (denied = true);
      return { procedure: line.procedure ? { qualifier: 'HC', code: line.procedure, modifiers: [] } : { qualifier: 'NU', code: line.revenue, modifiers: [] }, chargeCents: Number(line.charge), paidCents: deny ? 0 : Number(line.charge), service: { from: line.day },
        adjustments: deny ? [{ group: 'CO' as const, reason: '97', cents: Number(line.charge) }] : [], remarks: [] };
    });
    const paid = said.reduce((sum, { paidCents }) => sum + paidCents, 0);
    const { answerId, answers } = await desk.queued([{ number: claim.number, charge: claim.charge, paid, lines: said as NonNullable<SaidOfClaim['lines']> }]);
    expect(answers).toMatchObject([{ state: 'unmatched', reason: 'lines-doubtful' }]);
    expect((await problemOf(desk.match(answerId, claim.claimId))).problem.type).toContain('lines-doubtful');
    const second = twins[1]?.number ?? 0;
    const order = [...lines.filter(({ procedure }) => procedure !== 'G0463').map(({ number }) => number), second, twins[0]?.number ?? 0];
    const byPosition = said.map((line) => (line.procedure.code === 'G0463' ? (line.paidCents === 0 ? second : (twins[0]?.number ?? 0)) : (order.shift() ?? null)));
    await desk.match(answerId, claim.claimId, { lines: byPosition });
    expect(await billing.scalar('SELECT allowed_cents FROM claim_lines WHERE claim_id = ? AND number = ?', [claim.claimId, second])).toBe(0);
    await billing.expectSound();
  });
});

describe('a waiting answer', () => {
  test('is found by number, patient or amount, matched, and taken off again exactly (ottehr#8221, #9023)', async () => {
    const stay = await makeStay(api.database, { payer, ...SMALL });
    const claim = await sentClaim(billing, stay.encounterId);
    const [before, ledgerBefore] = [await desk.balance(claim.claimId), await desk.entries()];
    const { answerId, remittanceId } = await desk.queued([answerTo({ number: `X-${claim.number.replace(/^C0+/, '')}`, charge: claim.charge }, { patient: `Ann ${stay.patient.family}`, day: stay.from })]);
    const find = async (q?: string) => (await clerk.client.call(contract.findClaimsForAnswer, { params: { answerId }, query: q ? { q } : {} })).items;
    expect((await find())[0]).toMatchObject({ id: claim.claimId, agrees: expect.arrayContaining(['number', 'charge', 'date']) });
    expect((await find(stay.patient.family)).map(({ id }) => id)).toContain(claim.claimId);
    expect((await find(claim.number)).map(({ id }) => id)).toEqual([claim.claimId]);
    expect((await find(`$${claim.charge / 100}.00`)).map(({ id }) => id)).toContain(claim.claimId);
    expect(await clerk.client.call(contract.previewMatch, { params: { answerId, claimId: claim.claimId } })).toMatchObject({ obstacle: null, claim: { id: claim.claimId } });
    const waitingBefore = (await clerk.client.call(contract.listRemittanceQueue, { query: { q: 'X-' } })).items.map(({ id }) => id);
    expect(waitingBefore).toContain(answerId);

    await desk.match(answerId, claim.claimId);
    expect(await desk.balance(claim.claimId)).toMatchObject({ paid: claim.charge / 2, open: 0 });
    expect((await desk.remittance(remittanceId)).remittance).toMatchObject({ status: 'posted', waiting: 0 });
    expect((await problemOf(desk.match(answerId, claim.claimId))).status).toBe(409);

    await desk.unmatch(answerId);
    expect(await desk.balance(claim.claimId)).toEqual(before);
    expect(await billing.scalar('SELECT COUNT(*) FROM ledger_entries')).toBeGreaterThan(ledgerBefore); // reversed, not deleted
    expect(await billing.rows("SELECT ledger_account, SUM(cents) AS cents FROM ledger_entries WHERE claim_id = ? AND operation_id IN (SELECT id FROM ledger_operations WHERE kind IN ('remittance-claim', 'reversal')) GROUP BY 1 HAVING SUM(cents) <> 0", [claim.claimId])).toEqual([]);
    expect(await billing.rows('SELECT status, stuck_cause AS cause, payer_claim_number AS payerNumber FROM claims WHERE id = ?', [claim.claimId])).toEqual([{ status: 'submitted', cause: null, payerNumber: null }]);
    expect((await desk.answerOf(answerId)).state).toBe('unmatched');

    await desk.match(answerId, claim.claimId); // and once more: nothing is used up
    expect(await desk.balance(claim.claimId)).toMatchObject({ open: 0 });
    await billing.expectSound();
  });

  test('two people do not post it twice: the second is told who was faster', async () => {
    const claim = await desk.sent();
    const { answerId } = await desk.queued([answerTo({ number: 'UNKNOWN-7', charge: claim.charge })]);
    const { version } = await desk.answerOf(answerId);
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => desk.match(answerId, claim.claimId, { version })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const late = await problemOf(desk.match(answerId, claim.claimId, { version }));
    expect([late.status, late.problem.holder?.id]).toEqual([409, clerk.id]);
    expect(await billing.scalar("SELECT COUNT(*) FROM ledger_operations WHERE kind = 'remittance-claim' AND id IN (SELECT operation_id FROM ledger_entries WHERE claim_id = ?)", [claim.claimId])).toBe(1);
    await billing.expectSound();
  });

  test('is refused another payer’s claim, and those who may not', async () => {
    const foreign = await sentClaim(billing, (await makeStay(api.database, { payer: await makePayer(api.database), ...SMALL })).encounterId);
    const { answerId } = await desk.queued([answerTo({ number: 'UNKNOWN-8', charge: foreign.charge })]);
    expect((await problemOf(desk.match(answerId, foreign.claimId))).status).toBe(404);
    expect((await problemOf(desk.match(answerId, foreign.claimId, { version: 1 }, await api.as('coder')))).status).toBe(403);
    expect((await problemOf(api.nobody().call(contract.readAnswer, { params: { answerId } }))).status).toBe(401);
  });

  test('for two claims at once is split into parts that add up, and put together again', async () => {
    const [one, two] = [await desk.sent(), await desk.sent()];
    const whole = answerTo({ number: 'BOTH', charge: one.charge + two.charge });
    const { answerId, remittanceId } = await desk.queued([whole]);
    const part = ({ charge, number }: SentClaim, paid: number) => {
      const { adjustments = [] } = answerTo({ number, charge });
      return { claimNumber: number, chargeCents: charge, paidCents: paid, adjustments: adjustments.map((adjustment) => ({ ...adjustment, group: adjustment.group as 'CO' })) };
    };
    const split = async (parts: ReturnType<typeof part>[]) => clerk.client.call(contract.splitAnswer, { params: { answerId }, body: { version: (await desk.answerOf(answerId)).version, parts } });
    expect((await problemOf(split([part(one, one.charge / 2 - 1), part(two, two.charge / 2 + 1)]))).status).toBe(422);
    const { parts } = await split([part(one, one.charge / 2), { ...part(two, two.charge / 2), claimNumber: 'C77777777' }]);
    expect(parts.map(({ state }) => state)).toEqual(['posted', 'unmatched']);
    expect(await desk.balance(one.claimId)).toMatchObject({ open: 0 });
    expect((await desk.remittance(remittanceId))).toMatchObject({ differenceCents: 0, waitingCents: two.charge / 2 });
    expect((await problemOf(desk.unmatch(answerId))).problem.type).toContain('part-posted');
    await desk.match(parts[1]?.id ?? '', two.claimId);
    for (const { id } of parts) await desk.unmatch(id);
    await desk.unmatch(answerId);
    expect(await desk.answerOf(answerId)).toMatchObject({ state: 'unmatched', paidCents: whole.paid });
    expect(await desk.balance(one.claimId)).toMatchObject({ open: one.charge, paid: 0 });
    await billing.expectSound();
  });

  test('that is not ours is set aside: its money is owed back to the payer, and that can be taken back', async () => {
    const owedBefore = await desk.ledgerOf('payer-credit');
    const { answerId } = await desk.queued([answerTo({ number: 'NOT-OURS', charge: 40_000 })]);
    const aside = async () => clerk.client.call(contract.setAnswerAside, { params: { answerId }, body: { version: (await desk.answerOf(answerId)).version, reason: 'Another hospital’s patient' } });
    await aside();
    expect(await desk.ledgerOf('payer-credit')).toBe(owedBefore - 20_000);
    await desk.unmatch(answerId);
    expect(await desk.ledgerOf('payer-credit')).toBe(owedBefore);
    await aside();
    expect(await desk.ledgerOf('payer-credit')).toBe(owedBefore - 20_000);
    const page = await clerk.client.call(contract.readAnswer, { params: { answerId } });
    expect(page).toMatchObject({ workedReason: 'Another hospital’s patient', answer: { state: 'ignored' } });
    await billing.expectSound();
  });

  test('out of balance is corrected as the payer says, and posted', async () => {
    const claim = await desk.sent();
    const text = make835([answerTo(claim)]).replace(/CAS\*CO\*45\*[\d.]+/, 'CAS*CO*45*1');
    const { answers } = await receive835(api, payer.payerId, text);
    const answerId = answers[0]?.answerId ?? '';
    const correct = async (adjustments: { group: 'CO' | 'PR'; reason: string; cents: number }[]) =>
      clerk.client.call(contract.correctAnswer, { params: { answerId }, body: { version: (await desk.answerOf(answerId)).version, chargeCents: claim.charge, paidCents: claim.charge / 2, adjustments, reason: 'Telephoned the payer' } });
    expect((await problemOf(correct([{ group: 'CO', reason: '45', cents: 1 }]))).status).toBe(400);
    expect(await correct([{ group: 'CO', reason: '45', cents: claim.charge / 2 }])).toMatchObject({ state: 'posted' });
    expect(await desk.balance(claim.claimId)).toMatchObject({ paid: claim.charge / 2, open: 0 });
    await billing.expectSound();
  });
});

describe('a remittance on paper', () => {
  test('is entered once under its key and posted like a file; a number nobody knows waits', async () => {
    const claim = await desk.sent();
    const body = desk.paper(claim);
    const key = billing.key();
    const enter = () => clerk.client.call(contract.enterRemittance, { idempotencyKey: key, body: { ...body, claims: [...body.claims, { claimNumber: 'C55555555', chargeCents: 0, paidCents: 0, adjustments: [] }] } });
    const [first, ...others] = await Promise.all([enter(), enter(), enter()]);
    expect(first).toMatchObject({ posted: 1, waiting: 1 });
    expect(new Set(others.map(({ id }) => id))).toEqual(new Set([first?.id]));
    expect(await desk.balance(claim.claimId)).toMatchObject({ paid: claim.charge / 2, open: 0 });
    expect(await desk.remittance(first?.id ?? '')).toMatchObject({ enteredBy: expect.any(String), remittance: { source: 'paper', waiting: 1 } });
    expect((await clerk.client.call(contract.listRemittances, { query: { source: 'paper', q: claim.number } })).items.map(({ id }) => id)).toEqual([first?.id]);
    await billing.expectSound();
  });

  test('that does not add up is refused with what is missing, and nothing is posted', async () => {
    const claim = await desk.sent();
    const before = [await desk.entries(), await billing.scalar('SELECT COUNT(*) FROM remittances')];
    const body = desk.paper(claim);
    const whole = await problemOf(clerk.client.call(contract.enterRemittance, { idempotencyKey: billing.key(), body: { ...body, paymentCents: body.paymentCents - 1 } }));
    expect([whole.status, whole.problem.title]).toEqual([422, expect.stringContaining('Nothing was posted')]);
    const one = await problemOf(clerk.client.call(contract.enterRemittance, { idempotencyKey: billing.key(), body: { ...body, claims: [{ ...body.claims[0], claimNumber: claim.number, chargeCents: claim.charge + 1, paidCents: body.paymentCents, adjustments: [] }] } }));
    expect([one.status, one.problem.errors?.[0]?.field]).toEqual([400, 'claims.0.paidCents']);
    expect([await desk.entries(), await billing.scalar('SELECT COUNT(*) FROM remittances')]).toEqual(before);
  });
});
