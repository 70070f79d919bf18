import { z } from 'zod';
import { STAGES } from '../../domain/journey/stages';
import { ROLES } from '../../domain/roles';
import { OPEN_TASK_STATUSES, SLA_RUNGS, TASK_STATUSES } from '../../domain/tasks/taskType';
import { TASK_TYPES, type TaskTypeName } from '../../domain/tasks/types';
import { endpoint } from './endpoint';
import { id, isoDateTime, listOf, page, version } from './shapes';
import { staffContract } from './staff';

const tag = 'tasks';
const task = z.strictObject({ taskId: id });
const typeNames = Object.keys(TASK_TYPES) as [TaskTypeName, ...TaskTypeName[]];
const person = z.object({ id, name: z.string() });
const values = z.record(z.string().max(60), z.unknown()).meta({ description: 'The form, field by field; the task’s `form` says which' });

/** The patient of a list row: enough to know who, never more. */
export const patientInList = z
  .object({ id, name: z.string(), mrn: z.string(), birthDate: z.string(), gender: z.string(), bed: z.string().nullable(), ward: z.string().nullable(), news2: z.int().nullable(), isRestricted: z.boolean().meta({ description: 'the record does not open for the caller: name, number and birth date are hidden' }) })
  .meta({ id: 'PatientInList' });

export const taskInList = z
  .object({
    id, type: z.enum(typeNames), title: z.string(), why: z.string(), stage: z.enum(STAGES), status: z.enum(TASK_STATUSES), role: z.enum(ROLES), priority: z.int(),
    dueAt: isoDateTime, overdue: z.boolean(), slaRung: z.enum(SLA_RUNGS).nullable(), followUpAt: isoDateTime.nullable(), createdAt: isoDateTime,
    holder: person.nullable(),
    covering: z.boolean().meta({ description: 'its holder is on leave and the caller substitutes: the caller may work it' }),
    owner: person.nullable().meta({ description: 'who delegated it and gets it back' }),
    team: z.object({ id, name: z.string() }).nullable(),
    paused: z.object({ since: isoDateTime, until: isoDateTime.nullable() }).nullable().meta({ description: 'on hold: its clock stands still' }),
    patient: patientInList.nullable(), journeyId: id.nullable(), encounterId: id.nullable(),
    claim: z.object({ id, number: z.string(), chargeCents: z.int() }).nullable(), version,
  })
  .meta({ id: 'TaskInList' });

const option = z.object({ value: z.string(), label: z.string() });
const formValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const taskDetail = z
  .object({
    task: taskInList,
    form: z.object({ version: z.int(), fields: z.array(z.record(z.string(), z.unknown())) }).meta({ description: 'domain/tasks/form: Form' }),
    input: z.object({
      rows: z.record(z.string(), z.array(z.object({ id: z.string(), label: z.string(), hint: z.string().optional(), values: z.record(z.string(), formValue).optional(), options: z.record(z.string(), z.array(option)).optional() }))).optional(),
      options: z.record(z.string(), z.array(option)).optional(),
      values: z.record(z.string(), formValue).optional(),
      last: z.record(z.string(), z.string()).optional().meta({ description: 'what a field held last time' }),
      facts: z.array(z.object({ label: z.string(), value: z.string() })).optional(),
    }),
    draft: z.object({ values, savedAt: isoDateTime }).nullable().meta({ description: 'what this person typed and did not finish' }),
    output: values.nullable(),
    completedAt: isoDateTime.nullable(),
    completedBy: person.nullable(),
    mayWork: z.boolean(),
    history: z.array(z.object({ kind: z.string(), at: isoDateTime, actor: z.string().nullable(), target: z.string().nullable(), comment: z.string().nullable() })),
  })
  .meta({ id: 'TaskDetail' });

const comment = z.string().max(500).optional();
const changed = z.object({ id, version, status: z.enum(TASK_STATUSES), holder: person.nullable() });
const bulkResult = z.object({ results: z.array(z.object({ taskId: id, done: z.boolean(), problem: z.string().nullable(), holder: person.nullable() })) });

/** What the inbox can be sorted by; each is stable and pages without gaps. */
export const TASK_SORTS = ['due', 'priority', 'newest', 'acuity', 'type', 'followUp', 'holder', 'bed'] as const;

const filters = {
  scope: z.enum(['mine', 'role', 'team', 'all']).default('role').meta({ description: 'mine: I hold it, or substitute for its holder; role: my roles and wards; team: my teams' }),
  role: z.enum(ROLES).optional(),
  wardId: id.optional(),
  type: z.enum(typeNames).optional(),
  stage: z.enum(STAGES).optional(),
  status: z.enum(OPEN_TASK_STATUSES).optional(),
  holder: z.union([z.enum(['none', 'anyone', 'me']), id]).optional().meta({ description: 'nobody, anybody, the caller, or one person' }),
  teamId: id.optional(),
  delegated: z.enum(['true']).optional().meta({ description: 'the caller delegated it and gets it back' }),
  overdue: z.enum(['true']).optional(),
  dueFrom: isoDateTime.optional(),
  dueTo: isoDateTime.optional(),
  followUp: z.enum(['set', 'come']).optional().meta({ description: 'with a reminder; or one whose time has come' }),
  priority: z.coerce.number().int().min(0).max(2).optional(),
  acuity: z.coerce.number().int().min(0).max(20).optional().meta({ description: 'patients whose NEWS2 is at least this' }),
  patientId: id.optional(),
  journeyId: id.optional(),
  claimId: id.optional(),
  q: z.string().trim().min(1).max(80).optional().meta({ description: 'patient name, MRN or bed' }),
};

