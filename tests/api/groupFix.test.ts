import { contract } from '../../api/client';
import { newId } from '../../db/newId';
import { makePatient } from '../factories/hospital';
import { makePayer, makeStay, type MadePayer, SIMPLE_PLAN } from '../factories/money';
import { makeStuckClaims } from '../factories/stuckClaims';
import { type TestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';

let api: TestApi;
let billing: BillingDriver;
let biller: TestUser;
let payer: MadePayer;
beforeAll(async () => {
  billing = await BillingDriver.open();
  ({ api } = billing);
  biller = await api.as('billing');
  payer = await makePayer(api.database, { rules: { ...SIMPLE_PLAN, priorAuthorizationRequired: ['G0463'] } });
});
afterAll(() => api.stop());

const plan = (body: object, user = biller) => user.client.call(contract.planClaimGroupFix, { body: body as never });
async function planned(body: object, user = biller): Promise<string> {
  const { id } = await plan(body, user);
  await billing.workGroupFix(id, 'plan');
  return id;
}
const read = (groupFixId: string, user = biller) => user.client.call(contract.readGroupFix, { params: { groupFixId } });
const itemsOf = async (groupFixId: string, state?: string) => (await biller.client.call(contract.listGroupFixItems, { params: { groupFixId }, query: { limit: 200, ...(state ? { state } : {}) } as never })).items;
async function apply(groupFixId: string): Promise<void> {
  const { groupFix } = await read(groupFixId);
  await biller.client.call(contract.applyGroupFix, { params: { groupFixId }, body: { version: groupFix.version } });
  await billing.workGroupFix(groupFixId, 'apply');
}
const versions = (ids: readonly string[]) => billing.rows<{ id: string; version: number }>('SELECT id, version FROM claims WHERE id IN (?) ORDER BY id', [ids]);

describe('a group of claims with one root cause', () => {
  test('is fixed together: a dry run that changes nothing, then each claim once, each with its result', async () => {
    const { ids, fingerprint } = await makeStuckClaims(api.database, { payer, count: 45, withWorkflow: true });
    const before = await versions(ids);
    const { id, total } = await plan({ select: { fingerprint, state: 'stuck' }, fix: { action: 'send-on', changes: { authorizationNumber: 'AUTH-77' }, note: 'The payer sent the number' } });
    expect(total).toBe(45);
    expect((await problemOf(biller.client.call(contract.applyGroupFix, { params: { groupFixId: id }, body: { version: 1 } }))).problem.type).toContain('dry-run-runs');
    expect(await billing.workGroupFix(id, 'plan')).toBe(3);

    expect(await versions(ids)).toEqual(before); // a dry run
    expect(await billing.scalar("SELECT COUNT(*) FROM claim_events WHERE claim_id IN (?)", [ids])).toBe(0);
    expect(await billing.scalar("SELECT COUNT(*) FROM workflow_commands WHERE name = 'completeTask'")).toBe(0);
    expect((await read(id)).groupFix).toMatchObject({ state: 'planned', counts: { ready: 45, impossible: 0, done: 0 } });
    expect((await itemsOf(id))[0]).toMatchObject({ state: 'ready', openCents: 20_000, changes: [{ field: 'authorisation number', before: null, after: 'AUTH-77' }, { field: 'what happens', after: 'Sent on' }], problem: null });

    await apply(id);
    const after = await read(id);
    expect(after.groupFix).toMatchObject({ state: 'done', counts: { done: 45, ready: 0, failed: 0, impossible: 0 } });
    expect(await billing.scalar("SELECT COUNT(*) FROM claims WHERE id IN (?) AND authorization_number = 'AUTH-77' AND frequency = '7'", [ids])).toBe(45);
    expect(await billing.scalar("SELECT COUNT(*) FROM tasks WHERE claim_id IN (?) AND status = 'completed' AND completed_by = ?", [ids, biller.id])).toBe(45);
    expect(await billing.scalar("SELECT COUNT(*) FROM workflow_commands WHERE name = 'completeTask' AND workflow_id LIKE 'claim-%'")).toBe(45);
    expect(await billing.scalar("SELECT COUNT(*) FROM audit_events WHERE action = 'task.completed' AND actor_id = ? AND actor_kind = 'person'", [biller.id])).toBe(45);
    const { story } = await biller.client.call(contract.readClaim, { params: { claimId: ids[0] ?? '' } });
    expect(story.map((entry) => [entry.kind, entry.actor])).toEqual(expect.arrayContaining([['edited', biller.name], ['retry-asked', biller.name]]));
  });

  test('a retry is no success: a claim counts as solved when it moves again, and as stuck again when it does not (camunda#63192, #51397)', async () => {
    const { ids, fingerprint } = await makeStuckClaims(api.database, { payer, count: 3, cause: 'no-member', task: 'fix-claim' });
    const id = await planned({ select: { fingerprint }, fix: { action: 'send-on' } });
    await apply(id);
    expect(await read(id)).toMatchObject({ solved: 0, stuckAgain: 3 }); // the scrubber has not looked yet
    await billing.rows('UPDATE claims SET stuck_cause = NULL, status = ? WHERE id = ?', ['ready', ids[0]]);
    expect(await read(id)).toMatchObject({ solved: 1, stuckAgain: 2 });
    expect((await itemsOf(id)).map((item) => item.isSolved)).toEqual([true, false, false]);
  });

  test('what cannot be done says why, claim by claim; nothing is skipped silently (camunda#30940)', async () => {
    const { ids, numbers, fingerprint } = await makeStuckClaims(api.database, { payer, count: 5, cause: 'denied-necessity' });
    const colleague = await api.as('billing');
    const [task] = await billing.rows<{ id: string }>('SELECT id FROM tasks WHERE claim_id = ?', [ids[0]]);
    await colleague.client.call(contract.claimTask, { params: { taskId: task?.id ?? '' } });
    await billing.rows("UPDATE tasks SET status = 'cancelled' WHERE claim_id = ?", [ids[1]]);
    const id = await planned({ select: { fingerprint }, fix: { action: 'appeal', note: 'The record shows the need' } });
    const impossible = await itemsOf(id, 'impossible');
    expect(impossible.map(({ number, problem }) => [number, problem])).toEqual([[numbers[0], `${colleague.name} holds this task.`], [numbers[1], 'No task holds this claim up: it moves by itself, or waits for its payer.']]);
    await billing.rows('UPDATE claims SET version = version + 1 WHERE id = ?', [ids[2]]); // somebody changes one after the dry run
    await apply(id);
    expect((await read(id)).groupFix.counts).toEqual({ listed: 0, ready: 0, impossible: 2, done: 2, failed: 1, 'left-out': 0 });
    expect((await itemsOf(id, 'failed')).map((item) => item.problem)).toEqual(['This claim has changed since the dry run.']);
    expect((await itemsOf(id))).toHaveLength(5);

    // What was not done is a group of its own.
    await colleague.client.call(contract.releaseTask, { params: { taskId: task?.id ?? '' } });
    const again = await planned({ select: { rest: { groupFixId: id } }, fix: { action: 'appeal', note: 'Again' } });
    expect((await read(again)).groupFix).toMatchObject({ total: 3, counts: { ready: 2, impossible: 1 } });
  });

  test('has no limit: more than ten thousand are frozen at once, and a cursor reaches every one (camunda#61253)', async () => {
    const { fingerprint } = await makeStuckClaims(api.database, { payer, count: 10_500, cause: 'denied-late', task: null });
    const { id, total } = await plan({ select: { fingerprint }, fix: { action: 'hold', until: new Date(Date.now() + 86_400_000).toISOString(), note: 'Waiting for the payer' } });
    expect(total).toBe(10_500);
    expect((await read(id)).groupFix.counts.listed).toBe(10_500);
    const last = await biller.client.call(contract.listGroupFixItems, { params: { groupFixId: id }, query: { limit: 200, cursor: Buffer.from(JSON.stringify(['ffffffff-ffff-7fff-8fff-ffffffffffff'])).toString('base64url') } as never });
    expect(last).toMatchObject({ items: [], nextCursor: null, total: 10_500 });
    const { version } = (await read(id)).groupFix;
    expect(await biller.client.call(contract.stopGroupFix, { params: { groupFixId: id }, body: { version } })).toMatchObject({ leftOut: 10_500 });
    await billing.workGroupFix(id, 'plan');
    expect(await billing.scalar("SELECT COUNT(*) FROM claims WHERE stuck_cause = 'denied-late' AND hold_until IS NOT NULL")).toBe(0);
  });

  test('chunks that come twice or side by side do no claim twice', async () => {
    const { ids, fingerprint } = await makeStuckClaims(api.database, { payer, count: 30, cause: 'denied-duplicate', withWorkflow: true });
    const id = await planned({ select: { fingerprint }, fix: { action: 'write-off', note: 'Paid on the first claim' } });
    const { groupFix } = await read(id);
    const clicks = await Promise.allSettled([1, 2, 3].map(() => biller.client.call(contract.applyGroupFix, { params: { groupFixId: id }, body: { version: groupFix.version } })));
    expect(clicks.filter((click) => click.status === 'fulfilled')).toHaveLength(1);
    await Promise.all([1, 2, 3, 4].map((n) => billing.service.call(contract.workGroupFix, { params: { groupFixId: id }, body: { phase: 'apply' }, idempotencyKey: `side-${id}-${n}` })));
    expect((await read(id)).groupFix.counts.done).toBe(30);
    expect(await billing.scalar("SELECT COUNT(*) FROM task_events e JOIN tasks t ON t.id = e.task_id WHERE t.claim_id IN (?) AND e.kind = 'completed'", [ids])).toBe(30);
    expect(await billing.scalar("SELECT COUNT(*) FROM tasks WHERE claim_id IN (?) AND outcome = 'write-off'", [ids])).toBe(30);
  });

  test.each<[string, object, object]>([
    ['a hold', { action: 'hold', until: new Date(Date.now() + 5 * 86_400_000).toISOString(), note: 'Contract talks' }, { field: 'on hold until', before: null }],
    ['billing the patient', { action: 'bill-patient', note: 'Not insured that day' }, { field: 'open money', before: '$200.00', after: 'billed to the patient' }],
    ['escalating', { action: 'escalate', note: 'Needs a word with the payer' }, { after: 'Escalated' }],
    ['a modifier on every line of a procedure', { action: 'save', changes: { addModifier: { procedure: 'G0463', modifier: '59' } } }, { field: 'modifiers of line 1', before: null, after: '59' }],
    ['a diagnosis', { action: 'save', changes: { principalDiagnosis: 'I11.0' } }, { field: 'diagnoses', before: 'I50.9', after: 'I11.0 I50.9' }],
  ])('%s works for all of them', async (_name, fix, change) => {
    const { ids } = await makeStuckClaims(api.database, { payer, count: 2, cause: 'denied-bundled' });
    const id = await planned({ select: { ids }, fix });
    expect((await itemsOf(id)).map(({ problem, changes }) => [problem, changes[0]])).toEqual([1, 2].map(() => [null, expect.objectContaining(change)]));
    await apply(id);
    expect((await read(id)).groupFix.counts.done).toBe(2);
  });

  test('a hand-over names the colleague; an escalation tells the supervisors once', async () => {
    const supervisor = await api.as('billing-supervisor');
    const colleague = await api.as('billing');
    const { ids } = await makeStuckClaims(api.database, { payer, count: 3, cause: 'denied-not-covered' });
    await apply(await planned({ select: { ids }, fix: { action: 'hand-over', userId: colleague.id, note: 'You know this payer' } }));
    expect(await billing.scalar('SELECT COUNT(*) FROM tasks WHERE claim_id IN (?) AND holder_id = ?', [ids, colleague.id])).toBe(3);
    const refused = await planned({ select: { ids }, fix: { action: 'escalate', note: 'Too old' } });
    expect((await itemsOf(refused, 'impossible'))[0]?.problem).toBe(`${colleague.name} holds this task.`);
    const { id } = await plan({ select: { ids }, fix: { action: 'escalate', note: 'Too old' } }, colleague);
    await billing.workGroupFix(id, 'plan');
    const { groupFix } = await read(id, colleague);
    await colleague.client.call(contract.applyGroupFix, { params: { groupFixId: id }, body: { version: groupFix.version } });
    await billing.workGroupFix(id, 'apply');
    expect(await billing.scalar('SELECT COUNT(*) FROM notifications WHERE recipient_id = ? AND event_id = ?', [supervisor.id, `group-fix/${id}`])).toBe(1);
    expect((await supervisor.client.call(contract.listClaims, { query: { escalated: 'true', state: 'stuck' } as never })).items.map((item) => item.id).sort()).toEqual(expect.arrayContaining([...ids].sort()));
  });

  test('values of their own go to each claim by its number; a claim without one is not changed and says so', async () => {
    const { ids, numbers } = await makeStuckClaims(api.database, { payer, count: 3, cause: 'denied-member' });
    const id = await planned({ select: { ids }, fix: { action: 'send-on', changes: { byClaim: [{ claim: numbers[0], authorizationNumber: 'A-1' }, { claim: numbers[1]?.toLowerCase(), authorizationNumber: 'A-2' }] } } });
    expect((await itemsOf(id)).map((item) => item.problem ?? item.changes[0]?.after)).toEqual(['A-1', 'A-2', 'The list has no value for this claim.']);
  });

  test('acts with the rights its person has now', async () => {
    const leaver = await api.as('billing');
    const { ids } = await makeStuckClaims(api.database, { payer, count: 2, cause: 'denied-coverage' });
    const { id } = await plan({ select: { ids }, fix: { action: 'write-off', note: 'Small' } }, leaver);
    await billing.rows('UPDATE staff_users SET disabled_at = NOW(3) WHERE id = ?', [leaver.id]);
    await billing.workGroupFix(id, 'plan');
    expect((await itemsOf(id)).map((item) => item.problem)).toEqual([1, 2].map(() => `${leaver.name} may no longer do this.`));
    expect(await billing.scalar("SELECT COUNT(*) FROM tasks WHERE claim_id IN (?) AND status = 'requested'", [ids])).toBe(2);
  });

  test('a fault takes back its whole chunk, and the next try does all of it', async () => {
    const { ids } = await makeStuckClaims(api.database, { payer, count: 4, cause: 'denied-other' });
    const id = await planned({ select: { ids }, fix: { action: 'save', changes: { authorizationNumber: 'AUTH-5' } } });
    const { groupFix } = await read(id);
    await biller.client.call(contract.applyGroupFix, { params: { groupFixId: id }, body: { version: groupFix.version } });
    await billing.rows('RENAME TABLE claim_events TO claim_events_away');
    const failed = await problemOf(billing.workGroupFix(id, 'apply'));
    await billing.rows('RENAME TABLE claim_events_away TO claim_events');
    expect([failed.status, await billing.scalar("SELECT COUNT(*) FROM claims WHERE id IN (?) AND authorization_number = 'AUTH-5'", [ids])]).toEqual([500, 0]);
    await billing.workGroupFix(id, 'apply');
    expect((await read(id)).groupFix.counts.done).toBe(4);
  });

  test('is refused when nothing fits, when it does not say what to do, and to those who may not', async () => {
    expect((await problemOf(plan({ select: { fingerprint: '0'.repeat(16) }, fix: { action: 'send-on' } }))).status).toBe(422);
    for (const fix of [{ action: 'save' }, { action: 'hold', note: 'no date' }, { action: 'write-off' }, { action: 'hand-over' }, { action: 'appeal', note: 'x', changes: { drg: '291' } }, { action: 'plug-entry' }]) {
      expect((await problemOf(plan({ select: {}, fix }))).status).toBe(400);
    }
    const { ids } = await makeStuckClaims(api.database, { payer, count: 1 });
    const id = await planned({ select: { ids }, fix: { action: 'send-on' } });
    const [nurse, other, auditor, head] = [await api.as('charge-nurse'), await api.as('billing'), await api.as('auditor'), await api.as('billing-supervisor')];
    expect((await problemOf(plan({ select: { ids }, fix: { action: 'send-on' } }, nurse))).status).toBe(403);
    expect((await problemOf(read(id, nurse))).status).toBe(404);
    expect((await nurse.client.call(contract.listGroupFixes, {})).items).toEqual([]);
    expect((await read(id, auditor)).mayApply).toBe(false);
    const body = { version: (await read(id)).groupFix.version };
    expect((await problemOf(other.client.call(contract.applyGroupFix, { params: { groupFixId: id }, body }))).status).toBe(404);
    expect((await problemOf(other.client.call(contract.stopGroupFix, { params: { groupFixId: id }, body }))).status).toBe(404);
    expect((await head.client.call(contract.stopGroupFix, { params: { groupFixId: id }, body })).leftOut).toBe(1);
    expect((await problemOf(biller.client.call(contract.applyGroupFix, { params: { groupFixId: id }, body }))).status).toBe(409);
    expect((await problemOf(read(newId()))).status).toBe(404);
  });
});

describe('a group of stuck steps', () => {
  async function stuckSteps(count: number, message: string): Promise<{ ids: string[]; fingerprint: string; encounterId: string }> {
    const { encounterId } = await makeStay(api.database, { patient: await makePatient(api.database) });
    const ids: string[] = [];
    for (let n = 1; n <= count; n += 1) {
      const { incidentId } = await billing.service.call(contract.openIncident, { idempotencyKey: billing.key(), body: { workflowId: `journey-${encounterId}`, journeyId: encounterId, claimId: null, step: `submit-${n}`, errorClass: 'ServerError', message, attempts: 5 } });
      ids.push(incidentId);
    }
    const [row] = await billing.rows<{ fingerprint: string }>('SELECT fingerprint FROM incidents WHERE id = ?', [ids[0]]);
    return { ids, fingerprint: row?.fingerprint ?? '', encounterId };
  }
  const settle = (incidentId: string, outcome: 'solved' | 'failed-again') => billing.service.call(contract.settleIncident, { params: { incidentId }, body: { outcome }, idempotencyKey: billing.key() });

  test('is retried together and counts as solved only what has passed (camunda#63192)', async () => {
    const { ids, fingerprint } = await stuckSteps(3, 'clearinghouse away');
    const { id, total } = await biller.client.call(contract.planIncidentGroupFix, { body: { select: { fingerprint }, fix: { action: 'retry' } } });
    expect(total).toBe(3);
    await billing.workGroupFix(id, 'plan');
    expect(await billing.scalar("SELECT COUNT(*) FROM incidents WHERE id IN (?) AND status = 'open'", [ids])).toBe(3);
    await apply(id);
    expect(await billing.scalar("SELECT COUNT(*) FROM workflow_commands WHERE name = 'resolveIncident'")).toBe(3);
    expect(await read(id)).toMatchObject({ groupFix: { state: 'done', counts: { done: 3 } }, solved: 0, pending: 3, stuckAgain: 0 });
    await settle(ids[0] ?? '', 'solved');
    await settle(ids[1] ?? '', 'failed-again');
    expect(await read(id)).toMatchObject({ solved: 1, pending: 1, stuckAgain: 1 });
    expect((await itemsOf(id)).map(({ now, isSolved }) => [now, isSolved])).toEqual([['solved', true], ['open', false], ['retrying', false]]);
    const { causes } = await biller.client.call(contract.countIncidents, {});
    expect(causes.find((cause) => cause.fingerprint === fingerprint)?.count).toBe(2); // of three, one is over (camunda#51397)
  });

  test('a step being tried again is left alone, and a skip needs a reason', async () => {
    const { ids } = await stuckSteps(2, 'printer on fire');
    const [incident] = (await biller.client.call(contract.listIncidents, { query: { limit: 200 } as never })).items.filter((one) => one.id === ids[0]);
    await biller.client.call(contract.resolveIncident, { params: { incidentId: ids[0] ?? '' }, body: { version: incident?.version ?? 0, action: 'retry' } });
    expect((await problemOf(biller.client.call(contract.planIncidentGroupFix, { body: { select: { ids }, fix: { action: 'skip' } } }))).status).toBe(400);
    const { id } = await biller.client.call(contract.planIncidentGroupFix, { body: { select: { ids }, fix: { action: 'skip', note: 'Sent by post' } } });
    await billing.workGroupFix(id, 'plan');
    expect((await itemsOf(id)).map(({ state, problem }) => [state, problem])).toEqual([['impossible', 'This step is being tried again just now.'], ['ready', null]]);
    const nurse = await api.as('charge-nurse');
    const own = await nurse.client.call(contract.planIncidentGroupFix, { body: { select: { ids }, fix: { action: 'retry' } } });
    expect((await nurse.client.call(contract.listGroupFixes, {})).items.map((item) => item.id)).toEqual([own.id]);
  });
});
