import { type z } from 'zod';
import { type Role } from '../../../domain/roles';
import { type accessReviewsContract } from '../../contract/accessReviews';
import { type Act, execute, select, selectOne } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { literal } from '../../http/like';
import { conflict, notFound, unprocessable } from '../../http/problem';
import { type AccessReview, presentReview, type ReviewRow } from './reviews';
import { tellPrivacyDesk } from '../notifications/privacyDesk';

type Read = z.input<typeof accessReviewsContract.readAccessReview.reply>;
interface ItemRow {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly username: string;
  readonly disabledAt: Date | null;
  readonly lastSeenAt: Date | null;
  readonly role: Role;
  readonly decision: 'kept' | 'withdrawn' | null;
  readonly reasonEnc: Buffer | null;
  readonly decidedBy: string | null;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
}

const SELECT = `SELECT i.id, i.user_id AS userId, u.display_name AS name, u.username, u.disabled_at AS disabledAt, (SELECT MAX(s.last_seen_at) FROM sessions s WHERE s.user_id = i.user_id) AS lastSeenAt, i.role, i.decision, i.reason_enc AS reasonEnc,
  i.decided_by AS decidedBy, d.display_name AS decidedByName, i.decided_at AS decidedAt FROM access_review_items i JOIN staff_users u ON u.id = i.user_id LEFT JOIN staff_users d ON d.id = i.decided_by`;
const STATES = { open: 'i.decision IS NULL', kept: "i.decision = 'kept'", withdrawn: "i.decision = 'withdrawn'", all: '1 = 1' } as const;
const place = (id: string) => ({ table: 'access_review_items', column: 'reason_enc', id });

/** The review with one page of who holds what, by role and name. */
export async function readReview(act: Act, row: ReviewRow, { role, state, q, cursor, limit }: z.output<typeof accessReviewsContract.readAccessReview.query>): Promise<Read> {
  const after = decodeCursor(cursor, 3);
  const values = { reviewId: row.id, role: role ?? null, prefix: `${literal(q ?? '')}%`, afterRole: after?.[0] ?? null, afterName: after?.[1] ?? null, afterId: after?.[2] ?? null };
  const where = ['i.review_id = :reviewId', STATES[state], role ? 'i.role = :role' : '1 = 1', q ? "(u.display_name LIKE :prefix OR u.display_name LIKE CONCAT('% ', :prefix) OR u.username LIKE :prefix)" : '1 = 1'].join(' AND ');
  const rows = await select<ItemRow>(act, `${SELECT} WHERE ${where} ${after ? 'AND (i.role, u.display_name, i.id) > (:afterRole, :afterName, :afterId)' : ''} ORDER BY i.role, u.display_name, i.id LIMIT ${limit + 1}`, values);
  const page = pageOf(rows, limit, (item) => [item.role, item.name, item.id]);
  const total = await selectOne<{ n: number }>(act, `SELECT COUNT(*) AS n FROM access_review_items i JOIN staff_users u ON u.id = i.user_id WHERE ${where}`, values);
  act.audits.push({ action: 'access-review.read', resourceType: 'access-review', resourceId: row.id });
  return { review: await presentReview(act, row.id), items: page.items.map((item) => present(act, item)), nextCursor: page.nextCursor, total: Number(total?.n ?? 0) };
}

/**
 * Keep or withdraw roles. The caller holds the review's row, so that two who decide at once do so one after the other. Rights are read afresh on every request: what is withdrawn is
 * gone with the next one. With the last decision the review is complete.
 */
export async function decideAccess(act: Act, review: ReviewRow, { itemIds, decision, reason }: z.output<typeof accessReviewsContract.decideAccess.body>): Promise<AccessReview> {
  const wanted = [...new Set(itemIds)];
  const items = await select<ItemRow>(act, `${SELECT} WHERE i.review_id = :reviewId AND i.id IN (:wanted) ORDER BY i.id`, { reviewId: review.id, wanted });
  if (items.length < wanted.length) throw notFound();
  const decided = items.find((item) => item.decision !== null);
  if (decided) throw conflict('decided-already', `${decided.name} (${decided.role}) was decided already.`, { holder: { id: decided.decidedBy ?? '', name: decided.decidedByName ?? '' } });
  if (items.some(({ userId }) => userId === act.principal.id)) throw unprocessable('own-role', 'Somebody else decides about your own roles.');
  if (decision === 'withdrawn') await withdraw(act, items, reason);
  for (const { id } of items) await execute(act, 'UPDATE access_review_items SET decision = ?, reason_enc = ?, decided_by = ?, decided_at = ? WHERE id = ?', [decision, act.database.cipher.seal(place(id), reason), act.principal.id, act.now, id]);
  const open = await selectOne<{ n: number }>(act, 'SELECT COUNT(*) AS n FROM access_review_items WHERE review_id = ? AND decision IS NULL', [review.id]);
  if (Number(open?.n ?? 0) === 0) await execute(act, 'UPDATE access_reviews SET completed_at = ? WHERE id = ?', [act.now, review.id]);
  act.audits.push({ action: 'access-review.decided', resourceType: 'access-review', resourceId: review.id, detail: { decision, reason, holdings: items.map(({ userId, role }) => ({ userId, role })) } });
  tellPrivacyDesk(act, review.id);
  return presentReview(act, review.id);
}

/** Administrators' rows are locked first, as by every change of rights; one of them stays. */
async function withdraw(act: Act, items: readonly ItemRow[], reason: string): Promise<void> {
  const administrators = await select<{ userId: string; isEnabled: number }>(act, "SELECT r.user_id AS userId, u.disabled_at IS NULL AS isEnabled FROM staff_roles r JOIN staff_users u ON u.id = r.user_id WHERE r.role = 'administrator' ORDER BY r.user_id FOR UPDATE");
  const losing = new Set(items.filter(({ role }) => role === 'administrator').map(({ userId }) => userId));
  if (losing.size > 0 && !administrators.some(({ userId, isEnabled }) => Number(isEnabled) === 1 && !losing.has(userId))) throw unprocessable('last-administrator', 'One administrator has to stay.');
  for (const { userId, role } of items) {
    const removed = await execute(act, 'DELETE FROM staff_roles WHERE user_id = ? AND role = ?', [userId, role]);
    if (removed === 0) continue;
    await execute(act, 'UPDATE staff_users SET version = version + 1, updated_at = ? WHERE id = ?', [act.now, userId]);
    act.audits.push({ action: 'user.access', resourceType: 'user', resourceId: userId, detail: { withdrawn: role, reason } });
  }
}

function present(act: Act, row: ItemRow): Read['items'][number] {
  const { id, userId, name, username, role, decision } = row;
  return {
    id, user: { id: userId, name, username, disabledAt: row.disabledAt?.toISOString() ?? null, lastSeenAt: row.lastSeenAt?.toISOString() ?? null }, role, decision, reason: row.reasonEnc && act.database.cipher.open(place(id), row.reasonEnc),
    decidedBy: row.decidedBy === null ? null : { id: row.decidedBy, name: row.decidedByName ?? '' }, decidedAt: row.decidedAt?.toISOString() ?? null,
  };
}
