import { z } from 'zod';
import { endpoint } from './endpoint';
import { paymentPlan } from './paymentPlans';
import { cents, id, isoDate, isoDateTime } from './shapes';

const appointment = z.object({ id, kind: z.string(), status: z.string(), startsAt: isoDateTime, endsAt: isoDateTime, practitioner: z.string().nullable() });
const invoice = z.object({ id, number: z.string(), totalCents: cents, paidCents: cents, openCents: cents, status: z.string(), issuedAt: isoDateTime, dueOn: isoDate });

export const portalContract = {
  readPortal: endpoint('readPortal', {
    method: 'get', path: '/api/v1/patients/{patientId}/portal', tag: 'patients', summary: 'What a patient looks for first: appointments to come, and what is owed', params: z.strictObject({ patientId: id }),
    reply: z.object({
      appointments: z.array(appointment).meta({ description: 'to come, soonest first; at most 20' }),
      balance: z.object({ patientCents: cents.meta({ description: 'owed now; negative is a credit' }), insurancePendingCents: cents.meta({ description: 'with payers: not owed by the patient' }) }),
      dueNowCents: cents.meta({ description: 'asked for today, by plans where they stand' }),
      accounts: z.array(z.object({ id, number: z.string(), patientCents: cents, plan: paymentPlan.nullable() })).meta({ description: 'with a balance or a plan, newest first; at most 20' }),
      invoices: z.array(invoice).meta({ description: 'newest first; at most 50' }),
    }),
  }),
} as const;
