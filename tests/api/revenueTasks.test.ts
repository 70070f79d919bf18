import { contract } from '../../api/client';
import { Practitioner } from '../../db/models';
import { newId } from '../../db/newId';
import { type MadeStay, makePayer, makeStay } from '../factories/money';
import { type TestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';

let api: TestApi;
let billing: BillingDriver;
beforeAll(async () => {
  billing = await BillingDriver.open();
  ({ api } = billing);
});
afterAll(() => api.stop());

async function openTask(stay: MadeStay, type: 'book-follow-up' | 'financial-clearance'): Promise<string> {
  const { tasks } = await billing.service.call(contract.recordProgress, {
    params: { journeyId: stay.encounterId }, idempotencyKey: billing.key(),
    body: { workflowId: `journey-${stay.encounterId}`, stage: 'discharge', step: type, waitingFor: null, waitingUntil: null, openTasks: [{ step: type, type }] },
  });
  return tasks[0]?.taskId ?? '';
}

const complete = (user: TestUser, taskId: string, values: Record<string, unknown>) => user.client.call(contract.completeTask, { params: { taskId }, body: { version: 1, values } });
const inDays = (days: number, hour: number) => {
  const at = new Date(Date.now() + days * 86_400_000);
  at.setUTCHours(hour, 0, 0, 0);
  return at.toISOString();
};

describe('the financial talk before leaving', () => {
  test('shows charges so far and what the plan should leave to the patient, and writes nothing', async () => {
    const stay = await makeStay(api.database, { payer: await makePayer(api.database) });
    const biller = await api.as('billing');
    const taskId = await openTask(stay, 'financial-clearance');
    const { input } = await biller.client.call(contract.readTask, { params: { taskId } });
    // 3,802.50 charged, 3,722.50 allowed: 1,000.00 deductible and a fifth of the rest.
    expect(input.facts?.map((fact) => fact.value)).toEqual(['$3,802.50', 'expected to pay $2,178.00', '$1,544.50']);
    expect(await billing.scalar('SELECT COUNT(*) FROM charge_items WHERE encounter_id = ?', [stay.encounterId])).toBe(0);
    await complete(biller, taskId, { estimateExplained: true, paymentPlan: false });
    const { claimId } = await billing.adjudicate(stay.encounterId);
    expect(await billing.scalar('SELECT patient_cents FROM claims WHERE id = ?', [claimId])).toBe(154_450); // the estimate was right
  });

  test('without insurance the whole bill is the patient’s', async () => {
    const stay = await makeStay(api.database, { payer: null });
    const { input } = await (await api.as('billing')).client.call(contract.readTask, { params: { taskId: await openTask(stay, 'financial-clearance') } });
    expect(input.facts?.map((fact) => fact.label)).toEqual(['Charges so far', 'Estimated for the patient']);
  });
});

describe('a payment plan wished for before leaving', () => {
  const wish = { estimateExplained: true, paymentPlan: true, instalments: 6, rhythm: 'month' };
  const accountOf = async (stay: MadeStay) => {
    const [row] = await billing.rows<{ id: string }>('SELECT id FROM accounts WHERE encounter_id = ?', [stay.encounterId]);
    return (await api.as('billing')).client.call(contract.readAccount, { params: { accountId: row?.id ?? '' } });
  };

  test('is made with the first bill, of what the payer left to the patient, and waits for their consent', async () => {
    const stay = await makeStay(api.database, { payer: await makePayer(api.database) });
    const biller = await api.as('billing');
    await complete(biller, await openTask(stay, 'financial-clearance'), wish);
    expect(await accountOf(stay)).toMatchObject({ plan: null, planWish: { instalments: 6, rhythm: 'every month' } });
    const { claimId } = await billing.adjudicate(stay.encounterId);
    expect((await accountOf(stay)).plan).toBeNull(); // owed, and not billed yet
    await billing.settle(claimId, 'paid');
    await billing.settle(claimId, 'paid');
    const { plan, planWish, account } = await accountOf(stay);
    expect(planWish).toBeNull();
    expect(plan).toMatchObject({ status: 'proposed', totalCents: 154_450, agreement: null, proposedBy: biller.name });
    expect(plan?.instalments.map(({ cents }) => cents)).toEqual([25_742, 25_742, 25_742, 25_742, 25_741, 25_741]);
    expect(account.balance.patientCents).toBe(154_450); // a plan moves no money
    expect(await billing.scalar('SELECT COUNT(*) FROM payment_plans WHERE account_id = ?', [account.id])).toBe(1);
    await billing.expectSound();
  });

  test('is made at once of what is owed already, and agreed in person', async () => {
    const stay = await makeStay(api.database, { payer: null });
    await billing.capture(stay.encounterId);
    await complete(await api.as('billing'), await openTask(stay, 'financial-clearance'), { ...wish, instalments: 3, rhythm: 'two-weeks' });
    const { plan, account } = await accountOf(stay);
    expect(plan).toMatchObject({ status: 'active', agreement: 'in-person', totalCents: account.balance.patientCents });
    expect(plan?.instalments).toHaveLength(3);
    await billing.bill(stay.encounterId);
    expect((await accountOf(stay)).plan?.id).toBe(plan?.id);
  });

  test('needs its instalments said', async () => {
    const stay = await makeStay(api.database, { payer: null });
    const taskId = await openTask(stay, 'financial-clearance');
    const { status, problem } = await problemOf(complete(await api.as('billing'), taskId, { estimateExplained: true, paymentPlan: true }));
    expect([status, problem.errors?.map(({ field }) => field).sort()]).toEqual([400, ['instalments', 'rhythm']]);
  });
});

describe('booking the follow-up', () => {
  test('offers the clinician of the stay first and writes the appointment the pathway waits for', async () => {
    const stay = await makeStay(api.database, { payer: null });
    const registrar = await api.as('registrar');
    const taskId = await openTask(stay, 'book-follow-up');
    const { input } = await registrar.client.call(contract.readTask, { params: { taskId } });
    const practitionerId = input.options?.['practitionerId']?.[0]?.value ?? '';
    expect(practitionerId).toBe((await billing.rows<{ id: string }>('SELECT practitioner_id AS id FROM encounters WHERE id = ?', [stay.encounterId]))[0]?.id);
    const startsAt = inDays(14, 9);
    await complete(registrar, taskId, { needed: true, startsAt, practitionerId });
    const [appointment] = await billing.rows<{ id: string; status: string; startsAt: Date }>('SELECT id, status, starts_at AS startsAt FROM appointments WHERE encounter_id = ?', [stay.encounterId]);
    expect([appointment?.status, appointment?.startsAt.toISOString()]).toEqual(['booked', startsAt]);
    const [command] = await billing.rows<{ payloadEnc: Buffer; dedupId: string }>("SELECT payload_enc AS payloadEnc, dedup_id AS dedupId FROM workflow_commands WHERE workflow_id = ? AND kind = 'update'", [`journey-${stay.encounterId}`]);
    const payload = api.database.cipher.openJson({ table: 'workflow_commands', column: 'payload_enc', id: command?.dedupId ?? '' }, command?.payloadEnc ?? null);
    expect(payload).toMatchObject({ type: 'book-follow-up', facts: { appointmentId: appointment?.id, startsAt } });
  });

  test('two patients never get one slot, also when both are booked at once', async () => {
    const practitionerId = newId();
    await Practitioner.create({ id: practitionerId, name: 'Busy Doctor' });
    const registrar = await api.as('registrar');
    const taskIds: string[] = [];
    for (let index = 0; index < 4; index += 1) taskIds.push(await openTask(await makeStay(api.database, { payer: null }), 'book-follow-up'));
    const outcomes = await Promise.allSettled(taskIds.map((taskId) => complete(registrar, taskId, { needed: true, startsAt: inDays(20, 10), practitionerId })));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ status: 409 });
    const overlapping = new Date(new Date(inDays(20, 10)).getTime() + 10 * 60_000).toISOString();
    const left = taskIds[outcomes.findIndex((outcome) => outcome.status === 'rejected')] ?? '';
    expect((await problemOf(complete(registrar, left, { needed: true, startsAt: overlapping, practitionerId }))).problem.type).toContain('slot-taken');
    await complete(registrar, left, { needed: true, startsAt: inDays(20, 11), practitionerId });
  });

  test('is refused in the past, with a clinician who is not offered, or by another role', async () => {
    const taskId = await openTask(await makeStay(api.database, { payer: null }), 'book-follow-up');
    const registrar = await api.as('registrar');
    expect((await problemOf(complete(registrar, taskId, { needed: true, startsAt: inDays(-1, 9) }))).status).toBe(400);
    expect((await problemOf(complete(registrar, taskId, { needed: true, startsAt: inDays(5, 9), practitionerId: newId() }))).status).toBe(400);
    expect((await problemOf(complete(await api.as('lab'), taskId, { needed: false }))).status).toBe(403);
    await complete(registrar, taskId, { needed: false });
    expect(await billing.scalar('SELECT COUNT(*) FROM appointments a JOIN tasks t ON t.encounter_id = a.encounter_id WHERE t.id = ?', [taskId])).toBe(0);
  });
});
