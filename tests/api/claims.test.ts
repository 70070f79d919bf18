import { contract } from '../../api/client';
import { newId } from '../../db/newId';
import { parseX12 } from '../../interop/x12';
import { makeCoverage, makePayer, makeStay, SIMPLE_PLAN } from '../factories/money';
import { makePatient } from '../factories/hospital';
import { type TestApi } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';

let api: TestApi;
let billing: BillingDriver;
beforeAll(async () => {
  billing = await BillingDriver.open();
  ({ api } = billing);
});
afterAll(() => api.stop());

/** 2 nights at 1,750.00, one panel 95.00, one visit 200.00 (fee 120.00), three doses 7.50. */
const CHARGE = 380_250;
const claimRow = async (claimId: string) => {
  const [row] = await billing.rows<{ status: string; charge: number; paid: number; adjustments: number; patient: number; open: number; cause: string | null; frequency: string; payerNumber: string | null }>(
    'SELECT status, charge_cents AS charge, paid_cents AS paid, adjustment_cents AS adjustments, patient_cents AS patient, open_cents AS open, stuck_cause AS cause, frequency, payer_claim_number AS payerNumber FROM claims WHERE id = ?', [claimId]);
  if (!row) throw new Error('no claim');
  return row;
};
const commands = (workflowId: string) => billing.rows<{ kind: string; name: string }>('SELECT kind, name FROM workflow_commands WHERE workflow_id = ? ORDER BY id', [workflowId]);
const read = async (claimId: string) => (await api.as('billing')).client.call(contract.readClaim, { params: { claimId } });
const asBilling = async () => (await api.as('billing')).client;
const denyAll = { ...SIMPLE_PLAN, priorAuthorizationRequired: ['G0463'] };

describe('from the stay to the paid claim', () => {
  test('is submitted as an 837I, acknowledged, adjudicated, posted and settled, to the cent', async () => {
    const payer = await makePayer(api.database);
    const stay = await makeStay(api.database, { payer });
    const claimId = await billing.prepare(stay.encounterId);
    expect(await billing.scrub(claimId)).toMatchObject({ clean: true, problems: [] });
    const { submissionId, attempt } = await billing.submit(claimId);
    expect(attempt).toBe(1);
    expect(await commands(`payer-${submissionId}`)).toEqual([{ kind: 'start', name: 'demonstrationPayer' }]);
    expect(await billing.acknowledge(submissionId)).toEqual({ accepted: true });
    expect((await claimRow(claimId)).status).toBe('acknowledged');
    expect(await billing.remit(submissionId)).toEqual({ posted: true });
    // Allowed: rooms, panel and doses as billed, the visit at its fee: CO-45 80.00. Deductible 1,000.00, then a fifth.
    const allowed = CHARGE - 8_000;
    const patient = 100_000 + (allowed - 100_000) * 0.2;
    expect(await claimRow(claimId)).toMatchObject({ status: 'paid', charge: CHARGE, paid: allowed - patient, adjustments: 8_000 + patient, patient, open: 0, cause: null });
    expect(await commands(`claim-${claimId}`)).toEqual([{ kind: 'signal', name: 'acknowledged' }, { kind: 'signal', name: 'remitted' }]);
    const settled = await billing.settle(claimId, 'paid');
    expect(settled.patientCents).toBe(patient);
    expect(settled.invoiceId).not.toBeNull();
    expect(await billing.settle(claimId, 'paid')).toEqual(settled);
    const page = await read(claimId);
    expect(page.claim.expectedCents).toBe(allowed - patient);
    expect(page.story.map((entry) => entry.kind)).toEqual(['settled', 'remitted', 'acknowledged', 'arrived', 'submitted', 'scrubbed', 'scrubbed', 'prepared']);
    expect(page.lines.find((line) => line.procedureCode === 'G0463')).toMatchObject({ allowedCents: 12_000, adjustments: expect.arrayContaining([expect.objectContaining({ group: 'CO', reason: '45', cents: 8_000 })]) });
    await billing.expectSound();
  });

  test('what was sent is a valid 837 that says what the claim says', async () => {
    const payer = await makePayer(api.database);
    const stay = await makeStay(api.database, { payer });
    const { claimId, submissionId } = await billing.send(stay.encounterId);
    const { content } = await (await asBilling()).call(contract.readSubmission, { params: { claimId, submissionId } });
    const parsed = parseX12(content);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const set = parsed.interchanges[0]?.groups[0]?.transactions[0];
    if (set?.set !== '837I') throw new Error('not an 837I');
    expect(set.claims[0]).toMatchObject({ chargeCents: CHARGE, facilityCode: '11', frequency: '1', principalDiagnosis: { code: 'I509' }, statement: { from: stay.from, through: stay.through } });
    expect(set.claims[0]?.lines).toHaveLength(4);
    expect(content.includes(stay.patient.family.toUpperCase()) || content.includes(stay.patient.family)).toBe(true);
    const other = await billing.send((await makeStay(api.database, { payer })).encounterId);
    expect((await problemOf((await asBilling()).call(contract.readSubmission, { params: { claimId: other.claimId, submissionId } }))).status).toBe(404); // a foreign parent
  });

  test('a claim is prepared once, and its charges are billed once', async () => {
    const payer = await makePayer(api.database);
    const stay = await makeStay(api.database, { payer });
    const ids = await Promise.all([1, 2, 3, 4].map(() => billing.prepare(stay.encounterId)));
    expect(new Set(ids).size).toBe(1);
    expect(await billing.scalar('SELECT COUNT(*) FROM claim_lines WHERE claim_id = ?', [ids[0]])).toBe(4);
    expect(await billing.scalar("SELECT COUNT(*) FROM charge_items WHERE encounter_id = ? AND status = 'billed'", [stay.encounterId])).toBe(4);
  });
});

