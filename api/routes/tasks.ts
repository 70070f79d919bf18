import { tasksContract } from '../contract/tasks';
import { type Route, route } from '../http/route';
import { changeTasks } from '../services/tasks/bulk';
import { completeTask } from '../services/tasks/complete';
import { readTask, saveDraft } from '../services/tasks/detail';
import { assignTeam, claimTask, delegateTask, handBackTask, listColleagues, reassignTask, releaseTask, rescheduleTask } from '../services/tasks/hold';
import { listTasks } from '../services/tasks/inbox';
import { countTasks } from '../services/tasks/inboxCounts';
import { lockTask } from '../services/tasks/lockTask';
import { pauseTask, resumeTask } from '../services/tasks/pause';
import { recordTaskEvent } from '../services/tasks/taskEvents';
import { type Act } from '../http/act';
import { staffRoutes } from './staff';

const load = (act: Act, { params }: { params: { taskId: string } }) => lockTask(act, params.taskId);

/** The inbox and what people do with tasks. */
export function taskRoutes(): Route[] {
  return [
    ...staffRoutes(),
    route(tasksContract.listTasks, { policy: 'task.list', handle: (act, { query }) => listTasks(act, query) }),
    route(tasksContract.countTasks, { policy: 'task.list', handle: (act) => countTasks(act) }),
    route(tasksContract.readTask, { policy: 'task.read', load, handle: (act, { loaded }) => readTask(act, loaded) }),
    route(tasksContract.claimTask, { policy: 'task.work', load, handle: (act, { loaded }) => claimTask(act, loaded) }),
    route(tasksContract.releaseTask, { policy: 'task.work', load, handle: (act, { loaded }) => releaseTask(act, loaded) }),
    route(tasksContract.reassignTask, { policy: 'task.work', load, handle: (act, { loaded, body }) => reassignTask(act, loaded, body.userId, body.comment ?? null) }),
    route(tasksContract.delegateTask, { policy: 'task.work', load, handle: (act, { loaded, body }) => delegateTask(act, loaded, body.userId, body.comment ?? null) }),
    route(tasksContract.handBackTask, { policy: 'task.work', load, handle: (act, { loaded, body }) => handBackTask(act, loaded, body.comment ?? null) }),
    route(tasksContract.assignTeam, { policy: 'task.work', load, handle: (act, { loaded, body }) => assignTeam(act, loaded, body.teamId) }),
    route(tasksContract.pauseTask, { policy: 'task.work', load, handle: (act, { loaded, body }) => pauseTask(act, loaded, body.until, body.reason) }),
    route(tasksContract.resumeTask, { policy: 'task.work', load, handle: (act, { loaded }) => resumeTask(act, loaded) }),
    route(tasksContract.rescheduleTask, { policy: 'task.work', load, handle: (act, { loaded, body }) => rescheduleTask(act, loaded, body.followUpAt) }),
    route(tasksContract.commentTask, {
      policy: 'task.work', load,
      handle: async (act, { loaded, body }) => {
        await recordTaskEvent(act, loaded.id, 'commented', null, body.text);
        act.audits.push({ action: 'task.commented', resourceType: 'task', resourceId: loaded.id, patientId: loaded.patientId });
        act.announcements.push({ topic: 'task', id: loaded.id, roles: [loaded.role] });
        return { added: true as const };
      },
    }),
    route(tasksContract.saveDraft, { policy: 'task.work', load, handle: (act, { loaded, body }) => saveDraft(act, loaded, body.values) }),
    route(tasksContract.completeTask, { policy: 'task.work', load, handle: (act, { loaded, body }) => completeTask(act, loaded, body.version, body.values) }),
    route(tasksContract.changeTasks, { policy: 'task.work', handle: async (act, { body }) => ({ results: await changeTasks(act, body) }) }),
    route(tasksContract.listColleagues, { policy: 'task.work', load, handle: async (act, { loaded }) => ({ items: await listColleagues(act, loaded) }) }),
  ];
}
