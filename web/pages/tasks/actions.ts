import { DateTime } from 'luxon';
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
    const comment = visit.posted.get('comment')?.trim();
    await visit.api.call(contract.reassignTask, { params: taskOf(visit), body: { userId, ...(comment ? { comment } : {}) } });
    visit.redirect('/tasks', 'task-assigned');
  }),
  post('/tasks/:taskId/comments', async (visit) => {
    const text = visit.posted.get('text')?.trim() ?? '';
    if (text) await visit.api.call(contract.commentTask, { params: taskOf(visit), body: { text } });
    visit.redirect(`/tasks/${visit.param('taskId')}`, ...(text ? (['task-commented'] as const) : []));
  }),
  post('/tasks/:taskId/follow-up', async (visit) => {
    const typed = visit.posted.get('followUpAt') ?? '';
    const at = typed ? DateTime.fromISO(typed, { zone: visit.deps.config.timeZone }) : null;
    await visit.api.call(contract.rescheduleTask, { params: taskOf(visit), body: { followUpAt: at?.isValid ? at.toUTC().toISO() : null } });
    visit.redirect(`/tasks/${visit.param('taskId')}`, 'task-rescheduled');
  }),
];

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
  tomorrow: { words: 'set for tomorrow 07:00', flash: 'tasks-rescheduled' },
} as const satisfies Record<string, { words: string; flash: FlashCode }>;

/** Many tasks at once, with the result of each: what could not be done says why. */
async function changeMany(visit: Visit): Promise<void> {
  const taskIds = visit.posted.getAll('taskIds');
  const back = visit.cameFrom('/tasks');
  if (taskIds.length === 0) return visit.done(back, 'nothing-selected');
  const chosen = visit.posted.get('action');
  const action = chosen === 'release' || chosen === 'tomorrow' ? chosen : 'claim';
  const { results } = await visit.api.call(contract.changeTasks, {
    body: action === 'tomorrow' ? { action: 'reschedule', taskIds, followUpAt: tomorrowMorning(visit) } : { action, taskIds },
  });
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

function tomorrowMorning(visit: Visit): string {
  return DateTime.fromJSDate(visit.now, { zone: visit.deps.config.timeZone }).plus({ days: 1 }).startOf('day').set({ hour: 7 }).toUTC().toISO() ?? '';
}
