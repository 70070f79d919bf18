import { createHash } from 'node:crypto';
import { contract } from '../../api/client';
import { parseX12 } from '../../interop/x12';
import { type PlanInput } from '../../domain/adjudication/input';
import { makePatient } from '../factories/hospital';
import { makeCoverage, makePayer, makeStay, SIMPLE_PLAN } from '../factories/money';
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

const denyVisit: PlanInput = { ...SIMPLE_PLAN, priorAuthorizationRequired: ['G0463'] };

interface Row {
  status: string; frequency: string; payerNumber: string | null; charge: number; paid: number; adjustments: number; patient: number; open: number; life: number; closedAt: Date | null; version: number;
}

async function claimRow(claimId: string): Promise<Row> {
  const [row] = await billing.rows<Row>(
    `SELECT status, frequency, payer_claim_number AS payerNumber, charge_cents AS charge, paid_cents AS paid, adjustment_cents AS adjustments, patient_cents AS patient, open_cents AS open, life, closed_at AS closedAt, version
     FROM claims WHERE id = ?`, [claimId]);
  if (!row) throw new Error('no claim');
  return row;
}

async function resubmit(claimId: string, body: { kind: 'resubmit' | 'void'; payerClaimNumber?: string; charges?: 'bill-patient' | 'cancel-charges' }) {
  const { client } = await api.as('billing');
  return client.call(contract.resubmitClaim, { params: { claimId }, body: { version: (await claimRow(claimId)).version, reason: 'The payer asked for it.', ...body } });
}

async function sendOn(claimId: string): Promise<string> {
  await billing.scrub(claimId);
  return (await billing.submit(claimId)).submissionId;
}

async function sentText(claimId: string, submissionId: string): Promise<string> {
  return (await (await api.as('billing')).client.call(contract.readSubmission, { params: { claimId, submissionId } })).content;
}

const commandsOf = (claimId: string) => billing.rows<{ kind: string; name: string; starts: string | null }>('SELECT kind, name, starts FROM workflow_commands WHERE workflow_id = ? ORDER BY id', [`claim-${claimId}`]);
const patientBalance = (accountOf: string) => billing.scalar("SELECT COALESCE(SUM(e.cents), 0) FROM ledger_entries e JOIN claims c ON c.account_id = e.account_id WHERE c.id = ? AND e.ledger_account = 'receivable-patient'", [accountOf]);

