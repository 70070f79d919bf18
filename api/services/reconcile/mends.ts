import { JOURNEY_OUTCOMES, type JourneyOutcome, type Stage, type StageStatus } from '../../../domain/journey/stages';
import { type Act, execute, select, selectOne } from '../../http/act';
import { countOnJourney, lockIncident, settleIncident, UNSETTLED } from '../incidents/incidents';
import { closeJourney, holdJourney, type JourneyRow, lockJourney, recordStages } from '../journeys/progress';
import { refreshJourney } from '../journeys/refresh';
import { recordTime } from '../demonstration/skippedTime';
import { cancelTasks } from '../tasks/open';

/** What makes the record agree with the process; each runs in a transaction of its own, its row locked, on the audit trail. */
export type Mend = (act: Act) => Promise<void>;

/** The row as it follows from open tasks, incidents and the encounter. */
export function mendRow(journeyId: string): Mend {
  return (act) => onJourney(act, journeyId, 'row', async () => {
    await execute(act, `UPDATE journeys j JOIN encounters e ON e.id = j.id SET j.ward_id = e.ward_id,
      j.open_incidents = (SELECT COUNT(*) FROM incidents WHERE journey_id = :id AND status IN (:UNSETTLED)) WHERE j.id = :id`, { id: journeyId, UNSETTLED });
    await refreshJourney(act, journeyId);
  });
}

export function mendStage(journeyId: string, stage: Stage): Mend {
  return (act) => onJourney(act, journeyId, 'stage', async () => {
    const began = await selectOne<{ startedAt: Date | null }>(act, 'SELECT started_at AS startedAt FROM journey_stages WHERE journey_id = ? AND stage = ?', [journeyId, stage]);
    await execute(act, 'UPDATE journeys SET stage = ?, stage_started_at = ?, updated_at = ? WHERE id = ?', [stage, began?.startedAt ?? act.now, act.now, journeyId]);
    await refreshJourney(act, journeyId);
  });
}

export function mendStages(journeyId: string, stages: readonly { readonly stage: Stage; readonly status: StageStatus }[]): Mend {
  return (act) => onJourney(act, journeyId, 'stages', async (journey) => {
    await recordStages(act, journey, stages);
    await refreshJourney(act, journeyId);
  });
}

export function mendWait(journeyId: string, waitingFor: string, waitingUntil: string | null): Mend {
  return (act) => onJourney(act, journeyId, 'waiting', async (journey) => {
    await execute(act, 'UPDATE journeys SET own_wait = ?, own_wait_until = ?, updated_at = ? WHERE id = ?', [waitingFor, await recordTime(act, journey.workflowId, waitingUntil), act.now, journeyId]);
    await refreshJourney(act, journeyId);
  });
}

/** The workflow has come to its end and the record missed it. */
export function mendEnd(journeyId: string, outcome: unknown): Mend | null {
  if (!(JOURNEY_OUTCOMES as readonly unknown[]).includes(outcome)) return null;
  return (act) => onJourney(act, journeyId, 'closed', async (journey) => {
    await cancelTasks(act, journey.workflowId, null);
    await closeJourney(act, journey, outcome as JourneyOutcome);
  });
}

/** The record closed it too early: the workflow still runs. */
export function mendReopen(journeyId: string): Mend {
  return (act) => onJourney(act, journeyId, 'reopened', async () => {
    await execute(act, "UPDATE journeys SET status = 'running', outcome = NULL, closed_at = NULL, updated_at = ? WHERE id = ?", [act.now, journeyId]);
    await refreshJourney(act, journeyId);
  });
}

/** Nobody waits for this task: it leaves the inbox. */
export function dropTask(workflowId: string, taskId: string): Mend {
  return async (act) => {
    const task = await selectOne<{ journeyId: string | null }>(act, 'SELECT journey_id AS journeyId FROM tasks WHERE id = ?', [taskId]);
    if (task?.journeyId) await holdJourney(act, task.journeyId);
    const { journeyIds } = await cancelTasks(act, workflowId, [taskId]);
    for (const journeyId of journeyIds) await refreshJourney(act, journeyId);
    act.audits.push({ action: 'reconcile.task', resourceType: 'task', resourceId: taskId });
  };
}

/** Its workflow is not stuck there: the incident is over. */
export function dropIncident(incidentId: string): Mend {
  return (act) => onIncident(act, incidentId, async () => {
    const incident = await lockIncident(act, incidentId);
    if (incident && UNSETTLED.includes(incident.status)) await settleIncident(act, incident, 'cancelled', undefined);
  });
}

/** Its workflow is still stuck there: somebody has to see it. */
export function reopenIncident(incidentId: string): Mend {
  return (act) => onIncident(act, incidentId, async (journeyId) => {
    await execute(act, "UPDATE incidents SET status = 'open', resolution = NULL, resolved_at = NULL, version = version + 1 WHERE id = ? AND status NOT IN (?)", [incidentId, UNSETTLED]);
    await countOnJourney(act, journeyId, 'incident-reopened', incidentId);
    act.announcements.push({ topic: 'incident', id: incidentId });
  });
}

async function onJourney(act: Act, journeyId: string, what: string, mend: (journey: JourneyRow) => Promise<void>): Promise<void> {
  const journey = await lockJourney(act, journeyId);
  if (!journey) return;
  await mend(journey);
  act.audits.push({ action: 'reconcile.journey', resourceType: 'journey', resourceId: journeyId, patientId: journey.patientId, detail: { what } });
}

/** The journey is locked before the incident, as wherever incidents are opened. */
async function onIncident(act: Act, incidentId: string, mend: (journeyId: string | null) => Promise<void>): Promise<void> {
  const [incident] = await select<{ journeyId: string | null }>(act, 'SELECT journey_id AS journeyId FROM incidents WHERE id = ?', [incidentId]);
  if (!incident) return;
  if (incident.journeyId) await holdJourney(act, incident.journeyId);
  await mend(incident.journeyId);
  act.audits.push({ action: 'reconcile.incident', resourceType: 'incident', resourceId: incidentId });
}