describe('the scrubber', () => {
  test('keeps an incomplete claim in the house and says why (openemr PR#1994)', async () => {
    const payer = await makePayer(api.database);
    const stay = await makeStay(api.database, { payer, reason: false });
    const claimId = await billing.prepare(stay.encounterId);
    expect(await billing.scrub(claimId)).toMatchObject({ clean: false, problems: ['no-diagnosis'] });
    const refused = await problemOf(billing.submit(claimId));
    expect([refused.status, refused.problem.errors?.[0]?.field]).toEqual([422, 'diagnoses']);
    expect(await billing.scalar('SELECT COUNT(*) FROM claim_submissions WHERE claim_id = ?', [claimId])).toBe(0);
    expect(await claimRow(claimId)).toMatchObject({ status: 'scrub-failed', cause: 'no-diagnosis' });
    const taskId = await billing.openTask(claimId, 'fix-claim', 'no-diagnosis');
    const biller = await api.as('billing');
    const { task, input } = await biller.client.call(contract.readTask, { params: { taskId } });
    expect(input.facts?.map((fact) => fact.label)).toEqual(expect.arrayContaining(['Claim', 'Open', 'Cause', 'Says', 'What helps']));
    await biller.client.call(contract.completeTask, { params: { taskId }, body: { version: task.version, values: { decision: 'retry', principalDiagnosis: 'I50.9' } } });
    expect(await billing.scrub(claimId)).toMatchObject({ clean: true, problems: [] });
    expect((await billing.submit(claimId)).attempt).toBe(1);
  });

  test('refuses a claim past its filing limit, and one of a patient without a member number', async () => {
    const late = await makePayer(api.database, { rules: { ...SIMPLE_PLAN, timelyFilingDays: 10 } });
    const old = await makeStay(api.database, { payer: late, endedDaysAgo: 12 });
    expect(await billing.scrub(await billing.prepare(old.encounterId))).toMatchObject({ clean: false, problems: ['filing-limit'] });
    const patient = await makePatient(api.database);
    const coverageId = await makeCoverage(api.database, patient.id, await makePayer(api.database), { memberNumber: ' ' });
    const stay = await makeStay(api.database, { patient, coverageId });
    expect(await billing.scrub(await billing.prepare(stay.encounterId))).toMatchObject({ clean: false, problems: ['no-member'] });
  });
});

