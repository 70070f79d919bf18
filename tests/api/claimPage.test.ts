import { contract } from '../../api/client';
import { type PlanInput } from '../../domain/adjudication/input';
import { makePatient } from '../factories/hospital';
import { makeCoverage, makePayer, makeStay, SIMPLE_PLAN } from '../factories/money';
import { type TestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';

let api: TestApi;
let billing: BillingDriver;
let biller: TestUser;
beforeAll(async () => {
  billing = await BillingDriver.open();
  ({ api } = billing);
  biller = await api.as('billing');
});
afterAll(() => api.stop());

const authorised: PlanInput = { ...SIMPLE_PLAN, priorAuthorizationRequired: ['G0463'] };
async function makeDenied(name: { family?: string; given?: string } = {}): Promise<{ claimId: string; submissionId: string; taskId: string }> {
  const payer = await makePayer(api.database, { rules: authorised });
  const sent = await billing.adjudicate((await makeStay(api.database, { payer, patient: await makePatient(api.database, name) })).encounterId);
  return { ...sent, taskId: await billing.openTask(sent.claimId, 'resolve-denial', 'denied') };
}
const read = (claimId: string, user = biller) => user.client.call(contract.readClaim, { params: { claimId } });
const estimate = async (claimId: string) => (await biller.client.call(contract.estimateClaim, { params: { claimId } })).estimate;

describe('what would this pay', () => {
  test('the estimate of a claim before it is sent is what the payer then pays', async () => {
    const payer = await makePayer(api.database);
    const claimId = await billing.prepare((await makeStay(api.database, { payer })).encounterId);
    const expected = await estimate(claimId);
    expect(expected?.explanation.length).toBeGreaterThan(0);
    expect(expected?.lines.reduce((sum, line) => sum + (line.payerCents ?? 0), 0)).toBe(expected?.payerCents);
    await billing.scrub(claimId);
    const { submissionId } = await billing.submit(claimId);
    await billing.acknowledge(submissionId);
    await billing.remit(submissionId);
    const { claim } = await read(claimId);
    expect([expected?.chargeCents, expected?.payerCents, expected?.patientCents]).toEqual([claim.chargeCents, claim.paidCents, claim.patientCents]);
    expect(await estimate(claimId)).toEqual(expected); // its own answer does not count against it
  });

  test('a plan that cannot be applied gives none, and no number is made up', async () => {
    const payer = await makePayer(api.database, { rules: { pricing: { basis: 'drg', lesserOf: true } } as PlanInput });
    const claimId = await billing.prepare((await makeStay(api.database, { payer })).encounterId);
    const found = await estimate(claimId);
    expect(found === null || found.payerCents === 0).toBe(true);
  });
});

describe('a correction', () => {
  test('is shown before it is made: what differs, whether the claim could leave, what it would pay', async () => {
    const { claimId } = await makeDenied();
    const before = await read(claimId);
    const body = { version: before.claim.version, authorizationNumber: 'AUTH-9' };
    const preview = await biller.client.call(contract.previewClaimEdit, { params: { claimId }, body });
    expect(preview).toMatchObject({ differences: [{ field: 'authorisation number', before: null, after: 'AUTH-9' }], problems: [] });
    // Line by line: 200.00 were denied for want of an authorisation, the fee is 120.00, and a fifth of it is the patient's at most.
    expect((preview.after?.payerCents ?? 0) - (preview.before?.payerCents ?? 0)).toBeGreaterThanOrEqual(12_000 * 0.8);
    expect(await read(claimId)).toEqual(before);
    const worse = await biller.client.call(contract.previewClaimEdit, { params: { claimId }, body: { version: before.claim.version, memberNumber: 'M-1', modifiers: [{ line: 1, modifiers: ['59'] }] } });
    expect(worse.differences.map(({ field }) => field)).toEqual(['member number', 'modifiers of line 1']);
    expect((await problemOf(biller.client.call(contract.previewClaimEdit, { params: { claimId }, body: { ...body, version: 1 } }))).problem).toMatchObject({ status: 409, currentVersion: before.claim.version });
    expect((await problemOf(biller.client.call(contract.previewClaimEdit, { params: { claimId }, body: { version: before.claim.version, modifiers: [{ line: 99, modifiers: ['59'] }] } }))).status).toBe(422);
  });
});

describe('passing a claim on', () => {
  test('a hand-over gives the task to the colleague, tells them, and stands in the story; who holds it is named to everybody else', async () => {
    const { claimId, taskId } = await makeDenied();
    const colleague = await api.as('billing');
    const version = async () => (await read(claimId)).claim.version;
    const handOver = (user: TestUser, to: string, at: number) => user.client.call(contract.handOverClaim, { params: { claimId }, body: { version: at, userId: to, comment: 'You know this payer' } });
    expect(await handOver(biller, colleague.id, await version())).toMatchObject({ holder: { id: colleague.id, name: colleague.name } });
    const page = await read(claimId);
    expect(page.claim.task).toMatchObject({ id: taskId, holder: { id: colleague.id } });
    expect(page.story[0]).toMatchObject({ kind: 'handed-over', actor: biller.name, text: `To ${colleague.name}: You know this payer` });
    expect(await billing.scalar("SELECT COUNT(*) FROM notifications WHERE recipient_id = ? AND channel = 'app'", [colleague.id])).toBe(1);
    expect((await problemOf(handOver(biller, biller.id, await version()))).problem).toMatchObject({ status: 409, holder: { id: colleague.id } });
    const nurse = await api.as('nurse');
    expect((await problemOf(handOver(colleague, nurse.id, await version()))).status).toBe(422);
    expect(api.announced.some((one) => one.topic === 'claim' && one.id === claimId)).toBe(true);
  });

  test('an escalation puts the task back, tells the supervisors, and ends when the claim moves', async () => {
    const { claimId, taskId } = await makeDenied();
    const supervisor = await api.as('billing-supervisor');
    await biller.client.call(contract.claimTask, { params: { taskId } });
    await biller.client.call(contract.escalateClaim, { params: { claimId }, body: { version: (await read(claimId)).claim.version, reason: 'The payer refuses to talk' } });
    const page = await read(claimId);
    expect([page.claim.task?.holder, page.escalation?.by, page.story[0]?.text]).toEqual([null, biller.name, 'The payer refuses to talk']);
    expect((await supervisor.client.call(contract.listClaims, { query: { escalated: 'true' } as never })).items.map(({ id }) => id)).toEqual([claimId]);
    expect(await billing.scalar("SELECT COUNT(*) FROM notifications WHERE recipient_id = ? AND template = 'task-escalated'", [supervisor.id])).toBe(1);
    await supervisor.client.call(contract.retryClaim, { params: { claimId }, body: { version: page.claim.version } });
    await billing.scrub(claimId);
    expect((await read(claimId)).escalation).toBeNull();
  });
});

describe('a letter of appeal', () => {
  test('is put together from the denial, finished by a person, and kept as a PDF under its claim', async () => {
    const { claimId, submissionId } = await makeDenied({ family: 'Łukaszewicz', given: 'Zoë' });
    const draft = await biller.client.call(contract.draftAppealLetter, { params: { claimId } });
    const { claim, payerClaimNumber } = await read(claimId);
    expect(draft.subject).toContain(`Appeal of claim ${claim.number}, your number ${payerClaimNumber}, patient Zoë Łukaszewicz`);
    expect(draft.text).toContain('G0463');
    expect(draft.text).toContain('$200.00 refused. CO-197: authorisation was required and not given');
    expect(draft.text).toContain('authorise it after the fact');
    const { documentId } = await biller.client.call(contract.writeAppealLetter, { params: { claimId }, body: { text: `${draft.text}\n\nThe ambulance record is enclosed.` } });
    const document = await biller.client.call(contract.readClaimDocument, { params: { claimId, documentId } });
    const pdf = Buffer.from(document.content, 'base64');
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.subarray(-6).toString().trim()).toBe('%%EOF');
    expect([document.text.endsWith('The ambulance record is enclosed.'), document.createdBy]).toEqual([true, biller.name]);
    const page = await read(claimId);
    expect(page.documents).toEqual([{ id: documentId, kind: 'appeal-letter', createdAt: document.createdAt, createdBy: biller.name }]);
    expect(page.story[0]).toMatchObject({ kind: 'letter-written', actor: biller.name });
    const [stored] = await billing.rows<{ text: Buffer; content: Buffer }>('SELECT text_enc AS text, content_enc AS content FROM claim_documents WHERE id = ?', [documentId]);
    expect(`${stored?.text.toString('latin1')}${stored?.content.toString('latin1')}`).not.toMatch(/appeal|%PDF-|JVBERi/); // sealed; no shorter words, for chance writes them too

    const other = await makeDenied();
    expect((await problemOf(biller.client.call(contract.readClaimDocument, { params: { claimId: other.claimId, documentId } }))).status).toBe(404);
    expect((await problemOf((await api.as('nurse')).client.call(contract.readClaimDocument, { params: { claimId, documentId } }))).status).toBe(403);
    expect(await billing.scalar("SELECT COUNT(*) FROM audit_events WHERE action = 'claim.document-read' AND resource_id = ?", [claimId])).toBe(1);
    expect(submissionId).not.toBe(documentId);
  });

  test('there is none where nothing was denied', async () => {
    const paid = await billing.adjudicate((await makeStay(api.database, { payer: await makePayer(api.database) })).encounterId);
    expect((await problemOf(biller.client.call(contract.draftAppealLetter, { params: { claimId: paid.claimId } }))).status).toBe(404);
    expect((await problemOf(biller.client.call(contract.writeAppealLetter, { params: { claimId: paid.claimId }, body: { text: 'Please.' } }))).status).toBe(422);
  });
});

