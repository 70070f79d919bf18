import { type ObservedActivity, type ObservedJourney } from '../../../domain/pathway/observed';
import { LET_PASS } from '../../../domain/pathway/declared';
import { isStage, type Stage } from '../../../domain/journey/stages';
import { type Interval, type WorkedTask } from '../../../domain/analytics/facts';
import { type Act, select } from '../../http/act';

type Reading = Pick<Act, 'database' | 'transaction'>;

/** A journey as the record has it, ready to be judged. */
export interface JourneyOnRecord {
  readonly id: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly stage: string;
  readonly startedAt: number;
  readonly closedAt: number | null;
  readonly wardId: string | null;
  readonly payerId: string | null;
  /** ICD-10-CM; null until coded. */
  readonly diagnosis: string | null;
  readonly tasks: readonly WorkedTask[];
  readonly observed: ObservedJourney;
}

interface JourneyRow { id: string; status: string; outcome: string | null; stage: string; startedAt: Date; closedAt: Date | null; wardId: string | null; payerId: string | null; diagnosis: string | null }
interface StageRow { journeyId: string; stage: string; status: string; startedAt: Date | null; endedAt: Date | null }
interface TaskRow { id: string; journeyId: string; type: string; role: string; status: string; askedAt: Date; takenAt: Date | null; doneAt: Date | null; dueAt: Date }
interface MarkRow { journeyId: string; activity: string }
interface TaskMarkRow { taskId: string; kind: string; at: Date }

/** The journeys with these IDs; one query a table, however many. */
export async function observeJourneys(act: Reading, ids: readonly string[]): Promise<JourneyOnRecord[]> {
  if (ids.length === 0) return [];
  const journeys = await select<JourneyRow>(
    act,
    `SELECT j.id, j.status, j.outcome, j.stage, j.started_at AS startedAt, j.closed_at AS closedAt, j.ward_id AS wardId, j.payer_id AS payerId, d.code AS diagnosis
     FROM journeys j LEFT JOIN coded_diagnoses d ON d.principal_encounter_id = j.id WHERE j.id IN (:ids)`,
    { ids },
  );
  const stages = await select<StageRow>(act, 'SELECT journey_id AS journeyId, stage, status, started_at AS startedAt, ended_at AS endedAt FROM journey_stages WHERE journey_id IN (:ids)', { ids });
  const tasks = await select<TaskRow>(
    act, "SELECT id, journey_id AS journeyId, type, role, status, created_at AS askedAt, claimed_at AS takenAt, completed_at AS doneAt, due_at AS dueAt FROM tasks WHERE journey_id IN (:ids) AND status NOT IN ('cancelled', 'failed')", { ids });
  const marks = await select<MarkRow>(act, "SELECT journey_id AS journeyId, activity FROM journey_events WHERE journey_id IN (:ids) AND (activity = 'cancellation-requested' OR activity LIKE 'discharge-overridden-%')", { ids });
  const taskIds = tasks.map(({ id }) => id);
  const taskMarks = taskIds.length === 0 ? [] : await select<TaskMarkRow>(act, "SELECT task_id AS taskId, kind, at FROM task_events WHERE task_id IN (:taskIds) AND kind IN ('claimed', 'on-hold', 'resumed') ORDER BY id", { taskIds });
  const [stagesOf, tasksOf, marksOf, historyOf] = [group(stages, 'journeyId'), group(tasks, 'journeyId'), group(marks, 'journeyId'), group(taskMarks, 'taskId')];
  return journeys.map((journey) => present(journey, stagesOf.get(journey.id) ?? [], tasksOf.get(journey.id) ?? [], (marksOf.get(journey.id) ?? []).map(({ activity }) => activity), historyOf));
}

function present(journey: JourneyRow, stages: readonly StageRow[], tasks: readonly TaskRow[], marks: readonly string[], historyOf: ReadonlyMap<string, TaskMarkRow[]>): JourneyOnRecord {
  const isOver = journey.status !== 'running';
  const activities: ObservedActivity[] = [
    ...stages.flatMap(({ stage, status, startedAt, endedAt }) => (startedAt === null || status === 'skipped' ? [] : [{ code: `stage:${stage}`, startedAt: startedAt.getTime(), endedAt: endedAt?.getTime() ?? null, dueAt: null }])),
    ...tasks.map(({ type, askedAt, doneAt, dueAt }) => ({ code: type, startedAt: askedAt.getTime(), endedAt: doneAt?.getTime() ?? null, dueAt: dueAt.getTime() })),
  ];
  const passed = stages.filter(({ status }) => status === 'done' || (isOver && status === 'skipped')).map(({ stage }) => stage).filter((stage): stage is Stage => isStage(stage));
  return {
    ...journey, startedAt: journey.startedAt.getTime(), closedAt: journey.closedAt?.getTime() ?? null,
    tasks: tasks.map((task) => workedTask(task, historyOf.get(task.id) ?? [])),
    observed: { passed, endedEarly: journey.status === 'cancelled' || marks.includes('cancellation-requested'), letPass: marks.flatMap((mark) => LET_PASS[mark] ?? []), activities },
  };
}

function workedTask({ type, role, askedAt, takenAt, doneAt }: TaskRow, history: readonly TaskMarkRow[]): WorkedTask {
  const taken = history.find(({ kind }) => kind === 'claimed')?.at ?? takenAt;
  const holds: Interval[] = [];
  for (const [index, { kind, at }] of history.entries()) {
    if (kind === 'on-hold') holds.push([at.getTime(), (history.slice(index).find((one) => one.kind === 'resumed')?.at ?? doneAt ?? at).getTime()]);
  }
  return { type, role, askedAt: askedAt.getTime(), takenAt: taken?.getTime() ?? null, doneAt: doneAt?.getTime() ?? null, holds };
}

function group<Row extends object, Key extends keyof Row>(rows: readonly Row[], key: Key): Map<Row[Key], Row[]> {
  const groups = new Map<Row[Key], Row[]>();
  for (const row of rows) {
    const known = groups.get(row[key]);
    if (known) known.push(row);
    else groups.set(row[key], [row]);
  }
  return groups;
}
