import { contract } from '../../api/client';
import { CodeCrosswalk, DiagnosticReport, Encounter, Procedure, ServiceRequest } from '../../db/models';
import { newId } from '../../db/newId';
import { readCrosswalk } from '../../db/seeds/crosswalk';
import { IMAGING_STUDIES } from '../../domain/orders/imagingStudies';
import { CODES, giveDoses, makePayer, type MadePayer, makeStay } from '../factories/money';
import { type TestApi } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';

let api: TestApi;
let billing: BillingDriver;
let payer: MadePayer;
beforeAll(async () => {
  billing = await BillingDriver.open();
  ({ api } = billing);
  payer = await makePayer(api.database);
});
afterAll(() => api.stop());

const codeTask = async (encounterId: string): Promise<string> => {
  const { tasks } = await billing.service.call(contract.recordProgress, {
    params: { journeyId: encounterId }, idempotencyKey: billing.key(),
    body: { workflowId: `journey-${encounterId}`, stage: 'billing', step: 'code-encounter', waitingFor: null, waitingUntil: null, openTasks: [{ step: 'code-encounter', type: 'code-encounter' }] },
  });
  return tasks[0]?.taskId ?? '';
};

describe('capturing charges', () => {
  test('charges nights, reports, procedures and doses given, with codes of the crosswalk', async () => {
    const stay = await makeStay(api.database, { payer, nights: 3, panels: 2, doses: 4 });
    expect(await billing.capture(stay.encounterId)).toEqual({ charges: 5, totalCents: 3 * 175_000 + 2 * 9_500 + 20_000 + 4 * 250, uncodedCharges: 0, uncodedDiagnoses: 0, hasPrincipalDiagnosis: true });
    const rows = await billing.rows('SELECT origin_type AS origin, revenue_code AS revenue, procedure_code AS procedureCode, units, amount_cents AS cents, status FROM charge_items WHERE encounter_id = ? ORDER BY origin_type, id', [stay.encounterId]);
    expect(rows).toEqual([
      { origin: 'diagnostic-report', revenue: '0305', procedureCode: null, units: 1, cents: 9_500, status: 'billable' },
      { origin: 'diagnostic-report', revenue: '0305', procedureCode: null, units: 1, cents: 9_500, status: 'billable' },
      { origin: 'medication-request', revenue: '0250', procedureCode: null, units: 4, cents: 1_000, status: 'billable' },
      { origin: 'procedure', revenue: '0510', procedureCode: 'G0463', units: 1, cents: 20_000, status: 'billable' },
      { origin: 'room-and-board', revenue: '0120', procedureCode: null, units: 3, cents: 525_000, status: 'billable' },
    ]);
    await billing.expectSound();
  });

  test('an examination that was reported ends as a charge, coded by the crosswalk or by a coder, and is never dropped', async () => {
    const imaging = readCrosswalk().filter(({ sourceSystem, sourceCode }) => sourceSystem === 'LOINC' && sourceCode in IMAGING_STUDIES);
    await CodeCrosswalk.bulkCreate(imaging.map((row) => ({ ...row })));
    const stay = await makeStay(api.database, { payer, nights: 1, panels: 0, procedures: 0, doses: 0 });
    const own = { patientId: stay.patient.id, encounterId: stay.encounterId, systemCode: 'LOINC' };
    const offered = [...Object.keys(IMAGING_STUDIES), '99999-9']; // the last is none of the house's: ordered elsewhere, read here
    for (const code of offered) {
      const serviceRequestId = newId();
      await ServiceRequest.create({ id: serviceRequestId, ...own, code, category: 'imaging', status: 'completed', orderedAt: new Date(stay.from) });
      await DiagnosticReport.create({ id: newId(), ...own, code, serviceRequestId, status: 'final', issuedAt: new Date(stay.from) });
    }
    expect(await billing.capture(stay.encounterId)).toMatchObject({ charges: 1 + offered.length, totalCents: 175_000 + offered.length * 32_000, uncodedCharges: 1 });
    const rows = await billing.rows<{ code: string; revenue: string | null; status: string; category: string }>("SELECT code, revenue_code AS revenue, status, category FROM charge_items WHERE encounter_id = ? AND origin_type = 'diagnostic-report'", [stay.encounterId]);
    expect(new Map(rows.map(({ code, revenue, status }) => [code, [revenue, status]]))).toEqual(new Map([
      ['36643-5', ['0324', 'billable']], ['24725-4', ['0351', 'billable']], ['24627-2', ['0352', 'billable']], ['41806-1', ['0352', 'billable']], ['24590-2', ['0611', 'billable']], ['24558-9', ['0402', 'billable']],
      ['99999-9', [null, 'planned']],
    ]));
    expect(rows.every(({ category }) => category === 'imaging')).toBe(true);
    const coder = (await api.as('coder')).client;
    const task = await coder.call(contract.readTask, { params: { taskId: await codeTask(stay.encounterId) } });
    expect(task.input.rows?.['charges']).toHaveLength(1);
    expect(task.input.rows?.['charges']?.[0]?.values).toMatchObject({ revenueCode: '0320' });
    await billing.expectSound();
  });

  test('charges each service once, also when asked eight times at once under other keys', async () => {
    const stay = await makeStay(api.database, { payer });
    const answers = await Promise.all(Array.from({ length: 8 }, () => billing.capture(stay.encounterId)));
    expect(new Set(answers.map((answer) => answer.totalCents))).toEqual(new Set([answers[0]?.totalCents]));
    expect(await billing.scalar('SELECT COUNT(*) FROM charge_items WHERE encounter_id = ?', [stay.encounterId])).toBe(4);
    expect(await billing.scalar("SELECT SUM(e.cents) FROM ledger_entries e JOIN accounts a ON a.id = e.account_id WHERE a.encounter_id = ? AND ledger_account = 'receivable-payer'", [stay.encounterId])).toBe(answers[0]?.totalCents);
    await billing.expectSound();
  });

  test('a service done and never charged shows, and the next capture charges it (earthians/marley#79)', async () => {
    const stay = await makeStay(api.database, { payer, doses: 2 });
    const { totalCents } = await billing.capture(stay.encounterId);
    await DiagnosticReport.create({ id: newId(), patientId: stay.patient.id, encounterId: stay.encounterId, ...CODES.panel, status: 'final', issuedAt: new Date() });
    const more = await giveDoses(stay.encounterId, stay.patient.id, 1, new Date());
    await billing.rows("UPDATE medication_administrations SET status = 'completed', given_at = NOW(3) WHERE medication_request_id = ?", [more]);
    const manager = await api.as('manager');
    expect((await manager.client.call(contract.checkLedger, {})).unchargedServices).toBe(2);
    expect((await billing.capture(stay.encounterId)).totalCents).toBe(totalCents + 9_500 + 2 * 250);
    await billing.rows('UPDATE medication_administrations SET status = ?, given_at = NULL WHERE medication_request_id = ? AND dose_number = 2', ['not-done', more]);
    expect((await billing.capture(stay.encounterId)).totalCents).toBe(totalCents + 9_500 + 250); // a dose corrected since
    await billing.expectSound();
  });

  test('a replayed stay costs what the past one cost, to the cent', async () => {
    const past = await makeStay(api.database, { procedures: 0, panels: 0, doses: 0 });
    await Encounter.update({ source: 'synthea', sourceId: newId(), baseCostCents: 14_618, totalCostCents: 231_926 }, { where: { id: past.encounterId } });
    await Procedure.create({ id: newId(), patientId: past.patient.id, encounterId: past.encounterId, systemCode: CODES.procedure.systemCode, code: CODES.procedure.code, status: 'completed', baseCostCents: 57_309 });
    const stay = await makeStay(api.database, { payer, replayOf: past.encounterId, panels: 3, doses: 0, procedureCents: 57_309, patient: past.patient });
    expect((await billing.capture(stay.encounterId)).totalCents).toBe(231_926);
    const rooms = await billing.scalar("SELECT amount_cents FROM charge_items WHERE encounter_id = ? AND origin_type = 'room-and-board'", [stay.encounterId]);
    expect(rooms).toBe(14_618);
  });

  test('an intensive-care night has its own revenue code, and a stay without a midnight is one day', async () => {
    const stay = await makeStay(api.database, { payer, nights: 0 });
    await billing.rows('UPDATE wards w JOIN encounter_locations l ON l.ward_id = w.id SET w.specialty = ? WHERE l.encounter_id = ?', ['Intensive care', stay.encounterId]);
    await billing.capture(stay.encounterId);
    expect(await billing.rows("SELECT revenue_code AS code, units FROM charge_items WHERE encounter_id = ? AND category = 'room'", [stay.encounterId])).toEqual([{ code: '0200', units: 1 }]);
  });

  test('is for services only, needs a key, and knows no foreign encounter', async () => {
    const stay = await makeStay(api.database, { payer });
    const params = { encounterId: stay.encounterId };
    expect((await problemOf((await api.as('billing')).client.call(contract.captureCharges, { params, idempotencyKey: 'x' }))).status).toBe(403);
    expect((await problemOf(api.nobody().call(contract.captureCharges, { params, idempotencyKey: 'x' }))).status).toBe(401);
    expect((await problemOf(billing.service.call(contract.captureCharges, { params }))).status).toBe(400);
    expect((await problemOf(billing.capture(newId()))).status).toBe(404);
  });
});

