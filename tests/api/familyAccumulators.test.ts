import { ApiProblem, ApiUnreachable, contract } from '../../api/client';
import { hospitalDay } from '../../api/services/staff/hospitalZone';
import { adjudicate, type AdjudicationResult } from '../../domain/adjudication';
import { type ClaimInput, type PlanInput } from '../../domain/adjudication/input';
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

/** Limits that a few of the fifty claims reach: the individual ones for some members, the family's before all have theirs. */
const PLAN: PlanInput = {
  ...SIMPLE_PLAN, deductible: { individualCents: 30_000, familyCents: 70_000 }, outOfPocketMax: { individualCents: 60_000, familyCents: 150_000 },
};
const MEMBERS = 5;
const CLAIMS = 50;
/** The last of the stays ended so many days ago; early in January all were in December, so that one plan year holds them. */
const ENDED_DAYS_AGO = new Date().toISOString().slice(5, 10) < '01-16' ? 20 : 2;

interface Decided {
  readonly coverageId: string;
  readonly claim: ClaimInput;
  readonly result: AdjudicationResult;
}

async function decisionsOf(payerId: string): Promise<Decided[]> {
  const rows = await billing.rows<{ id: string; coverageId: string; sealed: Buffer }>('SELECT submission_id AS id, coverage_id AS coverageId, decision_enc AS sealed FROM payer_decisions WHERE payer_id = ? ORDER BY sequence', [payerId]);
  return rows.map(({ id, coverageId, sealed }) => ({ coverageId, ...api.database.cipher.openJson<Omit<Decided, 'coverageId'>>({ table: 'payer_decisions', column: 'decision_enc', id }, sealed) as Omit<Decided, 'coverageId'> }));
}

const metOf = (coverageIds: readonly string[], column: string) =>
  billing.scalar(`SELECT COALESCE(SUM(${column}), 0) FROM coverage_accumulators WHERE coverage_id IN (${coverageIds.map(() => '?').join(', ')})`, [...coverageIds]);

