import { DateTime } from 'luxon';
import { type z } from 'zod';
import { ApiProblem, contract } from '../../../api/client';
import { post } from '../../http/page';
import { type FlashCode } from '../../http/flash';
import { type Visit } from '../../http/visit';

/** What people do with tasks from a list or from the task's own page. */
export const taskActionPages = [
  post('/tasks/bulk', changeMany),
  post('/tasks/:taskId/start', startTask),
  post('/tasks/:taskId/claim', async (visit) => {
    await visit.api.call(contract.claimTask, { params: taskOf(visit) });
    visit.done(visit.cameFrom('/tasks'), 'task-claimed', visit.param('taskId'));
  }),
  post('/tasks/:taskId/release', async (visit) => {
    await visit.api.call(contract.releaseTask, { params: taskOf(visit) });
    visit.done(visit.cameFrom('/tasks'), 'task-released', visit.param('taskId'));
  }),
  post('/tasks/:taskId/assignment', async (visit) => {
    const userId = visit.posted.get('userId') ?? '';
    const isLent = visit.posted.get('how') === 'delegate';
    await visit.api.call(isLent ? contract.delegateTask : contract.reassignTask, { params: taskOf(visit), body: { userId, ...commentOf(visit) } });
    visit.redirect('/tasks', isLent ? 'task-delegated' : 'task-assigned');
  }),
  post('/tasks/:taskId/hand-back', async (visit) => {
    await visit.api.call(contract.handBackTask, { params: taskOf(visit), body: commentOf(visit) });
    visit.redirect('/tasks', 'task-handed-back');
  }),
  post('/tasks/:taskId/team', async (visit) => {
    await visit.api.call(contract.assignTeam, { params: taskOf(visit), body: { teamId: visit.posted.get('teamId') || null } });
    visit.redirect(`/tasks/${visit.param('taskId')}`, 'task-team');
  }),
  post('/tasks/:taskId/hold', async (visit) => {
    await visit.api.call(contract.pauseTask, { params: taskOf(visit), body: { until: momentTyped(visit, 'until'), reason: visit.posted.get('reason')?.trim() ?? '' } });
    visit.redirect(`/tasks/${visit.param('taskId')}`, 'task-paused');
  }),
  post('/tasks/:taskId/resume', async (visit) => {
    await visit.api.call(contract.resumeTask, { params: taskOf(visit) });
    visit.redirect(`/tasks/${visit.param('taskId')}`, 'task-resumed');
  }),
  post('/tasks/:taskId/comments', async (visit) => {
    const text = visit.posted.get('text')?.trim() ?? '';
    if (text) await visit.api.call(contract.commentTask, { params: taskOf(visit), body: { text } });
    visit.redirect(`/tasks/${visit.param('taskId')}`, ...(text ? (['task-commented'] as const) : []));
  }),
  post('/tasks/:taskId/follow-up', async (visit) => {
    await visit.api.call(contract.rescheduleTask, { params: taskOf(visit), body: { followUpAt: momentTyped(visit, 'followUpAt') } });
    visit.redirect(`/tasks/${visit.param('taskId')}`, 'task-rescheduled');
  }),
];

const commentOf = (visit: Visit): { comment?: string } => {
  const comment = visit.posted.get('comment')?.trim();
  return comment ? { comment } : {};
};
const taskOf = (visit: Visit): { taskId: string } => ({ taskId: visit.param('taskId') });

/** Take the task and open its form. Held by somebody else: the page says by whom. */
async function startTask(visit: Visit): Promise<void> {
  const params = taskOf(visit);
  await visit.api.call(contract.claimTask, { params }).catch((error: unknown) => {
    if (!(error instanceof ApiProblem && error.status === 409)) throw error;
  });
  visit.redirect(`/tasks/${params.taskId}`);
}

const BULK = {
  claim: { words: 'claimed', flash: 'tasks-claimed' },
  release: { words: 'put back', flash: 'tasks-released' },
  assign: { words: 'handed over', flash: 'tasks-assigned' },
  remind: { words: 'with a reminder', flash: 'tasks-reminded' },
  tomorrow: { words: 'set for tomorrow 07:00', flash: 'tasks-rescheduled' },
} as const satisfies Record<string, { words: string; flash: FlashCode }>;
type BulkAction = keyof typeof BULK;

/** Many tasks at once, with the result of each: what could not be done says why. */
async function changeMany(visit: Visit): Promise<void> {
  const taskIds = visit.posted.getAll('taskIds');
  const back = visit.cameFrom('/tasks');
  if (taskIds.length === 0) return visit.done(back, 'nothing-selected');
  const chosen = visit.posted.get('action') ?? '';
  const action: BulkAction = Object.hasOwn(BULK, chosen) ? (chosen as BulkAction) : 'claim';
  const change = bulkChange(visit, action);
  if (!change) return visit.done(back, action === 'assign' ? 'nobody-chosen' : 'no-time-chosen');
  const { results } = await visit.api.call(contract.changeTasks, { body: { ...change, taskIds } });
  const refused = results.filter(({ done }) => !done);
  if (refused.length === 0) return visit.done(back, BULK[action].flash);
  const done = results.length - refused.length;
  const summary = `${done} ${BULK[action].words}, ${refused.length} not.`;
  if (visit.isEnhanced) {
    const reasons = [...new Set(refused.map(({ problem }) => problem))].join(' ');
    visit.announce({ toast: { text: `${summary} ${reasons}`, problem: true }, refresh: true });
    visit.ctx.status = 204;
    return;
  }
  visit.render('tasks/bulk', { summary, refused, back });
}

/** What the bulk bar asks of the API; null when the choice that belongs to the button was not made. */
function bulkChange(visit: Visit, action: BulkAction): Omit<z.input<typeof contract.changeTasks.body>, 'taskIds'> | null {
  switch (action) {
    case 'claim':
    case 'release':
      return { action };
    case 'tomorrow':
      return { action: 'reschedule', followUpAt: tomorrowMorning(visit) };
    case 'remind': {
      const followUpAt = momentTyped(visit, 'followUpAt');
      return followUpAt === null ? null : { action: 'reschedule', followUpAt };
    }
    case 'assign': {
      const [kind, id] = (visit.posted.get('to') ?? '').split(':');
      return id ? { action: 'assign', ...(kind === 'team' ? { teamId: id } : { userId: id }) } : null;
    }
  }
}

/** A date and time typed in the hospital's time, as ISO; null when there is none. */
function momentTyped(visit: Visit, name: string): string | null {
  const typed = visit.posted.get(name) ?? '';
  const at = typed ? DateTime.fromISO(typed, { zone: visit.deps.config.timeZone }) : null;
  return at?.isValid ? at.toUTC().toISO() : null;
}

function tomorrowMorning(visit: Visit): string {
  return DateTime.fromJSDate(visit.now, { zone: visit.deps.config.timeZone }).plus({ days: 1 }).startOf('day').set({ hour: 7 }).toUTC().toISO() ?? '';
}
