import { type AdjudicationResult } from '../../../domain/adjudication';
import { type Accumulators, type EarlierClaims } from './adjudicationInput';
import { type Act, execute, select, selectOne } from '../../http/act';

interface AccumulatorRow {
  readonly coverageId: string;
  readonly planYear: number;
  readonly deductibleIndividualCents: number;
  readonly deductibleFamilyCents: number;
  readonly outOfPocketIndividualCents: number;
  readonly outOfPocketFamilyCents: number;
}

const ACCUMULATORS = `SELECT coverage_id AS coverageId, plan_year AS planYear, deductible_individual_cents AS deductibleIndividualCents, deductible_family_cents AS deductibleFamilyCents,
  out_of_pocket_individual_cents AS outOfPocketIndividualCents, out_of_pocket_family_cents AS outOfPocketFamilyCents
  FROM coverage_accumulators WHERE coverage_id IN (:coverageId, :familyId) ORDER BY coverage_id, plan_year`;

/**
 * What the member and the family have met so far, by plan year. The member's part is on the rows of their own coverage, the family's on
 * those of the subscriber's, which all members share.
 */
export async function readAccumulators(act: Act, coverageId: string): Promise<Accumulators> {
  const familyId = await familyOf(act, coverageId);
  return toAccumulators(await select<AccumulatorRow>(act, ACCUMULATORS, { coverageId, familyId }), coverageId, familyId);
}

/**
 * The same, for a settlement. Claims of one family settled side by side come one after the other, each on what the one before
 * left: the subscriber's coverage is locked first, and stays so until the transaction ends.
 */
export async function lockAccumulators(act: Act, coverageId: string): Promise<Accumulators> {
  const familyId = await familyOf(act, coverageId);
  await selectOne(act, 'SELECT id FROM coverages WHERE id = ? FOR UPDATE', [familyId]);
  return toAccumulators(await select<AccumulatorRow>(act, `${ACCUMULATORS} FOR UPDATE`, { coverageId, familyId }), coverageId, familyId);
}

/** Hold the families of several members, in one order for everybody: two runs about the same families wait for each other. */
export async function lockFamilies(act: Act, coverageIds: readonly string[]): Promise<void> {
  if (coverageIds.length === 0) return;
  const families = await select<{ id: string }>(act, 'SELECT DISTINCT COALESCE(subscriber_coverage_id, id) AS id FROM coverages WHERE id IN (:coverageIds)', { coverageIds });
  await select(act, 'SELECT id FROM coverages WHERE id IN (:families) ORDER BY id FOR UPDATE', { families: families.map(({ id }) => id) });
}

async function familyOf(act: Act, coverageId: string): Promise<string> {
  const row = await selectOne<{ familyId: string }>(act, 'SELECT COALESCE(subscriber_coverage_id, id) AS familyId FROM coverages WHERE id = ?', [coverageId]);
  return row?.familyId ?? coverageId;
}

function toAccumulators(rows: readonly AccumulatorRow[], coverageId: string, familyId: string): Accumulators {
  return Object.fromEntries([...new Set(rows.map(({ planYear }) => planYear))].map((year) => {
    const [own, family] = [coverageId, familyId].map((id) => rows.find((row) => row.coverageId === id && row.planYear === year));
    return [String(year), {
      deductibleIndividualCents: own?.deductibleIndividualCents ?? 0, deductibleFamilyCents: family?.deductibleFamilyCents ?? 0,
      outOfPocketIndividualCents: own?.outOfPocketIndividualCents ?? 0, outOfPocketFamilyCents: family?.outOfPocketFamilyCents ?? 0,
    }];
  }));
}

/** Store where member and family stand after a claim. The family is locked by `lockAccumulators`. */
export async function writeAccumulators(act: Act, coverageId: string, accumulators: AdjudicationResult['accumulators']): Promise<void> {
  const familyId = await familyOf(act, coverageId);
  for (const [year, met] of Object.entries(accumulators)) {
    await writePart(act, coverageId, Number(year), 'individual', met.deductibleIndividualCents, met.outOfPocketIndividualCents);
    await writePart(act, familyId, Number(year), 'family', met.deductibleFamilyCents, met.outOfPocketFamilyCents);
  }
}

async function writePart(act: Act, coverageId: string, year: number, part: 'individual' | 'family', deductible: number, outOfPocket: number): Promise<void> {
  const [first, second] = [`deductible_${part}_cents`, `out_of_pocket_${part}_cents`];
  await execute(
    act,
    `INSERT INTO coverage_accumulators (coverage_id, plan_year, ${first}, ${second}) VALUES (?)
     ON DUPLICATE KEY UPDATE ${first} = VALUES(${first}), ${second} = VALUES(${second}), version = version + 1`,
    [[coverageId, year, deductible, outOfPocket]],
  );
}

/** The demonstration payer's earlier decisions on this member's claims, oldest first. */
export async function readHistory(act: Act, coverageId: string): Promise<EarlierClaims> {
  const rows = await select<{ submissionId: string; decisionEnc: Buffer }>(act, 'SELECT submission_id AS submissionId, decision_enc AS decisionEnc FROM payer_decisions WHERE coverage_id = ? ORDER BY sequence', [coverageId]);
  return rows.flatMap(({ submissionId, decisionEnc }) => act.database.cipher.openJson<EarlierClaims[number]>(placeOfDecision(submissionId), decisionEnc) ?? []);
}

export function placeOfDecision(submissionId: string): { table: string; column: string; id: string } {
  return { table: 'payer_decisions', column: 'decision_enc', id: submissionId };
}
