import { type z } from 'zod';
import { endsWithStay } from '../../../domain/discharge/branches';
import { type StageStatus } from '../../../domain/journey/stages';
import { isTaskType } from '../../../domain/tasks/types';
import { type internalContract } from '../../contract/internal';
import { stepKey } from '../../../workflows/contracts/ids';
import { type Act, executeLater, select, selectOne } from '../../http/act';
import { lastBedOf } from '../beds/lastBed';
import { recordTime } from '../demonstration/skippedTime';
import { openTasks, type OpenedTask } from '../tasks/open';
import { type NewJourneyEvent, recordJourneyEvent, recordJourneyEvents } from './events';
import { refreshJourney } from './refresh';

export interface JourneyRow {
  readonly id: string;
  readonly patientId: string;
  readonly workflowId: string;
  readonly status: 'running' | 'closed' | 'cancelled';
  readonly stage: string;
  readonly step: string;
  readonly wardId: string | null;
  readonly claimId: string | null;
  readonly news2: number | null;
  readonly stageStartedAt: Date;
  readonly startedAt: Date;
  readonly version: number;
}

/** The journey, its row locked in a write. Null when there is none. */
export async function lockJourney(act: Act, journeyId: string): Promise<JourneyRow | null> {
  return selectOne<JourneyRow>(
    act,
    `SELECT id, patient_id AS patientId, workflow_id AS workflowId, status, stage, step, ward_id AS wardId, claim_id AS claimId, news2, stage_started_at AS stageStartedAt, started_at AS startedAt, version
     FROM journeys WHERE id = ? ${act.transaction ? 'FOR UPDATE' : ''}`,
    [journeyId],
  );
}

/** Hold the journey's row until the transaction ends, from the next statement on. */
export async function holdJourney(act: Act, journeyId: string): Promise<void> {
  await executeLater(act, 'SELECT id FROM journeys WHERE id = ? FOR UPDATE', [journeyId]);
}

type Progress = z.output<typeof internalContract.recordProgress.body>;
/** `taskId` null: nobody can be asked any more. */
type AskedTask = Omit<OpenedTask, 'taskId' | 'rungs'> & { readonly taskId: string | null; readonly rungs?: OpenedTask['rungs'] };

const ACTIVITIES: Readonly<Record<StageStatus, string>> = { current: 'stage-started', done: 'stage-finished', skipped: 'stage-skipped', 'in-trouble': 'stage-in-trouble' };
const OVER: readonly string[] = ['finished', 'cancelled', 'entered-in-error'];

/** Move a journey on: stages, what it waits for and its next tasks, in one transaction. */
export async function recordProgress(act: Act, journey: JourneyRow, progress: Progress): Promise<AskedTask[]> {
  await recordStages(act, journey, progress.stages);
  const movesOn = journey.stage !== progress.stage;
  const own = progress.waitingFor === null || isTaskType(progress.waitingFor) ? null : progress.waitingFor; // waiting for a person is read from the tasks
  const home = { workflowId: progress.workflowId, journeyId: journey.id, encounterId: journey.id, patientId: journey.patientId, claimId: null, wardId: journey.wardId, acuity: journey.news2 ?? -1 };
  const tooLate = await findTooLate(act, journey, progress.openTasks);
  const opened = await openTasks(act, home, await withBeds(act, journey.id, progress.openTasks.filter((task) => !tooLate.includes(task))));
  const ownWaitUntil = own === null ? null : await recordTime(act, progress.workflowId, progress.waitingUntil);
  await refreshJourney(act, journey.id, { stage: progress.stage, step: progress.step, stageStartedAt: movesOn ? act.now : journey.stageStartedAt, ownWait: own, ownWaitUntil });
  return [...opened, ...tooLate.map(({ step, type }) => ({ step, type, taskId: null }))];
}

/**
 * Care at the bedside of a patient who has left: a workflow that was restored to an earlier time asks for the rounds of the time that has passed meanwhile, and could
 * not go on, since nobody can do them. What was done before the patient left is told by its own answer.
 */
