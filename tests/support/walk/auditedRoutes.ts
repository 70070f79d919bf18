import { type Route } from '../../../api/http/route';

/** What a handler answered somebody, and whether it left something for the audit trail. */
type Heard = (operationId: string, isAudited: boolean, reply: unknown) => void;

/**
 * The routes, which tell `onChange` of every change that a handler has made for a person, and `onRead` of everything it let them read. What processes do under their own token is
 * counted by the invariants of the trials (tests/chaos/invariants).
 */
export function watchingAudits(routes: readonly Route[], onChange: Heard, onRead: Heard = () => undefined): Route[] {
  return routes.map((route) => (route.policy === 'internal' ? route : heard(route, route.endpoint.method === 'get' ? onRead : onChange)));
}

function heard(route: Route, tell: Heard): Route {
  return {
    ...route,
    handle: async (act, input) => {
      let isAudited = false;
      // A list goes on the trail while it is presented: what is there by then is taken.
      const trailNow = () => {
        isAudited ||= act.audits.length > 0;
        act.trailNow?.();
      };
      const reply = await route.handle(act.trailNow ? { ...act, trailNow } : act, input);
      tell(route.endpoint.id, isAudited || act.audits.length > 0, reply);
      return reply;
    },
  };
}
