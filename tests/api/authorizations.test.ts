import { contract } from '../../api/client';
import { makeCrosswalk, makeHospital, makePayer, makeStay, SIMPLE_PLAN } from '../factories/money';
import { startTestApi, type TestApi } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';

let api: TestApi;
let billing: BillingDriver;
beforeAll(async () => {
  api = await startTestApi();
  billing = await BillingDriver.start(api);
  await makeHospital();
  await makeCrosswalk();
});
afterAll(() => api.stop());

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
  expect(approved).toMatchObject({ status: 'approved', validFrom: stay.from });
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
  expect((await list(stay.encounterId))[0]).toMatchObject({ status: 'denied', denialReason: '35', number: null });
  const selfPay = await makeStay(api.database, { payer: null });
  expect((await problemOf(ask(selfPay.encounterId))).problem.type).toContain('no-payer');
  expect((await problemOf((await api.as('nurse')).client.call(contract.askAuthorization, { params: { encounterId: stay.encounterId }, body: { procedures: ['G0463'] } }))).status).toBe(403);
});
