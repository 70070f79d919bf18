import { z } from 'zod';
import { LEARNT_SKILLS, type Skill, SKILLS } from '../../domain/shifts/skills';
import { endpoint } from './endpoint';
import { calendarDay, id, isoDate, isoDateTime, version } from './shapes';
import { patientInList } from './tasks';

const tag = 'shifts';
const shift = z.enum(['day', 'night']);
const when = { date: isoDate, shift };
const skill = z.enum(Object.keys(SKILLS) as [Skill, ...Skill[]]);
const person = z.object({ id, name: z.string() });
const ward = z.strictObject({ wardId: id });
const words = z.string().trim().max(4000);
const sbar = z.object({ situation: words, background: words, assessment: words, recommendation: words });

const gap = z.object({ skill, label: z.string(), needed: z.int(), there: z.int() }).meta({ id: 'CoverGap' });
const rostered = z.object({ shiftId: id, person, skills: z.array(z.string()), isAway: z.boolean().meta({ description: 'on leave in this time: does not count' }), version });
const rosterShift = z.object({ ...when, startsAt: isoDateTime, endsAt: isoDateTime, people: z.array(rostered), gaps: z.array(gap) });

export const handover = z
  .object({
    id: id.nullable().meta({ description: 'null: not given yet' }), encounterId: id, wardId: id, ...when, status: z.enum(['draft', 'given', 'accepted']), patient: patientInList, sbar,
    nurse: person.nullable().meta({ description: 'who has the patient this shift' }), nextNurse: person.nullable(), givenBy: person.nullable(), givenAt: isoDateTime.nullable(), acceptedBy: person.nullable(), acceptedAt: isoDateTime.nullable(), version: z.int(),
  })
  .meta({ id: 'Handover' });
const handoverInList = handover.omit({ sbar: true }).meta({ id: 'HandoverInList' });

const assignedPatient = z.object({
  encounterId: id, patient: patientInList, room: z.string(), load: z.int().meta({ description: 'points' }), nurse: person.nullable(),
  proposal: person.extend({ because: z.string() }).nullable(),
});

/** Roster, who looks after whom, and what one shift tells the next. */
export const shiftsContract = {
  readRoster: endpoint('readRoster', {
    method: 'get', path: '/api/v1/roster', tag, summary: 'Who is on which ward when, and what each shift lacks',
    query: z.strictObject({ wardId: id.optional(), from: calendarDay.optional(), days: z.coerce.number().int().min(1).max(28).default(7) }),
    reply: z.object({
      from: isoDate, gaps: z.int().meta({ description: 'shifts that lack somebody' }),
      wards: z.array(z.object({ id, name: z.string(), cover: z.array(z.object({ shift, skill, label: z.string(), minimum: z.int() })), shifts: z.array(rosterShift) })),
      staff: z.array(person.extend({ skills: z.array(z.string()), wardIds: z.array(id) })),
    }),
  }),
  addToRoster: endpoint('addToRoster', {
    method: 'post', path: '/api/v1/roster', tag, status: 201, summary: 'Put somebody on a shift', problems: [409, 422],
    description: 'Nobody works in two places at once (409), on leave, or a third shift in a row (422).', body: z.strictObject({ userId: id, wardId: id, ...when }), reply: z.object({ shiftId: id, version }),
  }),
  takeOffRoster: endpoint('takeOffRoster', {
    method: 'post', path: '/api/v1/roster/{shiftId}/cancellation', tag, summary: 'Take somebody off a shift', params: z.strictObject({ shiftId: id }), problems: [409],
    body: z.strictObject({ version }), reply: z.object({ shiftId: id, version }),
  }),
  setCover: endpoint('setCover', {
    method: 'put', path: '/api/v1/wards/{wardId}/cover', tag, summary: 'Say what a ward needs at least, shift by shift', params: ward, problems: [409, 422],
    body: z.strictObject({ cover: z.array(z.strictObject({ shift, skill, minimum: z.int().min(1).max(50) })).max(20) }), reply: z.object({ wardId: id, rules: z.int() }),
  }),
  setSkills: endpoint('setSkills', {
    method: 'put', path: '/api/v1/users/{userId}/skills', tag, summary: 'Say what somebody can do', params: z.strictObject({ userId: id }), problems: [409, 422],
    body: z.strictObject({ skills: z.array(z.enum(LEARNT_SKILLS)).max(10) }), reply: z.object({ userId: id, skills: z.array(z.string()) }),
  }),
  readAssignments: endpoint('readAssignments', {
    method: 'get', path: '/api/v1/wards/{wardId}/assignments', tag, summary: 'Who looks after whom in a shift, with a proposal by roster and load', params: ward,
    query: z.strictObject({ which: z.enum(['current', 'next']).default('current') }),
    reply: z.object({ wardId: id, ward: z.string(), ...when, startsAt: isoDateTime, endsAt: isoDateTime, nurses: z.array(person.extend({ patients: z.int(), load: z.int(), isAway: z.boolean() })), patients: z.array(assignedPatient) }),
  }),
  assignPatients: endpoint('assignPatients', {
    method: 'put', path: '/api/v1/wards/{wardId}/assignments', tag, summary: 'Give patients to the nurses of a shift', params: ward, problems: [409, 422],
    body: z.strictObject({ ...when, assignments: z.array(z.strictObject({ encounterId: id, nurseId: id })).min(1).max(200) }), reply: z.object({ assigned: z.int() }),
  }),
  listHandovers: endpoint('listHandovers', {
    method: 'get', path: '/api/v1/handovers', tag, summary: 'Handovers of the shift that is on: mine to give, and those given that wait for the next nurse',
    query: z.strictObject({ wardId: id.optional(), scope: z.enum(['mine', 'ward']).default('mine') }), problems: [404], reply: z.object({ ...when, endsAt: isoDateTime, toGive: z.array(handoverInList), toAccept: z.array(handoverInList) }),
  }),
  readHandover: endpoint('readHandover', {
    method: 'get', path: '/api/v1/encounters/{encounterId}/handover', tag, summary: 'The handover of this shift: as given, or composed from the record (SBAR)', params: z.strictObject({ encounterId: id }), reply: handover,
  }),
  giveHandover: endpoint('giveHandover', {
    method: 'put', path: '/api/v1/encounters/{encounterId}/handover', tag, summary: 'Hand a patient over to the next shift, in one’s own words', params: z.strictObject({ encounterId: id }), problems: [409, 422],
    body: z.strictObject({ version: z.int().min(0), sbar }), reply: handover,
  }),
  acceptHandovers: endpoint('acceptHandovers', {
    method: 'post', path: '/api/v1/handovers/acceptance', tag, summary: 'Take over patients with one action; work that was under way goes along', problems: [409],
    body: z.strictObject({ handoverIds: z.array(id).min(1).max(60) }), reply: z.object({ results: z.array(z.object({ handoverId: id, done: z.boolean(), problem: z.string().nullable(), tasks: z.int() })) }),
  }),
} as const;
