import { accessReviewsContract } from '../contract/accessReviews';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { decideAccess, readReview } from '../services/reviews/holdings';
import { listReviews, lockReview, startReview } from '../services/reviews/reviews';

const load = (act: Act, { params }: { params: { reviewId: string } }) => lockReview(act, params.reviewId);

/** Reviews of who holds which role. */
export function accessReviewRoutes(): Route[] {
  return [
    route(accessReviewsContract.listAccessReviews, { policy: 'access-review.read', handle: (act, { query }) => listReviews(act, query) }),
    route(accessReviewsContract.startAccessReview, { policy: 'access-review.write', handle: (act, { body }) => startReview(act, body) }),
    route(accessReviewsContract.readAccessReview, { policy: 'access-review.read', load, handle: (act, { loaded, query }) => readReview(act, loaded, query) }),
    route(accessReviewsContract.decideAccess, { policy: 'access-review.write', fresh: true, load, handle: (act, { loaded, body }) => decideAccess(act, loaded, body) }),
  ];
}
