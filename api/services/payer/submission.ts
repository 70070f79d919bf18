import { type Act, selectOne } from '../../http/act';

export type SubmissionKind = 'original' | 'replacement' | 'void' | 'appeal';

export interface SubmissionRow {
  readonly id: string;
  readonly claimId: string;
  readonly attempt: number;
  readonly controlNumber: number;
  readonly kind: SubmissionKind;
  readonly status: 'sent' | 'accepted' | 'rejected';
  readonly submittedAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly isLatest: number;
}

const COLUMNS = `s.id, s.claim_id AS claimId, s.attempt, s.control_number AS controlNumber, s.kind, s.status, s.submitted_at AS submittedAt, s.acknowledged_at AS acknowledgedAt,
  (SELECT MAX(attempt) FROM claim_submissions l WHERE l.claim_id = s.claim_id) = s.attempt AS isLatest`;

/** A submission as it stands. Lock its claim first, then read it. */
export async function readSubmission(act: Act, submissionId: string): Promise<SubmissionRow | null> {
  return selectOne<SubmissionRow>(act, `SELECT ${COLUMNS} FROM claim_submissions s WHERE s.id = ?`, [submissionId]);
}

/** The last thing sent for a claim. */
export async function latestSubmission(act: Act, claimId: string): Promise<SubmissionRow | null> {
  return selectOne<SubmissionRow>(act, `SELECT ${COLUMNS} FROM claim_submissions s WHERE s.claim_id = ? ORDER BY s.attempt DESC LIMIT 1`, [claimId]);
}
