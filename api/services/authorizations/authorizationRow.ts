import { readTexts } from '../../../db/models/table';
import { type AuthorizationStatus } from '../../../domain/claims/authorizations';
import { type Act, selectOne } from '../../http/act';

/** A row of `authorizations`. */
export interface AuthorizationRow {
  readonly id: string;
  readonly encounterId: string;
  readonly patientId: string;
  readonly coverageId: string;
  readonly payerId: string;
  readonly payerName: string;
  readonly procedures: unknown;
  readonly status: AuthorizationStatus;
  readonly number: string | null;
  readonly denialReason: string | null;
  readonly actionCode: string | null;
  readonly approvedProcedures: unknown;
  readonly rejectCodes: unknown;
  readonly requestedAt: Date;
  readonly decidedAt: Date | null;
  readonly validFrom: string | null;
  readonly expiresOn: string | null;
}

/** The columns of a row, and the tables they come from. */
export const AUTHORIZATION_COLUMNS = `a.id, a.encounter_id AS encounterId, a.patient_id AS patientId, a.coverage_id AS coverageId, a.payer_id AS payerId, p.name AS payerName, a.procedures, a.status, a.number, a.denial_reason AS denialReason, a.action_code AS actionCode, a.approved_procedures AS approvedProcedures, a.reject_codes AS rejectCodes,
  a.requested_at AS requestedAt, a.decided_at AS decidedAt, a.valid_from AS validFrom, a.expires_on AS expiresOn FROM authorizations a JOIN payers p ON p.id = a.payer_id`;

/** The authorisation, its row locked in a write. */
export async function lockAuthorization(act: Act, id: string): Promise<AuthorizationRow | null> {
  const locked = await selectOne(act, `SELECT id FROM authorizations WHERE id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [id]);
  return locked && selectOne<AuthorizationRow>(act, `SELECT ${AUTHORIZATION_COLUMNS} WHERE a.id = ?`, [id]);
}

/** The HCPCS codes an authorisation is for. */
export function codesOf(row: Pick<AuthorizationRow, 'procedures'>): string[] {
  return readTexts(row.procedures);
}
