import { type LoggedEvent, type Transition } from '../../../interop/eventlog/model';
import { claimActivity, stageActivity, stepActivity, taskActivity } from './activities';
import { type Disguise } from './disguise';
import { type ClaimStoryRow, type StoryRow, type TaskLogRow, type TaskStoryRow } from './rows';

/** What the writers of a journey's story call what happens to a stage, and what that is in a life cycle. */
const STAGE_TRANSITIONS: Readonly<Record<string, Transition>> = { 'stage-started': 'start', 'stage-finished': 'complete', 'stage-skipped': 'autoskip', 'stage-in-trouble': 'suspend' };
/** Told by tasks and claims themselves, and more exactly. */
const TOLD_ELSEWHERE = new Set(['task', 'claim']);
/** Of what happens in the same millisecond, this comes first. */
const RANK: Readonly<Record<Transition, number>> = { schedule: 0, assign: 1, start: 2, resume: 3, suspend: 4, complete: 5, withdraw: 6, autoskip: 7 };

interface Timed {
  readonly time: Date;
  readonly event: LoggedEvent;
}

/** Everything that happened on one journey, in order. */
export function eventsOf(disguise: Disguise, patientId: string, rows: { readonly story: readonly StoryRow[]; readonly tasks: readonly TaskLogRow[]; readonly taskStory: ReadonlyMap<string, readonly TaskStoryRow[]>; readonly claimStory: readonly ClaimStoryRow[] }): LoggedEvent[] {
  const who = (actorId: string | null, name: string | null, kind: string): string | null => (actorId ? (disguise.identified ? name : disguise.id('staff', actorId)) : kind === 'payer' ? 'Payer' : kind === 'workflow' ? 'Careway' : null);
  const timed = (time: Date, event: Omit<LoggedEvent, 'at' | 'id'>, id: string): Timed => ({ time, event: { ...event, id: disguise.id('event', id), at: disguise.at(patientId, time) } });
  const all = [
    ...ofStory(rows.story, who, timed, disguise),
    ...rows.tasks.flatMap((task) => ofTask(task, rows.taskStory.get(task.id) ?? [], who, timed, disguise)),
    ...rows.claimStory.map((row) => timed(row.at, {
      kind: 'claim', activity: claimActivity(row.kind), transition: 'complete', instance: disguise.id('claim', row.claimId), stage: 'adjudication', resource: who(row.actorId, row.actor, row.actorKind), role: null, group: null,
    }, `claim/${row.id}`)),
  ];
  return all.sort((a, b) => a.time.getTime() - b.time.getTime() || RANK[a.event.transition] - RANK[b.event.transition]).map(({ event }) => event);
}

type Who = (actorId: string | null, name: string | null, kind: string) => string | null;
type Time = (time: Date, event: Omit<LoggedEvent, 'at' | 'id'>, id: string) => Timed;

function ofStory(story: readonly StoryRow[], who: Who, timed: Time, disguise: Disguise): Timed[] {
  const inTrouble = new Set<string>();
  return story.filter(({ referenceType }) => !TOLD_ELSEWHERE.has(referenceType ?? '')).map((row) => {
    const known = STAGE_TRANSITIONS[row.activity];
    const about = { stage: row.stage, resource: who(row.actorId, row.actor, row.actorKind), role: null, group: null };
    if (!known) return timed(row.at, { ...about, kind: 'step', activity: stepActivity(row.activity), transition: 'complete', instance: null }, `story/${row.id}`);
    const transition = known === 'start' && inTrouble.has(row.stage) ? 'resume' : known;
    if (known === 'suspend') inTrouble.add(row.stage);
    else inTrouble.delete(row.stage);
    return timed(row.at, { ...about, kind: 'stage', activity: stageActivity(row.stage), transition, instance: disguise.id('stage', `${row.journeyId}/${row.stage}`) }, `story/${row.id}`);
  });
}

/** Asked for, taken on, put on hold and taken up again, done or withdrawn. */
function ofTask(task: TaskLogRow, story: readonly TaskStoryRow[], who: Who, timed: Time, disguise: Disguise): Timed[] {
  const about = { kind: 'task' as const, activity: taskActivity(task.type), instance: disguise.id('task', task.id), stage: task.stage ?? 'admission', role: task.role, group: task.ward };
  const at = (time: Date, transition: Transition, resource: string | null, n: number): Timed => timed(time, { ...about, transition, resource }, `task/${task.id}/${transition}/${n}`);
  const taken = story.find(({ kind }) => kind === 'claimed');
  // Some tasks begin in somebody's hands.
  const start = taken ? at(taken.at, 'start', who(taken.actorId, taken.actor, 'person'), 0) : task.claimedAt ? at(task.claimedAt, 'start', who(task.holderId ?? task.completedBy, task.holder ?? task.completer, 'person'), 0) : null;
  return [
    at(task.createdAt, 'schedule', 'Careway', 0),
    ...(start ? [start] : []),
    ...story.filter(({ kind }) => kind !== 'claimed').map((row, n) => at(row.at, row.kind === 'on-hold' ? 'suspend' : 'resume', who(row.actorId, row.actor, 'workflow'), n)),
    ...(task.status === 'completed' && task.completedAt ? [at(task.completedAt, 'complete', who(task.completedBy, task.completer, 'payer'), 0)] : []),
    ...(task.status === 'cancelled' || task.status === 'failed' ? [at(task.updatedAt, 'withdraw', 'Careway', 0)] : []),
  ];
}
