import { contract } from '../../../api/client';
import { ROLE_LABELS, ROLES } from '../../../domain/roles';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { ListAddress, options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';

const STATES = [['open', 'To decide'], ['kept', 'Kept'], ['withdrawn', 'Withdrawn'], ['all', 'All']] as const;
const REVIEW_DAYS = 14;

/** Reviews of who holds which role: the list, and one with everybody on it. */
export const reviewOfAccessPages = [
  get('/access-reviews', (visit) => showReviews(visit)),
  post('/access-reviews', async (visit) => {
    try {
      const { id } = await visit.api.call(contract.startAccessReview, { body: { dueOn: visit.posted.get('dueOn')?.trim() ?? '' } });
      visit.redirect(`/access-reviews/${id}`, 'review-started');
    } catch (error) {
      await showReviews(visit, refusalOf(error));
    }
  }),
  get('/access-reviews/:reviewId', (visit) => showReview(visit)),
  post('/access-reviews/:reviewId', decide),
];

type Review = Reply<typeof contract.startAccessReview>;

function reviewView(review: Review, today: string) {
  const all = review.counts.open + review.counts.kept + review.counts.withdrawn;
  return { ...review, all, done: all - review.counts.open, isLate: review.completedAt === null && review.dueOn < today };
}

async function showReviews(visit: Visit, refusal: RefusedForm | null = null): Promise<void> {
  const address = new ListAddress('/access-reviews', [] as const, visit.query);
  const page = await visit.api.call(contract.listAccessReviews, { query: { limit: 50, ...(address.cursor ? { cursor: address.cursor } : {}) } });
  const today = visit.day();
  visit.render('reviews/reviews', {
    ...refusal, errors: refusal?.errors ?? {}, home: visit.has('privacy-officer') ? { href: '/privacy', label: 'Privacy' } : { href: '/admin', label: 'System' }, mayWrite: visit.has('privacy-officer', 'administrator', 'manager') && !page.items.some(({ completedAt }) => completedAt === null),
    dueOn: visit.posted.get('dueOn') ?? visit.day(REVIEW_DAYS),
    list: { rows: page.items.map((review) => reviewView(review, today)), total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null, empty: { title: 'No review yet', text: 'Start one: everybody with each of their roles is taken down, to be kept or withdrawn.', href: null, action: null } },
  }, { status: refusal?.status ?? 200 });
}

async function showReview(visit: Visit, refusal: RefusedForm | null = null): Promise<void> {
  const address = new ListAddress(`/access-reviews/${visit.param('reviewId')}`, ['state', 'role', 'q'] as const, visit.query);
  const state = address.value('state') ?? 'open';
  const { review, items, total, nextCursor } = await visit.api.call(contract.readAccessReview, {
    params: { reviewId: visit.param('reviewId') }, query: { ...address.filters, state, limit: 100, ...(address.cursor ? { cursor: address.cursor } : {}) } as { limit: number },
  });
  const chosen = visit.posted.getAll('ids');
  const counts: Readonly<Record<string, number>> = { ...review.counts, all: review.counts.open + review.counts.kept + review.counts.withdrawn };
  visit.render('reviews/review', {
    ...refusal, errors: refusal?.errors ?? {}, review: reviewView(review, visit.day()), mayDecide: visit.has('privacy-officer', 'administrator', 'manager') && review.completedAt === null, reason: visit.posted.get('reason') ?? '', here: address.with({}),
    search: { hidden: address.hidden('q'), value: address.value('q') ?? '' },
    selects: [{ name: 'role', label: 'Role', hidden: address.hidden('role'), options: options(address.value('role'), [['', 'Any'], ...ROLES.filter((role) => role !== 'patient' && role !== 'service').map((role) => [role, ROLE_LABELS[role]] as const)]) }],
    chips: STATES.map(([value, label]) => ({ label, href: address.with({ state: value === 'open' ? null : value }), current: state === value, count: counts[value] ?? 0 })),
    list: {
      rows: items.map((item) => ({ ...item, isSelf: item.user.id === visit.person.id, chosen: chosen.includes(item.id) })), total, nextHref: address.page(nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: state === 'open' && !address.isFiltered ? { title: 'Everybody was decided', text: 'The review is complete and stands on the compliance page.', href: address.with({ state: 'all' }), action: 'See all' } : { title: 'Nothing matches', text: 'Search by name or username.', href: address.path, action: 'Clear the filters' },
    },
  }, { status: refusal?.status ?? 200 });
}

async function decide(visit: Visit): Promise<void> {
  const { posted } = visit;
  const path = `/access-reviews/${visit.param('reviewId')}`;
  const decision = posted.get('decision') === 'withdrawn' ? 'withdrawn' : 'kept';
  if (posted.getAll('ids').length === 0) return showReview(visit, { refused: 'Choose somebody first.', errors: {}, status: 422 });
  try {
    await visit.api.call(contract.decideAccess, { params: { reviewId: visit.param('reviewId') }, body: { itemIds: posted.getAll('ids'), decision, reason: posted.get('reason')?.trim() ?? '' } });
    visit.redirect(path, decision === 'kept' ? 'access-kept' : 'access-withdrawn');
  } catch (error) {
    await showReview(visit, refusalOf(error));
  }
}
