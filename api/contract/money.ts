import { z } from 'zod';
import { endpoint } from './endpoint';
import { remittancesContract } from './remittances';
import { cents, id, isoDate, isoDateTime, listOf, page } from './shapes';
import { paymentPlan } from './paymentPlans';
import { patientInList } from './tasks';

const tag = 'money';
const balance = z.object({
  patientCents: cents.meta({ description: 'what the patient owes now; negative is a credit' }),
  insurancePendingCents: cents.meta({ description: 'not answered by payers yet: nobody’s debt but theirs' }),
});
const accountInList = z.object({ id, number: z.string(), status: z.string(), patient: patientInList.nullable(), encounterId: id.nullable(), balance, openedAt: isoDateTime });
const charge = z.object({
  id, category: z.string(), description: z.string(), procedureCode: z.string().nullable(), revenueCode: z.string().nullable(), units: z.int(), amountCents: cents, serviceDate: isoDate, status: z.string(),
});
const invoice = z.object({ id, number: z.string(), claimId: id.nullable(), totalCents: cents, paidCents: cents, openCents: cents, status: z.enum(['draft', 'issued', 'balanced', 'cancelled']), issuedAt: isoDateTime, dueOn: isoDate });
const method = z.enum(['cash', 'card', 'check', 'transfer']);
const payment = z.object({ id, cents, method, invoiceId: id.nullable(), receivedAt: isoDateTime, reversed: z.boolean(), reference: z.string().nullable() });
const entry = z.object({ operationId: id, kind: z.string(), title: z.string(), account: z.string(), accountLabel: z.string(), cents, claimId: id.nullable(), at: isoDateTime });

export const ACCOUNT_SORTS = ['newest', 'oldest', 'owes', 'payers'] as const;

/** What must be zero, and every charge of the hospital with where it went. */
export const ledgerCheck = z.object({
  balanced: z.boolean(), unbalancedOperations: z.int(), differingClaims: z.int(), unchargedServices: z.int(),
  house: z.object({ chargeCents: cents, paidCents: cents, adjustedCents: cents, openPayerCents: cents, openPatientCents: cents, openCents: cents, differenceCents: cents.meta({ description: 'charged − paid − adjusted − open: zero' }) }).meta({ description: 'every charge of the hospital and where it went' }),
  accounts: z.array(z.object({ account: z.string(), label: z.string(), cents })),
});

export const moneyContract = {
  ...remittancesContract,
  listAccounts: endpoint('listAccounts', {
    method: 'get', path: '/api/v1/accounts', tag, summary: 'Accounts, newest first unless asked otherwise',
    query: z.strictObject({ ...page, patientId: id.optional(), encounterId: id.optional(), owing: z.enum(['true']).optional().meta({ description: 'only those with a patient balance' }), q: z.string().trim().min(1).max(80).optional().meta({ description: 'account number, patient name or MRN' }),
      sort: z.enum(ACCOUNT_SORTS).default('newest').meta({ description: 'owes, payers: the most owed by the patient or expected of payers first' }) }),
    reply: listOf(accountInList),
  }),
  readAccount: endpoint('readAccount', {
    method: 'get', path: '/api/v1/accounts/{accountId}', tag, summary: 'An account: balance, charges, claims, invoices, payments and every movement', params: z.strictObject({ accountId: id }),
    reply: z.object({
      account: accountInList, dueNowCents: cents.meta({ description: 'what the patient is asked for today: by their plan when one stands; never what payers have to decide' }), refundableCents: cents.meta({ description: 'credit the patient has paid in' }),
      plan: paymentPlan.nullable(), planWish: z.object({ instalments: z.int(), rhythm: z.string() }).nullable().meta({ description: 'instalments the patient wished for; the plan is made with the first bill' }), charges: z.array(charge), chargeCents: cents,
      claims: z.array(z.object({ id, number: z.string(), status: z.string(), payerName: z.string(), chargeCents: cents, paidCents: cents, adjustmentCents: cents, patientCents: cents, openCents: cents })),
      invoices: z.array(invoice), payments: z.array(payment), ledger: z.array(entry).meta({ description: 'newest first; debit positive, credit negative' }),
    }),
  }),
  takePayment: endpoint('takePayment', {
    method: 'post', path: '/api/v1/payments', tag, status: 201, idempotency: 'required', summary: 'Take a patient’s payment', problems: [404, 422],
    body: z.strictObject({
      accountId: id, invoiceId: id.nullable().default(null), cents: cents.min(1).max(10_000_000_00), method,
      reference: z.string().trim().min(1).max(60).regex(/^(?![0-9 -]{12,}$)/, 'Never a card number: give the receipt or check number.').nullable().default(null),
    }),
    reply: z.object({ id, accountId: id, invoiceId: id.nullable(), cents, method, receivedAt: isoDateTime, invoiceStatus: z.string().nullable(), balance }),
  }),
  reversePayment: endpoint('reversePayment', {
    method: 'post', path: '/api/v1/payments/{paymentId}/reversal', tag, status: 201, idempotency: 'required', summary: 'Take back a payment that was entered by mistake', problems: [409],
    params: z.strictObject({ paymentId: id }), body: z.strictObject({ reason: z.string().trim().min(3).max(500) }), reply: z.object({ id, balance }),
  }),
  checkLedger: endpoint('checkLedger', {
    method: 'get', path: '/api/v1/ledger/check', tag, summary: 'Does everything add up?',
    description: 'Counts of what must be zero: operations out of balance, claims whose ledger and balance differ, services done and not charged, what total charges differ from paid + adjusted + open.',
    reply: ledgerCheck,
  }),
} as const;
