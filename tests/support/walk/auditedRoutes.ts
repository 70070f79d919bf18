import { type Route } from '../../../api/http/route';

/**
 * The routes, which tell `onChange` of every change that a handler has made for a person, and whether it left something for the audit trail. What processes do under
 * their own token is counted by the invariants of the trials (tests/chaos/invariants).
 */
export function watchingAudits(routes: readonly Route[], onChange: (operationId: string, isAudited: boolean) => void): Route[] {
  return routes.map((route) => (route.endpoint.method === 'get' || route.policy === 'internal' ? route : {
    ...route,
    handle: async (act, input) => {
      const reply = await route.handle(act, input);
      onChange(route.endpoint.id, act.audits.length > 0);
      return reply;
    },
  }));
}
