import { randomUUID } from 'node:crypto';
import { contract } from '../../../api/client';
import { PLAN_RHYTHMS } from '../../../domain/ledger/paymentPlan';
import { MONEY_REQUEST_KINDS, WRITE_OFF_KINDS } from '../../../domain/ledger/moneyRequests';
import { readDollars, writeDollars } from '../../forms/dollars';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { type FlashCode } from '../../http/flash';
import { options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { requestRow } from './requests';

const METHODS = [['card', 'Card'], ['cash', 'Cash'], ['check', 'Check'], ['transfer', 'Bank transfer']] as const;
type Form = 'payment' | 'refund' | 'write-off' | 'plan';

/** One account: what is owed, and the forms that move money on it. Each form carries its own key, so that a double click moves it once. */
export const accountPages = [
  get('/accounts/:accountId', (visit) => showAccount(visit)),
  post('/accounts/:accountId/payments', (visit) => send(visit, 'payment', async (key) => {
    await visit.api.call(contract.takePayment, { ...key, body: { accountId: visit.param('accountId'), invoiceId: visit.posted.get('invoiceId') || null, cents: amountOf(visit), method: methodOf(visit), reference: visit.posted.get('reference')?.trim() || null } });
    return 'payment-taken';
  })),
  post('/accounts/:accountId/refunds', (visit) => send(visit, 'refund', async (key) => {
    const { status } = await visit.api.call(contract.requestRefund, { ...key, params: { accountId: visit.param('accountId') }, body: { cents: amountOf(visit), method: methodOf(visit), reason: visit.posted.get('reason')?.trim() ?? '' } });
    return status === 'approved' ? 'refund-paid' : 'money-requested';
  })),
  post('/accounts/:accountId/write-offs', (visit) => send(visit, 'write-off', async (key) => {
    const body = { kind: WRITE_OFF_KINDS.find((kind) => kind === visit.posted.get('kind')) ?? 'bad-debt', cents: amountOf(visit), reason: visit.posted.get('reason')?.trim() ?? '', invoiceId: visit.posted.get('invoiceId') || null };
    const { status } = await visit.api.call(contract.requestWriteOff, { ...key, params: { accountId: visit.param('accountId') }, body });
    return status === 'approved' ? 'written-off' : 'money-requested';
  })),
  post('/accounts/:accountId/plan', (visit) => send(visit, 'plan', async (key) => {
    const { posted } = visit;
    const rhythm = (Object.keys(PLAN_RHYTHMS) as (keyof typeof PLAN_RHYTHMS)[]).find((one) => one === posted.get('rhythm')) ?? 'month';
    const agreement = (['in-person', 'phone'] as const).find((how) => how === posted.get('agreement')) ?? null;
    const { status } = await visit.api.call(contract.proposePaymentPlan, { ...key, params: { accountId: visit.param('accountId') }, body: { count: Number(posted.get('count') ?? 0), firstDueOn: posted.get('firstDueOn') ?? '', rhythm, agreement } });
    return status === 'active' ? 'plan-agreed' : 'plan-proposed';
  })),
  post('/accounts/:accountId/plan/:planId/cancel', (visit) => send(visit, 'plan', async () => {
    await visit.api.call(contract.cancelPaymentPlan, { params: { paymentPlanId: visit.param('planId') }, body: { version: Number(visit.posted.get('version')), reason: visit.posted.get('reason')?.trim() ?? '' } });
    return 'plan-cancelled';
  })),
  post('/accounts/:accountId/payments/:paymentId/reversal', (visit) => send(visit, 'payment', async (key) => {
    await visit.api.call(contract.reversePayment, { ...key, params: { paymentId: visit.param('paymentId') }, body: { reason: visit.posted.get('reason')?.trim() ?? '' } });
    return 'payment-reversed';
  })),
];

/** An amount that cannot be read is sent as none, and the API says where. */
const amountOf = (visit: Visit): number => readDollars(visit.posted.get('amount')) ?? 0;
const methodOf = (visit: Visit): 'card' | 'cash' | 'check' | 'transfer' => METHODS.find(([value]) => value === visit.posted.get('method'))?.[0] ?? 'card';

interface RefusedSend extends RefusedForm { readonly form: Form }

async function showAccount(visit: Visit, refused: RefusedSend | null = null): Promise<void> {
  const accountId = visit.param('accountId');
  const [detail, requests] = await Promise.all([visit.api.call(contract.readAccount, { params: { accountId } }), visit.api.call(contract.listMoneyRequests, { query: { accountId, limit: 20 } })]);
  const openInvoices = detail.invoices.filter(({ openCents }) => openCents > 0);
  visit.render('money/account', {
    ...detail, refused: refused?.refused ?? null, requests: requests.items.map(requestRow), mayPost: visit.has('billing', 'billing-supervisor'),
    hasPlan: detail.plan?.status === 'active' || detail.plan?.status === 'proposed', isOwing: detail.account.balance.patientCents > 0, creditCents: Math.max(0, -detail.account.balance.patientCents), openInvoices,
    forms: Object.fromEntries((['payment', 'refund', 'write-off', 'plan'] as const).map((form) => [form === 'write-off' ? 'writeOff' : form, formOf(visit, form, refused, detail.dueNowCents, detail.refundableCents)])),
    writeOffKinds: options(visit.posted.get('kind') ?? 'small-balance', WRITE_OFF_KINDS.map((kind) => [kind, MONEY_REQUEST_KINDS[kind]] as const)),
    invoiceOptions: options(visit.posted.get('invoiceId'), [['', 'The account'], ...openInvoices.map(({ id, number }) => [id, `Invoice ${number}`] as const)]),
    rhythms: options(visit.posted.get('rhythm') ?? 'month', Object.entries(PLAN_RHYTHMS)),
    agreements: options(visit.posted.get('agreement') ?? 'in-person', [['in-person', 'In person, now'], ['phone', 'By telephone, now'], ['ask', 'Ask them in the portal']]),
    count: visit.posted.get('count') ?? '6', firstDueOn: visit.posted.get('firstDueOn') ?? visit.day(30), reference: visit.posted.get('reference') ?? '',
  }, { status: refused?.status ?? 200 });
}

/** A form as it was typed when it was refused, else with the amount it is most often about. */
function formOf(visit: Visit, form: Form, refused: RefusedSend | null, dueCents: number, refundableCents: number): object {
  const isRefused = refused?.form === form;
  const usual = form === 'refund' ? refundableCents : dueCents;
  return {
    once: (isRefused && visit.posted.get('_once')) || randomUUID(), isOpen: isRefused, amount: isRefused ? (visit.posted.get('amount') ?? '') : usual > 0 ? writeDollars(usual) : '', reason: isRefused ? (visit.posted.get('reason') ?? '') : '',
    methods: options(isRefused ? visit.posted.get('method') : form === 'refund' ? 'check' : 'card', METHODS), error: isRefused ? (refused.errors['cents'] ?? null) : null, errors: isRefused ? refused.errors : {},
  };
}

/** The form carries the idempotency key: a double click or a reload moves money once (hmislk#19155). */
async function send(visit: Visit, form: Form, act: (key: { idempotencyKey: string }) => Promise<FlashCode>): Promise<void> {
  try {
    const flash = await act({ idempotencyKey: `web-${form}-${visit.posted.get('_once') ?? ''}` });
    visit.redirect(`/accounts/${visit.param('accountId')}`, flash);
  } catch (error) {
    const refused = refusalOf(error);
    const isUnreadable = visit.posted.has('amount') && readDollars(visit.posted.get('amount')) === null;
    const errors = isUnreadable ? { ...refused.errors, cents: 'Type the amount in dollars and cents, such as 125.50.' } : refused.errors;
    await showAccount(visit, { ...refused, errors, form });
  }
}
