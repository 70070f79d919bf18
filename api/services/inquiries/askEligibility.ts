import { parseX12 } from '../../../interop/x12';
import { type Act, selectOne } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { readPatient } from '../claims/snapshot';
import { clearinghouseOf } from '../exchange/clearinghouse';
import { nextControlNumber } from '../money/numbers';
import { behaviourOf } from '../payer/behaviour';
import { eligibilityQuestion } from './eligibility270';
import { answerEligibility } from './eligibility271';
import { type Asking, endsOf, writeQuestion, writeReply } from './envelope';
import { mayBeShared, notShared } from '../rights/directives';
import { keepInquiry } from './inquiryRow';
import { takeIn271 } from './takeIn271';
import { hospitalDay } from '../staff/hospitalZone';

export interface AskedCoverage {
  readonly id: string;
  readonly patientId: string;
  readonly payerId: string;
  readonly payerKind: string;
  readonly memberNumberEnc: Buffer;
}

/** The stay it is asked for; none when somebody asks at the desk. */
export interface AskedStay {
  readonly id: string;
  readonly classCode: string;
  readonly periodStart: Date;
}

/** A coverage to ask about, its row locked in a write: two at once ask one after the other. Null when there is none. */
export async function lockAskedCoverage(act: Act, coverageId: string): Promise<AskedCoverage | null> {
  return selectOne<AskedCoverage>(
    act,
    `SELECT c.id, c.patient_id AS patientId, c.payer_id AS payerId, p.kind AS payerKind, c.member_number_enc AS memberNumberEnc FROM coverages c JOIN payers p ON p.id = c.payer_id
     WHERE c.id = ? ${act.transaction ? 'FOR UPDATE' : ''}`,
    [coverageId],
  );
}

/**
 * Ask a payer about a coverage (270). The demonstration payer answers at once, unless it is down; one reached through the folder in its own
 * time. Answers the question's ID.
 */
export async function askCoverage(act: Act, coverage: AskedCoverage, stay: AskedStay | null): Promise<string> {
  if (coverage.payerKind === 'self-pay') throw unprocessable('no-payer', 'No payer is to be asked: the patient pays.');
  if (!(await mayBeShared(act, coverage.patientId, stay?.id ?? null, 'payer'))) throw notShared();
  const patient = await readPatient(act, coverage.patientId);
  const memberNumber = act.database.cipher.open({ table: 'coverages', column: 'member_number_enc', id: coverage.id }, coverage.memberNumberEnc).trim();
  const clearinghouse = await clearinghouseOf(act, coverage.payerId);
  const ends = await endsOf(act, coverage.payerId);
  const asking: Asking = { ...ends, controlNumber: await nextControlNumber(act), usage: clearinghouse.usage, now: act.now };
  const day = hospitalDay(stay?.periodStart ?? act.now);
  const text = writeQuestion(asking, eligibilityQuestion({ patient, memberNumber, day, classCode: stay?.classCode ?? null }, asking));
  const inquiryId = await keepInquiry(act, {
    kind: '270', payerId: coverage.payerId, patientId: coverage.patientId, coverageId: coverage.id, encounterId: stay?.id ?? null, controlNumber: asking.controlNumber, adapter: clearinghouse.adapter, text,
  });
  if (clearinghouse.adapter === 'demonstration' && !(await behaviourOf(act, coverage.payerId)).isDown) await answerAtOnce(act, coverage.payerId, text, asking);
  return inquiryId;
}

/** The demonstration payer's side: it has the file only, and what comes back is read like any other payer's. */
async function answerAtOnce(act: Act, payerId: string, question: string, asking: Asking): Promise<void> {
  const asked = soleTransaction(question, '270');
  const reply = writeReply({ ...asking, controlNumber: await nextControlNumber(act) }, await answerEligibility(act, payerId, asked));
  const parsed = parseX12(reply);
  if (!parsed.ok) throw new Error('The demonstration payer’s 271 cannot be read.');
  for (const { controlNumber, groups } of parsed.interchanges) for (const { transactions } of groups) for (const answer of transactions) if (answer.set === '271') await takeIn271(act, answer, controlNumber);
}

/** The one transaction set of this kind in an interchange of ours. */
export function soleTransaction<Name extends '270' | '276' | '278'>(text: string, set: Name) {
  const parsed = parseX12(text);
  const found = parsed.ok ? parsed.interchanges.flatMap(({ groups }) => groups.flatMap(({ transactions }) => transactions)) : [];
  type Wanted = Extract<(typeof found)[number], { set: Name }>;
  const [one] = found.filter((transaction): transaction is Wanted => transaction.set === set);
  if (!one) throw new Error(`The ${set} that was sent cannot be read.`);
  return one;
}
