import { type Config } from '../config';
import { demonstrationContract } from '../contract/demonstration';
import { type Act, selectOne, trailList } from '../http/act';
import { type Route, route } from '../http/route';
import { passTimeOfClaim, passTimeOfStay } from '../services/demonstration/fastForward';
import { listReplayable, replayEncounter } from '../services/demonstration/replays';
import { readScript } from '../services/demonstration/script';
import { lockEncounter } from '../services/encounters/encounterRow';
import { lockJourney } from '../services/journeys/progress';
import { type TemporalGateway } from '../temporal/gateway';

/** What drives the demonstration hospital. Anywhere else these routes do not exist. */
export function demonstrationRoutes(config: Pick<Config, 'demonstration'>, gateway: TemporalGateway | null): Route[] {
  if (!config.demonstration) return [];
  return [
    route(demonstrationContract.listReplayable, {
      policy: 'demonstration',
      handle: async (act, { query }) => {
        const page = await listReplayable(act, query);
        trailList(act, { action: 'demonstration.listReplayable', resourceType: 'encounter' }, page.items.map(({ patient }) => patient.id));
        return page;
      },
    }),
    route(demonstrationContract.replayEncounter, { policy: 'demonstration', handle: (act, { body }) => replayEncounter(act, body.encounterId) }),
    route(demonstrationContract.readScript, {
      policy: 'demonstration',
      load: (act: Act, { params }: { params: { encounterId: string } }) => lockEncounter(act, params.encounterId),
      handle: (act, { loaded }) => {
        act.audits.push({ action: 'demonstration.scriptRead', resourceType: 'encounter', resourceId: loaded.id, patientId: loaded.patientId });
        return readScript(act, loaded);
      },
    }),
    route(demonstrationContract.fastForwardJourney, {
      policy: 'demonstration',
      // Read without a lock: the record is moved in a transaction of its own.
      load: (act: Act, { params }: { params: { journeyId: string } }) => lockJourney({ ...act, transaction: null }, params.journeyId),
      handle: (act, { loaded, body }) => passTimeOfStay(act, gateway, loaded.id, body),
    }),
    route(demonstrationContract.fastForwardClaim, {
      policy: 'demonstration',
      load: (act: Act, { params }: { params: { claimId: string } }) =>
        selectOne<{ id: string; encounterId: string | null }>({ ...act, transaction: null }, 'SELECT id, encounter_id AS encounterId FROM claims WHERE id = ?', [params.claimId]),
      handle: (act, { loaded, body }) => passTimeOfClaim(act, gateway, loaded, body),
    }),
  ];
}