describe('a rejection', () => {
  test('is fixed and sent again; it was never adjudicated', async () => {
    const payer = await makePayer(api.database, { behaviour: { rejectPercent: 100 } });
    const { claimId, submissionId } = await billing.send((await makeStay(api.database, { payer })).encounterId);
    expect(await billing.acknowledge(submissionId)).toEqual({ accepted: false });
    expect(await billing.acknowledge(submissionId, 2)).toEqual({ accepted: false });
    expect(await billing.remit(submissionId)).toEqual({ posted: false });
    const row = await claimRow(claimId);
    expect(row).toMatchObject({ status: 'rejected', paid: 0, open: CHARGE });
    expect(row.cause).toMatch(/^rejected-(member|dates)$/);
    const page = await read(claimId);
    expect(page.problems[0]).toMatch(/^A7-\d+: rejected/); // surfaced in words (ottehr#9294)
    const taskId = await billing.openTask(claimId, 'resolve-rejection', 'rejected');
    expect((await claimRow(claimId)).cause).toBe(row.cause); // the finer cause stays
    const biller = await api.as('billing');
    const { task } = await biller.client.call(contract.readTask, { params: { taskId } });
    await biller.client.call(contract.completeTask, { params: { taskId }, body: { version: task.version, values: { decision: 'resubmit', memberNumber: 'NEW-77' } } });
    expect(await billing.scrub(claimId)).toMatchObject({ clean: true, problems: [] });
    const second = await billing.submit(claimId);
    expect(second.attempt).toBe(2);
    expect(await billing.acknowledge(second.submissionId)).toEqual({ accepted: true });
    expect(await billing.remit(second.submissionId)).toEqual({ posted: true });
    expect(await claimRow(claimId)).toMatchObject({ status: 'paid', open: 0, frequency: '1' });
    expect(await commands(`claim-${claimId}`)).toEqual([{ kind: 'signal', name: 'acknowledged' }, { kind: 'update', name: 'completeTask' }, { kind: 'signal', name: 'acknowledged' }, { kind: 'signal', name: 'remitted' }]);
    await billing.expectSound();
  });
});

