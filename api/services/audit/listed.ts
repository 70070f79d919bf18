import { setImmediate } from 'node:timers/promises';
import { type Act, select } from '../../http/act';

/** What people did and were not refused, but for looking into what was looked at: the trail itself, its reports, decoys. For `audit_events e`. */
export const DONE_BY_PEOPLE = "e.outcome = 'done' AND e.actor_kind = 'person' AND e.action NOT LIKE 'audit.%' AND e.action NOT LIKE 'breach.%' AND e.action NOT LIKE 'decoy.%' AND e.action NOT IN ('patient.accesses', 'patient.list-accesses')";
/** Events about many, with IDs of whom sealed in their detail. */
export const ABOUT_MANY = 'e.patient_id IS NULL AND e.detail_enc IS NOT NULL';
/** More lists than this are not opened for one question; its answer says so. */
export const MOST_LISTS = 20_000;

const straight = (table: string): string => `SELECT id, patient_id AS patientId FROM ${table} WHERE id IN (:ids)`;
/** Whose IDs stand in the detail of an event about many, by the name they stand under, and how they lead to patients; null: they are patients. */
const LISTED: Readonly<Record<string, string | null>> = {
  patientIds: null, claims: straight('claims'), accounts: straight('accounts'), ids: straight('diagnostic_reports'), events: straight('safety_events'),
  requests: 'SELECT r.id, a.patient_id AS patientId FROM money_requests r JOIN accounts a ON a.id = r.account_id WHERE r.id IN (:ids)',
  answers: 'SELECT r.id, c.patient_id AS patientId FROM remittance_claims r JOIN claims c ON c.id = r.claim_id WHERE r.id IN (:ids)',
};
/** Details opened before somebody else's request has its turn. */
const AT_ONCE = 500;

/** One event of the trail about many patients, with its sealed detail. */
export interface ListEvent {
  readonly chain: number;
  readonly sequence: number;
  readonly detail: Buffer | null;
}

/** Whom each list showed. Claims, accounts and reports lead to their patients with one query for all lists. */
export async function patientsOfLists<T extends ListEvent>(act: Act, lists: readonly T[]): Promise<{ event: T; patients: Set<string> }[]> {
  const opened: { event: T; detail: Record<string, unknown> }[] = [];
  for (const event of lists) {
    opened.push({ event, detail: act.database.cipher.openJson<Record<string, unknown>>({ table: 'audit_events', column: 'detail_enc', id: `${event.chain}/${event.sequence}` }, event.detail) ?? {} });
    if (opened.length % AT_ONCE === 0) await setImmediate();
  }
  const idsUnder = (detail: Record<string, unknown>, name: string): string[] => (Array.isArray(detail[name]) ? detail[name].filter((id): id is string => typeof id === 'string') : []);
  const owners = new Map<string, string>();
  for (const [name, sql] of Object.entries(LISTED)) {
    const ids = sql === null ? [] : [...new Set(opened.flatMap(({ detail }) => idsUnder(detail, name)))];
    const rows = sql === null || ids.length === 0 ? [] : await select<{ id: string; patientId: string | null }>(act, sql, { ids });
    for (const row of rows) if (row.patientId !== null) owners.set(row.id, row.patientId);
  }
  return opened.map(({ event, detail }) => ({ event, patients: new Set(Object.entries(LISTED).flatMap(([name, sql]) => idsUnder(detail, name).flatMap((id) => (sql === null ? [id] : (owners.get(id) ?? []))))) }));
}
