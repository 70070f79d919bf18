import { type z } from 'zod';
import { journeysContract } from '../contract/journeys';
import { type Act, trailList } from '../http/act';
import { type Route, route } from '../http/route';
import { countCauses, listIncidents, lockIncident, resolveIncident } from '../services/incidents/incidents';
import { listJourneys } from '../services/journeys/board';
import { countJourneys } from '../services/journeys/boardCounts';
import { readHouseFigures } from '../services/journeys/houseFigures';
import { cancelJourney, readJourneyPage } from '../services/journeys/page';
import { printJourney } from '../services/journeys/print';
import { readJourneyProcess } from '../services/journeys/process';
import { lockJourney } from '../services/journeys/progress';
import { listTimeline } from '../services/journeys/timeline';
import { type Config } from '../config';
import { takeCensus } from '../temporal/census';
import { type TemporalGateway } from '../temporal/gateway';
import { readStandstill } from '../temporal/standstill';

type Census = z.output<typeof journeysContract.readVersions.reply>['census'];

/** The census, or nothing when Temporal does not answer: the page says so. */
async function censusOrNull(gateway: TemporalGateway): Promise<Census> {
  try {
    const { builds, patches, current, ...counts } = await takeCensus(gateway);
    return { ...counts, builds: [...builds], patches: [...patches], current: [...current] };
  } catch {
    return null;
  }
}

const load = (act: Act, { params }: { params: { journeyId: string } }) => lockJourney(act, params.journeyId);

/** The journey board, the journey page, and stuck steps. */
export function journeyRoutes({ temporalUiUrl }: Pick<Config, 'temporalUiUrl'>, gateway: TemporalGateway | null): Route[] {
  return [
    route(journeysContract.listJourneys, { policy: 'journey.list', handle: (act, { query }) => listJourneys(act, query) }),
    route(journeysContract.countJourneys, { policy: 'journey.list', handle: (act, { query }) => countJourneys(act, query.by) }),
    route(journeysContract.readHouseFigures, { policy: 'money.read', handle: (act) => readHouseFigures(act) }),
    route(journeysContract.readJourney, { policy: 'journey.read', load, handle: (act, { loaded }) => readJourneyPage(act, loaded) }),
    route(journeysContract.listJourneyEvents, { policy: 'journey.read', load, handle: (act, { loaded, query }) => listTimeline(act, loaded, query) }),
    route(journeysContract.readJourneyProcess, { policy: 'journey.read', load, handle: (act, { loaded }) => readJourneyProcess(act, gateway, temporalUiUrl, loaded) }),
    route(journeysContract.printJourney, { policy: 'journey.read', load, handle: (act, { loaded }) => printJourney(act, loaded) }),
    route(journeysContract.cancelJourney, {
      policy: 'journey.cancel', load,
      handle: async (act, { loaded, body }) => {
        await cancelJourney(act, loaded, body);
        return { accepted: true as const };
      },
    }),
    route(journeysContract.readVersions, { policy: 'incident.list', handle: async () => ({ census: gateway && (await censusOrNull(gateway)) }) }),
    route(journeysContract.readStandstill, {
      policy: 'incident.list',
      handle: async () => {
        const standstill = gateway && (await readStandstill(gateway));
        return { standstill: standstill && { ...standstill, workflows: [...standstill.workflows] } };
      },
    }),
    route(journeysContract.listIncidents, {
      policy: 'incident.list',
      handle: async (act, { query }) => {
        const page = await listIncidents(act, query);
        trailList(act, { action: 'incident.list', resourceType: 'incident' }, page.items.map(({ patient }) => patient?.id ?? null));
        return page;
      },
    }),
    route(journeysContract.countIncidents, { policy: 'incident.list', handle: countCauses }),
    route(journeysContract.resolveIncident, { policy: 'incident.resolve', load: (act, { params }) => lockIncident(act, params.incidentId), handle: (act, { loaded, body }) => resolveIncident(act, loaded, body) }),
  ];
}
