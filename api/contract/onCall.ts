import { z } from 'zod';
import { ON_CALL_DUTIES, type OnCallDuty } from '../../domain/shifts/onCall';
import { endpoint } from './endpoint';
import { calendarDay, id, isoDate, isoDateTime, version } from './shapes';

const tag = 'shifts';
const when = { date: isoDate, shift: z.enum(['day', 'night']) };
const duty = z.enum(Object.keys(ON_CALL_DUTIES) as [OnCallDuty, ...OnCallDuty[]]);
const person = z.object({ id, name: z.string() });

const onCallShift = z.object({
  ...when, startsAt: isoDateTime, endsAt: isoDateTime, people: z.array(z.object({ dutyId: id, person, isAway: z.boolean().meta({ description: 'on leave: does not count' }), version })),
  isUncovered: z.boolean().meta({ description: 'ahead, and nobody is on call' }),
});

/** Who is on call for the whole house: the last rung of ladders goes there. */
export const onCallContract = {
  readOnCall: endpoint('readOnCall', {
    method: 'get', path: '/api/v1/on-call', tag, summary: 'Who is on call when, and which shifts have nobody',
    query: z.strictObject({ from: calendarDay.optional(), days: z.coerce.number().int().min(1).max(28).default(7) }),
    reply: z.object({ from: isoDate, duties: z.array(z.object({ duty, label: z.string(), shifts: z.array(onCallShift) })), staff: z.array(person) }),
  }),
  addOnCall: endpoint('addOnCall', {
    method: 'post', path: '/api/v1/on-call', tag, status: 201, summary: 'Put somebody on call', problems: [409, 422], body: z.strictObject({ userId: id, duty, ...when }), reply: z.object({ dutyId: id, version }),
  }),
  endOnCall: endpoint('endOnCall', {
    method: 'post', path: '/api/v1/on-call/{dutyId}/cancellation', tag, summary: 'Take a duty back', params: z.strictObject({ dutyId: id }), problems: [409], body: z.strictObject({ version }), reply: z.object({ dutyId: id, version }),
  }),
} as const;
