import { z } from 'zod';
import { ROLES } from '../../domain/roles';
import { endpoint } from './endpoint';
import { id, isoDate, isoDateTime, listOf, page } from './shapes';

const tag = 'administration';
const person = z.object({ id, name: z.string() });
const one = z.strictObject({ reviewId: id });
const decision = z.enum(['kept', 'withdrawn']);

const review = z
  .object({ id, number: z.string(), dueOn: isoDate, startedBy: person, startedAt: isoDateTime, completedAt: isoDateTime.nullable(), counts: z.object({ open: z.int(), kept: z.int(), withdrawn: z.int() }) })
  .meta({ id: 'AccessReview' });
const item = z
  .object({ id, user: person.extend({ username: z.string(), disabledAt: isoDateTime.nullable(), lastSeenAt: isoDateTime.nullable() }), role: z.enum(ROLES), decision: decision.nullable(), reason: z.string().nullable(), decidedBy: person.nullable(), decidedAt: isoDateTime.nullable() })
  .meta({ id: 'AccessReviewItem' });

/** Looking, role by role, whether each who holds it still needs it. */
export const accessReviewsContract = {
  listAccessReviews: endpoint('listAccessReviews', { method: 'get', path: '/api/v1/access-reviews', tag, summary: 'Access reviews, newest first', query: z.strictObject({ ...page }), reply: listOf(review) }),
  startAccessReview: endpoint('startAccessReview', {
    method: 'post', path: '/api/v1/access-reviews', tag, status: 201, summary: 'Start a review of who holds which role', problems: [409], description: 'Takes down everybody of the staff who may sign in, with each of their roles. One review is open at a time.',
    body: z.strictObject({ dueOn: isoDate }), reply: review,
  }),
  readAccessReview: endpoint('readAccessReview', {
    method: 'get', path: '/api/v1/access-reviews/{reviewId}', tag, summary: 'A review, and who holds what', params: one,
    query: z.strictObject({ ...page, role: z.enum(ROLES).optional(), state: z.enum(['open', 'kept', 'withdrawn', 'all']).default('all'), q: z.string().trim().min(1).max(80).optional().meta({ description: 'start of a name or username' }) }), reply: listOf(item).extend({ review }),
  }),
  decideAccess: endpoint('decideAccess', {
    method: 'post', path: '/api/v1/access-reviews/{reviewId}/decisions', tag, summary: 'Keep or withdraw roles, with the reason', description: 'A withdrawn role is gone with the next request. Nobody decides about themselves. With the last decision the review is complete.', params: one, problems: [409, 422],
    body: z.strictObject({ itemIds: z.array(id).min(1).max(200), decision, reason: z.string().trim().min(5).max(500) }), reply: review,
  }),
} as const;
