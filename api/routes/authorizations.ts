import { authorizationsContract } from '../contract/authorizations';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { answerAuthorization } from '../services/authorizations/answerAuthorization';
import { askAuthorization, type AuthorizationRow, codesOf, listAuthorizations, lockAuthorization, noteAuthorization, sendAuthorization } from '../services/authorizations/authorizations';
import { type EncounterRow, lockEncounter } from '../services/encounters/encounterRow';

const loadEncounter = (act: Act, { params }: { params: { encounterId: string } }): Promise<EncounterRow | null> => lockEncounter(act, params.encounterId);
const load = (act: Act, { params }: { params: { authorizationId: string } }): Promise<AuthorizationRow | null> => lockAuthorization(act, params.authorizationId);

/** Prior authorisations: asked for by staff, carried on by their workflow, answered by the payer. */
export function authorizationRoutes(): Route[] {
  return [
    route(authorizationsContract.listAuthorizations, {
      policy: 'authorization.read', load: loadEncounter,
      handle: async (act, { loaded }) => ({
        items: (await listAuthorizations(act, loaded)).map((row) => ({
          id: row.id, encounterId: row.encounterId, payer: { id: row.payerId, name: row.payerName }, procedures: codesOf(row), status: row.status, number: row.number, denialReason: row.denialReason,
          requestedAt: row.requestedAt.toISOString(), decidedAt: row.decidedAt?.toISOString() ?? null, validFrom: row.validFrom, expiresOn: row.expiresOn,
        })),
      }),
    }),
    route(authorizationsContract.askAuthorization, {
      policy: 'authorization.ask', load: loadEncounter, handle: async (act, { loaded, body }) => ({ authorizationId: await askAuthorization(act, loaded, body.procedures) }),
    }),
    route(authorizationsContract.sendAuthorization, { policy: 'internal', load, handle: async (act, { loaded }) => ({ sent: await sendAuthorization(act, loaded) }) }),
    route(authorizationsContract.answerAuthorization, { policy: 'internal', load, handle: async (act, { loaded }) => ({ outcome: await answerAuthorization(act, loaded) }) }),
    route(authorizationsContract.noteAuthorization, { policy: 'internal', load, handle: async (act, { loaded, body }) => ({ noted: await noteAuthorization(act, loaded, body) }) }),
  ];
}
