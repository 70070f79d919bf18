import { type z } from 'zod';
import { newId } from '../../../db/newId';
import { type MessageData, type Template } from '../../../domain/notifications/templates';
import { type notificationsContract } from '../../contract/notifications';
import { type Act, execute, select, selectOne } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { conflict } from '../../http/problem';
import { openContact } from './notify';

/** A sender that said nothing for this long is taken for dead; its message is sent again under the same message ID. */
const SENDING_STALE_MS = 5 * 60_000;

export interface NotificationRow {
  readonly id: string;
  readonly recipientKind: 'patient' | 'staff';
  readonly recipientId: string;
  readonly channel: 'email' | 'sms' | 'app';
  readonly template: Template;
  readonly dataEnc: Buffer | null;
  readonly status: 'pending' | 'sending' | 'delivered' | 'failed' | 'dead' | 'cancelled';
  readonly attempts: number;
  readonly notBefore: Date;
  readonly attemptToken: string | null;
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deliveredAt: Date | null;
  readonly readAt: Date | null;
}

const COLUMNS = `id, recipient_kind AS recipientKind, recipient_id AS recipientId, channel, template, data_enc AS dataEnc, status, attempts, not_before AS notBefore, attempt_token AS attemptToken,
  last_error AS lastError, created_at AS createdAt, updated_at AS updatedAt, delivered_at AS deliveredAt, read_at AS readAt`;

