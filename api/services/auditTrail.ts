import { newId } from '../../db/newId';
import { keyedHash } from '../../keys/keyRing';
import { type Act, type AuditEntry, execute, executeLater, selectOne } from '../http/act';
import { raiseDecoyAlarms, touchedBy } from './breaches/decoyAlarm';

/** How many chains share the load: appending locks a chain's head until commit. */
export const AUDIT_CHAINS = 16;

/** What is hashed for one event, in this order; the sealed detail is hashed as stored. */
export interface AuditRecord {
  readonly chain: number;
  readonly sequence: number;
  readonly at: string;
  readonly actorId: string | null;
  readonly actorKind: string;
  readonly action: string;
  readonly resourceType: string;
  readonly resourceId: string | null;
  readonly patientId: string | null;
  readonly outcome: string;
  readonly requestId: string | null;
  readonly address: string | null;
  readonly detail: Buffer | null;
}

/** The keyed hash of an event and the one before it. */
export function auditHash(key: Buffer, previous: Buffer, record: AuditRecord): Buffer {
  const { detail, ...fields } = record;
  return keyedHash(key, previous, JSON.stringify(Object.values(fields)), detail ?? Buffer.alloc(0));
}

/** Append the act's audit entries to one chain, in the transaction of the act and as its last lock: no cycle of locks can form. */
export async function writeAudits(act: Act, key: Buffer): Promise<void> {
  await appendAudits(act, [act], key);
}

/** Append the entries of several acts to one chain, in this transaction and as its last lock. */
export async function appendAudits(writer: Pick<Act, 'database' | 'transaction'>, acts: readonly Act[], key: Buffer): Promise<void> {
  const [first] = acts;
  const named = acts.flatMap((act) => act.audits.map((entry) => ({ act, entry })));
  if (!first || named.length === 0) return;
  const chain = chainOf(first.requestId);
  const head = await lockHead(writer, chain, touchedBy(named));
  if (!head) throw new Error(`Audit chain ${chain} is missing: the record was not prepared.`);
  const entries = [...named, ...(head.decoys === null ? [] : await raiseDecoyAlarms(writer, named, head.decoys.split(',')))];
  let previous = head.head;
  let sequence = Number(head.sequence);
  const rows: unknown[] = [];
  for (const { act, entry } of entries) {
    sequence += 1;
    const record = toRecord(act, entry, chain, sequence);
    previous = auditHash(key, previous, record);
    rows.push([...Object.values(record).map((value, index) => (index === 2 ? new Date(value as string) : value)), previous]);
  }
  await executeLater(writer, `INSERT INTO audit_events (chain, sequence, at, actor_id, actor_kind, action, resource_type, resource_id, patient_id, outcome, request_id, address, detail_enc, hash)
    VALUES ${rows.map(() => '(?)').join(', ')}`, rows);
  await executeLater(writer, 'UPDATE audit_chains SET sequence = ?, head = ? WHERE chain = ?', [sequence, previous, chain]);
}

/** The chain's head, locked; with it, in the same round trip, which of the patients looked at are decoys. */
function lockHead(writer: Pick<Act, 'database' | 'transaction'>, chain: number, patientIds: readonly string[]): Promise<{ sequence: number; head: Buffer; decoys: string | null } | null> {
  const decoys = patientIds.length === 0 ? 'NULL' : '(SELECT GROUP_CONCAT(d.patient_id) FROM decoys d WHERE d.ended_at IS NULL AND d.patient_id IN (:patientIds))';
  return selectOne(writer, `SELECT sequence, head, ${decoys} AS decoys FROM audit_chains WHERE chain = :chain FOR UPDATE`, { chain, patientIds });
}

/** The chains exist from the start, so that emptying one shows. Safe to call again. */
export async function prepareAuditChains(act: Pick<Act, 'database' | 'transaction'>): Promise<void> {
  const rows = Array.from({ length: AUDIT_CHAINS }, (_, chain) => [chain, 0, Buffer.alloc(32)]);
  await execute(act, `INSERT IGNORE INTO audit_chains (chain, sequence, head) VALUES ${rows.map(() => '(?)').join(', ')}`, rows);
}

function toRecord(act: Act, entry: AuditEntry, chain: number, sequence: number): AuditRecord {
  const place = { table: 'audit_events', column: 'detail_enc', id: `${chain}/${sequence}` };
  const { kind, id } = entry.actor ?? act.principal;
  return {
    chain,
    sequence,
    at: act.now.toISOString(),
    actorId: kind === 'nobody' ? null : id,
    actorKind: kind,
    action: entry.action,
    resourceType: entry.resourceType,
    resourceId: entry.resourceId ?? null,
    patientId: entry.patientId ?? null,
    outcome: entry.outcome ?? 'done',
    requestId: act.requestId,
    address: act.address,
    detail: entry.detail === undefined ? null : act.database.cipher.sealJson(place, entry.detail),
  };
}

function chainOf(requestId: string): number {
  return Number.parseInt(requestId.slice(-4), 16) % AUDIT_CHAINS;
}

export const newRequestId = newId;
