import { readJson, readTexts } from '../../../db/models/table';
import { type SettledClaim, type SettledLine } from '../../../domain/claims/settlement';
import { type Act, executeLater, selectOne } from '../../http/act';
import { type Answer } from './answerOfPayment';

export const REMITTANCE_STATES = { received: 'Not posted yet', posted: 'Posted', unmatched: 'No claim of ours', unbalanced: 'Does not balance', ignored: 'Nothing to post' } as const;
export type RemittanceState = keyof typeof REMITTANCE_STATES;

/** Why an answer was not posted; a person decides. */
export const QUEUE_REASONS = {
  'no-such-claim': 'No claim of ours has this number.',
  'out-of-balance': 'Charge, adjustments and payment do not balance.',
  'remittance-out-of-balance': 'The remittance as a whole does not add up to the amount paid.',
  'charge-differs': 'The payer answers another charge than we sent.',
  'already-settled': 'The payer has answered this claim before and has not undone that answer.',
  'duplicate-of-ours': 'The payer answers a second copy as a duplicate; its first answer stands.',
  'more-than-open': 'The payer settles more than is open on the claim.',
  'claim-closed': 'The claim was closed before this answer came: what was open is billed to the patient or written off.',
  'next-payer-first': 'A claim to the next payer rests on this one and was answered: void that one first.',
  'lines-unmatched': 'A service line of this answer is none of the claim’s.',
  'lines-doubtful': 'Two lines of the claim fit one service line, and it makes a difference which.',
  'nothing-to-reverse': 'The payer undoes an answer we have not posted.',
  'reversal-differs': 'The payer undoes other amounts than we posted.',
  'taken-back': 'A person took the match back.',
  'part-of-split': 'Part of an answer that a person split; match it to its claim.',
  'was-split': 'Split: its parts stand in its place.',
  'split-undone': 'The split was taken back: the whole stands again.',
  'set-aside': 'A person decided that there is nothing to post.',
  'owed-back': 'Not for a claim of ours, or paid twice: the money is owed back to the payer.',
} as const;
export type QueueReason = keyof typeof QUEUE_REASONS;

/** What the claim was before an answer was posted: a match taken back leaves it exactly so. */
export interface ClaimBefore {
  readonly status: string;
  readonly payerClaimNumber: string | null;
  readonly stuckCause: string | null;
  readonly stuckFingerprint: string | null;
  readonly appealBy: string | null;
  readonly nextDeadlineAt: string | null;
}

/** A row of `remittance_claims`. */
export interface StoredAnswer extends Answer {
  readonly id: string;
  readonly remittanceId: string;
  readonly payerId: string;
  readonly sequence: number;
  readonly claimId: string | null;
  readonly state: RemittanceState;
  readonly queueReason: QueueReason | null;
  readonly postedOperationId: string | null;
  readonly reversedById: string | null;
  readonly splitFromId: string | null;
  readonly claimBefore: ClaimBefore | null;
  /** How often a person worked it; the optimistic version. */
  readonly round: number;
}

interface Row {
  id: string; remittanceId: string; payerId: string; sequence: number; claimId: string | null; claimNumber: string; statusCode: string; payerClaimNumber: string | null; chargeCents: number; paidCents: number;
  patientCents: number; adjustments: unknown; serviceLines: unknown; remarks: unknown; state: RemittanceState; queueReason: QueueReason | null; postedOperationId: string | null; reversedById: string | null;
  splitFromId: string | null; serviceFrom: string | null; patientEnc: Buffer | null; claimBefore: unknown; round: number;
}

const SELECT = `SELECT x.id, x.remittance_id AS remittanceId, r.payer_id AS payerId, x.sequence, x.claim_id AS claimId, x.claim_number AS claimNumber, x.status_code AS statusCode,
  x.payer_claim_number AS payerClaimNumber, x.charge_cents AS chargeCents, x.paid_cents AS paidCents, x.patient_cents AS patientCents, x.adjustments, x.service_lines AS serviceLines, x.remarks, x.state,
  x.queue_reason AS queueReason, x.posted_operation_id AS postedOperationId, x.reversed_by_id AS reversedById, x.split_from_id AS splitFromId, CAST(x.service_from AS CHAR) AS serviceFrom,
  x.patient_enc AS patientEnc, x.claim_before AS claimBefore, x.round FROM remittance_claims x JOIN remittances r ON r.id = x.remittance_id`;

/** One answer; its row locked when asked for. Lock its claim first: whoever posts holds the claim before the answer. */
export async function readAnswer(act: Act, answerId: string, lock = false): Promise<StoredAnswer | null> {
  const row = await selectOne<Row>(act, `${SELECT} WHERE x.id = ?${lock && act.transaction ? ' FOR UPDATE' : ''}`, [answerId]);
  return row && present(act, row);
}

/** The payer's answer that stands for a claim now; null when there is none. Read under the claim's lock. */
export async function liveAnswer(act: Act, claimId: string): Promise<StoredAnswer | null> {
  const row = await selectOne<Row>(act, `${SELECT} WHERE x.claim_id = ? AND x.state = 'posted' AND x.status_code <> '22' AND x.reversed_by_id IS NULL ORDER BY x.id DESC LIMIT 1`, [claimId]);
  return row && present(act, row);
}

