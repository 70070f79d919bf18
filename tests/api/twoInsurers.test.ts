import { contract } from '../../api/client';
import { type PlanInput } from '../../domain/adjudication/input';
import { makePatient } from '../factories/hospital';
import { makeCoverage, makePayer, makeStay, SIMPLE_PLAN } from '../factories/money';
import { type TestApi } from '../support/api';
import { BillingDriver } from '../support/billing';

let api: TestApi;
let billing: BillingDriver;
beforeAll(async () => {
  billing = await BillingDriver.open();
  ({ api } = billing);
});
afterAll(() => api.stop());

const SECOND: PlanInput = { ...SIMPLE_PLAN, deductible: null, coinsuranceRate: 0.1, coordinationOfBenefits: 'standard' };

/** What is owed to the hospital by everybody: as the desk's figures have it, as the list adds up to, and as the ledger has it. */
async function owed(): Promise<{ figures: number; list: number; ledger: number }> {
  const { client } = await api.as('billing-supervisor');
  const { openCents, patientOpenCents } = await client.call(contract.readClaimsDashboard, {});
  const { items } = await client.call(contract.listClaims, { query: { state: 'open', limit: 200 } });
  return {
    figures: openCents + patientOpenCents, list: items.reduce((sum, claim) => sum + claim.openCents, 0) + patientOpenCents,
    ledger: await billing.scalar("SELECT COALESCE(SUM(cents), 0) FROM v_ledger WHERE account IN ('receivable-payer', 'receivable-patient')"),
  };
}
const same = (cents: number) => ({ figures: cents, list: cents, ledger: cents });

test('debtors owe a bill once, however many insurers it goes to: figures, list and ledger agree at every step (hmislk#12047)', async () => {
  const [first, second] = [await makePayer(api.database), await makePayer(api.database, { rules: SECOND })];
  const patient = await makePatient(api.database);
  const coverageId = await makeCoverage(api.database, patient.id, first);
  await makeCoverage(api.database, patient.id, second, { rankOrder: 2 });
  const { encounterId } = await makeStay(api.database, { patient, coverageId });
  expect(await owed()).toEqual(same(0));

  const { claimId, submissionId } = await billing.send(encounterId);
  const charge = await billing.scalar('SELECT charge_cents FROM claims WHERE id = ?', [claimId]);
  expect(await owed()).toEqual(same(charge));
  // The same stay billed by several at once is one bill.
  const again = await Promise.all([1, 2, 3].map(() => billing.service.call(contract.prepareClaim, { params: { encounterId }, idempotencyKey: billing.key() })));
  expect(new Set(again.map((one) => one.claimId))).toEqual(new Set([claimId]));
  expect(await owed()).toEqual(same(charge));

  await billing.acknowledge(submissionId);
  await billing.remit(submissionId);
  const share = await billing.scalar('SELECT patient_cents FROM claims WHERE id = ?', [claimId]);
  expect(share).toBeGreaterThan(0);
  expect(await owed()).toEqual(same(share));

  // Passed on to the second insurer by several at once: one claim more, and not a cent more owed.
  await Promise.all([1, 2, 3].map(() => billing.settle(claimId, 'paid')));
  const following = await billing.rows<{ id: string }>('SELECT id FROM claims WHERE primary_claim_id = ?', [claimId]);
  expect(following).toHaveLength(1);
  expect(await owed()).toEqual(same(share));
  const supervisor = await api.as('billing-supervisor');
  const detail = await supervisor.client.call(contract.readClaim, { params: { claimId } });
  expect(detail.secondaryClaims).toMatchObject([{ id: following[0]?.id }]);
  expect((await supervisor.client.call(contract.readClaim, { params: { claimId: following[0]?.id ?? '' } })).primaryClaim).toEqual({ id: claimId, number: detail.claim.number });

  const nextId = following[0]?.id ?? '';
  await billing.scrub(nextId);
  const next = await billing.submit(nextId);
  expect(await owed()).toEqual(same(share));
  await billing.acknowledge(next.submissionId);
  await billing.remit(next.submissionId);
  await billing.settle(nextId, 'paid');
  const left = await billing.scalar("SELECT COALESCE(SUM(cents), 0) FROM v_ledger WHERE account = 'receivable-patient'");
  expect(await owed()).toEqual(same(left));
  // Charge = both payments + what was adjusted + what is still owed, to the cent.
  const [sum] = await billing.rows<{ paid: string; charged: string }>('SELECT SUM(paid_cents) AS paid, SUM(CASE WHEN primary_claim_id IS NULL THEN charge_cents ELSE 0 END) AS charged FROM claims');
  const writtenOff = await billing.scalar("SELECT COALESCE(SUM(cents), 0) FROM v_ledger WHERE account = 'contractual-adjustment'");
  expect(Number(sum?.charged)).toBe(Number(sum?.paid) + writtenOff + left);
  await billing.expectSound();
});