test('fifty claims of one family, settled at once, come to what they come to one by one, and no limit is passed', async () => {
  const payer = await makePayer(api.database, { rules: PLAN });
  const coverages: string[] = [];
  const sent: { claimId: string; submissionId: string }[] = [];
  for (let member = 0; member < MEMBERS; member += 1) {
    const patient = await makePatient(api.database);
    const coverageId = await makeCoverage(api.database, patient.id, payer, coverages[0] ? { subscriberCoverageId: coverages[0] } : {});
    coverages.push(coverageId);
    // Days of their own: no claim is another's duplicate.
    const stays = await Promise.all(Array.from({ length: CLAIMS / MEMBERS }, (_, index) =>
      makeStay(api.database, { patient, coverageId, nights: 0, panels: 0, doses: 0, procedures: 1 + (index % 3), endedDaysAgo: ENDED_DAYS_AGO + index })));
    for (const { encounterId } of stays) sent.push(await billing.send(encounterId));
  }

  const posted = await Promise.all(sent.map(({ submissionId }) => remit(submissionId)));
  expect(posted.every((one) => one.posted)).toBe(true);

  const decisions = await decisionsOf(payer.payerId);
  expect(decisions).toHaveLength(CLAIMS);
  // The same claims one by one, in the order in which they were decided: every answer must be the same to the cent.
  const member = new Map(coverages.map((id) => [id, { deductible: 0, pocket: 0 }]));
  const family = { deductible: 0, pocket: 0 };
  const earlier = new Map<string, Omit<Decided, 'coverageId'>[]>(coverages.map((id) => [id, []]));
  for (const decision of decisions) {
    const own = member.get(decision.coverageId) ?? { deductible: 0, pocket: 0 };
    const year = decision.claim.serviceFrom.slice(0, 4);
    const alone = adjudicate({
      receivedOn: hospitalDay(new Date()), plan: PLAN, claim: decision.claim, history: earlier.get(decision.coverageId) ?? [],
      member: {
        coverage: [{ from: '2020-01-01' }],
        accumulators: { [year]: { deductibleIndividualCents: own.deductible, deductibleFamilyCents: family.deductible, outOfPocketIndividualCents: own.pocket, outOfPocketFamilyCents: family.pocket } },
      },
    });
    expect([decision.result.paidCents, decision.result.patientResponsibilityCents, decision.result.lines]).toEqual([alone.paidCents, alone.patientResponsibilityCents, alone.lines]);
    const met = alone.accumulators[year];
    Object.assign(own, { deductible: met?.deductibleIndividualCents, pocket: met?.outOfPocketIndividualCents });
    Object.assign(family, { deductible: met?.deductibleFamilyCents, pocket: met?.outOfPocketFamilyCents });
    earlier.get(decision.coverageId)?.push({ claim: decision.claim, result: decision.result });
  }
  expect(family).toEqual({ deductible: 70_000, pocket: 150_000 });
  expect(await metOf(coverages, 'deductible_family_cents')).toBe(70_000);
  expect(await metOf(coverages, 'out_of_pocket_family_cents')).toBe(150_000);
  for (const [coverageId, { deductible, pocket }] of member) {
    expect([await metOf([coverageId], 'deductible_individual_cents'), await metOf([coverageId], 'out_of_pocket_individual_cents')]).toEqual([deductible, pocket]);
    expect(deductible).toBeLessThanOrEqual(30_000);
    expect(pocket).toBeLessThanOrEqual(60_000);
  }
  expect(await billing.scalar('SELECT SUM(patient_cents) FROM claims WHERE payer_id = ?', [payer.payerId])).toBe(150_000);
  await billing.expectSound();

  // Taking back one claim of each member, at once, takes out exactly what each had put in.
  const voided = decisions.filter((decision, index) => decisions.findIndex((other) => other.coverageId === decision.coverageId) === index);
  const put = (reasons: readonly string[], result: AdjudicationResult) =>
    result.lines.flatMap(({ adjustments }) => adjustments).filter(({ group, reason }) => group === 'PR' && reasons.includes(reason)).reduce((sum, { cents }) => sum + cents, 0);
  const outOf = (reasons: readonly string[]) => voided.reduce((sum, { result }) => sum + put(reasons, result), 0);
  const submissions = await Promise.all(voided.map(({ claim }) => voidClaim(claim.number)));
  await Promise.all(submissions.map(remit));
  expect(outOf(['1'])).toBeGreaterThan(0);
  expect(await metOf(coverages, 'deductible_family_cents')).toBe(70_000 - outOf(['1']));
  expect(await metOf(coverages, 'out_of_pocket_family_cents')).toBe(150_000 - outOf(['1', '2', '3']));
  for (const { coverageId, result } of voided) {
    const before = member.get(coverageId);
    expect(await metOf([coverageId], 'deductible_individual_cents')).toBe((before?.deductible ?? 0) - put(['1'], result));
    expect(await metOf([coverageId], 'out_of_pocket_individual_cents')).toBe((before?.pocket ?? 0) - put(['1', '2', '3'], result));
  }
  await billing.expectSound();
}, 240_000);

/** The payer's answer, asked for as a workflow does: under one key, for as long as it takes. */
async function remit(submissionId: string): Promise<{ posted: boolean }> {
  const call = { params: { submissionId }, body: { copy: 1 }, idempotencyKey: `payer-${submissionId}/remit-1` };
  for (;;) {
    try {
      return await billing.service.call(contract.answerRemittance, call);
    } catch (error) {
      if (!(error instanceof ApiUnreachable) && !(error instanceof ApiProblem && error.status === 503)) throw error;
    }
  }
}

/** Void the claim the payer knows by this number, as staff do. Returns the submission that says so. */
async function voidClaim(payerClaimNumber: string): Promise<string> {
  const [row] = await billing.rows<{ id: string; version: number }>('SELECT id, version FROM claims WHERE payer_claim_number = ?', [payerClaimNumber]);
  const claimId = row?.id ?? '';
  await (await api.as('billing')).client.call(contract.resubmitClaim, { params: { claimId }, body: { version: row?.version ?? 0, kind: 'void', reason: 'Billed in error' } });
  await billing.scrub(claimId);
  return (await billing.submit(claimId)).submissionId;
}
