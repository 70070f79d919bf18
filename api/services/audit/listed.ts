import { setImmediate } from 'node:timers/promises';
import { type Act, select } from '../../http/act';

/** Looking into what was looked at is no look: the trail itself, its reports, decoys. Kinds of actions, and actions of other kinds. */
export const LOOKS_INTO_TRAIL = { kinds: ['audit', 'breach', 'decoy'], actions: ['patient.accesses', 'patient.list-accesses'] } as const;
/** What people did and were not refused, but for such looks. For `audit_events e`. */
export const DONE_BY_PEOPLE = `e.outcome = 'done' AND e.actor_kind = 'person' AND ${LOOKS_INTO_TRAIL.kinds.map((kind) => `e.action NOT LIKE '${kind}.%'`).join(' AND ')} AND e.action NOT IN ('${LOOKS_INTO_TRAIL.actions.join("', '")}')`;
/** Events about many, with IDs of whom sealed in their detail. */
const ABOUT_MANY = 'e.patient_id IS NULL AND e.detail_enc IS NOT NULL';
/** More lists than this are not opened for one question; its answer says so. */
const MOST_LISTS = 20_000;
/** Lists read together. */
const BATCH = 2000;

const straight = (table: string): string => `SELECT id, patient_id AS patientId FROM ${table} WHERE id IN (:ids)`;
/** Whose IDs stand in the detail of an event about many, by the name they stand under, and how they lead to patients; null: they are patients. */
const LISTED: Readonly<Record<string, string | null>> = {
  patientIds: null, claims: straight('claims'), accounts: straight('accounts'), ids: straight('diagnostic_reports'), events: straight('safety_events'),
  requests: 'SELECT r.id, a.patient_id AS patientId FROM money_requests r JOIN accounts a ON a.id = r.account_id WHERE r.id IN (:ids)',
  answers: 'SELECT r.id, c.patient_id AS patientId FROM remittance_claims r JOIN claims c ON c.id = r.claim_id WHERE r.id IN (:ids)',
};
/** Details opened before somebody else's request has its turn. */
const AT_ONCE = 500;

/** One event of the trail about many patients: somebody looked at a list. */
export interface ListEvent {
  readonly at: Date;
  readonly actorId: string;
  readonly actorName: string | null;
  readonly action: string;
  readonly resourceType: string;
}

interface Key { readonly chain: number; readonly sequence: number }
interface Sealed extends ListEvent, Key { readonly detail: Buffer }

/**
 * Shows `see` every list that people looked at, newest first, with the patients it showed; `where` says which (of `audit_events e`). False when there were
 * so many that only the newest were opened.
 */
export async function eachList(act: Act, where: string, values: Readonly<Record<string, unknown>>, see: (event: ListEvent, patients: ReadonlySet<string>) => void): Promise<boolean> {
  const keys = await select<Key>(act, `SELECT e.chain, e.sequence FROM audit_events e WHERE ${where} AND ${DONE_BY_PEOPLE} AND ${ABOUT_MANY} ORDER BY e.at DESC, e.chain, e.sequence LIMIT ${MOST_LISTS + 1}`, values);
  for (let start = 0; start < Math.min(keys.length, MOST_LISTS); start += BATCH) {
    const lists = await readSealed(act, keys.slice(start, Math.min(start + BATCH, MOST_LISTS)));
    for (const { event, patients } of await patientsOfLists(act, lists)) see(event, patients);
  }
  return keys.length <= MOST_LISTS;
}

async function readSealed(act: Act, keys: readonly Key[]): Promise<Sealed[]> {
  return select<Sealed>(act, `SELECT e.chain, e.sequence, e.at, e.actor_id AS actorId, u.display_name AS actorName, e.action, e.resource_type AS resourceType, e.detail_enc AS detail
     FROM audit_events e LEFT JOIN staff_users u ON u.id = e.actor_id WHERE (e.chain, e.sequence) IN (:keys)`, { keys: keys.map(({ chain, sequence }) => [chain, Number(sequence)]) });
}

/** Claims, accounts and reports lead to their patients with one query for all lists. */
async function patientsOfLists(act: Act, lists: readonly Sealed[]): Promise<{ event: ListEvent; patients: Set<string> }[]> {
  const opened: { event: ListEvent; detail: Record<string, unknown> }[] = [];
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
