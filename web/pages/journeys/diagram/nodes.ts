import { type contract } from '../../../../api/client';
import { type Stage } from '../../../../domain/journey/stages';
import { type Reply } from '../../../http/visit';
import { type IconName } from '../../../render/icons';
import { shortTime, span } from '../../../render/time';

export type Detail = Reply<typeof contract.readJourney>;
type Status = Detail['stages'][number]['status'];
type Branch = Detail['branches'][number];
type Task = Detail['tasks'][number];

/** One box of the pathway: a stage, or what goes off from it. */
export interface PathwayNode {
  readonly kind: 'stage' | 'branch';
  readonly stage: Stage;
  readonly status: Status;
  readonly label: string;
  /** "Done in 3 h", "Now, for 20 min": the state in words, which the icon repeats. */
  readonly state: string;
  readonly glyph: IconName;
  readonly time: string | null;
  /** Where on this page the evidence stands. */
  readonly href: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

export interface Clock {
  readonly now: string;
  readonly zone: string;
}

const STATES: Readonly<Record<Status, { glyph: IconName; words: string }>> = {
  waiting: { glyph: 'circle', words: 'To come' },
  current: { glyph: 'current', words: 'Now' },
  done: { glyph: 'done', words: 'Done' },
  skipped: { glyph: 'skip', words: 'Skipped' },
  'in-trouble': { glyph: 'alert', words: 'In trouble' },
};

/** Tasks of one stage that are drawn; the rest is one box, and all of them stand in the list below. */
const MOST_TASKS = 3;

/** The line of the story about a stage, on the same page. */
export const storyOf = (journeyId: string, stage: Stage | null): string => `/journeys/${journeyId}${stage ? `?stage=${stage}` : ''}#story`;

/** A box is narrow. */
const brief = (ms: number): string => span(ms).replace('under ', '< ');

/** The stages of a journey as boxes, in order. */
export function stageNodes({ journey, stages, incidents }: Detail, clock: Clock): PathwayNode[] {
  const [stuck] = incidents.filter(({ claimId }) => claimId === null);
  return stages.map(({ stage, label, status: told, startedAt, endedAt }) => {
    // The workflow tells the record of its trouble a moment after the incident is there.
    const status = told === 'current' && stage === journey.stage && stuck ? 'in-trouble' : told;
    const { glyph, words } = STATES[status];
    const took = startedAt === null || status === 'skipped' ? null : endedAt ? ` in ${brief(Date.parse(endedAt) - Date.parse(startedAt))}` : journey.closedAt ? null : `, for ${brief(Date.parse(clock.now) - Date.parse(startedAt))}`;
    return { kind: 'stage', stage, status, label, glyph, state: `${words}${took ?? ''}`, time: startedAt && shortTime(startedAt, clock.now, clock.zone), href: status === 'in-trouble' && stuck ? `#${stuck.id}` : storyOf(journey.id, stage), startedAt, endedAt };
  });
}

/** What goes off from the stages: orders, claims, visits, and the tasks that are open now. */
export function branchNodes({ journey, branches, tasks }: Detail, clock: Clock): PathwayNode[] {
  return [...branches.map((branch) => branchNode(branch, journey.id, clock)), ...taskNodes(tasks, clock)];
}

function branchNode({ kind, stage, label, state, status, done, of, startedAt, endedAt }: Branch, journeyId: string, clock: Clock): PathwayNode {
  const { glyph, words } = STATES[status];
  const more = kind === 'visit' || kind === 'claim' ? (state ?? '').replace(/-/g, ' ') : status === 'skipped' ? '' : `${done} of ${of}`;
  const sameWord = more.toLowerCase() === words.toLowerCase();
  const at = startedAt && shortTime(startedAt, clock.now, clock.zone);
  return { kind: 'branch', stage, status, label, glyph, state: more === '' || sameWord ? words : `${words}, ${more}`, time: at, href: storyOf(journeyId, stage), startedAt, endedAt };
}

function taskNodes(tasks: readonly Task[], clock: Clock): PathwayNode[] {
  const byStage = new Map<Stage, Task[]>();
  for (const task of tasks) byStage.set(task.stage, [...(byStage.get(task.stage) ?? []), task]);
  return [...byStage].flatMap(([stage, own]) => {
    const shown = own.length > MOST_TASKS + 1 ? own.slice(0, MOST_TASKS) : own;
    const rest = own.length - shown.length;
    return [
      ...shown.map(({ id, title, dueAt, overdue, createdAt }): PathwayNode => ({
        kind: 'branch', stage, status: overdue ? 'in-trouble' : 'current', label: title, glyph: overdue ? 'alert' : 'clock', href: `#task-${id}`, startedAt: createdAt, endedAt: null,
        state: overdue ? `Overdue ${brief(Date.parse(clock.now) - Date.parse(dueAt))}` : `Due ${shortTime(dueAt, clock.now, clock.zone)}`, time: null,
      })),
      ...(rest > 0 ? [{ kind: 'branch', stage, status: 'current', label: `${rest} more tasks`, glyph: 'clock', state: 'Open', time: null, href: '#waits', startedAt: null, endedAt: null } as const] : []),
    ];
  });
}
