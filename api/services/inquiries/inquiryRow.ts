import { newId } from '../../../db/newId';
import { INQUIRIES, type InquiryKind, type InquiryStatus } from '../../../domain/claims/inquiries';
import { type Act, execute, select, selectOne } from '../../http/act';
import { stillThere } from '../../http/stillThere';

/** What a question is about. */
export interface InquirySubject {
  readonly payerId: string;
  readonly patientId: string;
  readonly coverageId?: string | null;
  readonly encounterId?: string | null;
  readonly claimId?: string | null;
  readonly authorizationId?: string | null;
}

/** A row of `payer_inquiries`, without the files. */
export interface InquiryRow {
  readonly id: string;
  readonly kind: InquiryKind;
  readonly payerId: string;
  readonly payerName: string;
  readonly patientId: string;
  readonly coverageId: string | null;
  readonly encounterId: string | null;
  readonly claimId: string | null;
  readonly authorizationId: string | null;
  readonly controlNumber: number;
  readonly adapter: 'demonstration' | 'folder';
  readonly askedAt: Date;
  readonly askedBy: string | null;
  readonly answerDueAt: Date;
  readonly deliveredAt: Date | null;
  readonly status: InquiryStatus;
  readonly outcome: string | null;
  readonly answeredAt: Date | null;
  readonly answerControlNumber: number | null;
  readonly answerEnc: Buffer | null;
}

const SELECT = `SELECT q.id, q.kind, q.payer_id AS payerId, p.name AS payerName, q.patient_id AS patientId, q.coverage_id AS coverageId, q.encounter_id AS encounterId, q.claim_id AS claimId,
  q.authorization_id AS authorizationId, q.control_number AS controlNumber, q.adapter, q.asked_at AS askedAt, u.display_name AS askedBy, q.answer_due_at AS answerDueAt, q.delivered_at AS deliveredAt,
  q.status, q.outcome, q.answered_at AS answeredAt, q.answer_control_number AS answerControlNumber, q.answer_enc AS answerEnc
  FROM payer_inquiries q JOIN payers p ON p.id = q.payer_id LEFT JOIN staff_users u ON u.id = q.asked_by`;

export interface NewInquiry extends InquirySubject {
  readonly kind: InquiryKind;
  readonly controlNumber: number;
  readonly adapter: InquiryRow['adapter'];
  /** The interchange as it goes out. */
  readonly text: string;
}

/** Keep a question that goes out, sealed, and until when its answer is due. */
export async function keepInquiry(act: Act, inquiry: NewInquiry): Promise<string> {
  const id = newId();
  const { kind, payerId, patientId, coverageId = null, encounterId = null, claimId = null, authorizationId = null, controlNumber, adapter, text } = inquiry;
  await execute(act, `INSERT INTO payer_inquiries (id, kind, payer_id, patient_id, coverage_id, encounter_id, claim_id, authorization_id, control_number, adapter, asked_by, asked_at, answer_due_at, request_enc) VALUES (?)`, [[
    id, kind, payerId, patientId, coverageId, encounterId, claimId, authorizationId, controlNumber, adapter, act.principal.id, act.now, new Date(act.now.getTime() + INQUIRIES[kind].patienceMs),
    act.database.cipher.seal(placeOfRequest(id), text),
  ]]);
  act.audits.push({ action: 'payer.asked', resourceType: 'payer inquiry', resourceId: id, patientId, detail: { kind, controlNumber } });
  return id;
}

/** The question, its row locked in a write. */
export async function lockInquiry(act: Act, id: string): Promise<InquiryRow | null> {
  const locked = await selectOne(act, `SELECT id FROM payer_inquiries WHERE id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [id]);
  return locked && selectOne<InquiryRow>(act, `${SELECT} WHERE q.id = ?`, [id]);
}

/** The questions with one subject, newest first. */
export async function inquiriesOf(act: Act, subject: 'patient_id' | 'coverage_id' | 'encounter_id' | 'claim_id' | 'authorization_id', id: string, kind: InquiryKind, limit = 50): Promise<InquiryRow[]> {
  return select<InquiryRow>(act, `${SELECT} WHERE q.${subject} = ? AND q.kind = ? ORDER BY q.asked_at DESC, q.control_number DESC LIMIT ${limit}`, [id, kind]);
}

/** The interchange that was sent, opened. Patient data: audit its use. */
export async function requestOf(act: Act, id: string): Promise<string> {
  const row = stillThere(await selectOne<{ requestEnc: Buffer }>(act, 'SELECT request_enc AS requestEnc FROM payer_inquiries WHERE id = ?', [id]), 'question');
  return act.database.cipher.open(placeOfRequest(id), row.requestEnc);
}

/** What the payer's answer said, opened; null before it came. */
export function answerOf<T>(act: Act, { id, answerEnc }: Pick<InquiryRow, 'id' | 'answerEnc'>): T | null {
  return act.database.cipher.openJson<T>(placeOfAnswer(id), answerEnc);
}

export interface NewAnswer {
  readonly status: 'answered' | 'rejected';
  readonly outcome: string | null;
  /** ISA13 of the interchange it came in. */
  readonly controlNumber: number;
  /** The transaction set as read. */
  readonly answer: object;
}

/** Keep an answer. A later one, as payers send for what they had pended, takes the place of the one before. The caller holds the row. */
export async function keepAnswer(act: Act, { id, patientId, kind }: InquiryRow, { status, outcome, controlNumber, answer }: NewAnswer): Promise<void> {
  await execute(act, 'UPDATE payer_inquiries SET status = ?, outcome = ?, answered_at = ?, answer_control_number = ?, answer_enc = ?, version = version + 1 WHERE id = ?', [
    status, outcome, act.now, controlNumber, act.database.cipher.sealJson(placeOfAnswer(id), answer), id,
  ]);
  act.audits.push({ action: 'payer.answered', resourceType: 'payer inquiry', resourceId: id, patientId, detail: { kind, status, outcome, controlNumber } });
}

/** Where the sealed question belongs. */
export function placeOfRequest(id: string): { table: string; column: string; id: string } {
  return { table: 'payer_inquiries', column: 'request_enc', id };
}

function placeOfAnswer(id: string): { table: string; column: string; id: string } {
  return { table: 'payer_inquiries', column: 'answer_enc', id };
}
