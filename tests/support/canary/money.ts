import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contract } from '../../../api/client';
import { takeInFile } from '../../../api/services/exchange/takeInFile';
import { hospitalDay } from '../../../api/services/staff/hospitalZone';
import { makePatient, type MadePatient } from '../../factories/hospital';
import { makeHeldClaim } from '../../factories/signals';
import { makePayer, makeStay, SIMPLE_PLAN } from '../../factories/money';
import { make835, sentClaim } from '../../factories/remittances';
import { type TestUser } from '../api';
import { BillingDriver } from '../billing';
import { newId } from '../../../db/newId';
import { callOf, type Operation } from '../walk/operations';
import { type CanaryHouse } from './house';
import { workTask } from './ward';

/** Claims paid, denied and rejected, with every remark somebody can make; a payment with its receipt. */
export async function billPatient(house: CanaryHouse, patient: MadePatient): Promise<Record<string, string>> {
  const { api, canaries, ask, operations, schemas } = house;
  const billing = await BillingDriver.start(api);
  const member = canaries.word('coverage.memberNumber', 20);
  const payer = await makePayer(api.database, { rules: { ...SIMPLE_PLAN, priorAuthorizationRequired: ['G0463'] } });
  const [add] = operations.filter(({ id }) => id === 'addCoverage') as [Operation];
  const rows = await billing.rows<{ id: string }>('SELECT id FROM plans WHERE payer_id = ?', [payer.payerId]);
  const call = callOf(add, { schemas, id: (name) => ({ patientId: patient.id, payerId: payer.payerId, planId: rows[0]?.id ?? '' })[name] ?? newId() }, { body: { memberNumber: member, periodStart: '2020-01-01' } });
  const added = await ask(call, 'registrar', 'addCoverage');
  if (added.status !== 201) throw new Error(`The coverage was not added: ${added.text}`);
  const coverageId = (JSON.parse(added.text) as { id: string }).id;
  const stay = await makeStay(api.database, { payer, patient, coverageId });
  const denied = await billing.adjudicate(stay.encounterId);
  await workTask(house, await billing.openTask(denied.claimId, 'resolve-denial', 'denied-authorization'), 'resolve-denial');
  const [claim] = await billing.rows<{ number: string }>('SELECT number FROM claims WHERE id = ?', [denied.claimId]);
  const group = await (await api.as('billing')).client.call(contract.planClaimGroupFix, { body: {
    select: { state: 'all', ids: [denied.claimId] }, fix: { action: 'save', note: canaries.word('groupFix.note'), changes: { byClaim: [{ claim: claim?.number ?? '', memberNumber: canaries.word('groupFix.member', 30) }] } },
  } });
  await billing.workGroupFix(group.id, 'plan');
  await (await api.as('billing')).client.call(contract.writeAppealLetter, { params: { claimId: denied.claimId }, body: { text: canaries.word('appeal.text') } });
  const rejecting = await makePayer(api.database, { behaviour: { rejectPercent: 100 } });
  const rejected = await billing.send((await makeStay(api.database, { payer: rejecting, patient: await makePatient(api.database, { family: canaries.word('patient.rejected') }) })).encounterId);
  await billing.acknowledge(rejected.submissionId);
  await workTask(house, await billing.openTask(rejected.claimId, 'resolve-rejection', 'rejected-member'), 'resolve-rejection');
  const heldClaim = await makeHeldClaim(api.database, billing);
  await workTask(house, await billing.openTask(heldClaim.claimId, 'review-claim', 'held'), 'review-claim');
  const paid = await billing.adjudicate((await makeStay(api.database, { payer: await makePayer(api.database), patient, endedDaysAgo: 9 })).encounterId);
  await billing.settle(paid.claimId, 'paid');
  await billing.bill(stay.encounterId);
  const [account] = await billing.rows<{ id: string }>('SELECT id FROM accounts WHERE encounter_id = ?', [stay.encounterId]);
  const clerk = await api.as('billing');
  await clerk.client.call(contract.takePayment, { idempotencyKey: newId(), body: { accountId: account?.id ?? '', cents: 1, method: 'check', reference: canaries.word('payment.reference') } });
  await giveUp(house, billing, patient, clerk);
  const [ward] = await billing.rows<{ id: string }>('SELECT id FROM wards LIMIT 1');
  const [answer] = await billing.rows<{ id: string }>('SELECT id FROM remittance_claims WHERE claim_id = ?', [paid.claimId]);
  const { incidentId } = await billing.service.call(contract.openIncident, {
    idempotencyKey: newId(), body: { workflowId: `journey-${stay.encounterId}`, journeyId: stay.encounterId, claimId: null, step: 'charges', errorClass: 'Refused', message: canaries.word('incident.message'), attempts: 3 },
  });
  return {
    encounterId: stay.encounterId, journeyId: stay.encounterId, claimId: denied.claimId, submissionId: denied.submissionId, coverageId, accountId: account?.id ?? '', wardId: ward?.id ?? '', payerId: payer.payerId, planId: rows[0]?.id ?? '', incidentId, answerId: answer?.id ?? '',
  };
}

/** A payment plan that was cancelled, and a charity write-off that a second person decided, each with its reasons. */
export async function giveUp(house: CanaryHouse, billing: BillingDriver, patient: MadePatient, clerk: TestUser): Promise<void> {
  const { api, canaries } = house;
  const stay = await makeStay(api.database, { payer: null, patient });
  await billing.capture(stay.encounterId);
  const [account] = await billing.rows<{ id: string }>('SELECT id FROM accounts WHERE encounter_id = ?', [stay.encounterId]);
  const params = { accountId: account?.id ?? '' };
  const plan = await clerk.client.call(contract.proposePaymentPlan, { params, idempotencyKey: newId(), body: { count: 2, firstDueOn: hospitalDay(new Date()), rhythm: 'month', agreement: 'phone' } });
  await clerk.client.call(contract.cancelPaymentPlan, { params: { paymentPlanId: plan.id }, body: { version: plan.version, reason: canaries.word('plan.cancelled') } });
  const request = await clerk.client.call(contract.requestWriteOff, { params, idempotencyKey: newId(), body: { kind: 'charity', cents: 100, reason: canaries.word('writeOff.reason') } });
  const supervisor = await api.as('billing-supervisor');
  await supervisor.client.call(contract.decideMoneyRequest, { params: { requestId: request.id }, body: { version: request.version, decision: 'approve', note: canaries.word('writeOff.note') } });
}

/** A payer's file that names somebody, sound, and one that is not. */
export async function takeInAnswers(house: CanaryHouse): Promise<void> {
  const { api, canaries, folder, errors } = house;
  const stay = await makeStay(api.database, { payer: await makePayer(api.database) });
  const { number, charge } = await sentClaim(await BillingDriver.start(api), stay.encounterId);
  const text = make835([{ number, charge, paid: charge, patient: `Ann ${canaries.word('835.patient', 30)}` }]);
  for (const [name, content] of [['sound', text], ['broken', text.replace(/SE\*\d+/, 'SE*1')]] as const) {
    const file = join(folder, `${name}.835`);
    writeFileSync(file, content);
    const taken = await takeInFile({ database: api.database, keys: api.deps.keys, principal: { kind: 'service', id: 'exchange', name: 'Exchange', roles: ['service'], wardIds: [], patientId: null, sessionId: null, lacksSecondFactor: false } }, file);
    errors.push(...canaries.find(JSON.stringify(taken), `taking in a ${name} file`));
    rmSync(file);
  }
}
