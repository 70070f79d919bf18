import { type z } from 'zod';
import { dueOf, PLAN_STATUSES } from '../../../../domain/ledger/paymentPlan';
import { type paymentPlan } from '../../../contract/paymentPlans';
import { type Act } from '../../../http/act';
import { type PlanRow } from './planRow';
import { hospitalDay } from '../../staff/hospitalZone';

/** A plan as account, statement and portal show it. */
export function presentPlan(act: Act, { proposedAt, agreedAt, instalments, id, accountId, status, agreement, totalCents, paidCents, proposedBy, version }: PlanRow): z.input<typeof paymentPlan> {
  return {
    id, accountId, status, statusWords: PLAN_STATUSES[status], agreement, totalCents, paidCents, dueCents: status === 'active' ? dueOf(instalments, hospitalDay(act.now)) : 0, proposedBy, version,
    proposedAt: proposedAt.toISOString(), agreedAt: agreedAt?.toISOString() ?? null, instalments: [...instalments],
  };
}

/**
 * What a patient is asked for today: of a plan that stands, its due instalments and what came on top of it since; without one the
 * balance. What payers have not answered is in neither.
 */
export function dueNowCents(patientCents: number, plan: z.input<typeof paymentPlan> | null): number {
  const balance = Math.max(0, patientCents);
  if (plan?.status !== 'active') return balance;
  const left = plan.totalCents - plan.paidCents;
  return Math.min(balance, plan.dueCents + Math.max(0, balance - left));
}
