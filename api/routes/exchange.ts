import { exchangeContract } from '../contract/exchange';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { listExchangeFiles } from '../services/exchange/listFiles';
import { lockPayer, readConnection, setConnection } from '../services/exchange/payerConnection';

const loadPayer = (act: Act, { params }: { params: { payerId: string } }) => lockPayer(act, params.payerId);

/** How payers are reached, and what came from them. */
export function exchangeRoutes(): Route[] {
  return [
    route(exchangeContract.readPayerConnection, { policy: 'admin.read', load: loadPayer, handle: (act, { loaded }) => readConnection(act, loaded) }),
    route(exchangeContract.setPayerConnection, { policy: 'admin.write', load: loadPayer, handle: (act, { loaded, body }) => setConnection(act, loaded, body) }),
    route(exchangeContract.listExchangeFiles, { policy: 'money.read', handle: (act, { query }) => listExchangeFiles(act, query) }),
  ];
}
