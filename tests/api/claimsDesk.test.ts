import { contract } from '../../api/client';
import { newId } from '../../db/newId';
import { makePatient } from '../factories/hospital';
import { makePayer, makeStay, SIMPLE_PLAN } from '../factories/money';
import { type TestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';

let api: TestApi;
let billing: BillingDriver;
let biller: TestUser;
let denied: string;
let rejected: string;
let paid: string;
let deniedPayer: { payerId: string };
beforeAll(async () => {
  billing = await BillingDriver.open();
  ({ api } = billing);
  biller = await api.as('billing');
  const payer = await makePayer(api.database, { rules: { ...SIMPLE_PLAN, priorAuthorizationRequired: ['G0463'] } });
  deniedPayer = payer;
  denied = (await billing.adjudicate((await makeStay(api.database, { payer, patient: await makePatient(api.database, { family: 'Deskwell', given: 'Robin' }) })).encounterId)).claimId;
  await billing.adjudicate((await makeStay(api.database, { payer })).encounterId);
  const rejecting = await makePayer(api.database, { behaviour: { rejectPercent: 100 } });
  const sent = await billing.send((await makeStay(api.database, { payer: rejecting })).encounterId);
  await billing.acknowledge(sent.submissionId);
  rejected = sent.claimId;
  paid = (await billing.adjudicate((await makeStay(api.database, { payer: await makePayer(api.database) })).encounterId)).claimId;
  await billing.settle(paid, 'paid');
});
afterAll(() => api.stop());

const list = (query: Record<string, unknown>) => biller.client.call(contract.listClaims, { query: query as never });
const idsOf = async (query: Record<string, unknown>) => (await list(query)).items.map((item) => item.id).sort();
const versionOf = async (claimId: string) => (await biller.client.call(contract.readClaim, { params: { claimId } })).claim.version;

describe('the claims desk', () => {
  test('filters by state, status, cause, payer, patient and number', async () => {
    expect(await idsOf({ state: 'closed' })).toEqual([paid]);
    expect(await idsOf({ status: 'rejected' })).toEqual([rejected]);
    expect(await idsOf({ cause: 'denied-authorization', q: 'deskwell rob' })).toEqual([denied]);
    expect((await list({ causeKind: 'denied', payerId: deniedPayer.payerId, count: 'true' })).total).toBe(2);
    expect(await idsOf({ state: 'stuck', causeKind: 'incomplete' })).toEqual([]);
    const { items: [item] } = await list({ status: 'rejected' });
    expect(await idsOf({ state: 'all', q: item?.number })).toEqual([rejected]);
    expect(item).toMatchObject({ stuck: { kind: 'rejected', cause: expect.stringMatching(/^rejected-/) }, openCents: item?.chargeCents, task: null });
    expect(await idsOf({ state: 'all', q: 'C%' })).toEqual([]);
    expect((await problemOf(list({ sort: 'money; DROP TABLE claims' }))).status).toBe(400);
    expect((await problemOf(list({ cause: 'plug-entry' }))).status).toBe(400);
  });

  test('sorts by deadline, money or age, and a cursor loses nothing', async () => {
    for (const sort of ['deadline', 'money', 'newest']) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page: { items: { id: string }[]; nextCursor: string | null } = await list({ state: 'all', sort, limit: 1, ...(cursor ? { cursor } : {}) });
        seen.push(...page.items.map((item) => item.id));
        cursor = page.nextCursor;
      } while (cursor);
      expect([sort, new Set(seen).size, seen.length]).toEqual([sort, 4, 4]);
    }
    const money = (await list({ state: 'all', sort: 'money' })).items.map((item) => item.openCents);
    expect(money).toEqual([...money].sort((a, b) => b - a));
  });

  test('queues by cause count claims, money and the nearest deadline; root causes group equal claims', async () => {
    const { items, totalCount } = await biller.client.call(contract.listClaimCauses, { query: { by: 'cause' } });
    const queue = items.find((item) => item.cause === 'denied-authorization');
    expect(queue).toMatchObject({ count: 2, openCents: 40_000, label: 'Authorisation missing' });
    expect(queue?.nearestDeadlineAt).toEqual((await list({ cause: 'denied-authorization' })).items[0]?.deadlineAt);
    expect(totalCount).toBe(3);
    const roots = (await biller.client.call(contract.listClaimCauses, { query: { by: 'root-cause' } })).items;
    const group = roots.find((item) => item.cause === 'denied-authorization');
    expect(group).toMatchObject({ count: 2, payer: { id: deniedPayer.payerId } });
    expect(await idsOf({ fingerprint: group?.fingerprint })).toHaveLength(2);
  });

  test('the dashboard counts from the record', async () => {
    const figures = await biller.client.call(contract.readClaimsDashboard, {});
    const rejectedOpen = (await list({ status: 'rejected' })).items[0]?.openCents ?? 0;
    expect(figures).toMatchObject({
      openClaims: 3, openCents: 40_000 + rejectedOpen, stuckClaims: 3, cleanClaims: { part: 3, of: 4, rate: 0.75 }, denials: { part: 2, of: 3 },
      denialsByCause: [{ cause: 'denied-authorization', claims: 2, openCents: 40_000 }], underpaidClaims: 0,
    });
    expect(figures.ageing.reduce((sum, bucket) => sum + bucket.openCents, 0)).toBe(figures.openCents);
    expect(figures.denialsByPayer[0]).toMatchObject({ payer: { id: deniedPayer.payerId }, answered: 2, denied: 2, deniedCents: 40_000 });
  });

  test('how each payer did, and why money was refused', async () => {
    const { byPayer, byReason } = await biller.client.call(contract.readPayerPerformance, {});
    expect(byPayer.find((row) => row.payer.id === deniedPayer.payerId)).toMatchObject({ sent: 2, clean: 2, answered: 2, denied: 2, deniedCents: 40_000 });
    expect(byReason).toEqual([{ code: 'CO-197', words: expect.stringContaining('authorisation'), cause: 'denied-authorization', label: 'Authorisation missing', claims: 2, cents: 40_000 }]);
    expect(byPayer.reduce((sum, row) => sum + row.answered, 0)).toBe((await biller.client.call(contract.readClaimsDashboard, {})).denials.of);
  });

  test('opens to money people only, and every opening is audited', async () => {
    const read = (client: TestUser['client']) => client.call(contract.readClaim, { params: { claimId: denied } });
    expect((await problemOf(read((await api.as('nurse')).client))).status).toBe(403);
    expect((await problemOf(read(api.nobody()))).status).toBe(401);
    expect((await problemOf(biller.client.call(contract.readClaim, { params: { claimId: newId() } }))).status).toBe(404);
    const auditor = await api.as('auditor');
    expect((await read(auditor.client)).mayWork).toBe(false);
    expect(await billing.scalar("SELECT COUNT(*) FROM audit_events WHERE action = 'claim.read' AND resource_id = ? AND actor_id = ?", [denied, auditor.id])).toBe(1);
    expect((await problemOf(auditor.client.call(contract.holdClaim, { params: { claimId: denied }, body: { version: 1, until: null, reason: 'none' } }))).status).toBe(403);
  });
});