export const tasksContract = {
  ...staffContract,
  listTasks: endpoint('listTasks', {
    method: 'get', path: '/api/v1/tasks', tag, summary: 'The inbox: open tasks',
    query: z.strictObject({ ...page, ...filters, sort: z.enum(TASK_SORTS).default('due'), reverse: z.enum(['true']).optional().meta({ description: 'the same order from its end' }), count: z.enum(['true']).optional().meta({ description: 'also count all that match' }) }),
    reply: listOf(taskInList),
  }),
  countTasks: endpoint('countTasks', {
    method: 'get', path: '/api/v1/tasks/counts', tag, summary: 'Live counts for the inbox',
    reply: z.object({ mine: z.int(), role: z.int(), unclaimed: z.int(), overdue: z.int(), byType: z.array(z.object({ type: z.enum(typeNames), title: z.string(), count: z.int() })) }),
  }),
  readTask: endpoint('readTask', { method: 'get', path: '/api/v1/tasks/{taskId}', tag, summary: 'One task with its form', params: task, reply: taskDetail }),
  claimTask: endpoint('claimTask', { method: 'post', path: '/api/v1/tasks/{taskId}/claim', tag, summary: 'Take the task', params: task, reply: changed, problems: [409] }),
  releaseTask: endpoint('releaseTask', { method: 'post', path: '/api/v1/tasks/{taskId}/release', tag, summary: 'Put the task back', params: task, reply: changed, problems: [409] }),
  reassignTask: endpoint('reassignTask', {
    method: 'post', path: '/api/v1/tasks/{taskId}/assignment', tag, summary: 'Hand the task to a colleague', params: task,
    body: z.strictObject({ userId: id, comment }), reply: changed, problems: [409, 422],
  }),
  delegateTask: endpoint('delegateTask', {
    method: 'post', path: '/api/v1/tasks/{taskId}/delegation', tag, summary: 'Let a colleague do the task; it comes back to its owner', params: task,
    body: z.strictObject({ userId: id, comment }), reply: changed, problems: [409, 422],
  }),
  handBackTask: endpoint('handBackTask', {
    method: 'post', path: '/api/v1/tasks/{taskId}/hand-back', tag, summary: 'Give a delegated task back to its owner', params: task, body: z.strictObject({ comment }), reply: changed, problems: [409, 422],
  }),
  assignTeam: endpoint('assignTeam', {
    method: 'put', path: '/api/v1/tasks/{taskId}/team', tag, summary: 'Give the task to a team, or to none', params: task, body: z.strictObject({ teamId: id.nullable() }), reply: changed, problems: [409, 422],
  }),
  pauseTask: endpoint('pauseTask', {
    method: 'post', path: '/api/v1/tasks/{taskId}/hold', tag, summary: 'Put the task on hold: its clock stands still', params: task,
    body: z.strictObject({ until: isoDateTime.nullable().default(null), reason: z.string().trim().min(1).max(500) }), reply: changed, problems: [409, 422],
  }),
  resumeTask: endpoint('resumeTask', {
    method: 'delete', path: '/api/v1/tasks/{taskId}/hold', tag, summary: 'Take the task off hold: its clock goes on', params: task, reply: changed, problems: [409, 422],
  }),
  rescheduleTask: endpoint('rescheduleTask', {
    method: 'post', path: '/api/v1/tasks/{taskId}/follow-up', tag, summary: 'Set or clear a follow-up date', params: task,
    body: z.strictObject({ followUpAt: isoDateTime.nullable() }), reply: changed, problems: [409],
  }),
  commentTask: endpoint('commentTask', {
    method: 'post', path: '/api/v1/tasks/{taskId}/comments', tag, status: 201, summary: 'Comment on the task', params: task,
    body: z.strictObject({ text: z.string().trim().min(1).max(1000) }), reply: z.object({ added: z.literal(true) }),
  }),
  saveDraft: endpoint('saveDraft', { method: 'put', path: '/api/v1/tasks/{taskId}/draft', tag, summary: 'Keep what was typed', params: task, body: z.strictObject({ values }), reply: z.object({ savedAt: isoDateTime }), problems: [409] }),
  completeTask: endpoint('completeTask', {
    method: 'post', path: '/api/v1/tasks/{taskId}/complete', tag, summary: 'Complete the task with its form', params: task,
    body: z.strictObject({ version, values }), reply: changed, problems: [409, 422],
  }),
  changeTasks: endpoint('changeTasks', {
    method: 'post', path: '/api/v1/tasks/bulk', tag, summary: 'Claim, release, assign, delegate or reschedule many, with a result for each',
    body: z.strictObject({ action: z.enum(['claim', 'release', 'assign', 'delegate', 'reschedule']), taskIds: z.array(id).min(1).max(500), userId: id.optional(), teamId: id.nullable().optional(), comment, followUpAt: isoDateTime.nullable().optional() }),
    reply: bulkResult,
  }),
  listColleagues: endpoint('listColleagues', {
    method: 'get', path: '/api/v1/tasks/{taskId}/colleagues', tag, summary: 'Who could take this task', params: task,
    reply: z.object({ items: z.array(z.object({ id, name: z.string(), openTasks: z.int() })) }),
  }),
} as const;