describe('a claim is sent again wherever it stands', () => {
  test('settled and closed: it goes out as a replacement with the payer’s number, and what was paid stays (ottehr#9617, ottehr#9656, openemr#4334)', async () => {
    const payer = await makePayer(api.database, { rules: denyVisit });
    const { claimId } = await billing.adjudicate((await makeStay(api.database, { payer })).encounterId);
    await billing.settle(claimId, 'bill-patient');
    const settled = await claimRow(claimId);
    expect(settled).toMatchObject({ status: 'closed', open: 0 });
    const biller = await api.as('billing');
    await expect(resubmit(claimId, { kind: 'resubmit' })).resolves.toMatchObject({ frequency: '7', payerClaimNumber: settled.payerNumber });
    // Opened again: the denied amount is open once more, the payment is not touched.
    expect(await claimRow(claimId)).toMatchObject({ status: 'ready', open: 20_000, paid: settled.paid, life: 2, closedAt: null, payerNumber: settled.payerNumber });
    expect((await commandsOf(claimId)).at(-1)).toEqual({ kind: 'signal', name: 'resubmissionAsked', starts: 'claim' });
    expect(await billing.settle(claimId, 'paid')).toMatchObject({ resubmissionPending: true });
    await biller.client.call(contract.editClaim, { params: { claimId }, body: { version: (await claimRow(claimId)).version, authorizationNumber: 'AUTH-9' } });
    const submissionId = await sendOn(claimId);
    expect(await sentText(claimId, submissionId)).toContain(`REF*F8*${settled.payerNumber}`);
    await billing.acknowledge(submissionId);
    await billing.remit(submissionId);
    const again = await claimRow(claimId);
    expect(again).toMatchObject({ status: 'paid', open: 0 });
    const { invoiceId, patientCents } = await billing.settle(claimId, 'paid');
    expect(patientCents).toBe(again.patient);
    expect(await billing.rows('SELECT status, total_cents AS total FROM invoices WHERE claim_id = ? ORDER BY issued_at, status', [claimId])).toEqual(expect.arrayContaining([{ status: 'cancelled', total: settled.patient }, { status: 'issued', total: again.patient }]));
    expect(await patientBalance(claimId)).toBe(again.patient);
    expect(invoiceId).not.toBeNull();
    await billing.expectSound();
  });

  test('with the payer and unanswered: the original goes out once more', async () => {
    const payer = await makePayer(api.database);
    const { claimId, submissionId } = await billing.send((await makeStay(api.database, { payer })).encounterId);
    await expect(resubmit(claimId, { kind: 'resubmit' })).resolves.toMatchObject({ frequency: '1', payerClaimNumber: null });
    expect((await commandsOf(claimId)).at(-1)).toEqual({ kind: 'signal', name: 'resubmissionAsked', starts: null });
    const second = await sendOn(claimId);
    expect(second).not.toBe(submissionId);
    await billing.remit(second);
    // The first copy is answered as well, late: a duplicate of the second, and nothing is posted twice.
    await billing.remit(submissionId);
    // The workflow knows by their numbers which answer is to which submission, whatever it hears at once.
    const said = await billing.rows<{ dedupId: string; payload: Buffer }>("SELECT dedup_id AS dedupId, payload_enc AS payload FROM workflow_commands WHERE workflow_id = ? AND name IN ('resubmissionAsked', 'remitted') ORDER BY id", [`claim-${claimId}`]);
    expect(said.map(({ dedupId, payload }) => api.database.cipher.openJson({ table: 'workflow_commands', column: 'payload_enc', id: dedupId }, payload))).toMatchObject([{ after: 1, version: expect.any(Number) }, { attempt: 2, outcome: 'paid' }]);
    // Paid, and sent by a workflow that a restore has put back: under whatever step, it is not sent once more.
    expect((await billing.submit(claimId)).submissionId).toBe(second);
    expect(await claimRow(claimId)).toMatchObject({ status: 'paid', open: 0 });
    await billing.expectSound();
  });

  test('voided: the payer takes everything back, the accumulators too, and the patient pays or the charges go', async () => {
    for (const charges of ['bill-patient', 'cancel-charges'] as const) {
      const payer = await makePayer(api.database);
      const stay = await makeStay(api.database, { payer });
      const { claimId } = await billing.adjudicate(stay.encounterId);
      await billing.settle(claimId, 'paid');
      const { payerNumber, charge } = await claimRow(claimId);
      await expect(resubmit(claimId, { kind: 'void', charges })).resolves.toMatchObject({ frequency: '8', payerClaimNumber: payerNumber });
      const submissionId = await sendOn(claimId);
      expect(await sentText(claimId, submissionId)).toMatch(new RegExp(`:8\\*.*REF\\*F8\\*${payerNumber}`, 's'));
      await billing.acknowledge(submissionId);
      expect(await billing.remit(submissionId)).toEqual({ posted: true });
      expect(await claimRow(claimId)).toMatchObject({ status: 'voided', paid: 0, adjustments: 0, open: charge, payerNumber });
      expect(await billing.scalar('SELECT SUM(deductible_individual_cents + deductible_family_cents + out_of_pocket_individual_cents + out_of_pocket_family_cents) FROM coverage_accumulators WHERE coverage_id = ?', [stay.coverageId])).toBe(0);
      const { patientCents } = await billing.settle(claimId, 'void');
      expect(patientCents).toBe(charges === 'bill-patient' ? charge : 0);
      expect(await claimRow(claimId)).toMatchObject({ status: 'voided', open: 0, patient: patientCents });
      expect(await patientBalance(claimId)).toBe(patientCents);
      await billing.expectSound();
    }
  });

  test('not without the payer’s number for a void, not by two at once, and not when it was never sent', async () => {
    const payer = await makePayer(api.database);
    const stay = await makeStay(api.database, { payer });
    const claimId = await billing.prepare(stay.encounterId);
    expect((await problemOf(resubmit(claimId, { kind: 'resubmit' }))).problem.type).toContain('never-sent');
    await sendOn(claimId);
    expect((await problemOf(resubmit(claimId, { kind: 'void' }))).problem.errors?.[0]?.field).toBe('payerClaimNumber');
    await expect(resubmit(claimId, { kind: 'void', payerClaimNumber: 'ICN-77' })).resolves.toMatchObject({ frequency: '8', payerClaimNumber: 'ICN-77' });
    const { client } = await api.as('billing');
    const stale = await problemOf(client.call(contract.resubmitClaim, { params: { claimId }, body: { version: 1, kind: 'resubmit', reason: 'again' } }));
    expect(stale.status).toBe(409);
    expect((await problemOf((await api.as('nurse')).client.call(contract.resubmitClaim, { params: { claimId }, body: { version: 1, kind: 'resubmit', reason: 'again' } }))).status).toBe(403);
  });
});

