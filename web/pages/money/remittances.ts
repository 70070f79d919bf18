import { contract } from '../../../api/client';
import { ListAddress, options } from '../../http/listQuery';
import { get } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';

type Answer = Reply<typeof contract.listRemittanceQueue>['items'][number];

const SORTS = [['', 'Newest'], ['oldest', 'Oldest'], ['money', 'Most money']] as const;
const TONES: Readonly<Record<Answer['state'], string>> = { received: '', posted: 'green', unmatched: 'red', unbalanced: 'red', ignored: '' };

/** What payers paid: answers that wait for a person, and every payment. */
export const remittancePages = [
  get('/remittances', showQueue),
  get('/remittances/payments', showPayments),
];

async function showQueue(visit: Visit): Promise<void> {
  const address = new ListAddress('/remittances', ['state', 'payerId', 'q', 'sort'] as const, visit.query);
  const [page, { items: payers }] = await Promise.all([
    visit.api.call(contract.listRemittanceQueue, { query: { ...address.filters, limit: 50, ...(address.cursor ? { cursor: address.cursor } : {}) } as { limit: number } }),
    visit.api.call(contract.listPayers, { query: { limit: 200 } }),
  ]);
  const state = address.value('state') ?? 'waiting';
  const chip = (value: string, label: string) => ({ label, href: address.with({ state: value === 'waiting' ? null : value }), current: state === value });
  visit.render('money/remittances', {
    mayEnter: visit.has('billing', 'billing-supervisor'), waitingCents: page.waitingCents, isWaiting: state === 'waiting',
    search: { hidden: address.hidden('q'), value: address.value('q') ?? '' },
    chips: [chip('waiting', 'Waiting'), chip('unmatched', 'No claim'), chip('unbalanced', 'Out of balance'), chip('posted', 'Posted'), chip('ignored', 'Set aside'), chip('all', 'All')],
    selects: [
      { name: 'payerId', label: 'Payer', hidden: address.hidden('payerId'), options: options(address.value('payerId'), [['', 'Any'], ...payers.map(({ id, name }) => [id, name] as const)]) },
      { name: 'sort', label: 'Sort', hidden: address.hidden('sort'), options: options(address.value('sort'), SORTS) },
    ],
    list: {
      rows: page.items.map(answerRow), total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: address.isFiltered
        ? { title: 'Nothing matches', text: 'Search by claim number, check or trace number, or an amount such as 125.50.', href: '/remittances', action: 'Clear the filters' }
        : { title: 'Everything is posted', text: 'Payers’ answers that match no claim, or do not add up, wait here for a person.', href: '/remittances/payments', action: 'See all payments' },
    },
  }, { parts: { remittances: 'money/remittances-part' } });
}

async function showPayments(visit: Visit): Promise<void> {
  const address = new ListAddress('/remittances/payments', ['status', 'source', 'payerId', 'q', 'sort'] as const, visit.query);
  const page = await visit.api.call(contract.listRemittances, { query: { ...address.filters, limit: 50, ...(address.cursor ? { cursor: address.cursor } : {}) } as { limit: number } });
  const status = address.value('status');
  const chip = (value: string | null, label: string) => ({ label, href: address.with({ status: value }), current: status === value });
  visit.render('money/remittance-list', {
    mayEnter: visit.has('billing', 'billing-supervisor'),
    search: { hidden: address.hidden('q'), value: address.value('q') ?? '' },
    chips: [chip(null, 'All'), chip('part-posted', 'Something waits'), chip('posted', 'Posted')],
    selects: [
      { name: 'source', label: 'Came', hidden: address.hidden('source'), options: options(address.value('source'), [['', 'Any way'], ['x12', 'As a file (835)'], ['paper', 'On paper']]) },
      { name: 'sort', label: 'Sort', hidden: address.hidden('sort'), options: options(address.value('sort'), SORTS) },
    ],
    list: {
      rows: page.items, total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: address.isFiltered ? { title: 'Nothing matches', text: 'Search by check, trace or claim number, or by an amount.', href: '/remittances/payments', action: 'Clear the filters' } : { title: 'No payer has paid yet', text: 'Payments appear here as their remittances come in.', href: '/claims', action: 'Back to claims' },
    },
  });
}

/** An answer as lists show it. */
export function answerRow(answer: Answer): object {
  return { ...answer, tone: answer.undone ? '' : TONES[answer.state], waits: answer.state === 'unmatched' || answer.state === 'unbalanced' };
}
