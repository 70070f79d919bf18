import { type AdjudicationResult } from '../../../domain/adjudication';
import { type Accumulators, type EarlierClaims } from './adjudicationInput';
import { type Act, execute, select } from '../../http/act';

interface AccumulatorRow {
  readonly planYear: number;
  readonly deductibleIndividualCents: number;
  readonly deductibleFamilyCents: number;
  readonly outOfPocketIndividualCents: number;
  readonly outOfPocketFamilyCents: number;
}

const COLUMNS = `plan_year AS planYear, deductible_individual_cents AS deductibleIndividualCents, deductible_family_cents AS deductibleFamilyCents,
  out_of_pocket_individual_cents AS outOfPocketIndividualCents, out_of_pocket_family_cents AS outOfPocketFamilyCents`;

/** What the member has met so far, by plan year. */
export async function readAccumulators(act: Act, coverageId: string): Promise<Accumulators> {
  return toAccumulators(await select<AccumulatorRow>(act, `SELECT ${COLUMNS} FROM coverage_accumulators WHERE coverage_id = ? ORDER BY plan_year`, [coverageId]));
}

/**
 * The same with the rows locked, that of `year` made first if need be: claims of one member settled side by side come one after
 * the other, each on what the one before left.
 */
export async function lockAccumulators(act: Act, coverageId: string, year: number): Promise<Accumulators> {
  await execute(act, 'INSERT IGNORE INTO coverage_accumulators (coverage_id, plan_year) VALUES (?, ?)', [coverageId, year]);
  return toAccumulators(await select<AccumulatorRow>(act, `SELECT ${COLUMNS} FROM coverage_accumulators WHERE coverage_id = ? ORDER BY plan_year FOR UPDATE`, [coverageId]));
}

function toAccumulators(rows: readonly AccumulatorRow[]): Accumulators {
  return Object.fromEntries(rows.map(({ planYear, ...met }) => [String(planYear), met]));
}

/** Store where the member stands after a claim. The rows are locked by `lockAccumulators`. */
export async function writeAccumulators(act: Act, coverageId: string, accumulators: AdjudicationResult['accumulators']): Promise<void> {
  for (const [year, met] of Object.entries(accumulators)) {
    await execute(
      act,
      `INSERT INTO coverage_accumulators (coverage_id, plan_year, deductible_individual_cents, deductible_family_cents, out_of_pocket_individual_cents, out_of_pocket_family_cents)
       VALUES (?) ON DUPLICATE KEY UPDATE deductible_individual_cents = VALUES(deductible_individual_cents), deductible_family_cents = VALUES(deductible_family_cents),
         out_of_pocket_individual_cents = VALUES(out_of_pocket_individual_cents), out_of_pocket_family_cents = VALUES(out_of_pocket_family_cents), version = version + 1`,
      [[coverageId, Number(year), met.deductibleIndividualCents, met.deductibleFamilyCents, met.outOfPocketIndividualCents, met.outOfPocketFamilyCents]],
    );
  }
}

/** The demonstration payer's earlier decisions on this member's claims, oldest first. */
export async function readHistory(act: Act, coverageId: string): Promise<EarlierClaims> {
  const rows = await select<{ submissionId: string; decisionEnc: Buffer }>(act, 'SELECT submission_id AS submissionId, decision_enc AS decisionEnc FROM payer_decisions WHERE coverage_id = ? ORDER BY sequence', [coverageId]);
  return rows.flatMap(({ submissionId, decisionEnc }) => act.database.cipher.openJson<EarlierClaims[number]>(placeOfDecision(submissionId), decisionEnc) ?? []);
}

export function placeOfDecision(submissionId: string): { table: string; column: string; id: string } {
  return { table: 'payer_decisions', column: 'decision_enc', id: submissionId };
}
