import { newId } from '../../../../db/newId';
import { type Act, execute } from '../../../http/act';
import { type EncounterRow } from '../../encounters/encounterRow';

/** A laboratory test, panel, examination or procedure to order. */
export interface ServiceOrder {
  readonly category: 'laboratory' | 'imaging' | 'procedure';
  readonly systemCode: string;
  readonly code: string;
  /** What is drawn or done together. */
  readonly round: number;
  readonly priority?: 'routine' | 'urgent' | 'stat';
  readonly replay: unknown;
  /** What the clinician wants to know. */
  readonly question?: string | null;
  /** Why it is ordered although it repeats something. */
  readonly duplicateReason?: string | null;
}

/** Write orders; answers their IDs in the order given. */
export async function insertServices(act: Act, encounter: EncounterRow, services: readonly ServiceOrder[]): Promise<string[]> {
  if (services.length === 0) return [];
  const { cipher } = act.database;
  const rows = services.map((order) => {
    const id = newId();
    const seal = (column: string, words: string | null | undefined) => (words ? cipher.seal({ table: 'service_requests', column, id }, words) : null);
    return [id, encounter.patientId, encounter.id, order.category, order.systemCode, order.code, order.priority ?? 'routine', 'active', order.round, act.principal.id, act.now, order.replay === null ? null : JSON.stringify(order.replay),
      seal('question_enc', order.question), seal('duplicate_reason_enc', order.duplicateReason)];
  });
  await execute(
    act,
    `INSERT INTO service_requests (id, patient_id, encounter_id, category, system_code, code, priority, status, round_number, requester_id, ordered_at, replay, question_enc, duplicate_reason_enc) VALUES ${rows.map(() => '(?)').join(', ')}`,
    rows,
  );
  return rows.map(([id]) => String(id));
}
