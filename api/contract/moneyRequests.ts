import { z } from 'zod';
import { LIMITED_KINDS, type LimitedKind, MONEY_REQUEST_KINDS, MONEY_REQUEST_STATUSES, type MoneyRequestKind, type MoneyRequestStatus, WRITE_OFF_KINDS } from '../../domain/ledger/moneyRequests';
import { endpoint } from './endpoint';
import { cents, id, isoDateTime, listOf, page, version } from './shapes';
import { patientInList } from './tasks';

const tag = 'money';
const kind = z.enum(Object.keys(MONEY_REQUEST_KINDS) as [MoneyRequestKind, ...MoneyRequestKind[]]);
const status = z.enum(Object.keys(MONEY_REQUEST_STATUSES) as [MoneyRequestStatus, ...MoneyRequestStatus[]]);
const limitedKind = z.enum(Object.keys(LIMITED_KINDS) as [LimitedKind, ...LimitedKind[]]);
const method = z.enum(['cash', 'card', 'check', 'transfer']);
const reason = z.string().trim().min(3).max(500);
const amount = cents.min(1).max(10_000_000_00);
const request = z.strictObject({ requestId: id });

const requestInList = z
  .object({
    id, kind, kindWords: z.string(), status, statusWords: z.string(), accountId: id.nullable(), accountNumber: z.string().nullable(), patient: patientInList.nullable(), payerId: id.nullable(), payerName: z.string().nullable(),
    cents, limitCents: cents.meta({ description: 'for one person, when it was asked for' }), method: method.nullable(), reason: z.string(), requestedBy: z.string(), requestedAt: isoDateTime, decidedBy: z.string().nullable(),
    decidedAt: isoDateTime.nullable(), note: z.string().nullable(), mayDecide: z.boolean(), mayWithdraw: z.boolean(), mayReverse: z.boolean(), version,
  })
  .meta({ id: 'MoneyRequest' });
const made = z.object({ id, status: status.meta({ description: 'approved: done at once; requested: a second person decides' }), version });
const limit = z.object({ kind: limitedKind, kindWords: z.string(), cents, version });

export const moneyRequestsContract = {
  listMoneyRequests: endpoint('listMoneyRequests', {
    method: 'get', path: '/api/v1/money-requests', tag, summary: 'Refunds and write-offs asked for',
    query: z.strictObject({
      ...page, status: z.enum(['all', ...status.options]).default('all'), kind: kind.optional(), accountId: id.optional(), q: z.string().trim().min(1).max(80).optional().meta({ description: 'account number, payer, patient name or MRN' }),
      sort: z.enum(['newest', 'oldest', 'money']).default('newest'),
    }),
    reply: listOf(requestInList),
  }),
  requestRefund: endpoint('requestRefund', {
    method: 'post', path: '/api/v1/accounts/{accountId}/refunds', tag, status: 201, idempotency: 'required', summary: 'Pay a patient’s credit back; above the limit a second person decides', problems: [422],
    params: z.strictObject({ accountId: id }), body: z.strictObject({ cents: amount, method, reason }), reply: made,
  }),
  requestWriteOff: endpoint('requestWriteOff', {
    method: 'post', path: '/api/v1/accounts/{accountId}/write-offs', tag, status: 201, idempotency: 'required', summary: 'Give up what a patient owes; above the limit a second person decides', problems: [422],
    params: z.strictObject({ accountId: id }), body: z.strictObject({ kind: z.enum(WRITE_OFF_KINDS), cents: amount, reason, invoiceId: id.nullable().default(null) }), reply: made,
  }),
  requestPayerRefund: endpoint('requestPayerRefund', {
    method: 'post', path: '/api/v1/payers/{payerId}/refunds', tag, status: 201, idempotency: 'required', summary: 'Pay an overpayment back to a payer; above the limit a second person decides', problems: [422],
    params: z.strictObject({ payerId: id }), body: z.strictObject({ cents: amount, method: z.enum(['check', 'transfer']), reason }), reply: made,
  }),
  listPayerCredits: endpoint('listPayerCredits', {
    method: 'get', path: '/api/v1/payer-credits', tag, summary: 'Payers we owe money back, the largest first',
    reply: z.object({ items: z.array(z.object({ payerId: id, payerName: z.string(), creditCents: cents, promisedCents: cents.meta({ description: 'asked for and not decided yet' }) })) }),
  }),
  decideMoneyRequest: endpoint('decideMoneyRequest', {
    method: 'post', path: '/api/v1/money-requests/{requestId}/decision', tag, summary: 'Approve or reject, never what one asked for oneself', params: request, problems: [409, 422],
    body: z.strictObject({ version, decision: z.enum(['approve', 'reject']), note: z.string().trim().min(1).max(500).nullable().default(null) }), reply: made,
  }),
  withdrawMoneyRequest: endpoint('withdrawMoneyRequest', { method: 'post', path: '/api/v1/money-requests/{requestId}/withdrawal', tag, summary: 'Withdraw one’s own request before it is decided', params: request, problems: [409], body: z.strictObject({ version }), reply: made }),
  reverseMoneyRequest: endpoint('reverseMoneyRequest', {
    method: 'post', path: '/api/v1/money-requests/{requestId}/reversal', tag, summary: 'Take back a refund that came back or a write-off that was wrong', params: request, problems: [409], body: z.strictObject({ version, reason }), reply: made,
  }),
  listMoneyLimits: endpoint('listMoneyLimits', { method: 'get', path: '/api/v1/money-limits', tag, summary: 'Up to which amount one person refunds or writes off alone', reply: z.object({ items: z.array(limit) }) }),
  changeMoneyLimit: endpoint('changeMoneyLimit', {
    method: 'put', path: '/api/v1/money-limits', tag, summary: 'Change such a limit', problems: [409], body: z.strictObject({ kind: limitedKind, version, cents: cents.min(0).max(10_000_000_00) }), reply: limit,
  }),
} as const;
