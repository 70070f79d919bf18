import { type Act, execute, select } from '../../http/act';

/** What stands in the place of words that may not be missing. */
export const REMOVED = 'Removed: past its retention period.';

const OWN = 'patient_id = :patientId';
const of = (parent: string, key: string, where: string) => `${key} IN (SELECT id FROM ${parent} WHERE ${where})`;
const OF_STAY = (key: string) => of('encounters', key, OWN);
const OF_CLAIM = (key: string) => of('claims', key, OWN);

interface Words {
  readonly table: string;
  readonly where: string;
  /** Emptied. */
  readonly columns?: readonly string[];
  /** May not be empty: the words give way to a sentence. */
  readonly replaced?: readonly string[];
  /** Rows that are nothing without their words go whole. */
  readonly rows?: true;
}

/** Words about a patient in rows that stay when the clinical record goes: what was done, when and by whom remains; what was written about it does not. */
const CLINICAL: readonly Words[] = [
  { table: 'task_events', where: of('tasks', 'task_id', OWN), columns: ['detail_enc'] },
  { table: 'tasks', where: OWN, columns: ['input_enc', 'draft_enc', 'output_enc'] },
  { table: 'incidents', where: OF_STAY('journey_id'), columns: ['message_enc', 'reason_enc'] },
  { table: 'incidents', where: OF_CLAIM('claim_id'), columns: ['message_enc', 'reason_enc'] },
  { table: 'journey_events', where: OF_STAY('journey_id'), columns: ['detail_enc'] },
  { table: 'encounters', where: OWN, columns: ['spo2_scale_reason_enc'] },
  { table: 'bed_transfers', where: OF_STAY('encounter_id'), columns: ['note_enc'] },
  { table: 'discharge_overrides', where: OWN, replaced: ['reason_enc'] },
  { table: 'access_requests', where: OWN, columns: ['answer_enc'] },
  { table: 'consents', where: OWN, columns: ['note_enc'] },
  { table: 'security_labels', where: OWN, columns: ['reason_enc'] },
  { table: 'glass_breaks', where: OWN, replaced: ['words_enc'] },
  { table: 'safety_event_steps', where: of('safety_events', 'event_id', OWN), columns: ['words_enc'] },
  { table: 'safety_actions', where: of('safety_events', 'event_id', OWN), columns: ['result_enc'], replaced: ['what_enc'] },
  { table: 'safety_events', where: OWN, columns: ['place_enc', 'root_cause_enc'], replaced: ['narrative_enc'] },
  { table: 'patient_contacts', where: OWN, rows: true },
  { table: 'amendments', where: OWN, rows: true },
  { table: 'notifications', where: 'recipient_id = :patientId', rows: true },
  { table: 'notifications', where: of('staff_users', 'recipient_id', OWN), rows: true },
  { table: 'notifications', where: OF_STAY('encounter_id'), rows: true },
];

/** Words in bills: they go when the bills themselves need nobody's words any more, at the end of the ledger's period. Amounts, codes and dates stay. */
const MONEY: readonly Words[] = [
  { table: 'claim_documents', where: OF_CLAIM('claim_id'), rows: true },
  { table: 'claim_events', where: OF_CLAIM('claim_id'), columns: ['detail_enc'] },
  { table: 'claim_reviews', where: OF_CLAIM('claim_id'), columns: ['decision_enc'] },
  { table: 'group_fix_items', where: OF_CLAIM('claim_id'), columns: ['plan_enc', 'problem_enc'] },
  { table: 'claims', where: OWN, columns: ['stuck_detail_enc'] },
  { table: 'payer_decisions', where: of('claim_submissions', 'submission_id', OF_CLAIM('claim_id')), rows: true },
  { table: 'claim_submissions', where: OF_CLAIM('claim_id'), columns: ['content_enc'] },
  { table: 'remittance_claims', where: OF_CLAIM('claim_id'), columns: ['patient_enc', 'reason_enc'] },
  { table: 'payments', where: of('accounts', 'account_id', OWN), columns: ['reference_enc'] },
  { table: 'payer_inquiries', where: OWN, rows: true },
  { table: 'money_requests', where: of('accounts', 'account_id', OWN), columns: ['decision_enc'], replaced: ['reason_enc'] },
  { table: 'payment_plans', where: OWN, columns: ['reason_enc'] },
];

/** Take the words about one patient out of rows that stay. Answers the rows touched, by table. */
export async function removeWords(act: Act, patientId: string, { money }: { readonly money: boolean }): Promise<Record<string, number>> {
  const touched: Record<string, number> = {};
  for (const words of money ? [...CLINICAL, ...MONEY] : CLINICAL) {
    const rows = await remove(act, words, patientId);
    if (rows > 0) touched[words.table] = (touched[words.table] ?? 0) + rows;
  }
  return touched;
}

/** How many rows that would be. */
export async function countWords(act: Pick<Act, 'database' | 'transaction'>, patientId: string, { money }: { readonly money: boolean }): Promise<number> {
  let rows = 0;
  for (const { table, where, columns = [], replaced = [] } of money ? [...CLINICAL, ...MONEY] : CLINICAL) {
    const filled = [...columns.map((column) => `${column} IS NOT NULL`), ...replaced.map(() => '1 = 1')];
    const [counted] = await select<{ n: number }>(act, `SELECT COUNT(*) AS n FROM ${table} WHERE ${where}${filled.length > 0 ? ` AND (${filled.join(' OR ')})` : ''}`, { patientId });
    rows += Number(counted?.n ?? 0);
  }
  return rows;
}

async function remove(act: Act, { table, where, columns = [], replaced = [], rows }: Words, patientId: string): Promise<number> {
  if (rows) return execute(act, `DELETE FROM ${table} WHERE ${where}`, { patientId });
  let touched = 0;
  if (columns.length > 0) touched = await execute(act, `UPDATE ${table} SET ${columns.map((column) => `${column} = NULL`).join(', ')} WHERE ${where} AND (${columns.map((column) => `${column} IS NOT NULL`).join(' OR ')})`, { patientId });
  if (replaced.length === 0) return touched;
  const found = await select<{ id: string }>(act, `SELECT id FROM ${table} WHERE ${where}`, { patientId });
  for (const { id } of found) {
    const sealed = replaced.map((column) => act.database.cipher.seal({ table, column, id }, REMOVED));
    await execute(act, `UPDATE ${table} SET ${replaced.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`, [...sealed, id]);
  }
  return Math.max(touched, found.length);
}
