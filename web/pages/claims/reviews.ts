import { contract } from '../../../api/client';
import { SIGNAL_NAMES, SIGNALS, type SignalName } from '../../../domain/claims/signals/signal';
import { type ChipView, ListAddress, options } from '../../http/listQuery';
import { get } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';
import { claimRow } from './desk';

type Page = Reply<typeof contract.listReviews>;

const FILTERS = ['signal', 'payerId', 'q', 'sort'] as const;
const SORTS = [['', 'Nearest deadline'], ['money', 'Most money'], ['newest', 'Newest']] as const;

/** Claims that stand out: the queue with every reason. They are decided on their own page. */
export const reviewPages = [get('/claims/reviews', showReviews)];

async function showReviews(visit: Visit): Promise<void> {
  const address = new ListAddress('/claims/reviews', FILTERS, visit.query);
  const signal = address.value('signal');
  const query = { ...address.filters, ...(address.cursor ? { cursor: address.cursor } : {}), limit: 50, count: 'true' } as { limit: number };
  const [page, { model }] = await Promise.all([visit.api.call(contract.listReviews, { query }), visit.api.call(contract.readSignalModel, {})]);
  visit.render('claims/reviews', {
    queues: page.queues.map((queue) => ({ ...queue, href: address.with({ signal: queue.signal === signal ? null : queue.signal }), current: queue.signal === signal })),
    clearHref: signal ? address.with({ signal: null }) : null,
    search: { hidden: address.hidden('q'), value: address.value('q') ?? '' },
    selects: [{ name: 'sort', label: 'Sort', options: options(address.value('sort'), SORTS), hidden: address.hidden('sort') }],
    chips: chips(address, page), list: listView(page, address, signal as SignalName | undefined), model,
    figures: { count: page.queues.reduce((sum, { count }) => sum + count, 0), cents: page.queues.reduce((sum, { openCents }) => sum + openCents, 0) },
  }, { parts: { reviews: 'claims/reviews-part' } });
}

function chips(address: ListAddress<(typeof FILTERS)[number]>, { queues }: Page): ChipView[] {
  const chosen = address.value('signal');
  return [
    { label: 'All', href: address.with({ signal: null }), current: !chosen, count: queues.reduce((sum, { count }) => sum + count, 0) },
    ...SIGNAL_NAMES.flatMap((signal) => {
      const queue = queues.find((one) => one.signal === signal);
      return queue || chosen === signal ? [{ label: SIGNALS[signal].label, href: address.with({ signal }), current: chosen === signal, count: queue?.count ?? 0 }] : [];
    }),
  ];
}

function listView(page: Page, address: ListAddress<(typeof FILTERS)[number]>, signal: SignalName | undefined): object {
  const narrowed = signal !== undefined || address.value('q') !== undefined;
  return {
    rows: page.items.map(({ claim, heldAt, signals }) => ({ ...claimRow(claim), heldAt, signals })), total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
    empty: narrowed ? { title: 'No such claim is held', text: 'Nothing waits for a decision here.', href: '/claims/reviews', action: 'Show all held claims' }
      : { title: 'Nothing to look at', text: 'No claim stands out just now. What does is held here until somebody has decided.', href: '/claims', action: 'To the claims desk' },
  };
}
