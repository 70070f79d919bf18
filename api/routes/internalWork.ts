import { internalContract } from '../contract/internal';
import { type Act, selectOne } from '../http/act';
import { unprocessable } from '../http/problem';
import { type Route, route } from '../http/route';
import { queueForPerson } from '../services/claims/stuck';
import { lockIncident, openIncident, settleIncident } from '../services/incidents/incidents';
import { closeJourney, lockJourney, recordProgress } from '../services/journeys/progress';
import { refreshJourney } from '../services/journeys/refresh';
import { alertEscalation } from '../services/notifications/escalation';
import { lockTask } from '../services/tasks/lockTask';
import { cancelTasks, openTasks, recordSlaFiring } from '../services/tasks/open';
import { passUp } from '../services/tasks/passUp';
import { endHold } from '../services/tasks/pause';

const loadJourney = (act: Act, { params }: { params: { journeyId: string } }) => lockJourney(act, params.journeyId);

interface ClaimRow {
  id: string;
  patientId: string;
  encounterId: string | null;
  journeyId: string | null;
}

/** What workflows do to journeys, tasks and incidents. */
export function internalWorkRoutes(): Route[] {
  return [
    route(internalContract.recordProgress, {
      policy: 'internal', load: loadJourney,
      handle: async (act, { loaded, body }) => {
        if (loaded.status !== 'running') throw unprocessable('journey-closed', 'This journey is closed.');
        return { tasks: await recordProgress(act, loaded, body) };
      },
    }),
    route(internalContract.openClaimTask, {
      policy: 'internal',
      load: (act, { params }) => selectOne<ClaimRow>(act, 'SELECT c.id, c.patient_id AS patientId, c.encounter_id AS encounterId, j.id AS journeyId FROM claims c LEFT JOIN journeys j ON j.id = c.encounter_id AND j.status = ? WHERE c.id = ?', ['running', params.claimId]),
      handle: async (act, { loaded, body }) => {
        const home = { workflowId: body.workflowId, journeyId: loaded.journeyId, encounterId: loaded.encounterId, patientId: loaded.patientId, claimId: loaded.id, wardId: null };
        const [opened] = await openTasks(act, home, [body.task]);
        await queueForPerson(act, loaded.id, body.stuckCause);
        if (loaded.journeyId) await refreshJourney(act, loaded.journeyId);
        act.announcements.push({ topic: 'claim', id: loaded.id });
        return { taskId: opened?.taskId ?? '', rungs: opened?.rungs };
      },
    }),
    route(internalContract.cancelTasks, {
      policy: 'internal',
      handle: async (act, { body }) => {
        const { cancelled, journeyIds } = await cancelTasks(act, body.workflowId, body.taskIds);
        for (const journeyId of journeyIds) await refreshJourney(act, journeyId);
        return { cancelled };
      },
    }),
    route(internalContract.recordSlaFiring, {
      policy: 'internal',
      load: (act, { params }) => lockTask(act, params.taskId),
      handle: async (act, { loaded, body }) => {
        const fired = await recordSlaFiring(act, loaded, body.rung);
        if (fired) {
          act.announcements.push({ topic: 'task', id: loaded.id, roles: [loaded.role] });
          await alertEscalation(act, loaded, body.rung);
          await passUp(act, loaded, body.rung);
        }
        if (fired && loaded.journeyId) await refreshJourney(act, loaded.journeyId);
        return { fired, ...(loaded.isOpen && loaded.pausedAt ? { onHold: loaded.version } : {}) };
      },
    }),
    route(internalContract.endHold, {
      policy: 'internal',
      load: (act, { params }) => lockTask(act, params.taskId),
      handle: async (act, { loaded }) => ({ rungs: await endHold(act, loaded) }),
    }),
    route(internalContract.openIncident, {
      policy: 'internal',
      handle: async (act, { body }) => ({ incidentId: await openIncident(act, body, `${body.workflowId}/${body.step}`) }),
    }),
    route(internalContract.settleIncident, {
      policy: 'internal',
      load: (act, { params }) => lockIncident(act, params.incidentId),
      handle: async (act, { loaded, body }) => {
        await settleIncident(act, loaded, body.outcome, body.until);
        return { done: true as const };
      },
    }),
    route(internalContract.closeJourney, {
      policy: 'internal', load: loadJourney,
      handle: async (act, { loaded, body }) => {
        const left = await cancelTasks(act, loaded.workflowId, null); // no open task on a closed journey
        if (left.cancelled > 0) await refreshJourney(act, loaded.id);
        await closeJourney(act, loaded, body.outcome);
        return { done: true as const };
      },
    }),
  ];
}
