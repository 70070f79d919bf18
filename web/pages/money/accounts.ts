import { randomUUID } from 'node:crypto';
import { ApiProblem, contract } from '../../../api/client';
import { parseDollars } from '../../../domain/money';
import { ListAddress } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { answerPages } from './answer';
import { entryPages } from './entry';
import { remittancePage } from './remittance';
import { remittancePages } from './remittances';

const METHODS = [['card', 'Card'], ['cash', 'Cash'], ['check', 'Check'], ['transfer', 'Transfer']] as const;

/** What patients owe and have paid, and answers of payers that could not be posted. */
export const moneyPages = [
  ...remittancePages, ...entryPages, ...remittancePage, ...answerPages,
  get('/accounts', showAccounts),
  get('/accounts/:accountId', (visit) => showAccount(visit)),
  post('/accounts/:accountId/payments', takePayment),
];

async function showAccounts(visit: Visit): Promise<void> {
  const address = new ListAddress('/accounts', ['owing', 'patientId'] as const, visit.query);
  const page = await visit.api.call(contract.listAccounts, { query: { ...address.filters, limit: 50, ...(address.cursor ? { cursor: address.cursor } : {}) } as { limit: number } });
  const owing = address.value('owing') === 'true';
  visit.render('money/accounts', {
    chips: [{ label: 'All', href: address.with({ owing: null }), current: !owing }, { label: 'Patient owes', href: address.with({ owing: 'true' }), current: owing }],
    list: { rows: page.items, total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null, empty: { title: 'No account here', text: owing ? 'No patient owes anything.' : 'An account opens with the first admission.', href: null, action: null } },
  });
}

interface Refused { readonly title: string; readonly status: number; readonly typed: URLSearchParams }

async function showAccount(visit: Visit, refused: Refused | null = null): Promise<void> {
  const detail = await visit.api.call(contract.readAccount, { params: { accountId: visit.param('accountId') } });
  visit.render('money/account', {
    ...detail, refused,
    mayPost: visit.has('billing', 'billing-supervisor'),
    once: refused?.typed.get('_once') ?? randomUUID(),
    methods: METHODS.map(([value, label]) => ({ value, label, chosen: value === (refused?.typed.get('method') ?? 'card') })),
    typedAmount: refused?.typed.get('amount') ?? '', typedReference: refused?.typed.get('reference') ?? '',
    openInvoices: detail.invoices.filter(({ openCents }) => openCents > 0),
  }, { status: refused?.status ?? 200 });
}

/** The form carries the idempotency key: a double click or a reload pays once (hmislk#19155). */
async function takePayment(visit: Visit): Promise<void> {
  const accountId = visit.param('accountId');
  const { posted } = visit;
  const amount = parseDollars((posted.get('amount') ?? '').replace(/[$,\s]/g, ''));
  const refuse = (title: string, status: number) => showAccount(visit, { title, status, typed: posted });
  if (amount === null || amount <= 0) return refuse('Type the amount in dollars and cents, such as 125.50.', 422);
  try {
    await visit.api.call(contract.takePayment, {
      body: { accountId, invoiceId: posted.get('invoiceId') || null, cents: amount, method: (posted.get('method') ?? 'card') as 'card', reference: posted.get('reference')?.trim() || null },
      idempotencyKey: `web-payment-${posted.get('_once') ?? ''}`,
    });
    visit.redirect(`/accounts/${accountId}`, 'payment-taken');
  } catch (error) {
    if (!(error instanceof ApiProblem) || ![400, 409, 422].includes(error.status)) throw error;
    await refuse([error.problem.title, ...(error.problem.errors ?? []).map(({ message }) => message)].join(' '), error.status);
  }
}
