import { contract } from '../../api/client';
import { makePayer, makeStay, SIMPLE_PLAN } from '../factories/money';
import { makeHeldClaim } from '../factories/signals';
import { type TestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';

let api: TestApi;
let billing: BillingDriver;
let clerk: TestUser;
beforeAll(async () => {
  billing = await BillingDriver.open();
  ({ api } = billing);
  clerk = await api.as('billing');
});
afterAll(() => api.stop());

/** 2 nights at 1,750.00, one panel 95.00, one visit 200.00, three doses 7.50. */
const CHARGE = 380_250;
const held = (options: Parameters<typeof makeHeldClaim>[2] = {}) => makeHeldClaim(api.database, billing, options);
const heldWithTask = async () => {
  const made = await held();
  return { ...made, taskId: await billing.openTask(made.claimId, 'review-claim', 'held') };
};
const read = (claimId: string) => clerk.client.call(contract.readClaim, { params: { claimId } });
const signalsOf = (claimId: string) => clerk.client.call(contract.readClaimSignals, { params: { claimId } });
const versionOf = async (claimId: string) => (await read(claimId)).claim.version;
interface Decision {
  readonly decision: 'release' | 'correct' | 'void';
  readonly reason: string;
  readonly lines?: number[];
  readonly charges?: 'bill-patient' | 'cancel-charges';
  readonly version?: number;
}
const decide = async (claimId: string, decision: Decision, { client }: TestUser = clerk) => client.call(contract.reviewClaim, { params: { claimId }, body: { ...decision, version: decision.version ?? (await versionOf(claimId)) } });
const submissions = (claimId: string) => billing.scalar('SELECT COUNT(*) FROM claim_submissions WHERE claim_id = ?', [claimId]);
const entries = () => billing.scalar('SELECT COUNT(*) FROM ledger_entries');
const commands = (claimId: string) => billing.rows<{ kind: string; name: string }>('SELECT kind, name FROM workflow_commands WHERE workflow_id = ? ORDER BY id', [`claim-${claimId}`]);

describe('a claim that stands out', () => {
  test('is held with its reasons and the numbers behind them, and its filing limit stays in sight', async () => {
    const { claimId, otherId } = await held();
    const { claim, problems, story, timelyFilingOn } = await read(claimId);
    expect(claim).toMatchObject({ status: 'on-hold', openCents: CHARGE, stuck: { cause: 'review-duplicate', kind: 'review', label: 'May be billed twice' } });
    expect(claim.deadlineAt?.slice(0, 10)).toBe(timelyFilingOn);
    expect(problems).toEqual([expect.stringMatching(/^The same as claim \S+, line by line/), expect.stringMatching(/^This stay .* overlaps another stay/)]);
    expect(story[0]).toMatchObject({ kind: 'review-asked', actorKind: 'workflow', text: expect.stringContaining('May be billed twice') });
    const { signals, reviews } = await signalsOf(claimId);
    expect(signals.map(({ signal, severity, state }) => [signal, severity, state])).toEqual([['duplicate', 'hold', 'standing'], ['overlap', 'hold', 'standing']]);
    expect(signals[0]).toMatchObject({ otherClaim: { id: otherId }, evidence: expect.arrayContaining([{ label: 'Charge of each', value: '$3,802.50' }]) });
    expect(reviews).toMatchObject([{ status: 'open', decidedBy: null, reason: null }]);
  });

  test('to a second payer keeps its charges: the payer before has paid on them', async () => {
    const { claimId, otherId } = await heldWithTask();
    await billing.rows('UPDATE claims SET primary_claim_id = ? WHERE id = ?', [otherId, claimId]);
    const before = await entries();
    for (const decision of [{ decision: 'void', charges: 'cancel-charges' }, { decision: 'correct', lines: [1] }] as const) {
      const { problem } = await problemOf(decide(claimId, { ...decision, reason: 'Never due.' } as Decision));
      expect(problem).toMatchObject({ status: 422, type: 'urn:careway:problem:charges-of-another-claim' });
    }
    expect(await entries()).toBe(before);
    await billing.rows('UPDATE claims SET primary_claim_id = NULL WHERE id = ?', [claimId]);
  });

  test('does not leave the house while it is held, whoever asks', async () => {
    const { claimId } = await held();
    expect((await problemOf(billing.submit(claimId))).problem).toMatchObject({ status: 422, type: 'urn:careway:problem:claim-in-review' });
    expect(await submissions(claimId)).toBe(0);
    expect((await read(claimId)).claim.status).toBe('on-hold');
  });

  test('the signals alone move no money and deny nothing: looked at again and again, the ledger and the claim’s amounts stay as they were', async () => {
    const { claimId } = await held();
    const before = [await entries(), (await read(claimId)).claim];
    for (let look = 0; look < 3; look += 1) expect(await billing.scrub(claimId)).toMatchObject({ clean: true, held: true });
    const after = (await read(claimId)).claim;
    const money = ({ chargeCents, paidCents, adjustmentCents, patientCents, openCents, status }: typeof after) => ({ chargeCents, paidCents, adjustmentCents, patientCents, openCents, status });
    expect([await entries(), money(after)]).toEqual([before[0], money(before[1] as typeof after)]);
    expect((await signalsOf(claimId)).reviews).toHaveLength(1);
    expect((await read(claimId)).story.filter(({ kind }) => kind === 'review-asked')).toHaveLength(1);
    await billing.expectSound();
  });

  test('an ordinary claim is not held', async () => {
    const claimId = await billing.prepare((await makeStay(api.database, { payer: await makePayer(api.database) })).encounterId);
    expect(await billing.scrub(claimId)).not.toHaveProperty('held');
    expect((await signalsOf(claimId)).signals).toEqual([]);
  });
});

describe('the review queue', () => {
  test('lists held claims with reasons, money and deadline, by signal; other filters find none', async () => {
    const { claimId } = await held();
    const list = (query: object) => clerk.client.call(contract.listReviews, { query: { limit: 100, count: 'true', ...query } });
    const page = await list({});
    const item = page.items.find(({ claim }) => claim.id === claimId);
    expect(item).toMatchObject({ claim: { openCents: CHARGE, deadlineAt: expect.any(String) }, signals: [{ signal: 'duplicate' }, { signal: 'overlap' }] });
    const [queue] = page.queues;
    expect(queue).toMatchObject({ signal: 'duplicate', label: 'May be billed twice' });
    expect(queue?.count).toBe(page.total);
    expect((await list({ signal: 'duplicate' })).items).toHaveLength(page.items.length);
    expect((await list({ signal: 'outlier' })).items).toEqual([]);
    const { number } = item?.claim ?? { number: '' };
    expect((await list({ q: number })).items.map(({ claim }) => claim.id)).toEqual([claimId]);
    expect((await clerk.client.call(contract.listClaimCauses, { query: {} })).items.find(({ cause }) => cause === 'review-duplicate')?.count).toBe(page.total);
  });

  test('is billing’s to decide: a coder may look, and a nurse may not', async () => {
    const { claimId } = await heldWithTask();
    const [coder, nurse] = [await api.as('coder'), await api.as('nurse')];
    expect((await coder.client.call(contract.readClaimSignals, { params: { claimId } })).signals).toHaveLength(2);
    const version = await versionOf(claimId);
    for (const user of [coder, nurse]) expect((await problemOf(decide(claimId, { version, decision: 'release', reason: 'x' }, user))).status).toBe(403);
    expect((await problemOf(nurse.client.call(contract.readClaimSignals, { params: { claimId } }))).status).toBe(403);
    expect((await problemOf(nurse.client.call(contract.listReviews, { query: {} }))).status).toBe(403);
  });

  test('is not worked by a group fix: each claim is one decision', async () => {
    const { claimId } = await heldWithTask();
    expect((await problemOf(clerk.client.call(contract.retryClaim, { params: { claimId }, body: { version: await versionOf(claimId) } }))).problem.type).toBe('urn:careway:problem:not-retryable');
    expect((await read(claimId)).claim.status).toBe('on-hold');
  });
});

describe('a person decides', () => {
  test('release: it goes out, its workflow hears of it, and the same reasons hold it no more', async () => {
    const { claimId, taskId } = await heldWithTask();
    expect(await decide(claimId, { decision: 'release', reason: 'Two operations on one day, both in the record.' })).toMatchObject({ taskId });
    expect(await commands(claimId)).toEqual([{ kind: 'update', name: 'completeTask' }]);
    expect(await billing.scrub(claimId)).toEqual(expect.not.objectContaining({ held: true }));
    const { submissionId } = await billing.submit(claimId);
    await billing.acknowledge(submissionId);
    const { signals, reviews } = await signalsOf(claimId);
    expect(signals.map(({ state, releasedBy }) => [state, releasedBy])).toEqual([['released', clerk.name], ['released', clerk.name]]);
    expect(reviews).toMatchObject([{ status: 'released', decidedBy: clerk.name, reason: 'Two operations on one day, both in the record.' }]);
    expect((await read(claimId)).story.map(({ kind }) => kind)).toContain('review-released');
  });

  test('release is for the reasons there were: a new one holds it again, and only that one is new', async () => {
    const { claimId, patient } = await heldWithTask();
    await decide(claimId, { decision: 'release', reason: 'Right.' });
    await billing.rows('UPDATE patients SET deceased_at = NOW(3) - INTERVAL 20 DAY WHERE id = ?', [patient.id]);
    expect(await billing.scrub(claimId)).toMatchObject({ held: true });
    expect((await read(claimId)).problems).toEqual([expect.stringMatching(/^4 lines are dated after the patient died on /)]);
    const { signals } = await signalsOf(claimId);
    expect(signals.map(({ signal, state }) => [signal, state])).toEqual([['after-death', 'standing'], ['duplicate', 'released'], ['overlap', 'released']]);
  });

  test('correct: lines are taken off, their charges taken back to the cent, and the claim is looked at again', async () => {
    const { claimId } = await heldWithTask();
    const { lines } = await read(claimId);
    const room = lines.find(({ revenueCode }) => revenueCode === '0120');
    await decide(claimId, { decision: 'correct', reason: 'The nights were billed with the other claim.', lines: [room?.number ?? 0] });
    const { claim, lines: left, story } = await read(claimId);
    expect(claim).toMatchObject({ chargeCents: CHARGE - 350_000, openCents: CHARGE - 350_000, status: 'ready' });
    expect(left.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(story.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['lines-taken-off', 'review-corrected']));
    expect(await billing.scalar("SELECT SUM(e.cents) FROM ledger_entries e JOIN charge_items i ON i.id = e.charge_item_id WHERE i.encounter_id = (SELECT encounter_id FROM claims WHERE id = ?) AND e.ledger_account = 'receivable-payer'", [claimId])).toBe(CHARGE - 350_000);
    await billing.expectSound();
    // Two stays at once are still two stays at once.
    expect(await billing.scrub(claimId)).toMatchObject({ held: true });
    expect((await read(claimId)).claim.stuck?.cause).not.toBe('review-duplicate');
  });

  test.each([['no line', [] as number[], 'nothing-to-correct'], ['every line', [1, 2, 3, 4], 'nothing-left']])('correct with %s is refused, and nothing changes', async (_what, lines, type) => {
    const { claimId } = await heldWithTask();
    expect((await problemOf(decide(claimId, { decision: 'correct', reason: 'x', lines }))).problem.type).toBe(`urn:careway:problem:${type}`);
    expect((await read(claimId)).claim).toMatchObject({ status: 'on-hold', chargeCents: CHARGE });
  });

  test('void: nothing was due; the charges are taken back when the workflow closes it, and nothing was ever sent', async () => {
    const { claimId } = await heldWithTask();
    const before = await entries();
    await decide(claimId, { decision: 'void', reason: 'Entered twice.', charges: 'cancel-charges' });
    expect(await entries()).toBe(before);
    await billing.settle(claimId, 'void');
    expect((await read(claimId)).claim).toMatchObject({ status: 'voided', openCents: 0, paidCents: 0, patientCents: 0 });
    expect(await submissions(claimId)).toBe(0);
    expect((await signalsOf(claimId)).reviews).toMatchObject([{ status: 'voided', reason: 'Entered twice.' }]);
    await billing.expectSound();
  });

  test('void of a claim a payer has answered goes to that payer, and no void is held', async () => {
    const payer = await makePayer(api.database, { rules: { ...SIMPLE_PLAN, priorAuthorizationRequired: ['G0463'] } });
    const stay = await makeStay(api.database, { payer });
    const { claimId } = await billing.adjudicate(stay.encounterId);
    const denial = await billing.openTask(claimId, 'resolve-denial', 'denied');
    const { task } = await clerk.client.call(contract.readTask, { params: { taskId: denial } });
    await clerk.client.call(contract.completeTask, { params: { taskId: denial }, body: { version: task.version, values: { decision: 'correct', reason: 'x' } } });
    await billing.rows("UPDATE claim_lines SET units = 9 WHERE claim_id = ? AND revenue_code = '0120'", [claimId]);
    expect(await billing.scrub(claimId)).toMatchObject({ held: true });
    await billing.openTask(claimId, 'review-claim', 'held');
    expect((await problemOf(decide(claimId, { decision: 'correct', reason: 'x', lines: [1] }))).problem.type).toBe('urn:careway:problem:adjudicated-already');
    await decide(claimId, { decision: 'void', reason: 'Billed for somebody else.', charges: 'cancel-charges' });
    expect(await billing.scrub(claimId)).toEqual(expect.not.objectContaining({ held: true }));
    const { submissionId } = await billing.submit(claimId);
    const sent = await clerk.client.call(contract.readSubmission, { params: { claimId, submissionId } });
    expect(sent.content).toMatch(/CLM\*[^~]*:8\*/);
  });

  test('of two people one decides; the other is told who holds it, or who was faster', async () => {
    const { claimId, taskId } = await heldWithTask();
    const other = await api.as('billing');
    await other.client.call(contract.claimTask, { params: { taskId } });
    const refused = await problemOf(decide(claimId, { decision: 'release', reason: 'Mine.' }));
    expect([refused.status, refused.problem.type, refused.problem.holder]).toEqual([409, 'urn:careway:problem:task-held', { id: other.id, name: other.name }]);

    const raced = await heldWithTask();
    const version = await versionOf(raced.claimId);
    const users = [clerk, other, await api.as('billing'), await api.as('billing-supervisor')];
    const results = await Promise.allSettled(users.map((user, index) => decide(raced.claimId, { version, decision: index % 2 === 0 ? 'release' : 'void', reason: `Decided by ${index}`, ...(index % 2 === 0 ? {} : { charges: 'cancel-charges' as const }) }, user)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await commands(raced.claimId)).toHaveLength(1);
    expect((await signalsOf(raced.claimId)).reviews).toHaveLength(1);
  });

  test('a claim that changed since it was looked at is not decided on', async () => {
    const { claimId } = await heldWithTask();
    const version = await versionOf(claimId);
    await clerk.client.call(contract.editClaim, { params: { claimId }, body: { version, authorizationNumber: 'AUTH-1' } });
    expect((await problemOf(decide(claimId, { version, decision: 'release', reason: 'x' }))).status).toBe(409);
  });

  test('a reason that has gone holds nothing: the review ends by itself', async () => {
    const { claimId, otherId } = await held();
    await billing.rows("UPDATE claims SET status = 'voided' WHERE id = ?", [otherId]);
    await billing.rows("UPDATE encounters SET status = 'entered-in-error' WHERE id = (SELECT encounter_id FROM claims WHERE id = ?)", [otherId]);
    expect(await billing.scrub(claimId)).not.toHaveProperty('held');
    expect((await signalsOf(claimId)).reviews).toMatchObject([{ status: 'gone', decidedBy: null }]);
    expect((await billing.submit(claimId)).attempt).toBe(1);
  });
});
