import { type Act, execute, selectOne } from '../../http/act';
import { type EncounterRow } from './encounterRow';

/** Payers that stand for "the patient pays". */
export const SELF_PAY_KINDS = ['self-pay', 'none', 'no-insurance'] as const;

export interface CoverageAnswer {
  readonly status: 'active' | 'inactive' | 'self-pay';
  readonly payerId: string | null;
  readonly payerName: string | null;
  readonly periodEnd: string | null;
}

/**
 * The demonstration payer's answer to an eligibility inquiry (270/271): the coverage of the stay is active when its period
 * holds the day of admission. Without a coverage, or with one that stands for paying oneself, the patient pays.
 */
export async function askEligibility(act: Act, encounter: Pick<EncounterRow, 'coverageId' | 'periodStart'>): Promise<CoverageAnswer> {
  const coverage = encounter.coverageId === null ? null : await selectOne<{ payerId: string; payerName: string; kind: string; status: string; periodEnd: string | null; holds: number }>(
    act,
    `SELECT c.payer_id AS payerId, p.name AS payerName, p.kind, c.status, DATE_FORMAT(c.period_end, '%Y-%m-%d') AS periodEnd,
       c.period_start <= :day AND (c.period_end IS NULL OR c.period_end >= :day) AS holds
     FROM coverages c JOIN payers p ON p.id = c.payer_id WHERE c.id = :id`,
    { id: encounter.coverageId, day: encounter.periodStart.toISOString().slice(0, 10) },
  );
  if (!coverage || (SELF_PAY_KINDS as readonly string[]).includes(coverage.kind)) return { status: 'self-pay', payerId: null, payerName: null, periodEnd: null };
  const active = coverage.status === 'active' && coverage.holds === 1;
  return { status: active ? 'active' : 'inactive', payerId: coverage.payerId, payerName: coverage.payerName, periodEnd: coverage.periodEnd };
}

/** The patient pays for this stay: no payer is asked, and the board says so. */
export async function makeSelfPay(act: Act, encounter: EncounterRow): Promise<void> {
  await execute(act, 'UPDATE encounters SET coverage_id = NULL, version = version + 1, updated_at = ? WHERE id = ?', [act.now, encounter.id]);
  await execute(act, 'UPDATE journeys SET payer_id = NULL, updated_at = ? WHERE id = ?', [act.now, encounter.id]);
}
