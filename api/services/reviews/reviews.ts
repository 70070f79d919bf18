import { type z } from 'zod';
import { newId } from '../../../db/newId';
import { type accessReviewsContract } from '../../contract/accessReviews';
import { type Act, execute, select, selectOne } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { conflict, invalid, unprocessable } from '../../http/problem';
import { stillThere } from '../../http/stillThere';
import { isDuplicateOf } from '../encounters/duplicateKey';
import { nextNumber } from '../money/numbers';
import { hospitalDay } from '../staff/hospitalZone';
import { tellPrivacyDesk } from '../notifications/privacyDesk';

type Listed = z.input<typeof accessReviewsContract.listAccessReviews.reply>;
export type AccessReview = Listed['items'][number];

export interface ReviewRow {
  readonly id: string;
  readonly number: string;
  readonly dueOn: string;
  readonly startedBy: string;
  readonly startedByName: string;
  readonly startedAt: Date;
  readonly completedAt: Date | null;
}
interface Tally { readonly reviewId: string; readonly open: number | string; readonly kept: number | string; readonly withdrawn: number | string }

const SELECT = "SELECT r.id, r.number, DATE_FORMAT(r.due_on, '%Y-%m-%d') AS dueOn, r.started_by AS startedBy, u.display_name AS startedByName, r.started_at AS startedAt, r.completed_at AS completedAt FROM access_reviews r JOIN staff_users u ON u.id = r.started_by";

export function lockReview(act: Act, reviewId: string): Promise<ReviewRow | null> {
  return selectOne<ReviewRow>(act, `${SELECT} WHERE r.id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [reviewId]);
}

export async function listReviews(act: Act, { cursor, limit }: z.output<typeof accessReviewsContract.listAccessReviews.query>): Promise<Listed> {
  const after = decodeCursor(cursor, 2);
  const rows = await select<ReviewRow>(act, `${SELECT} ${after ? 'WHERE (r.started_at, r.id) < (:at, :id)' : ''} ORDER BY r.started_at DESC, r.id DESC LIMIT ${limit + 1}`, { at: new Date(String(after?.[0] ?? 0)), id: after?.[1] ?? null });
  const page = pageOf(rows, limit, (row) => [row.startedAt.toISOString(), row.id]);
  const total = await selectOne<{ n: number }>(act, 'SELECT COUNT(*) AS n FROM access_reviews');
  act.audits.push({ action: 'access-review.list', resourceType: 'access-review' });
  return { items: await presentReviews(act, page.items), nextCursor: page.nextCursor, total: Number(total?.n ?? 0) };
}

/** Take down who holds what now. Roles given later are of the next review. */
export async function startReview(act: Act, { dueOn }: z.output<typeof accessReviewsContract.startAccessReview.body>): Promise<AccessReview> {
  if (dueOn < hospitalDay(act.now)) throw invalid([{ field: 'dueOn', message: 'This day is over.' }]);
  const id = newId();
  try {
    await execute(act, 'INSERT INTO access_reviews (id, number, due_on, started_by, started_at) VALUES (?)', [[id, await nextNumber(act, 'access-review'), dueOn, act.principal.id, act.now]]);
  } catch (error) {
    if (isDuplicateOf(error, 'one_open_review')) throw conflict('review-open', 'A review is open already: end that one first.');
    throw error;
  }
  const holdings = await select<{ userId: string; role: string }>(act, "SELECT r.user_id AS userId, r.role FROM staff_roles r JOIN staff_users u ON u.id = r.user_id WHERE u.disabled_at IS NULL AND u.patient_id IS NULL AND r.role NOT IN ('patient', 'service') ORDER BY r.role, r.user_id");
  if (holdings.length === 0) throw unprocessable('nobody-to-review', 'Nobody of the staff holds a role.');
  await execute(act, `INSERT INTO access_review_items (id, review_id, user_id, role) VALUES ${holdings.map(() => '(?)').join(', ')}`, holdings.map(({ userId, role }) => [newId(), id, userId, role]));
  act.audits.push({ action: 'access-review.started', resourceType: 'access-review', resourceId: id, detail: { dueOn, holdings: holdings.length } });
  tellPrivacyDesk(act, id);
  return presentReview(act, id);
}

export async function presentReview(act: Act, id: string): Promise<AccessReview> {
  const row = await selectOne<ReviewRow>(act, `${SELECT} WHERE r.id = ?`, [id]);
  const [review] = row ? await presentReviews(act, [row]) : [];
  return stillThere(review, 'review');
}

async function presentReviews(act: Act, rows: readonly ReviewRow[]): Promise<AccessReview[]> {
  if (rows.length === 0) return [];
  const tallies = await select<Tally>(act, "SELECT review_id AS reviewId, SUM(decision IS NULL) AS `open`, COALESCE(SUM(decision = 'kept'), 0) AS kept, COALESCE(SUM(decision = 'withdrawn'), 0) AS withdrawn FROM access_review_items WHERE review_id IN (:ids) GROUP BY review_id", { ids: rows.map(({ id }) => id) });
  return rows.map(({ id, number, dueOn, startedBy, startedByName, startedAt, completedAt }) => {
    const tally = tallies.find(({ reviewId }) => reviewId === id);
    return { id, number, dueOn, startedBy: { id: startedBy, name: startedByName }, startedAt: startedAt.toISOString(), completedAt: completedAt?.toISOString() ?? null, counts: { open: Number(tally?.open ?? 0), kept: Number(tally?.kept ?? 0), withdrawn: Number(tally?.withdrawn ?? 0) } };
  });
}
