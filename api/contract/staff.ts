import { z } from 'zod';
import { ROLES } from '../../domain/roles';
import { endpoint, nothing } from './endpoint';
import { id, isoDateTime, version } from './shapes';

const tag = 'staff';
const person = z.object({ id, name: z.string() });
const name = z.string().trim().min(1).max(60);
const memberIds = z.array(id).max(200);
const ward = z.object({ id, name: z.string() }).nullable();

export const team = z.object({ id, name: z.string(), ward, members: z.array(person), openTasks: z.int(), mine: z.boolean().meta({ description: 'the caller is a member' }), version }).meta({ id: 'Team' });

export const absence = z
  .object({ id, person, substitute: person, startsAt: isoDateTime, endsAt: isoDateTime, now: z.boolean().meta({ description: 'the substitute sees and may work the tasks just now' }), version })
  .meta({ id: 'Absence' });

/** Teams that tasks are given to, and who works for whom while somebody is on leave. */
export const staffContract = {
  listStaff: endpoint('listStaff', { method: 'get', path: '/api/v1/staff', tag, summary: 'Who works here, to choose colleagues from', reply: z.object({ items: z.array(person.extend({ roles: z.array(z.enum(ROLES)) })) }) }),
  listTeams: endpoint('listTeams', { method: 'get', path: '/api/v1/teams', tag, summary: 'Teams, their members and open tasks', reply: z.object({ items: z.array(team) }) }),
  createTeam: endpoint('createTeam', {
    method: 'post', path: '/api/v1/teams', tag, status: 201, summary: 'Make a team', body: z.strictObject({ name, wardId: id.nullable().default(null), memberIds: memberIds.default([]) }), reply: team, problems: [409, 422],
  }),
  changeTeam: endpoint('changeTeam', {
    method: 'put', path: '/api/v1/teams/{teamId}', tag, summary: 'Rename a team, change its ward and members', params: z.strictObject({ teamId: id }),
    body: z.strictObject({ version, name, wardId: id.nullable(), memberIds }), reply: team, problems: [409, 422],
  }),
  deleteTeam: endpoint('deleteTeam', {
    method: 'delete', path: '/api/v1/teams/{teamId}', tag, status: 204, summary: 'Dissolve a team; its open tasks stay in their roles’ inboxes', params: z.strictObject({ teamId: id }), reply: nothing,
  }),
  listAbsences: endpoint('listAbsences', {
    method: 'get', path: '/api/v1/absences', tag, summary: 'Leave to come and going on: the caller’s, those the caller substitutes, and everybody’s for supervisors',
    reply: z.object({ items: z.array(absence) }),
  }),
  createAbsence: endpoint('createAbsence', {
    method: 'post', path: '/api/v1/absences', tag, status: 201, summary: 'Go on leave with a substitute, who then sees and may work the tasks',
    body: z.strictObject({ userId: id.optional().meta({ description: 'whose leave; the caller’s own when absent, anybody’s for supervisors' }), substituteId: id, startsAt: isoDateTime, endsAt: isoDateTime }),
    reply: absence, problems: [409, 422],
  }),
  cancelAbsence: endpoint('cancelAbsence', {
    method: 'delete', path: '/api/v1/absences/{absenceId}', tag, status: 204, summary: 'Call a leave off, or end it now', params: z.strictObject({ absenceId: id }), reply: nothing,
  }),
  listSubstitutes: endpoint('listSubstitutes', {
    method: 'get', path: '/api/v1/substitutes', tag, summary: 'Who could substitute somebody: colleagues who may work all the same tasks',
    query: z.strictObject({ userId: id.optional() }), reply: z.object({ items: z.array(person) }),
  }),
} as const;
