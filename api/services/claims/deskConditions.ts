import { type z } from 'zod';
import { STUCK_CAUSES, type StuckCause } from '../../../domain/claims/causes';
import { type claimsContract } from '../../contract/claims';
import { type Act } from '../../http/act';
import { literal } from '../../http/like';
import { findPatientIds } from '../clinical/patients/nameSearch';

export type DeskQuery = z.output<typeof claimsContract.listClaims.query>;
export type DeskFilters = Omit<DeskQuery, 'cursor' | 'limit' | 'sort' | 'count'>;

/** The causes a query names, by themselves or by their kind; null: none. */
export function causesAsked({ cause, causeKind }: DeskFilters): StuckCause[] | null {
  if (cause) return [cause];
  return causeKind ? (Object.keys(STUCK_CAUSES) as StuckCause[]).filter((name) => STUCK_CAUSES[name].kind === causeKind) : null;
}

/** Which claims: what callers send is bound, never spliced. The claims are `c`. */
export async function deskConditions(act: Act, query: DeskFilters): Promise<{ sql: string; values: Record<string, unknown> }> {
  const parts: string[] = [];
  const values: Record<string, unknown> = { now: act.now };
  if (query.state === 'open' || query.state === 'stuck') parts.push('c.is_open = 1');
  if (query.state === 'closed') parts.push('c.is_open = 0');
  if (query.state === 'stuck') parts.push('(c.stuck_cause IS NOT NULL OR c.hold_until > :now)');
  if (query.escalated) parts.push('c.escalated_at IS NOT NULL');
  const equal = { status: query.status, payer_id: query.payerId, patient_id: query.patientId, stuck_fingerprint: query.fingerprint };
  for (const [column, value] of Object.entries(equal)) {
    if (value === undefined) continue;
    parts.push(`c.${column} = :${column}`);
    values[column] = value;
  }
  const wanted = causesAsked(query);
  if (wanted) {
    const held = wanted.includes('on-hold');
    parts.push(held ? 'c.hold_until > :now' : 'c.stuck_cause IN (:causes) AND (c.hold_until IS NULL OR c.hold_until <= :now)');
    values['causes'] = wanted;
  }
  if (query.q !== undefined) {
    const patients = await findPatientIds(act, query.q);
    parts.push(`(c.number LIKE :prefix OR c.patient_id IN (:patients))`);
    Object.assign(values, { prefix: `${literal(query.q.toUpperCase())}%`, patients: patients.length > 0 ? patients : ['-'] });
  }
  return { sql: parts.length > 0 ? parts.join(' AND ') : '1 = 1', values };
}
