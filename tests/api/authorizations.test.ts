import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract } from '../../api/client';
import { takeInFile } from '../../api/services/exchange/takeInFile';
import { type AuthorizationRequest, type AuthorizationResponse, parseX12, singleGroup, writeX12 } from '../../interop/x12';
import { makePayer, makeStay, SIMPLE_PLAN } from '../factories/money';
import { type TestApi } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';

let api: TestApi;
let folder: string;
let billing: BillingDriver;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'careway-278-'));
  billing = await BillingDriver.open();
  ({ api } = billing);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await api.stop();
});

const rules = { ...SIMPLE_PLAN, priorAuthorizationRequired: ['G0463'] };
const ask = async (encounterId: string) => (await (await api.as('physician')).client.call(contract.askAuthorization, { params: { encounterId }, body: { procedures: ['G0463'] } })).authorizationId;
const list = async (encounterId: string) => (await (await api.as('billing')).client.call(contract.listAuthorizations, { params: { encounterId } })).items;
const step = (authorizationId: string) => ({ params: { authorizationId }, idempotencyKey: billing.key() });

test('an authorisation is asked for, approved, and its number is on the claim that needs it', async () => {
  const stay = await makeStay(api.database, { payer: await makePayer(api.database, { rules }) });
  const authorizationId = await ask(stay.encounterId);
  expect(await ask(stay.encounterId)).toBe(authorizationId); // asked for once
  expect(await billing.service.call(contract.sendAuthorization, step(authorizationId))).toEqual({ sent: true });
  expect(await billing.service.call(contract.sendAuthorization, step(authorizationId))).toEqual({ sent: false });
  expect((await list(stay.encounterId))[0]).toMatchObject({ status: 'pending', procedures: ['G0463'], number: null });
  expect(await billing.service.call(contract.answerAuthorization, step(authorizationId))).toEqual({ outcome: 'approved' });
  const [approved] = await list(stay.encounterId);
  expect(approved).toMatchObject({ status: 'approved', validFrom: stay.from, action: 'A1', label: 'Approved', approvedProcedures: ['G0463'] });
  expect(approved?.answerControlNumber).toBeGreaterThan(approved?.controlNumber ?? Infinity);
  const names = await billing.rows<{ workflow: string; kind: string; name: string }>('SELECT workflow_id AS workflow, kind, name FROM workflow_commands WHERE workflow_id LIKE ? ORDER BY id', [`%${authorizationId}`]);
  expect(names.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['start priorAuthorization', 'start demonstrationReview', 'signal authorizationDecided']);

  const { claimId } = await billing.adjudicate(stay.encounterId);
  const [claim] = await billing.rows<{ number: string; status: string }>('SELECT authorization_number AS number, status FROM claims WHERE id = ?', [claimId]);
  expect(claim).toEqual({ number: approved?.number, status: 'paid' }); // without it: denied, CO-197

  const note = (what: 'expiring' | 'expired', daysLeft: number | null) => billing.service.call(contract.noteAuthorization, { ...step(authorizationId), body: { what, daysLeft } });
  expect(await note('expiring', 14)).toEqual({ noted: true });
  expect(await note('expired', null)).toEqual({ noted: true });
  expect(await note('expired', null)).toEqual({ noted: false });
  expect((await list(stay.encounterId))[0]?.status).toBe('expired');
});

test('an approval that comes late lands on the claim that waits', async () => {
  const stay = await makeStay(api.database, { payer: await makePayer(api.database, { rules }) });
  const claimId = await billing.prepare(stay.encounterId);
  const authorizationId = await ask(stay.encounterId);
  await billing.service.call(contract.sendAuthorization, step(authorizationId));
  await billing.service.call(contract.answerAuthorization, step(authorizationId));
  expect(await billing.scalar('SELECT COUNT(*) FROM claims c JOIN authorizations a ON a.number = c.authorization_number WHERE c.id = ? AND a.id = ?', [claimId, authorizationId])).toBe(1);
  expect(await billing.rows('SELECT name FROM workflow_commands WHERE workflow_id = ?', [`claim-${claimId}`])).toEqual([{ name: 'claimChanged' }]);
});