describe('a denial', () => {
  test('is not a write-off: the money stays open until a person decides (openemr#7186)', async () => {
    const payer = await makePayer(api.database, { rules: denyAll });
    const { claimId } = await billing.adjudicate((await makeStay(api.database, { payer, nights: 1, panels: 0, doses: 0 })).encounterId);
    expect(await claimRow(claimId)).toMatchObject({ status: 'partly-paid', cause: 'denied-authorization', open: 20_000 });
    expect(await billing.scalar("SELECT COALESCE(SUM(cents), 0) FROM ledger_entries WHERE claim_id = ? AND ledger_account = 'write-off'", [claimId])).toBe(0);
    const page = await read(claimId);
    expect(page.problems).toEqual(['$200.00 CO-197: authorisation was required and not given']);
    expect(page.remittances[0]?.lines.some((line) => line.includes('CO-197: authorisation was required and not given'))).toBe(true);
    expect(page.proposals).toHaveLength(1);
    expect(page.claim.deadlineAt).not.toBeNull();
    expect((await problemOf(billing.settle(claimId, 'paid'))).status).toBe(422);
    const { patientCents } = await billing.settle(claimId, 'write-off');
    expect(await claimRow(claimId)).toMatchObject({ status: 'closed', open: 0, patient: patientCents });
    expect(await billing.scalar("SELECT SUM(cents) FROM ledger_entries WHERE claim_id = ? AND ledger_account = 'write-off'", [claimId])).toBe(20_000);
    await billing.expectSound();
  });

  test('corrected, it goes out as a replacement with the payer’s number, and no payment is lost (ottehr#9656, openemr#4334)', async () => {
    const payer = await makePayer(api.database, { rules: denyAll });
    const { claimId, submissionId } = await billing.adjudicate((await makeStay(api.database, { payer })).encounterId);
    const before = await claimRow(claimId);
    expect(before).toMatchObject({ status: 'partly-paid', open: 20_000 });
    const taskId = await billing.openTask(claimId, 'resolve-denial', 'denied');
    const biller = await api.as('billing');
    const page = await read(claimId);
    const retried = await biller.client.call(contract.editAndRetryClaim, { params: { claimId }, body: { version: page.claim.version, authorizationNumber: 'AUTH-1', note: 'Got it by telephone' } });
    expect(retried).toMatchObject({ taskId, decision: 'correct', differences: [{ field: 'authorisation number', before: null, after: 'AUTH-1' }] });
    expect(await claimRow(claimId)).toMatchObject({ paid: before.paid, open: before.open, frequency: '7', payerNumber: before.payerNumber });
    expect(await billing.scrub(claimId)).toMatchObject({ clean: true, problems: [] });
    const second = await billing.submit(claimId);
    const content = await biller.client.call(contract.readSubmission, { params: { claimId, submissionId: second.submissionId } });
    expect(content.content).toContain(`REF*F8*${before.payerNumber}`);
    expect(content.content).toContain('REF*G1*AUTH-1');
    await billing.acknowledge(second.submissionId);
    expect(await billing.remit(second.submissionId)).toEqual({ posted: true });
    const after = await claimRow(claimId);
    expect(after).toMatchObject({ status: 'paid', open: 0, cause: null });
    expect(after.payerNumber).not.toBe(before.payerNumber);
    const history = (await read(claimId)).remittances;
    expect(history.map((one) => [one.statusWords, one.undone])).toEqual(expect.arrayContaining([['Earlier answer undone', false], ['Processed as primary', true], ['Processed as primary', false]]));
    expect(after.paid + after.adjustments).toBe(CHARGE);
    expect(await billing.remit(submissionId, 2)).toEqual({ posted: false });
    await billing.expectSound();
  });

  test('appealed and won, the payer pays; the appeal stands in the story', async () => {
    const payer = await makePayer(api.database, { rules: denyAll });
    const { claimId } = await billing.adjudicate((await makeStay(api.database, { payer })).encounterId);
    const sent = await billing.appeal(claimId);
    expect(await billing.appeal(claimId)).toEqual(sent);
    expect(await claimRow(claimId)).toMatchObject({ status: 'appealed', open: 20_000 });
    await billing.acknowledge(sent.submissionId);
    expect(await billing.remit(sent.submissionId)).toEqual({ posted: true });
    expect(await claimRow(claimId)).toMatchObject({ status: 'paid', open: 0 });
    expect((await read(claimId)).story.map((entry) => entry.kind)).toEqual(expect.arrayContaining(['appealed', 'reversed', 'remitted']));
    await billing.expectSound();
  });

  test('an appeal that is lost leaves the denial, and billing the patient moves exactly what is open', async () => {
    const payer = await makePayer(api.database, { rules: denyAll, behaviour: { upholdPercent: 100 } });
    const { claimId } = await billing.adjudicate((await makeStay(api.database, { payer })).encounterId);
    const before = await claimRow(claimId);
    const { submissionId } = await billing.appeal(claimId);
    await billing.remit(submissionId);
    expect(await claimRow(claimId)).toMatchObject({ status: 'partly-paid', open: 20_000, paid: before.paid });
    const { patientCents, invoiceId } = await billing.settle(claimId, 'bill-patient');
    expect(patientCents).toBe(before.patient + 20_000);
    const [invoice] = await billing.rows<{ cents: number }>('SELECT total_cents AS cents FROM invoices WHERE id = ?', [invoiceId]);
    expect(invoice?.cents).toBe(patientCents);
    await billing.expectSound();
  });

  test('only what was denied can be appealed', async () => {
    const payer = await makePayer(api.database);
    const { claimId } = await billing.adjudicate((await makeStay(api.database, { payer })).encounterId);
    expect((await problemOf(billing.appeal(claimId))).status).toBe(422);
    expect((await problemOf(billing.appeal(newId()))).status).toBe(404);
  });
});

