import { internalContract } from '../contract/internal';
import { safetyContract } from '../contract/safety';
import { type Act, select } from '../http/act';
import { notFound } from '../http/problem';
import { type Route, route } from '../http/route';
import { addAction, cancelAction, lockAction } from '../services/safety/actions';
import { reopenEvent } from '../services/safety/course';
import { lockSafetyEvent, relationsToEvent, type SafetyEventRow } from '../services/safety/eventRow';
import { listEvents } from '../services/safety/listEvents';
import { openActionTask, openEventTask } from '../services/safety/openTasks';
import { readEvent } from '../services/safety/readEvent';
import { reportEvent } from '../services/safety/reportEvent';

const load = (act: Act, { params }: { params: { safetyEventId: string } }): Promise<SafetyEventRow | null> => lockSafetyEvent(act, params.safetyEventId);
const relate = (act: Act, event: SafetyEventRow) => relationsToEvent(act, event);

/** Safety events: reported by anybody of the staff, looked into by those in charge. */
export function safetyRoutes(): Route[] {
  return [
    route(safetyContract.reportSafetyEvent, { policy: 'safety.report', handle: (act, { body }) => reportEvent(act, body) }),
    route(safetyContract.listSafetyEvents, { policy: 'safety.list', handle: (act, { query }) => listEvents(act, query) }),
    route(safetyContract.readSafetyEvent, { policy: 'safety.read', load, relate, handle: (act, { loaded }) => readEvent(act, loaded) }),
    route(safetyContract.addSafetyAction, { policy: 'safety.work', load, relate, handle: (act, { loaded, body }) => addAction(act, loaded, body) }),
    route(safetyContract.cancelSafetyAction, {
      policy: 'safety.work',
      // The action's task before the event, as completing it locks them.
      load: async (act, { params }) => {
        await select(act, "SELECT id FROM tasks WHERE focus_type = 'safety-action' AND focus_id = ? FOR UPDATE", [params.safetyActionId]);
        return lockSafetyEvent(act, params.safetyEventId);
      },
      relate, handle: (act, { loaded, params, body }) => cancelAction(act, loaded, params.safetyActionId, body.version, body.reason),
    }),
    route(safetyContract.reopenSafetyEvent, { policy: 'safety.work', load, relate, handle: (act, { loaded, body }) => reopenEvent(act, loaded, body.version, body.reason) }),
    route(internalContract.openSafetyTask, { policy: 'internal', load, handle: (act, { loaded, body }) => openEventTask(act, loaded, body) }),
    route(internalContract.openSafetyActionTask, {
      policy: 'internal', load: (act, { params }) => lockAction(act, params.safetyActionId),
      handle: (act, { loaded, body }) => {
        if (body.type !== 'safety-action') throw notFound();
        return openActionTask(act, loaded, body);
      },
    }),
  ];
}
