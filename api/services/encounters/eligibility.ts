import { rejectionAdvice, rejectionWords } from '../../../domain/claims/rejections';
import { type Act, execute, selectOne } from '../../http/act';
import { Problem } from '../../http/problem';
import { askCoverage, lockAskedCoverage } from '../inquiries/askEligibility';
import { answerOf, inquiriesOf, lockInquiry } from '../inquiries/inquiryRow';
import { type MemberAnswer } from '../inquiries/readEligibility';
import { mayBeShared } from '../rights/directives';
import { type EncounterRow } from './encounterRow';
import { hospitalDay } from '../staff/hospitalZone';

/** Payers that stand for "the patient pays". */
export const SELF_PAY_KINDS = ['self-pay', 'none', 'no-insurance'] as const;

type Asked = Pick<EncounterRow, 'id' | 'coverageId' | 'classCode' | 'periodStart'>;

/** What is known of who pays; `unanswered`: the payer has not said. */
export type CoverageStanding = 'active' | 'inactive' | 'self-pay' | 'unanswered';

/**
 * Ask the payer of a stay whether its coverage is active on the day of admission (270/271). Without a coverage, or with one that stands for
 * paying oneself, nobody is asked. Anything but a clear answer is `unanswered`: a person finds out.
 */
export async function askEligibility(act: Act, encounter: Asked): Promise<CoverageStanding> {
  const coverage = encounter.coverageId === null ? null : await lockAskedCoverage(act, encounter.coverageId);
  if (!coverage || (SELF_PAY_KINDS as readonly string[]).includes(coverage.payerKind)) return 'self-pay';
  try {
    const inquiry = await lockInquiry(act, await askCoverage(act, coverage, encounter));
    return inquiry?.outcome === 'active' || inquiry?.outcome === 'inactive' ? inquiry.outcome : 'unanswered';
  } catch (error) {
    // Too little is known of the patient or the hospital to write the question: that is for a person, too.
    if (error instanceof Problem && error.status === 422) return 'unanswered';
    throw error;
  }
}

export interface KnownCoverage {
  readonly payerName: string | null;
  /** In a sentence: what is on file, and what the payer said when it was asked. */
  readonly words: string;
  /** What to do when the payer did not answer the question. */
  readonly advice: string | null;
}

/** What the record knows of who pays for a stay, for those who register or verify it. */
export async function knownCoverage(act: Act, encounter: Asked): Promise<KnownCoverage> {
  const coverage = encounter.coverageId === null ? null : await selectOne<{ patientId: string; payerName: string; kind: string; status: string; holds: number }>(
    act,
    `SELECT c.patient_id AS patientId, p.name AS payerName, p.kind, c.status, c.period_start <= :day AND (c.period_end IS NULL OR c.period_end >= :day) AS holds
     FROM coverages c JOIN payers p ON p.id = c.payer_id WHERE c.id = :id`,
    { id: encounter.coverageId, day: hospitalDay(encounter.periodStart) },
  );
  if (!coverage || (SELF_PAY_KINDS as readonly string[]).includes(coverage.kind)) return { payerName: null, words: 'none: patient pays', advice: null };
  const { payerName } = coverage;
  if (!(await mayBeShared(act, coverage.patientId, encounter.id, 'payer'))) return { payerName, words: 'not asked: the patient keeps this from the payer', advice: 'Bill the patient, or talk with them about the directive.' };
  const [asked] = await inquiriesOf(act, 'encounter_id', encounter.id, '270', 1);
  if (!asked) return { payerName, words: coverage.status === 'active' && coverage.holds === 1 ? 'active' : 'not active on the day of admission', advice: null };
  const said = answerOf<MemberAnswer>(act, asked);
  const { outcome, plan } = said?.answer ?? {};
  if (outcome) return { payerName, words: outcome === 'active' ? `the payer says active${plan ? ` (${plan})` : ''}` : 'the payer says not active on the day of admission', advice: null };
  const rejections = said?.rejections ?? [];
  if (asked.status === 'rejected') return { payerName, words: `the payer could not answer. ${rejections.map(rejectionWords).join('; ')}`, advice: rejectionAdvice(rejections) };
  return { payerName, words: 'the payer was asked and has not answered yet', advice: 'Telephone the payer, or wait for its answer: it will stand with the patient’s coverage.' };
}

/** The patient pays for this stay: no payer is asked, and the board says so. */
export async function makeSelfPay(act: Act, encounter: EncounterRow): Promise<void> {
  await execute(act, 'UPDATE encounters SET coverage_id = NULL, version = version + 1, updated_at = ? WHERE id = ?', [act.now, encounter.id]);
  await execute(act, 'UPDATE journeys SET payer_id = NULL, updated_at = ? WHERE id = ?', [act.now, encounter.id]);
}