describe('proof of timely filing', () => {
  test('holds every submission with its acknowledgement, and can be printed (ottehr#9517)', async () => {
    const payer = await makePayer(api.database, { behaviour: { rejectPercent: 100 } });
    const { claimId, submissionId } = await billing.send((await makeStay(api.database, { payer })).encounterId);
    await billing.acknowledge(submissionId);
    const second = await sendOn(claimId);
    await billing.acknowledge(second);
    const { client } = await api.as('billing');
    const proof = await client.call(contract.readFilingProof, { params: { claimId } });
    expect(proof).toMatchObject({ sentInTime: true, acceptedInTime: true, submissions: [{ id: submissionId, attempt: 1, status: 'rejected' }, { id: second, attempt: 2, status: 'accepted' }] });
    expect(proof.submissions[0]?.answers[0]).toMatch(/^A7-/);
    expect(proof.submissions[1]).toMatchObject({ arrivedAt: expect.any(String), arrivalControlNumber: expect.any(Number), acknowledgedAt: expect.any(String) }); // 999 and 277CA
    expect(proof.submissions[1]?.sha256).toBe(createHash('sha256').update(await sentText(claimId, second)).digest('hex'));
    const { fileName, content } = await client.call(contract.printFilingProof, { params: { claimId } });
    const pdf = Buffer.from(content, 'base64').toString('latin1');
    expect([fileName.endsWith('.pdf'), pdf.startsWith('%PDF-'), pdf.trimEnd().endsWith('%%EOF')]).toEqual([true, true, true]);
    await api.database.sequelize.query('UPDATE claims SET timely_filing_on = \'2020-01-01\' WHERE id = ?', { replacements: [claimId] });
    expect(await client.call(contract.readFilingProof, { params: { claimId } })).toMatchObject({ sentInTime: false, acceptedInTime: false });
    expect((await problemOf((await api.as('nurse')).client.call(contract.printFilingProof, { params: { claimId } }))).status).toBe(403);
  });
});