describe('a payer that misbehaves', () => {
  test('answers twice, at once and later: everything counts once', async () => {
    const payer = await makePayer(api.database, { behaviour: { copies: 3 } });
    const { claimId, submissionId } = await billing.send((await makeStay(api.database, { payer })).encounterId);
    await Promise.all([1, 2, 3].map((copy) => billing.acknowledge(submissionId, copy)));
    const posted = await Promise.all([1, 2, 3, 4].map((copy) => billing.remit(submissionId, copy)));
    expect(posted.filter((one) => one.posted)).toHaveLength(1);
    expect(await billing.scalar('SELECT COUNT(*) FROM remittances WHERE payer_id = ?', [payer.payerId])).toBe(1);
    expect((await commands(`claim-${claimId}`)).map((command) => command.name)).toEqual(['acknowledged', 'remitted']);
    expect(await claimRow(claimId)).toMatchObject({ status: 'paid', open: 0 });
    await billing.expectSound();
  });

  test('answers out of order: the payment comes first, and the late acknowledgement changes nothing', async () => {
    const payer = await makePayer(api.database, { behaviour: { outOfOrder: true } });
    const { claimId, submissionId } = await billing.send((await makeStay(api.database, { payer })).encounterId);
    await billing.remit(submissionId);
    const paid = await claimRow(claimId);
    expect(paid.status).toBe('paid');
    expect(await billing.acknowledge(submissionId)).toEqual({ accepted: true });
    expect(await claimRow(claimId)).toEqual(paid);
  });

  test('claims of one member settled side by side meet the deductible once', async () => {
    const payer = await makePayer(api.database);
    const patient = await makePatient(api.database);
    const coverageId = await makeCoverage(api.database, patient.id, payer);
    const sent = [];
    for (let index = 0; index < 6; index += 1) sent.push(await billing.send((await makeStay(api.database, { patient, coverageId, endedDaysAgo: 3 + 4 * index })).encounterId));
    await Promise.all(sent.map(({ submissionId }) => billing.remit(submissionId)));
    const [met] = await billing.rows<{ deductible: number; pocket: number }>('SELECT SUM(deductible_individual_cents) AS deductible, SUM(out_of_pocket_individual_cents) AS pocket FROM coverage_accumulators WHERE coverage_id = ?', [coverageId]);
    const patientCents = await billing.scalar('SELECT SUM(patient_cents) FROM claims WHERE coverage_id = ?', [coverageId]);
    expect(Number(met?.deductible)).toBe(100_000);
    expect(Number(met?.pocket)).toBe(patientCents);
    expect(patientCents).toBe(500_000); // six stays would come to more: the out-of-pocket maximum is met, and not passed
    await billing.expectSound();
  });
});

describe('an admission in error', () => {
  test('leaves no charge, no claim and no balance behind', async () => {
    const payer = await makePayer(api.database);
    const stay = await makeStay(api.database, { payer });
    const { claimId } = await billing.adjudicate(stay.encounterId);
    const undo = async (what: 'charges' | 'claim') => billing.service.call(contract.undoAdmission, { params: { encounterId: stay.encounterId }, body: { what }, idempotencyKey: billing.key() });
    expect((await undo('claim')).undone).toBe(1);
    expect((await undo('charges')).undone).toBe(4);
    expect((await undo('charges')).undone).toBe(0);
    expect((await claimRow(claimId)).status).toBe('entered-in-error');
    const sums = await billing.rows("SELECT ledger_account AS account, SUM(cents) AS cents FROM ledger_entries e JOIN accounts a ON a.id = e.account_id WHERE a.encounter_id = ? GROUP BY ledger_account HAVING SUM(cents) <> 0 ORDER BY 1", [stay.encounterId]);
    expect(sums.map((row) => (row as { account: string }).account)).toEqual(['cash', 'payer-credit']); // what came in is owed back
    await billing.expectSound();
  });
});
