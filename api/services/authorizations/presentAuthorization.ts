import { type z } from 'zod';
import { readJson, readTexts } from '../../../db/models/table';
import { AUTHORIZATION_STATUSES } from '../../../domain/claims/authorizations';
import { standingOf } from '../../../domain/claims/inquiries';
import { rejectionAdvice, type RejectionCode, rejectionWords } from '../../../domain/claims/rejections';
import { authorizationLabel, reviewAction, reviewReasonWords } from '../../../domain/claims/authorizationDecisions';
import { type authorization } from '../../contract/authorizations';
import { type Act } from '../../http/act';
import { inquiriesOf } from '../inquiries/inquiryRow';
import { type AuthorizationRow, codesOf } from './authorizationRow';

type Authorization = z.input<typeof authorization>;

/** An authorisation with the question it went out as, what the payer said, and what to do. */
export async function presentAuthorization(act: Act, row: AuthorizationRow): Promise<Authorization> {
  const [asked] = await inquiriesOf(act, 'authorization_id', row.id, '278', 1);
  const rejections = (readJson(row.rejectCodes) ?? []) as RejectionCode[];
  const isRejected = row.status === 'denied' && row.actionCode === null && rejections.length > 0;
  const isLate = row.status === 'pending' && asked !== undefined && standingOf(asked.status, asked.answerDueAt, act.now) === 'late';
  const said = row.actionCode === null ? null : reviewAction(row.actionCode);
  return {
    id: row.id, encounterId: row.encounterId, payer: { id: row.payerId, name: row.payerName }, procedures: codesOf(row), status: row.status, number: row.number, denialReason: row.denialReason,
    label: isLate ? 'Answer late' : authorizationLabel(row.status, row.actionCode, isRejected, AUTHORIZATION_STATUSES[row.status]), action: row.actionCode, reason: row.denialReason === null ? null : reviewReasonWords(row.denialReason),
    approvedProcedures: row.approvedProcedures === null ? null : readTexts(row.approvedProcedures), rejections: rejections.map(rejectionWords),
    advice: isRejected ? rejectionAdvice(rejections) : isLate ? 'The payer has not answered. Telephone it, or ask again.' : row.status === 'expired' ? 'Ask again if it is still needed.' : (said?.advice ?? null),
    inquiryId: asked?.id ?? null, controlNumber: asked?.controlNumber ?? null, answerControlNumber: asked?.answerControlNumber ?? null, answerDueAt: asked?.answerDueAt.toISOString() ?? null,
    requestedAt: row.requestedAt.toISOString(), decidedAt: row.decidedAt?.toISOString() ?? null, validFrom: row.validFrom, expiresOn: row.expiresOn,
  };
}
