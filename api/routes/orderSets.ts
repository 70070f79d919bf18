import { doseWords } from '../../domain/orders/orderSets';
import { orderSetsContract } from '../contract/orderSets';
import { type Route, route } from '../http/route';
import { loadDisplays } from '../services/clinical/concepts';
import { keepsOrderSets, saveOrderSet } from '../services/clinical/orders/keepOrderSets';
import { loadOrderSets, loadRetiredSets } from '../services/clinical/orders/orderSets';
import { readOrderSet } from '../services/clinical/orders/readOrderSet';

/** What is ordered together: everybody reads it, a physician in charge and administrators keep it. */
export function orderSetRoutes(): Route[] {
  return [
    route(orderSetsContract.listOrderSets, {
      policy: 'directory.read',
      handle: async (act, { query }) => {
        const sets = query.retired === 'true' ? await loadRetiredSets(act) : await loadOrderSets(act, act.now);
        const display = await loadDisplays(act, sets.flatMap(({ items }) => items));
        return { items: sets.map((set) => ({ ...set, items: set.items.map((item) => ({ ...item, display: display(item.systemCode, item.code), dose: item.category === 'medicine' ? doseWords(item) : null })) })), mayChange: await keepsOrderSets(act) };
      },
    }),
    route(orderSetsContract.readOrderSet, { policy: 'directory.read', load: (act, { params }) => readOrderSet(act, params.setCode), handle: async (_act, { loaded }) => loaded }),
    route(orderSetsContract.saveOrderSet, {
      policy: 'order-set.change', relate: async (act) => ((await keepsOrderSets(act)) ? ['own'] : []), handle: (act, { params, body }) => saveOrderSet(act, params.setCode, body),
    }),
  ];
}
