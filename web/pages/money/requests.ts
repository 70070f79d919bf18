import { randomUUID } from 'node:crypto';
import { contract } from '../../../api/client';
import { MONEY_REQUEST_KINDS } from '../../../domain/ledger/moneyRequests';
import { readDollars, writeDollars } from '../../forms/dollars';
import { refusalOf } from '../../forms/refused';
import { type FlashCode } from '../../http/flash';
import { ListAddress, options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';

type Request = Reply<typeof contract.listMoneyRequests>['items'][number];

const SORTS = [['', 'Newest'], ['oldest', 'Oldest'], ['money', 'Most money']] as const;
const TONES: Readonly<Record<Request['status'], string>> = { requested: 'amber', approved: 'green', rejected: '', withdrawn: '', reversed: '' };
const KINDS = Object.keys(MONEY_REQUEST_KINDS) as (keyof typeof MONEY_REQUEST_KINDS)[];

/** Refunds and write-offs that wait for a second person, those decided, what is owed back to payers, and the limits. */
export const requestPages = [
  get('/money/requests', (visit) => showRequests(visit)),
  post('/money/requests/:requestId/decision', (visit) => act(visit, async (requestId, version) => {
    const decision = visit.posted.get('decision') === 'approve' ? 'approve' : 'reject';
    await visit.api.call(contract.decideMoneyRequest, { params: { requestId }, body: { version, decision, note: visit.posted.get('note')?.trim() || null } });
    return decision === 'approve' ? 'money-approved' : 'money-rejected';
  })),
  post('/money/requests/:requestId/withdrawal', (visit) => act(visit, async (requestId, version) => {
    await visit.api.call(contract.withdrawMoneyRequest, { params: { requestId }, body: { version } });
    return 'money-withdrawn';
  })),
  post('/money/requests/:requestId/reversal', (visit) => act(visit, async (requestId, version) => {
    await visit.api.call(contract.reverseMoneyRequest, { params: { requestId }, body: { version, reason: visit.posted.get('reason')?.trim() ?? '' } });
    return 'money-reversed';
  })),
  get('/money/payer-credits', (visit) => showPayerCredits(visit)),
  post('/money/payer-credits/:payerId', refundPayer),
  get('/money/limits', (visit) => showLimits(visit)),
  post('/money/limits/:kind', changeLimit),
];

/** A request as lists show it. */
export function requestRow(request: Request): object {
  return { ...request, tone: TONES[request.status], waits: request.status === 'requested', subject: request.accountNumber ? `Account ${request.accountNumber}` : request.payerName, href: request.accountId ? `/accounts/${request.accountId}` : null };
}

async function showRequests(visit: Visit, refused: { refused: string; status: number } | null = null): Promise<void> {
  const address = new ListAddress('/money/requests', ['status', 'kind', 'q', 'sort'] as const, visit.query);
  const status = address.value('status') ?? 'requested';
  const page = await visit.api.call(contract.listMoneyRequests, { query: { ...address.filters, status: status as 'all', limit: 50, ...(address.cursor ? { cursor: address.cursor } : {}) } as { limit: number } });
  const chip = (value: string, label: string) => ({ label, href: address.with({ status: value === 'requested' ? null : value }), current: status === value });
  const isFiltered = address.value('q') !== null || address.value('kind') !== null;
  visit.render('money/requests', {
    ...refused, maySeeLimits: visit.has('manager', 'administrator', 'billing', 'billing-supervisor', 'auditor'),
    search: { hidden: address.hidden('q'), value: address.value('q') ?? '' },
    chips: [chip('requested', 'Waiting'), chip('approved', 'Done'), chip('rejected', 'Rejected'), chip('reversed', 'Taken back'), chip('all', 'All')],
    selects: [
      { name: 'kind', label: 'Kind', hidden: address.hidden('kind'), options: options(address.value('kind'), [['', 'Any'], ...KINDS.map((kind) => [kind, MONEY_REQUEST_KINDS[kind]] as const)]) },
      { name: 'sort', label: 'Sort', hidden: address.hidden('sort'), options: options(address.value('sort'), SORTS) },
    ],
    list: {
      rows: page.items.map(requestRow), total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: isFiltered
        ? { title: 'Nothing matches', text: 'Search by account number, payer, patient name or MRN.', href: '/money/requests', action: 'Clear the filters' }
        : { title: status === 'requested' ? 'Nothing waits for a second person' : 'None here', text: 'Refunds and write-offs above the limit of their kind wait here until somebody else decides.', href: '/accounts', action: 'Open accounts' },
    },
  }, { status: refused?.status ?? 200, parts: { requests: 'money/requests-part' } });
}

async function act(visit: Visit, change: (requestId: string, version: number) => Promise<FlashCode>): Promise<void> {
  try {
    visit.redirect(visit.cameFrom('/money/requests'), await change(visit.param('requestId'), Number(visit.posted.get('version'))));
  } catch (error) {
    await showRequests(visit, refusalOf(error));
  }
}

async function showPayerCredits(visit: Visit, refused: { refused: string; status: number } | null = null): Promise<void> {
  const { items } = await visit.api.call(contract.listPayerCredits, {});
  const ofForm = (payerId: string) => (refused && visit.param('payerId') === payerId ? visit.posted : null);
  visit.render('money/payer-credits', {
    ...refused, mayPost: visit.has('billing', 'billing-supervisor'),
    rows: items.map((row) => ({
      ...row, leftCents: row.creditCents - row.promisedCents, isOpen: ofForm(row.payerId) !== null, once: ofForm(row.payerId)?.get('_once') ?? randomUUID(), amount: ofForm(row.payerId)?.get('amount') ?? writeDollars(row.creditCents - row.promisedCents),
      reason: ofForm(row.payerId)?.get('reason') ?? '', methods: options(ofForm(row.payerId)?.get('method') ?? 'check', [['check', 'Check'], ['transfer', 'Bank transfer']]),
    })),
    empty: { title: 'Nothing is owed back', text: 'Payments that came twice, or for no claim of ours, stand here until they are paid back.', href: '/remittances', action: 'Open remittances' },
  }, { status: refused?.status ?? 200 });
}

async function refundPayer(visit: Visit): Promise<void> {
  const { posted } = visit;
  try {
    const body = { cents: readDollars(posted.get('amount')) ?? 0, method: posted.get('method') === 'transfer' ? ('transfer' as const) : ('check' as const), reason: posted.get('reason')?.trim() ?? '' };
    const { status } = await visit.api.call(contract.requestPayerRefund, { params: { payerId: visit.param('payerId') }, idempotencyKey: `web-payer-refund-${posted.get('_once') ?? ''}`, body });
    visit.redirect('/money/payer-credits', status === 'approved' ? 'refund-paid' : 'money-requested');
  } catch (error) {
    const refused = refusalOf(error);
    await showPayerCredits(visit, { ...refused, refused: [refused.refused, ...Object.values(refused.errors)].join(' ') });
  }
}

async function showLimits(visit: Visit, refused: { refused: string; status: number } | null = null): Promise<void> {
  const { items } = await visit.api.call(contract.listMoneyLimits, {});
  visit.render('money/limits', { ...refused, mayChange: visit.has('manager', 'administrator'), limits: items.map((limit) => ({ ...limit, amount: writeDollars(limit.cents) })) }, { status: refused?.status ?? 200 });
}

async function changeLimit(visit: Visit): Promise<void> {
  const cents = readDollars(visit.posted.get('amount'));
  if (cents === null || cents < 0) return showLimits(visit, { refused: 'Type the limit in dollars and cents, such as 125.50.', status: 422 });
  try {
    await visit.api.call(contract.changeMoneyLimit, { body: { kind: visit.param('kind') as 'charity', version: Number(visit.posted.get('version')), cents } });
    visit.redirect('/money/limits', 'limit-changed');
  } catch (error) {
    await showLimits(visit, refusalOf(error));
  }
}
