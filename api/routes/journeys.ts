import { journeysContract } from '../contract/journeys';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { countCauses, listIncidents, lockIncident, resolveIncident } from '../services/incidents/incidents';
import { countJourneys, listJourneys } from '../services/journeys/board';
import { cancelJourney, listJourneyEvents, readJourneyPage } from '../services/journeys/page';
import { lockJourney } from '../services/journeys/progress';

const load = (act: Act, { params }: { params: { journeyId: string } }) => lockJourney(act, params.journeyId);

/** The journey board, the journey page, and stuck steps. */
export function journeyRoutes(): Route[] {
  return [
    route(journeysContract.listJourneys, {
      policy: 'journey.list',
      handle: async (act, { query }) => {
        const page = await listJourneys(act, query);
        act.audits.push({ action: 'journey.list', resourceType: 'journey', detail: { patientIds: [...new Set(page.items.map((item) => item.patient.id))] } });
        return page;
      },
    }),
    route(journeysContract.countJourneys, { policy: 'journey.list', handle: (act, { query }) => countJourneys(act, query.by) }),
    route(journeysContract.readJourney, { policy: 'journey.read', load, handle: (act, { loaded }) => readJourneyPage(act, loaded) }),
    route(journeysContract.listJourneyEvents, { policy: 'journey.read', load, handle: (act, { loaded, query }) => listJourneyEvents(act, loaded, query) }),
    route(journeysContract.cancelJourney, {
      policy: 'journey.cancel', load,
      handle: async (act, { loaded, body }) => {
        await cancelJourney(act, loaded, body);
        return { accepted: true as const };
      },
    }),
    route(journeysContract.listIncidents, {
      policy: 'incident.list',
      handle: async (act, { query }) => {
        const page = await listIncidents(act, query);
        act.audits.push({ action: 'incident.list', resourceType: 'incident', detail: { patientIds: page.items.map((item) => item.patient?.id).filter(Boolean) } });
        return page;
      },
    }),
    route(journeysContract.countIncidents, { policy: 'incident.list', handle: async (act) => ({ causes: await countCauses(act) }) }),
    route(journeysContract.resolveIncident, { policy: 'incident.resolve', load: (act, { params }) => lockIncident(act, params.incidentId), handle: (act, { loaded, body }) => resolveIncident(act, loaded, body) }),
  ];
}