describe('a write-off above the limit', () => {
  test('needs a second person, whoever asks for it', async () => {
    const payer = await makePayer(api.database, { rules: denyVisit });
    const { claimId } = await billing.adjudicate((await makeStay(api.database, { payer, procedureCents: 90_000 })).encounterId);
    expect((await problemOf(billing.settle(claimId, 'write-off'))).problem.type).toContain('second-person-needed');
    const supervisor = await api.as('billing-supervisor');
    const proposalId = await billing.openTask(claimId, 'resolve-denial', 'denied');
    const proposal = (await supervisor.client.call(contract.readTask, { params: { taskId: proposalId } })).task;
    await supervisor.client.call(contract.completeTask, { params: { taskId: proposalId }, body: { version: proposal.version, values: { decision: 'write-off', reason: 'Not worth an appeal' } } });
    const [told] = await billing.rows<{ dedup: string; sealed: Buffer }>("SELECT dedup_id AS dedup, payload_enc AS sealed FROM workflow_commands WHERE workflow_id = ? AND kind = 'update' ORDER BY id DESC LIMIT 1", [`claim-${claimId}`]);
    expect(api.database.cipher.openJson({ table: 'workflow_commands', column: 'payload_enc', id: told?.dedup ?? '' }, told?.sealed ?? null)).toMatchObject({ facts: { needsApproval: true } });
    const approvalId = await billing.openTask(claimId, 'approve-write-off', 'denied', proposalId);
    const { task, input } = await supervisor.client.call(contract.readTask, { params: { taskId: approvalId } });
    expect(input.facts?.map(({ label }) => label)).toContain('Proposed by');
    const approve = { params: { taskId: approvalId }, body: { version: task.version, values: { decision: 'approve', reason: 'Agreed' } } };
    expect((await problemOf(supervisor.client.call(contract.completeTask, approve))).problem.type).toContain('second-person-needed');
    expect((await problemOf((await api.as('billing')).client.call(contract.completeTask, approve))).status).toBe(403);
    await (await api.as('billing-supervisor')).client.call(contract.completeTask, approve);
    await billing.settle(claimId, 'write-off');
    expect(await claimRow(claimId)).toMatchObject({ status: 'closed', open: 0 });
    await billing.expectSound();
  });
});

describe('a deadline ahead', () => {
  test('is warned of once: in the story, on the task, and to the people', async () => {
    const payer = await makePayer(api.database, { rules: denyVisit });
    const { claimId } = await billing.adjudicate((await makeStay(api.database, { payer })).encounterId);
    const taskId = await billing.openTask(claimId, 'resolve-denial', 'denied');
    const supervisor = await api.as('billing-supervisor');
    const [row] = await billing.rows<{ on: string }>('SELECT DATE_FORMAT(appeal_by, \'%Y-%m-%d\') AS `on` FROM claims WHERE id = ?', [claimId]);
    const warn = (daysLeft: number, on = row?.on ?? '') => billing.service.call(contract.warnOfDeadline, { params: { claimId }, body: { deadline: 'appeal', on, daysLeft }, idempotencyKey: billing.key() });
    expect(await warn(7)).toEqual({ warned: true });
    expect(await warn(7)).toEqual({ warned: false });
    expect(await warn(7, '2020-01-01')).toEqual({ warned: false }); // another date than the record's
    const page = await supervisor.client.call(contract.readClaim, { params: { claimId } });
    expect(page.story.filter((entry) => entry.kind === 'deadline-warning').map((entry) => entry.text)).toEqual([`The denial can be appealed until ${row?.on}: 7 days left.`]);
    expect((await supervisor.client.call(contract.readTask, { params: { taskId } })).task.priority).toBe(0);
    const alerts = await supervisor.client.call(contract.listAlerts, { query: { limit: 50 } });
    expect(alerts.items.filter((alert) => alert.template === 'claim-deadline' && alert.data.claimId === claimId)).toHaveLength(1);
    expect((await claimRow(claimId)).status).toBe('partly-paid'); // the work goes on
  });
});