function present(act: Act, { patientEnc, adjustments, serviceLines, remarks, claimBefore, statusCode, chargeCents, paidCents, patientCents, ...row }: Row): StoredAnswer {
  return {
    ...row, round: Number(row.round), sequence: Number(row.sequence),
    settled: {
      statusCode, chargeCents: Number(chargeCents), paidCents: Number(paidCents), patientCents: Number(patientCents),
      adjustments: (readJson(adjustments) ?? []) as SettledClaim['adjustments'], lines: (readJson(serviceLines) ?? []) as SettledLine[],
    },
    remarks: readTexts(remarks), claimBefore: (readJson(claimBefore) ?? null) as ClaimBefore | null,
    patient: act.database.cipher.openJson<Answer['patient']>(placeOfPatient(row.id), patientEnc),
  };
}

export interface NewAnswer extends Answer {
  readonly id: string;
  readonly remittanceId: string;
  readonly sequence: number;
  readonly splitFromId?: string | null;
  readonly outcome: AnswerOutcome;
}

/** What became of an answer. */
export interface AnswerOutcome {
  readonly state: RemittanceState;
  readonly queueReason: QueueReason | null;
  readonly claimId: string | null;
  readonly postedOperationId: string | null;
  readonly contractualCents: number | null;
  readonly deniedCents: number | null;
  /** From the last sending or appeal to this answer; null: nothing was answered, or nothing sent. */
  readonly answerMinutes: number | null;
  readonly claimBefore: ClaimBefore | null;
}

/** Keep what the payer said of claims, whatever becomes of it. */
export async function insertAnswers(act: Act, answers: readonly NewAnswer[]): Promise<void> {
  if (answers.length === 0) return;
  const rows = answers.map(({ settled, outcome, ...answer }) => [
    answer.id, answer.remittanceId, answer.sequence, outcome.claimId, answer.claimNumber, settled.statusCode, answer.payerClaimNumber, settled.chargeCents, settled.paidCents,
    settled.patientCents, JSON.stringify(settled.adjustments), JSON.stringify(settled.lines), outcome.state, outcome.postedOperationId, outcome.contractualCents, outcome.deniedCents,
    outcome.queueReason, JSON.stringify(answer.remarks), answer.splitFromId ?? null, answer.serviceFrom,
    answer.patient === null ? null : act.database.cipher.sealJson(placeOfPatient(answer.id), answer.patient), outcome.claimBefore === null ? null : JSON.stringify(outcome.claimBefore), outcome.answerMinutes,
  ]);
  await executeLater(
    act,
    `INSERT INTO remittance_claims (id, remittance_id, sequence, claim_id, claim_number, status_code, payer_claim_number, charge_cents, paid_cents, patient_cents, adjustments, service_lines,
       state, posted_operation_id, contractual_cents, denied_cents, queue_reason, remarks, split_from_id, service_from, patient_enc, claim_before, answer_minutes) VALUES ${rows.map(() => '(?)').join(', ')}`,
    rows,
  );
}

/** What a person made of an answer, and why. */
export async function updateAnswer(act: Act, answer: Pick<StoredAnswer, 'id'>, outcome: AnswerOutcome, reason: string | null = null): Promise<void> {
  const sealed = reason === null ? null : act.database.cipher.seal({ table: 'remittance_claims', column: 'reason_enc', id: answer.id }, reason);
  await executeLater(
    act,
    `UPDATE remittance_claims SET state = ?, queue_reason = ?, claim_id = ?, posted_operation_id = ?, contractual_cents = ?, denied_cents = ?, answer_minutes = ?, claim_before = ?, round = round + 1, worked_by = ?, worked_at = ?,
       reason_enc = ? WHERE id = ?`,
    [outcome.state, outcome.queueReason, outcome.claimId, outcome.postedOperationId, outcome.contractualCents, outcome.deniedCents, outcome.answerMinutes, outcome.claimBefore === null ? null : JSON.stringify(outcome.claimBefore),
      act.principal.id, act.now, sealed, answer.id],
  );
}

/** An answer that moves no money now. */
export function unposted(state: Exclude<RemittanceState, 'posted'>, queueReason: QueueReason, claimId: string | null = null): AnswerOutcome {
  return { state, queueReason, claimId, postedOperationId: null, contractualCents: null, deniedCents: null, answerMinutes: null, claimBefore: null };
}

/** A remittance is posted when none of its answers waits for a person. */
export async function refreshRemittance(act: Act, remittanceId: string): Promise<void> {
  await executeLater(
    act,
    `UPDATE remittances SET status = CASE WHEN EXISTS (SELECT 1 FROM remittance_claims x WHERE x.remittance_id = ? AND x.state IN ('unmatched', 'unbalanced')) THEN 'part-posted' ELSE 'posted' END,
       posted_at = ?, version = version + 1 WHERE id = ?`,
    [remittanceId, act.now, remittanceId],
  );
}

function placeOfPatient(id: string): { table: string; column: string; id: string } {
  return { table: 'remittance_claims', column: 'patient_enc', id };
}