async function findTooLate(act: Act, { id, workflowId }: JourneyRow, tasks: Progress['openTasks']): Promise<Progress['openTasks']> {
  const bedside = tasks.filter(({ type }) => endsWithStay(type));
  if (bedside.length === 0) return [];
  const encounter = await selectOne<{ status: string }>(act, 'SELECT status FROM encounters WHERE id = ?', [id]);
  if (!OVER.includes(encounter?.status ?? '')) return [];
  const keys = bedside.map(({ step }) => stepKey(workflowId, step));
  const asked = await select<{ dedupId: string }>(act, "SELECT dedup_id AS dedupId FROM tasks WHERE dedup_id IN (:keys) AND status <> 'cancelled'", { keys });
  return bedside.filter(({ step }) => !asked.some(({ dedupId }) => dedupId === stepKey(workflowId, step)));
}

/** A cleaning task says which bed it is about: the one the patient left last. */
async function withBeds(act: Act, journeyId: string, tasks: Progress['openTasks']): Promise<Progress['openTasks']> {
  if (!tasks.some(({ type, focusId }) => type === 'clean-bed' && !focusId)) return tasks;
  const bed = await lastBedOf(act, journeyId);
  return tasks.map((task) => (bed && task.type === 'clean-bed' && !task.focusId ? { ...task, focusType: 'bed', focusId: bed.id } : task));
}

interface StageStand {
  readonly stage: string;
  readonly status: string;
  readonly startedAt: Date | null;
}

/** Note how stages stand now, one after the other, each change once however often it is told. */
export async function recordStages(act: Act, journey: Pick<JourneyRow, 'id' | 'workflowId'>, changes: readonly { readonly stage: string; readonly status: StageStatus }[]): Promise<void> {
  if (changes.length === 0) return;
  const stored = await select<StageStand>(act, 'SELECT stage, status, started_at AS startedAt FROM journey_stages WHERE journey_id = :id AND stage IN (:stages)', { id: journey.id, stages: changes.map(({ stage }) => stage) });
  const stands = new Map(stored.map((stand) => [stand.stage, stand]));
  const rows: unknown[] = [];
  const events: NewJourneyEvent[] = [];
  for (const { stage, status } of changes) {
    const before = stands.get(stage);
    if (before?.status === status) continue;
    const started = status === 'skipped' ? null : act.now;
    rows.push([journey.id, stage, status, started, status === 'done' || status === 'skipped' ? act.now : null]);
    stands.set(stage, { stage, status, startedAt: before?.startedAt ?? started });
    const activity = ACTIVITIES[status];
    const durationMs = status === 'done' && before?.startedAt ? act.now.getTime() - before.startedAt.getTime() : null;
    events.push({ journeyId: journey.id, stage, activity, durationMs, dedupId: `${journey.workflowId}/${stage}/${activity}/${act.requestId}` });
  }
  if (rows.length === 0) return;
  await executeLater(act, `INSERT INTO journey_stages (journey_id, stage, status, started_at, ended_at) VALUES ${rows.map(() => '(?)').join(', ')}
    ON DUPLICATE KEY UPDATE status = VALUES(status), started_at = COALESCE(started_at, VALUES(started_at)), ended_at = VALUES(ended_at)`, rows);
  await recordJourneyEvents(act, events);
}

/** Close the journey; open tasks must be gone by then. */
export async function closeJourney(act: Act, journey: JourneyRow, outcome: string): Promise<void> {
  if (journey.status !== 'running') return;
  const status = outcome === 'cancelled' ? 'cancelled' : 'closed';
  await executeLater(act, `UPDATE journeys SET status = ?, outcome = ?, closed_at = ?, waiting_for = NULL, waiting_until = NULL, own_wait = NULL, own_wait_until = NULL, owner_role = NULL, owner_id = NULL, version = version + 1, updated_at = ? WHERE id = ?`, [status, outcome, act.now, act.now, journey.id]);
  await recordJourneyEvent(act, { journeyId: journey.id, stage: journey.stage, activity: `journey-${status}`, durationMs: act.now.getTime() - journey.startedAt.getTime(), dedupId: `${journey.workflowId}/closed` });
  act.announcements.push({ topic: 'journey', id: journey.id });
}
