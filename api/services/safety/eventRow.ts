import { type Harm } from '../../../domain/safety/harm';
import { type SafetyStep, type SafetyEventStatus } from '../../../domain/safety/course';
import { type SafetyEventKind } from '../../../domain/safety/kinds';
import { newId } from '../../../db/newId';
import { type Relation } from '../../policies/table';
import { type Act, execute, selectOne } from '../../http/act';

/** A row of `safety_events`. */
export interface SafetyEventRow {
  readonly id: string;
  readonly number: string;
  readonly kind: SafetyEventKind;
  readonly detail: string | null;
  readonly harm: Harm;
  readonly occurredAt: Date;
  readonly wardId: string | null;
  readonly patientId: string | null;
  readonly encounterId: string | null;
  readonly reportedBy: string | null;
  readonly status: SafetyEventStatus;
  readonly life: number;
  readonly investigatedBy: string | null;
  readonly version: number;
}

const SELECT = `SELECT id, number, kind, detail, harm, occurred_at AS occurredAt, ward_id AS wardId, patient_id AS patientId, encounter_id AS encounterId, reported_by AS reportedBy, status, life, investigated_by AS investigatedBy, version
  FROM safety_events WHERE id = ?`;

/** The event, its row locked until the transaction ends when there is one. Null when there is none. */
export function lockSafetyEvent(act: Act, eventId: string): Promise<SafetyEventRow | null> {
  return selectOne<SafetyEventRow>(act, act.transaction ? `${SELECT} FOR UPDATE` : SELECT, [eventId]);
}

/** Who reported it sees it; so does the charge nurse of its ward, and every charge nurse what happened on none. */
export function relationsToEvent({ principal }: Pick<Act, 'principal'>, { reportedBy, wardId }: Pick<SafetyEventRow, 'reportedBy' | 'wardId'>): Relation[] {
  const isOwn = reportedBy !== null && reportedBy === principal.id;
  const isOfWard = isOwn || wardId === null || principal.wardIds.includes(wardId);
  return [...(isOwn ? ['own' as const] : []), ...(isOfWard ? ['own-ward' as const] : [])];
}

/** Where sealed words of a safety table belong. */
export const placeOfSafety = (table: 'safety_events' | 'safety_actions' | 'safety_event_steps', column: string, id: string): { table: string; column: string; id: string } => ({ table, column, id });

/** A step of the event's story. `actorId` null: reported without a name. */
export async function recordStep(act: Act, eventId: string, kind: SafetyStep, words: string | null, actorId: string | null = act.principal.id): Promise<void> {
  const id = newId();
  const sealed = words === null ? null : act.database.cipher.seal(placeOfSafety('safety_event_steps', 'words_enc', id), words);
  await execute(act, 'INSERT INTO safety_event_steps (id, event_id, kind, actor_id, words_enc, at) VALUES (?)', [[id, eventId, kind, actorId, sealed, act.now]]);
}
