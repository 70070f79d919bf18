import { type z } from 'zod';
import { type auditContract, type auditEvent } from '../../contract/audit';
import { type Act, select, selectOne } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { invalid } from '../../http/problem';
import { accessWords } from './accessWords';

export type AuditEventInList = z.infer<typeof auditEvent>;
type Access = z.infer<typeof auditContract.listAccesses.reply>['items'][number];
type Query = z.output<typeof auditContract.listAuditEvents.query>;

export interface EventRow {
  readonly chain: number;
  readonly sequence: number;
  readonly at: Date;
  readonly actorId: string | null;
  readonly actorKind: AuditEventInList['actor']['kind'];
  readonly actorName: string | null;
  readonly action: string;
  readonly resourceType: string;
  readonly resourceId: string | null;
  readonly patientId: string | null;
  readonly outcome: AuditEventInList['outcome'];
  readonly requestId: string | null;
  readonly address: string | null;
  readonly hasDetail: number;
}

const SELECT = `SELECT e.chain, e.sequence, e.at, e.actor_id AS actorId, e.actor_kind AS actorKind, COALESCE(u.display_name, t.name) AS actorName, e.action, e.resource_type AS resourceType,
  e.resource_id AS resourceId, e.patient_id AS patientId, e.outcome, e.request_id AS requestId, e.address, e.detail_enc IS NOT NULL AS hasDetail
  FROM audit_events e LEFT JOIN staff_users u ON u.id = e.actor_id LEFT JOIN service_tokens t ON t.id = e.actor_id`;

/** One page of the trail. */
export async function listAuditEvents(act: Act, query: Query): Promise<{ items: AuditEventInList[]; nextCursor: string | null; total: null }> {
  const page = await readPage(act, query, query);
  return { ...page, items: page.items.map(present), total: null };
}

/** Who looked at one patient, as that patient may see it: no addresses, no internals. */
export async function listAccesses(act: Act, patientId: string, query: z.output<typeof auditContract.listAccesses.query>): Promise<{ items: Access[]; nextCursor: string | null; total: null }> {
  const page = await readPage(act, query, { patientId });
  return { ...page, items: page.items.map(presentAccess), total: null };
}

/** One event; null when there is none. */
export async function findAuditEvent(act: Act, eventId: string): Promise<EventRow | null> {
  return selectOne<EventRow>(act, `${SELECT} WHERE e.chain = ? AND e.sequence = ?`, eventId.split('-').map(Number));
}

/** An event with what is sealed in it. */
export async function openAuditEvent(act: Act, row: EventRow): Promise<AuditEventInList & { detail: unknown }> {
  const stored = await selectOne<{ detail: Buffer | null }>(act, 'SELECT detail_enc AS detail FROM audit_events WHERE chain = ? AND sequence = ?', [row.chain, row.sequence]);
  const place = { table: 'audit_events', column: 'detail_enc', id: `${row.chain}/${row.sequence}` };
  return { ...present(row), detail: act.database.cipher.openJson(place, stored?.detail ?? null) };
}

type Filters = Pick<Query, 'patientId' | 'actorId' | 'action' | 'outcome'>;

async function readPage(act: Act, { from, to, cursor, limit }: Pick<Query, 'from' | 'to' | 'cursor' | 'limit'>, filters: Filters): Promise<{ items: EventRow[]; nextCursor: string | null }> {
  if (from && to && new Date(from) >= new Date(to)) throw invalid([{ field: 'to', message: 'This is not after “from”.' }]);
  const parts = ['1 = 1'];
  const values: Record<string, unknown> = {};
  const add = (sql: string, more: Record<string, unknown>) => {
    parts.push(sql);
    Object.assign(values, more);
  };
  const { patientId, actorId, action, outcome } = filters;
  if (patientId) add('e.patient_id = :patientId', { patientId });
  if (actorId) add('e.actor_id = :actorId', { actorId });
  if (outcome) add('e.outcome = :outcome', { outcome });
  if (action?.endsWith('*')) add("e.action LIKE :action ESCAPE '|'", { action: `${action.slice(0, -1).replace(/[%_|]/g, '|$&')}%` });
  else if (action) add('e.action = :action', { action });
  if (from) add('e.at >= :from', { from: new Date(from) });
  if (to) add('e.at < :to', { to: new Date(to) });
  const after = decodeCursor(cursor, 3);
  if (after) add('e.at <= :c0 AND (e.at < :c0 OR e.chain < :c1 OR (e.chain = :c1 AND e.sequence < :c2))', { c0: new Date(after[0] ?? ''), c1: after[1], c2: after[2] });
  const rows = await select<EventRow>(act, `${SELECT} WHERE ${parts.join(' AND ')} ORDER BY e.at DESC, e.chain DESC, e.sequence DESC LIMIT ${limit + 1}`, values);
  return pageOf(rows, limit, (row) => [row.at.toISOString(), row.chain, Number(row.sequence)]);
}

function present(row: EventRow): AuditEventInList {
  const { chain, sequence, actorId: _id, actorKind: _kind, actorName: _name, ...rest } = row;
  return { ...rest, id: `${chain}-${sequence}`, at: row.at.toISOString(), actor: actorOf(row), hasDetail: Boolean(row.hasDetail) };
}

function presentAccess(row: EventRow): Access {
  const { action, resourceType, outcome } = row;
  const actor = actorOf(row);
  return { at: row.at.toISOString(), actor: actor.kind === 'service' ? { ...actor, name: 'Careway' } : actor, action, resourceType, outcome, words: accessWords(row) };
}

function actorOf({ actorId, actorKind, actorName }: EventRow): AuditEventInList['actor'] {
  const unnamed = actorKind === 'service' ? 'Careway' : 'Nobody signed in';
  return { id: actorId, name: actorName ?? unnamed, kind: actorKind };
}
