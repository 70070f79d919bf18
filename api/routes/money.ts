import { moneyContract } from '../contract/money';
import { notFound } from '../http/problem';
import { type Route, route } from '../http/route';
import { remittanceRoutes } from './remittances';
import { listAccounts, readAccountPage } from '../services/money/accountPage';
import { checkLedger } from '../services/money/ledgerCheck';
import { reversePayment, takePayment } from '../services/money/payments';

/** Accounts, payments and the ledger. */
export function moneyRoutes(): Route[] {
  return [
    ...remittanceRoutes(),
    route(moneyContract.listAccounts, { policy: 'money.read', handle: (act, { query }) => listAccounts(act, query) }),
    route(moneyContract.readAccount, {
      policy: 'money.read',
      handle: async (act, { params }) => {
        const page = await readAccountPage(act, params.accountId);
        if (!page) throw notFound();
        return page;
      },
    }),
    route(moneyContract.takePayment, { policy: 'money.post', handle: (act, { body }) => takePayment(act, body) }),
    route(moneyContract.reversePayment, { policy: 'money.post', handle: (act, { params, body }) => reversePayment(act, params.paymentId, body.reason) }),
    route(moneyContract.checkLedger, { policy: 'money.read', handle: (act) => checkLedger(act) }),
  ];
}
