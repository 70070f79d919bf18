import { moneyRequestsContract } from '../contract/moneyRequests';
import { type Route, route } from '../http/route';
import { decideAtPage } from '../services/money/requests/decideAtPage';
import { reverseRequest, withdrawRequest } from '../services/money/requests/decideRequest';
import { changeLimit, listLimits } from '../services/money/requests/limits';
import { listRequests } from '../services/money/requests/listRequests';
import { listPayerCredits } from '../services/money/requests/payerCredits';
import { requestMoney } from '../services/money/requests/requestMoney';

/** Refunds and write-offs: asked for by one person, above the limit decided by another. */
export function moneyRequestRoutes(): Route[] {
  return [
    route(moneyRequestsContract.listMoneyRequests, { policy: 'money.read', handle: (act, { query }) => listRequests(act, query) }),
    route(moneyRequestsContract.requestRefund, { policy: 'money.post', handle: (act, { params, body }) => requestMoney(act, { ...body, kind: 'patient-refund', accountId: params.accountId, invoiceId: null, payerId: null }) }),
    route(moneyRequestsContract.requestWriteOff, { policy: 'money.post', handle: (act, { params, body }) => requestMoney(act, { ...body, accountId: params.accountId, payerId: null, method: null }) }),
    route(moneyRequestsContract.requestPayerRefund, { policy: 'money.post', handle: (act, { params, body }) => requestMoney(act, { ...body, kind: 'payer-refund', payerId: params.payerId, accountId: null, invoiceId: null }) }),
    route(moneyRequestsContract.listPayerCredits, { policy: 'money.read', handle: async (act) => ({ items: await listPayerCredits(act) }) }),
    route(moneyRequestsContract.decideMoneyRequest, { policy: 'money.approve', handle: (act, { params, body }) => decideAtPage(act, params.requestId, body.version, body) }),
    route(moneyRequestsContract.withdrawMoneyRequest, { policy: 'money.post', handle: (act, { params, body }) => withdrawRequest(act, params.requestId, body.version) }),
    route(moneyRequestsContract.reverseMoneyRequest, { policy: 'money.approve', handle: (act, { params, body }) => reverseRequest(act, params.requestId, body.version, body.reason) }),
    route(moneyRequestsContract.listMoneyLimits, { policy: 'money.read', handle: async (act) => ({ items: await listLimits(act) }) }),
    route(moneyRequestsContract.changeMoneyLimit, { policy: 'money.limit', handle: (act, { body }) => changeLimit(act, body.kind, body) }),
  ];
}