describe('underpayments', () => {
  test('are found by adjudicating again: a fee below the plan’s, told line by line; what is paid in full and what is denied are not in the list', async () => {
    const payer = await makePayer(api.database);
    const patient = await makePatient(api.database, { family: 'Shortly' });
    const coverageId = await makeCoverage(api.database, patient.id, payer);
    const stay = (endedDaysAgo: number) => makeStay(api.database, { patient, coverageId, endedDaysAgo });
    const first = await billing.adjudicate((await stay(9)).encounterId); // meets the deductible
    // From here on the payer's own file has a lower fee than the contract.
    const lowered = JSON.stringify({ ...SIMPLE_PLAN, feeSchedule: { G0463: 9_000 } });
    await billing.rows('UPDATE plans SET rules = ? WHERE id = ?', [lowered, payer.planId]);
    const second = await billing.adjudicate((await stay(5)).encounterId);
    await billing.rows('UPDATE plans SET rules = ? WHERE id = ?', [JSON.stringify(SIMPLE_PLAN), payer.planId]);
    await makeDenied();

    const found = await biller.client.call(contract.listUnderpayments, { query: { days: 30 } as never });
    const mine = found.items.filter((item) => item.payer.id === payer.payerId);
    expect(mine.map(({ claim }) => claim.id)).toEqual([second.claimId]);
    expect(mine[0]).toMatchObject({ differenceCents: 2_400, patient: expect.stringContaining('Shortly') }); // 80 % of (120 − 90)
    expect(mine[0]?.lines).toEqual([expect.objectContaining({ what: 'G0463', differenceCents: 2_400, why: 'Price: the plan allows $120.00, the payer allowed $90.00.' })]);
    expect(found.items.map(({ claim }) => claim.id)).not.toContain(first.claimId);
    expect(found).toMatchObject({ total: found.items.length, differenceCents: 2_400 });
    expect(found.checked).toBeGreaterThanOrEqual(3);
    const paged = await biller.client.call(contract.listUnderpayments, { query: { days: 30, limit: 1, payerId: payer.payerId } as never });
    expect(paged).toMatchObject({ total: 1, nextCursor: null });
    expect((await problemOf((await api.as('nurse')).client.call(contract.listUnderpayments, {}))).status).toBe(403);
  });
});