test('a refusal leaves the claim without a number; a stay without a payer asks nobody; a nurse may not', async () => {
  const stay = await makeStay(api.database, { payer: await makePayer(api.database, { rules, behaviour: { denyPercent: 100 } }) });
  const authorizationId = await ask(stay.encounterId);
  await billing.service.call(contract.sendAuthorization, step(authorizationId));
  expect(await billing.service.call(contract.answerAuthorization, step(authorizationId))).toEqual({ outcome: 'denied' });
  expect((await list(stay.encounterId))[0]).toMatchObject({ status: 'denied', denialReason: '0F', action: 'A3', label: 'Refused', reason: '0F: not medically necessary by the payer’s criteria', number: null });
  const selfPay = await makeStay(api.database, { payer: null });
  expect((await problemOf(ask(selfPay.encounterId))).problem.type).toContain('no-payer');
  expect((await problemOf((await api.as('nurse')).client.call(contract.askAuthorization, { params: { encounterId: stay.encounterId }, body: { procedures: ['G0463'] } }))).status).toBe(403);
});

describe('through the exchange folder', () => {
  /** Asked for, sent, and not answered. */
  async function sent(procedures = ['G0463', '27130']): Promise<{ authorizationId: string; encounterId: string; request: AuthorizationRequest }> {
    const payer = await makePayer(api.database, { rules });
    await billing.rows("INSERT INTO payer_connections (payer_id, adapter) VALUES (?, 'folder')", [payer.payerId]);
    const { encounterId } = await makeStay(api.database, { payer });
    const { authorizationId } = await (await api.as('physician')).client.call(contract.askAuthorization, { params: { encounterId }, body: { procedures } });
    await billing.service.call(contract.sendAuthorization, step(authorizationId));
    const [one] = await list(encounterId);
    const { content } = await (await api.as('billing')).client.call(contract.readInquiry, { params: { inquiryId: one?.inquiryId ?? '' } });
    const parsed = parseX12(content);
    const request = parsed.ok ? parsed.interchanges[0]?.groups[0]?.transactions[0] : undefined;
    if (request?.set !== '278') throw new Error('The request cannot be read.');
    return { authorizationId, encounterId, request };
  }
  const answerTo = (request: AuthorizationRequest, said: Pick<AuthorizationResponse, 'event' | 'services'> & Partial<AuthorizationResponse>): AuthorizationResponse => ({
    set: '278R', controlNumber: '0001', reference: request.reference, createdOn: '2026-03-03', createdAt: '09:12', reviewer: request.reviewer, requester: request.requester, subscriber: request.subscriber, ...said,
  });
  let files = 0;
  async function receive(answer: AuthorizationResponse) {
    const partner = { qualifier: 'ZZ', id: 'PAYER' };
    const written = writeX12(singleGroup({ sender: partner, receiver: { qualifier: 'ZZ', id: '1234567893' }, date: '2026-03-03', time: '09:12', interchangeControlNumber: (files += 1), groupControlNumber: files, usage: 'T' }, [answer]));
    if (!written.ok) throw new Error(written.problems.map(({ message }) => message).join('\n'));
    const path = join(folder, `${files}.x12`);
    writeFileSync(path, written.text, 'latin1');
    return takeInFile({ database: api.database, keys: api.deps.keys, principal: { kind: 'service', id: 'exchange', name: 'Exchange', roles: ['service'], wardIds: [], patientId: null, sessionId: null, lacksSecondFactor: false } }, path);
  }
  const signals = (id: string) => billing.rows<{ name: string }>("SELECT name FROM workflow_commands WHERE workflow_id = ? AND kind = 'signal'", [`authorization-${id}`]);

  test('the request names patient, stay, diagnoses and services, and no workflow of the demonstration answers it', async () => {
    const { authorizationId, request } = await sent();
    expect(request).toMatchObject({
      purpose: '13', requester: { id: { qualifier: 'XX', value: '1234567893' } }, subscriber: { name: { kind: 'person', first: 'Alex' }, birthDate: '1980-05-04', gender: 'F' },
      event: { kind: { category: 'AR', certification: 'I', serviceType: '48', facility: { code: '21', qualifier: 'B' } }, diagnoses: [{ qualifier: 'ABK', code: 'I509' }], providers: [{ entity: '71' }] },
    });
    expect(request.services.map(({ professional }) => professional?.procedure?.code)).toEqual(['27130', 'G0463']);
    expect(await billing.scalar("SELECT COUNT(*) FROM workflow_commands WHERE workflow_id = ?", [`review-${authorizationId}`])).toBe(0);
  });

  test('approved in part (A2): one service has the number, the other its reason; the claim carries it; a second answer changes nothing', async () => {
    const { authorizationId, encounterId, request } = await sent();
    const services = request.services.map(({ professional }) => ({ ...(professional ? { professional } : {}), decision: professional?.procedure?.code === 'G0463' ? { action: 'A1', number: 'AN77' } : { action: 'A3', reason: '0M' } }));
    const dates = [{ qualifier: '036', from: '2031-06-01', through: '2031-06-01' }];
    expect(await receive(answerTo(request, { event: { traces: [{ type: '2', number: request.reference, origin: '1690000001' }], decision: { action: 'A2', number: 'AN77' }, dates }, services }))).toMatchObject({ state: 'taken-in', kinds: ['278'], answered: 1 });
    expect((await list(encounterId))[0]).toMatchObject({ status: 'approved', label: 'Approved in part', number: 'AN77', approvedProcedures: ['G0463'], reason: '0M: not covered by the plan', expiresOn: '2031-06-01' });
    expect(await receive(answerTo(request, { event: { decision: { action: 'A3', reason: '0F' } }, services: [] }))).toMatchObject({ answered: 1 });
    expect((await list(encounterId))[0]).toMatchObject({ status: 'approved', number: 'AN77' });
    expect(await (await api.as('billing')).client.call(contract.readInquiry, { params: { inquiryId: (await list(encounterId))[0]?.inquiryId ?? '' } })).toMatchObject({ kind: '278', encounterId, standing: 'answered', answer: ['Approved in part, number AN77, valid until 2031-06-01.', 'For G0463.', '0M: not covered by the plan'] });
    expect(await signals(authorizationId)).toEqual([{ name: 'authorizationDecided' }]);
    const claimId = await billing.prepare(encounterId);
    expect(await billing.rows('SELECT authorization_number AS number FROM claims WHERE id = ?', [claimId])).toEqual([{ number: 'AN77' }]);
  });

  test('pended (A4) and to be telephoned about (CT) it stays with the payer, until A6 approves it with changes', async () => {
    const { authorizationId, encounterId, request } = await sent(['G0463']);
    await receive(answerTo(request, { completeness: '19', event: { decision: { action: 'A4' } }, services: [] }));
    expect((await list(encounterId))[0]).toMatchObject({ status: 'pending', label: 'Pended', advice: expect.stringContaining('still looking') });
    await receive(answerTo(request, { event: { decision: { action: 'CT' } }, services: [] }));
    expect((await list(encounterId))[0]).toMatchObject({ status: 'pending', label: 'Payer wants a call' });
    await receive(answerTo(request, { event: { decision: { action: 'A1' } }, services: [] })); // approved, under no number: no use to a claim
    expect((await list(encounterId))[0]).toMatchObject({ status: 'pending', label: 'Payer wants a call' });
    expect(await signals(authorizationId)).toEqual([]);
    await receive(answerTo(request, { event: { decision: { action: 'A6', number: 'AN78' } }, services: [] }));
    expect((await list(encounterId))[0]).toMatchObject({ status: 'approved', label: 'Approved with changes', number: 'AN78' });
  });

  test('a request the payer did not look at (AAA) is not reviewed: what to do, and it can be asked again; a stranger’s answer is nobody’s', async () => {
    const { authorizationId, encounterId, request } = await sent(['G0463']);
    expect(await receive(answerTo(request, { reviewer: { ...request.reviewer, id: { qualifier: 'PI', value: 'STRANGER' } }, event: { decision: { action: 'A1', number: 'X' } }, services: [] }))).toMatchObject({ answered: 0, unknown: 1 });
    await receive({ ...answerTo(request, { services: [] }), subscriber: { ...request.subscriber, rejections: [{ valid: true, reason: '75', followUp: 'C' }] } });
    expect((await list(encounterId))[0]).toMatchObject({ status: 'denied', label: 'Not reviewed', action: null, rejections: ['75: the payer does not know this member (correct and send again)'], advice: expect.stringContaining('member number') });
    expect(await signals(authorizationId)).toEqual([{ name: 'authorizationDecided' }]);
    expect(await ask(encounterId)).not.toBe(authorizationId);
  });
});