export async function lockNotification(act: Act, id: string): Promise<NotificationRow | null> {
  return selectOne<NotificationRow>(act, `SELECT ${COLUMNS} FROM notifications WHERE id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [id]);
}

/** What ought to be queued now: due and unsent, or taken by a sender that fell silent. The queue itself may be lost at any time. */
export async function listDue(act: Act): Promise<{ id: string; attempts: number }[]> {
  return select(
    act,
    `SELECT id, attempts FROM notifications WHERE (status IN ('pending', 'failed') AND not_before <= :now) OR (status = 'sending' AND updated_at < :stale) ORDER BY not_before LIMIT 500`,
    { now: act.now, stale: new Date(act.now.getTime() - SENDING_STALE_MS) },
  );
}

type Begun = z.input<typeof notificationsContract.beginDelivery.reply>;
const nothing = { attemptToken: null, channel: null, to: null, template: null, data: null };

/** Take a notification for sending. Only one sender gets it; delivered, cancelled or quiet ones are not sent. */
export async function beginDelivery(act: Act, row: NotificationRow): Promise<Begun> {
  const taken = row.status === 'sending' && act.now.getTime() - row.updatedAt.getTime() < SENDING_STALE_MS;
  if (['delivered', 'cancelled', 'dead'].includes(row.status) || taken) return { ...nothing, state: 'skip', waitMs: 0 };
  if (row.notBefore > act.now) return { ...nothing, state: 'later', waitMs: row.notBefore.getTime() - act.now.getTime() };
  const to = await addressOf(act, row);
  if (!to) {
    await execute(act, "UPDATE notifications SET status = 'dead', last_error = 'no address', updated_at = ? WHERE id = ?", [act.now, row.id]);
    return { ...nothing, state: 'skip', waitMs: 0 };
  }
  const attemptToken = newId();
  await execute(act, "UPDATE notifications SET status = 'sending', attempts = attempts + 1, attempt_token = ?, updated_at = ? WHERE id = ?", [attemptToken, act.now, row.id]);
  return { state: 'send', attemptToken, channel: row.channel, to, template: row.template, data: openData(act, row), waitMs: 0 };
}

/** How sending went. A sender whose turn has passed to another is refused. */
export async function endDelivery(act: Act, row: NotificationRow, body: z.output<typeof notificationsContract.endDelivery.body>): Promise<NotificationRow['status']> {
  if (row.status === 'delivered') return row.status;
  if (row.attemptToken !== body.attemptToken) throw conflict('not-your-attempt', 'Another sender has taken this notification meanwhile.');
  await execute(act, 'UPDATE notifications SET status = ?, provider_id = ?, last_error = ?, delivered_at = ?, updated_at = ? WHERE id = ?', [
    body.outcome, body.providerId, body.error, body.outcome === 'delivered' ? act.now : null, act.now, row.id,
  ]);
  return body.outcome;
}

export async function listDeliveries(act: Act, query: z.output<typeof notificationsContract.listDeliveries.query>): Promise<z.input<typeof notificationsContract.listDeliveries.reply>> {
  const cursor = decodeCursor(query.cursor, 1);
  const rows = await select<NotificationRow>(act, `SELECT ${COLUMNS} FROM notifications WHERE status = :status ${cursor ? 'AND id < :before' : ''} ORDER BY id DESC LIMIT ${query.limit + 1}`, { status: query.status, before: cursor?.[0] ?? null });
  const { items, nextCursor } = pageOf(rows, query.limit, (row) => [row.id]);
  return { items: items.map((row) => ({ id: row.id, template: row.template, channel: row.channel, recipientKind: row.recipientKind, status: row.status, attempts: row.attempts, notBefore: row.notBefore.toISOString(), lastError: row.lastError, createdAt: row.createdAt.toISOString(), deliveredAt: row.deliveredAt?.toISOString() ?? null })), nextCursor, total: null };
}

/** Send a dead letter again. */
export async function retryDelivery(act: Act, row: NotificationRow): Promise<NotificationRow['status']> {
  if (row.status !== 'dead' && row.status !== 'failed') throw conflict('not-dead', `This notification is ${row.status}.`);
  await execute(act, "UPDATE notifications SET status = 'pending', attempts = 0, not_before = ?, updated_at = ? WHERE id = ?", [act.now, act.now, row.id]);
  act.notificationIds.push(row.id);
  act.audits.push({ action: 'notification.retry', resourceType: 'notification', resourceId: row.id });
  return 'pending';
}

/** A person's own alerts. */
export async function listAlerts(act: Act, query: { cursor?: string | undefined; limit: number; unread?: 'true' | undefined }): Promise<z.input<typeof notificationsContract.listAlerts.reply>> {
  const cursor = decodeCursor(query.cursor, 1);
  const rows = await select<NotificationRow>(
    act,
    `SELECT ${COLUMNS} FROM notifications WHERE recipient_id = :me AND channel = 'app' ${query.unread ? 'AND read_at IS NULL' : ''} ${cursor ? 'AND id < :before' : ''} ORDER BY id DESC LIMIT ${query.limit + 1}`,
    { me: act.principal.id, before: cursor?.[0] ?? null },
  );
  const { items, nextCursor } = pageOf(rows, query.limit, (row) => [row.id]);
  return { items: items.map((row) => ({ id: row.id, template: row.template, data: openData(act, row), createdAt: row.createdAt.toISOString(), readAt: row.readAt?.toISOString() ?? null })), nextCursor, total: null };
}

function openData(act: Act, row: NotificationRow): MessageData {
  return act.database.cipher.openJson<MessageData>({ table: 'notifications', column: 'data_enc', id: row.id }, row.dataEnc) ?? {};
}

async function addressOf(act: Act, row: NotificationRow): Promise<string | null> {
  if (row.channel === 'app') return null;
  if (row.recipientKind === 'staff') {
    const user = await selectOne<{ email: string | null; phone: string | null }>(act, 'SELECT email, phone FROM staff_users WHERE id = ? AND disabled_at IS NULL', [row.recipientId]);
    return (row.channel === 'email' ? user?.email : user?.phone) ?? null;
  }
  const patient = await selectOne<{ id: string; contactEnc: Buffer | null }>(act, 'SELECT id, contact_enc AS contactEnc FROM patients WHERE id = ?', [row.recipientId]);
  if (!patient) return null;
  const contact = openContact(act, patient);
  return (row.channel === 'email' ? contact.email : contact.phone) ?? null;
}
