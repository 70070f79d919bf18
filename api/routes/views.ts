import { viewsContract } from '../contract/views';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { countViews } from '../services/views/countViews';
import { changeView, createView, deleteView, findView, listViews } from '../services/views/savedViews';

const load = (act: Act, { params }: { params: { viewId: string } }) => findView(act, params.viewId);

/** Saved views of lists. */
export function viewRoutes(): Route[] {
  return [
    route(viewsContract.listViews, { policy: 'filter.own', handle: async (act, { query }) => ({ items: await listViews(act, query.resource) }) }),
    route(viewsContract.countViews, { policy: 'filter.own', handle: async (act) => ({ items: await countViews(act) }) }),
    route(viewsContract.createView, { policy: 'filter.own', handle: (act, { body }) => createView(act, body) }),
    route(viewsContract.changeView, { policy: 'filter.own', load, handle: (act, { loaded, body }) => changeView(act, loaded, body) }),
    route(viewsContract.deleteView, {
      policy: 'filter.own', load,
      handle: async (act, { loaded }) => {
        await deleteView(act, loaded);
        return {};
      },
    }),
  ];
}
