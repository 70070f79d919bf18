import { authorizationsContract } from '../contract/authorizations';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { answerAuthorization } from '../services/authorizations/answerAuthorization';
import { type AuthorizationRow, lockAuthorization } from '../services/authorizations/authorizationRow';
import { askAuthorization, listAuthorizations, noteAuthorization, sendAuthorization } from '../services/authorizations/authorizations';
import { presentAuthorization } from '../services/authorizations/presentAuthorization';
import { type EncounterRow, lockEncounter } from '../services/encounters/encounterRow';

const loadEncounter = (act: Act, { params }: { params: { encounterId: string } }): Promise<EncounterRow | null> => lockEncounter(act, params.encounterId);
const load = (act: Act, { params }: { params: { authorizationId: string } }): Promise<AuthorizationRow | null> => lockAuthorization(act, params.authorizationId);

/** Prior authorisations: asked for by staff, carried on by their workflow, answered by the payer. */
export function authorizationRoutes(): Route[] {
  return [
    route(authorizationsContract.listAuthorizations, {
      policy: 'authorization.read', load: loadEncounter,
      handle: async (act, { loaded }) => {
        const items = [];
        for (const row of await listAuthorizations(act, loaded)) items.push(await presentAuthorization(act, row));
        return { items };
      },
    }),
    route(authorizationsContract.askAuthorization, {
      policy: 'authorization.ask', load: loadEncounter, handle: async (act, { loaded, body }) => ({ authorizationId: await askAuthorization(act, loaded, body.procedures) }),
    }),
    route(authorizationsContract.sendAuthorization, { policy: 'internal', load, handle: async (act, { loaded }) => ({ sent: await sendAuthorization(act, loaded) }) }),
    route(authorizationsContract.answerAuthorization, { policy: 'internal', load, handle: (act, { loaded }) => answerAuthorization(act, loaded) }),
    route(authorizationsContract.noteAuthorization, { policy: 'internal', load, handle: async (act, { loaded, body }) => ({ noted: await noteAuthorization(act, loaded, body) }) }),
  ];
}
