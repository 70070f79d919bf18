import { paymentPlansContract } from '../contract/paymentPlans';
import { type Act } from '../http/act';
import { notFound } from '../http/problem';
import { type Route, route } from '../http/route';
import { ownRelation } from '../services/clinical/patients/patientRow';
import { lockAccount } from '../services/money/accounts';
import { agreePlan, cancelPlan, proposePlan } from '../services/money/plans/plans';
import { readPlan } from '../services/money/plans/planRow';
import { printInvoice, readInvoiceOwner } from '../services/money/statements/invoice';
import { type Printed, printStatement } from '../services/money/statements/statement';

/** Payment plans, and bills on paper. A patient's own relation is that of the account's or plan's patient. */
export function paymentPlanRoutes(): Route[] {
  return [
    route(paymentPlansContract.proposePaymentPlan, { policy: 'money.post', handle: (act, { params, body }) => proposePlan(act, { ...body, accountId: params.accountId }) }),
    route(paymentPlansContract.agreePaymentPlan, {
      policy: 'plan.agree', load: (act, { params }) => readPlan(act, params.paymentPlanId), relate: (act, plan) => ownRelation(act, plan.patientId),
      handle: (act, { params, body }) => agreePlan(act, params.paymentPlanId, body.version),
    }),
    route(paymentPlansContract.cancelPaymentPlan, { policy: 'money.post', handle: (act, { params, body }) => cancelPlan(act, params.paymentPlanId, body.version, body.reason) }),
    route(paymentPlansContract.printStatement, {
      policy: 'bill.print', load: (act: Act, { params }) => lockAccount(act, params.accountId), relate: (act, account) => ownRelation(act, account.patientId),
      handle: async (act, { params }) => found(await printStatement(act, params.accountId)),
    }),
    route(paymentPlansContract.printInvoice, {
      policy: 'bill.print', load: (act: Act, { params }) => readInvoiceOwner(act, params.invoiceId), relate: (act, invoice) => ownRelation(act, invoice.patientId),
      handle: async (act, { params }) => found(await printInvoice(act, params.invoiceId)),
    }),
  ];
}

function found(printed: Printed | null): Printed {
  if (!printed) throw notFound();
  return printed;
}