describe('working a claim', () => {
  test('an edit keeps a diff, tells the workflow, and a stale one is refused', async () => {
    const version = await versionOf(rejected);
    const edit = (body: Record<string, unknown>, client = biller.client) => client.call(contract.editClaim, { params: { claimId: rejected }, body: { version, ...body } as never });
    const { differences } = await edit({ diagnoses: ['I50.9', 'E11.9'], memberNumber: 'FIXED-1', modifiers: [{ line: 1, modifiers: ['59'] }] });
    expect(differences.map((one) => one.field)).toEqual(['diagnoses', 'member number', 'modifiers of line 1']);
    expect((await problemOf(edit({ memberNumber: 'FIXED-2' }))).problem).toMatchObject({ status: 409, currentVersion: version + 1 });
    expect((await problemOf(edit({ diagnoses: ['not a code'] }))).problem.errors?.[0]?.field).toContain('diagnoses');
    expect(await billing.scalar("SELECT COUNT(*) FROM workflow_commands WHERE workflow_id = ? AND name = 'claimChanged'", [`claim-${rejected}`])).toBe(1);
    const page = await biller.client.call(contract.readClaim, { params: { claimId: rejected } });
    expect([page.memberNumber, page.diagnoses.map((one) => one.code), page.lines[0]?.modifiers]).toEqual(['FIXED-1', ['I50.9', 'E11.9'], ['59']]);
    expect(page.story[0]?.text).toContain('diagnoses: I50.9 → I50.9 E11.9');
  });

  test('whoever holds the claim’s task is named to the next one (a second person acts and fails)', async () => {
    const taskId = await billing.openTask(rejected, 'resolve-rejection', 'rejected');
    const colleague = await api.as('billing');
    await colleague.client.call(contract.claimTask, { params: { taskId } });
    const body = { version: await versionOf(rejected) };
    const refused = await Promise.all([
      biller.client.call(contract.editClaim, { params: { claimId: rejected }, body: { ...body, drg: '291' } }),
      biller.client.call(contract.retryClaim, { params: { claimId: rejected }, body }),
      biller.client.call(contract.holdClaim, { params: { claimId: rejected }, body: { ...body, until: null, reason: 'not mine' } }),
    ].map(problemOf));
    for (const { problem } of refused) expect(problem).toMatchObject({ status: 409, holder: { id: colleague.id, name: colleague.name } });
    expect((await list({ status: 'rejected' })).items[0]?.task).toMatchObject({ id: taskId, holder: { name: colleague.name } });
    const retried = await colleague.client.call(contract.retryClaim, { params: { claimId: rejected }, body: { ...body, note: 'Checked the card' } });
    expect(retried).toMatchObject({ taskId, decision: 'resubmit' });
    expect(await billing.scalar("SELECT COUNT(*) FROM workflow_commands WHERE workflow_id = ? AND kind = 'update'", [`claim-${rejected}`])).toBe(1);
    const again = await problemOf(colleague.client.call(contract.retryClaim, { params: { claimId: rejected }, body: { version: retried.version } }));
    expect([again.status, again.problem.type]).toEqual([422, 'urn:careway:problem:nothing-to-retry']);
  });

  test('ten people retry one claim at once: one does, the others are told', async () => {
    const taskId = await billing.openTask(denied, 'resolve-denial', 'denied');
    const version = await versionOf(denied);
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => biller.client.call(contract.retryClaim, { params: { claimId: denied }, body: { version } })));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(await billing.scalar("SELECT COUNT(*) FROM task_events WHERE task_id = ? AND kind = 'completed'", [taskId])).toBe(1);
  });

  test('a hold ends by itself, keeps its deadline, and cannot pass it', async () => {
    const claimId = (await list({ cause: 'denied-authorization' })).items.find((item) => item.id !== denied)?.id ?? '';
    const hold = async (until: string | null) => biller.client.call(contract.holdClaim, { params: { claimId }, body: { version: await versionOf(claimId), until, reason: 'Waiting for the record' } });
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    expect((await problemOf(hold(inDays(-1)))).status).toBe(400);
    expect((await problemOf(hold(inDays(400)))).status).toBe(422);
    await hold(inDays(3));
    expect((await list({ cause: 'on-hold' })).items.map((item) => [item.id, item.stuck?.cause])).toEqual([[claimId, 'on-hold']]);
    expect((await list({ cause: 'denied-authorization' })).items.map((item) => item.id)).not.toContain(claimId);
    await billing.rows('UPDATE claims SET hold_until = NOW(3) - INTERVAL 1 SECOND WHERE id = ?', [claimId]);
    expect((await list({ cause: 'denied-authorization' })).items.map((item) => item.id)).toContain(claimId);
    await hold(inDays(2));
    await hold(null);
    expect((await list({ cause: 'on-hold' })).items).toEqual([]);
  });

  test('notes stand in the story', async () => {
    await biller.client.call(contract.commentClaim, { params: { claimId: denied }, body: { text: 'Called the payer.' } });
    const { story } = await biller.client.call(contract.readClaim, { params: { claimId: denied } });
    expect(story[0]).toMatchObject({ kind: 'note', text: 'Called the payer.', actor: biller.name });
  });

  test('a payer that is silent: keep waiting, or send again though it counts as sent (ottehr#9617)', async () => {
    const { claimId, submissionId } = await billing.send((await makeStay(api.database, { payer: await makePayer(api.database) })).encounterId);
    expect((await billing.submit(claimId)).submissionId).toBe(submissionId); // a repeated step sends nothing
    await billing.openTask(claimId, 'chase-payer', 'no-acknowledgement');
    expect((await list({ cause: 'payer-silent' })).items.map((item) => item.id)).toEqual([claimId]);
    await biller.client.call(contract.retryClaim, { params: { claimId }, body: { version: await versionOf(claimId) } });
    const again = await billing.submit(claimId);
    expect(again.attempt).toBe(2);
    expect(await billing.remit(submissionId)).toEqual({ posted: true });
    await billing.remit(again.submissionId); // the payer calls the second copy a duplicate; its first answer stands
    const page = await biller.client.call(contract.readClaim, { params: { claimId } });
    expect(page.claim).toMatchObject({ status: 'paid', openCents: 0 });
    expect(page.remittances.map((one) => one.state).sort()).toEqual(['ignored', 'posted']);
    await billing.expectSound();
  });
});