describe('the next payer', () => {
  const second: PlanInput = { ...SIMPLE_PLAN, deductible: null, coinsuranceRate: 0.1, coordinationOfBenefits: 'standard' };

  test('gets a claim with the first one’s answer, and the patient owes only what the last one leaves', async () => {
    const [first, next] = [await makePayer(api.database), await makePayer(api.database, { rules: second })];
    const patient = await makePatient(api.database);
    const coverageId = await makeCoverage(api.database, patient.id, first);
    await makeCoverage(api.database, patient.id, next, { rankOrder: 2 });
    const { claimId } = await billing.adjudicate((await makeStay(api.database, { patient, coverageId })).encounterId);
    const share = (await claimRow(claimId)).patient;
    expect(share).toBeGreaterThan(0);
    const settled = await billing.settle(claimId, 'paid');
    expect(settled).toMatchObject({ patientCents: 0, invoiceId: null });
    expect(await billing.settle(claimId, 'paid')).toMatchObject(settled);
    expect(await patientBalance(claimId)).toBe(0);

    const [following] = await billing.rows<{ id: string }>('SELECT id FROM claims WHERE primary_claim_id = ?', [claimId]);
    const nextId = following?.id ?? '';
    expect(await commandsOf(nextId)).toEqual([{ kind: 'start', name: 'claim', starts: null }]);
    const before = await claimRow(nextId);
    expect(before).toMatchObject({ status: 'draft', open: share });
    expect(await billing.scalar('SELECT SUM(open_cents) FROM claims WHERE id IN (?, ?)', [claimId, nextId])).toBe(share); // not owed twice (hmislk#12047)
    await billing.expectSound();

    const submissionId = await sendOn(nextId);
    const parsed = parseX12(await sentText(nextId, submissionId));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const set = parsed.interchanges[0]?.groups[0]?.transactions[0];
    if (set?.set !== '837I') throw new Error('not an 837I');
    const [claim] = set.claims;
    expect(claim?.subscriber.responsibility).toBe('S');
    expect(claim?.otherPayers).toMatchObject([{ responsibility: 'P', paidCents: before.charge - 8_000 - share }]);
    expect(claim?.lines.every((line) => line.adjudications.length === 1)).toBe(true);

    await billing.acknowledge(submissionId);
    expect(await billing.remit(submissionId)).toEqual({ posted: true });
    const after = await claimRow(nextId);
    expect(after).toMatchObject({ status: 'paid', open: 0, paid: share }); // its own benefit is more than what was left
    expect(await billing.settle(nextId, 'paid')).toMatchObject({ patientCents: 0, invoiceId: null });
    expect(await patientBalance(claimId)).toBe(0);
    await billing.expectSound();

    // The first claim cannot be taken from under the second's answer; voided there, it can, and the share is the patient's again.
    expect((await problemOf(resubmit(claimId, { kind: 'resubmit' }))).problem.type).toContain('next-payer-first');
    await resubmit(nextId, { kind: 'void' });
    await billing.remit(await sendOn(nextId));
    await billing.settle(nextId, 'void');
    expect(await patientBalance(claimId)).toBe(share);
    await resubmit(claimId, { kind: 'resubmit' });
    expect([(await claimRow(claimId)).patient, (await claimRow(nextId)).patient]).toEqual([share, 0]);
    await billing.expectSound();
  });

  test('does not follow a claim that left the patient nothing, or a coverage that does not hold', async () => {
    const [first, next] = [await makePayer(api.database, { rules: { ...SIMPLE_PLAN, deductible: null, coinsuranceRate: 0 } }), await makePayer(api.database, { rules: second })];
    const patient = await makePatient(api.database);
    const coverageId = await makeCoverage(api.database, patient.id, first);
    const other = await makeCoverage(api.database, patient.id, next, { rankOrder: 2 });
    const one = await billing.adjudicate((await makeStay(api.database, { patient, coverageId, endedDaysAgo: 9 })).encounterId);
    await billing.settle(one.claimId, 'paid');
    await api.database.sequelize.query("UPDATE coverages SET period_end = '2021-01-01' WHERE id = ?", { replacements: [other] });
    expect(await billing.scalar('SELECT COUNT(*) FROM claims WHERE primary_claim_id = ?', [one.claimId])).toBe(0);
    const costly = await makePayer(api.database);
    const two = await billing.adjudicate((await makeStay(api.database, { patient, coverageId: await makeCoverage(api.database, patient.id, costly) })).encounterId);
    const { patientCents } = await billing.settle(two.claimId, 'paid');
    expect(patientCents).toBeGreaterThan(0);
    expect(await billing.scalar('SELECT COUNT(*) FROM claims WHERE primary_claim_id = ?', [two.claimId])).toBe(0);
  });
});