describe('coding an encounter', () => {
  test('what the crosswalk does not know waits for a coder, and no code is made up', async () => {
    const stay = await makeStay(api.database, { payer, unmapped: true, reason: false });
    expect(await billing.capture(stay.encounterId)).toMatchObject({ uncodedCharges: 1, uncodedDiagnoses: 1, hasPrincipalDiagnosis: false });
    const coder = await api.as('coder');
    const taskId = await codeTask(stay.encounterId);
    const { task, input } = await coder.client.call(contract.readTask, { params: { taskId } });
    expect(input.rows?.['diagnoses']).toMatchObject([{ label: 'Heart disease, unspecified kind', values: { code: 'I11.0' } }]);
    expect(input.rows?.['charges']).toMatchObject([{ values: { decision: 'bill', procedureCode: null, revenueCode: '0360' } }]);
    const diagnoses = [{ id: input.rows?.['diagnoses']?.[0]?.id, code: 'I11.0' }];
    const charges = [{ id: input.rows?.['charges']?.[0]?.id, decision: 'bill', revenueCode: '0361' }];
    const incomplete = await problemOf(coder.client.call(contract.completeTask, { params: { taskId }, body: { version: task.version, values: { diagnoses, principalDiagnosis: 'I11.0' } } }));
    expect([incomplete.status, incomplete.problem.errors?.[0]?.field]).toEqual([400, 'charges']);
    await coder.client.call(contract.completeTask, { params: { taskId }, body: { version: task.version, values: { diagnoses, charges, principalDiagnosis: 'I11.0' } } });
    expect(await billing.capture(stay.encounterId)).toMatchObject({ uncodedCharges: 0, uncodedDiagnoses: 0, hasPrincipalDiagnosis: true });
    const claimId = await billing.prepare(stay.encounterId);
    expect(await billing.rows('SELECT code FROM claim_diagnoses WHERE claim_id = ?', [claimId])).toEqual([{ code: 'I11.0' }]);
    await billing.expectSound();
  });

  test('a charge that is not billable leaves the ledger by an exact reversal', async () => {
    const stay = await makeStay(api.database, { payer, unmapped: true });
    const { totalCents } = await billing.capture(stay.encounterId);
    const coder = await api.as('coder');
    const taskId = await codeTask(stay.encounterId);
    const { task, input } = await coder.client.call(contract.readTask, { params: { taskId } });
    await coder.client.call(contract.completeTask, {
      params: { taskId },
      body: { version: task.version, values: { diagnoses: [{ id: input.rows?.['diagnoses']?.[0]?.id }], charges: [{ id: input.rows?.['charges']?.[0]?.id, decision: 'not-billable' }], principalDiagnosis: 'I50.9' } },
    });
    expect((await billing.capture(stay.encounterId)).totalCents).toBe(totalCents - 7_700);
    const [account] = await billing.rows<{ id: string }>('SELECT id FROM accounts WHERE encounter_id = ?', [stay.encounterId]);
    const page = await (await api.as('billing')).client.call(contract.readAccount, { params: { accountId: account?.id ?? '' } });
    expect(page.account.balance).toEqual({ patientCents: 0, insurancePendingCents: totalCents - 7_700 });
    expect(page.charges.find((charge) => charge.amountCents === 7_700)?.status).toBe('not-billable');
    await billing.expectSound();
  });
});

describe('a patient who pays', () => {
  test('is invoiced once for everything, and no claim is made', async () => {
    const stay = await makeStay(api.database, { payer: null });
    const { totalCents } = await billing.capture(stay.encounterId);
    expect((await billing.service.call(contract.prepareClaim, { params: { encounterId: stay.encounterId }, idempotencyKey: billing.key() })).claimId).toBeNull();
    const first = await billing.bill(stay.encounterId);
    expect(first.totalCents).toBe(totalCents);
    expect(await billing.bill(stay.encounterId)).toEqual(first);
    expect(await billing.scalar('SELECT COUNT(*) FROM invoices WHERE patient_id = ?', [stay.patient.id])).toBe(1);
    await billing.expectSound();
  });
});
