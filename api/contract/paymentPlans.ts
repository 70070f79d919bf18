import { z } from 'zod';
import { MOST_INSTALMENTS, PLAN_AGREEMENTS, PLAN_RHYTHMS, PLAN_STATUSES, type PlanAgreement, type PlanRhythm, type PlanStatus } from '../../domain/ledger/paymentPlan';
import { endpoint } from './endpoint';
import { cents, id, isoDate, isoDateTime, version } from './shapes';

const tag = 'money';
const status = z.enum(Object.keys(PLAN_STATUSES) as [PlanStatus, ...PlanStatus[]]);
const agreement = z.enum(Object.keys(PLAN_AGREEMENTS) as [PlanAgreement, ...PlanAgreement[]]);
const rhythm = z.enum(Object.keys(PLAN_RHYTHMS) as [PlanRhythm, ...PlanRhythm[]]);
const plan = z.strictObject({ paymentPlanId: id });
const made = z.object({ id, status, version });
const printed = z.object({ fileName: z.string(), content: z.string().meta({ description: 'PDF, base64' }) });

/** A plan as account, statement and portal show it. */
export const paymentPlan = z
  .object({
    id, accountId: id, status, statusWords: z.string(), agreement: agreement.nullable(), totalCents: cents, paidCents: cents, dueCents: cents.meta({ description: 'of its instalments, due today or before' }), proposedBy: z.string(), proposedAt: isoDateTime,
    agreedAt: isoDateTime.nullable(), version, instalments: z.array(z.object({ number: z.int(), dueOn: isoDate, cents, openCents: cents })).meta({ description: 'oldest first; payments go to the oldest' }),
  })
  .meta({ id: 'PaymentPlan' });

export const paymentPlansContract = {
  proposePaymentPlan: endpoint('proposePaymentPlan', {
    method: 'post', path: '/api/v1/accounts/{accountId}/payment-plans', tag, status: 201, idempotency: 'required', summary: 'Divide what a patient owes into instalments', problems: [409, 422], params: z.strictObject({ accountId: id }),
    body: z.strictObject({
      count: z.int().min(2).max(MOST_INSTALMENTS), firstDueOn: isoDate, rhythm, agreement: z.enum(['in-person', 'phone']).nullable().default(null).meta({ description: 'how the patient agreed; null: they are asked in the portal' }),
    }),
    reply: made,
  }),
  agreePaymentPlan: endpoint('agreePaymentPlan', {
    method: 'post', path: '/api/v1/payment-plans/{paymentPlanId}/agreement', tag, summary: 'The patient agrees to a plan', problems: [409, 422], params: plan, body: z.strictObject({ version }), reply: made,
  }),
  cancelPaymentPlan: endpoint('cancelPaymentPlan', {
    method: 'post', path: '/api/v1/payment-plans/{paymentPlanId}/cancellation', tag, summary: 'End a plan that no longer fits', problems: [409], params: plan, body: z.strictObject({ version, reason: z.string().trim().min(3).max(500) }), reply: made,
  }),
  printStatement: endpoint('printStatement', { method: 'get', path: '/api/v1/accounts/{accountId}/statement', tag, summary: 'An account as the patient reads it, as PDF', params: z.strictObject({ accountId: id }), reply: printed }),
  printInvoice: endpoint('printInvoice', { method: 'get', path: '/api/v1/invoices/{invoiceId}/document', tag, summary: 'An invoice as PDF', params: z.strictObject({ invoiceId: id }), reply: printed }),
} as const;
