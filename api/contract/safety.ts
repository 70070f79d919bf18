import { z } from 'zod';
import { SAFETY_EVENT_STATUS_NAMES, SAFETY_STEPS, type SafetyStep } from '../../domain/safety/course';
import { HARM_NAMES } from '../../domain/safety/harm';
import { SAFETY_EVENT_KIND_NAMES } from '../../domain/safety/kinds';
import { endpoint } from './endpoint';
import { id, isoDate, isoDateTime, listOf, page, version } from './shapes';
import { patientInList } from './tasks';

const tag = 'safety';
const kind = z.enum(SAFETY_EVENT_KIND_NAMES);
const harm = z.enum(HARM_NAMES);
const status = z.enum(SAFETY_EVENT_STATUS_NAMES);
const step = z.enum(Object.keys(SAFETY_STEPS) as [SafetyStep, ...SafetyStep[]]);
const detail = z.string().max(20).nullable().meta({ description: 'stage of a pressure injury, NCC MERP category of a medication error, which infection' });
const event = z.strictObject({ safetyEventId: id });
const words = z.string().trim().min(3);

const eventInList = z
  .object({
    id, number: z.string(), kind, detail, words: z.string(), harm, harmWords: z.string(), isSentinel: z.boolean(), status, statusWords: z.string(), occurredAt: isoDateTime, reportedAt: isoDateTime,
    ward: z.string().nullable(), patient: patientInList.nullable(), openActions: z.int(), overdueActions: z.int(), version,
  })
  .meta({ id: 'SafetyEventInList' });
const action = z.object({ id, what: z.string(), owner: z.object({ id, name: z.string() }), dueOn: isoDate, status: z.enum(['open', 'done', 'cancelled']), isOverdue: z.boolean(), result: z.string().nullable(), endedBy: z.string().nullable(), endedAt: isoDateTime.nullable(), version });

/** Safety events: what went wrong or nearly did, and what is done so that it does not happen again. */
export const safetyContract = {
  reportSafetyEvent: endpoint('reportSafetyEvent', {
    method: 'post', path: '/api/v1/safety-events', tag, status: 201, idempotency: 'required', summary: 'Report what went wrong or nearly did', problems: [404],
    body: z.strictObject({
      kind, detail: detail.default(null), harm, occurredAt: isoDateTime, wardId: id.nullable().default(null), place: z.string().trim().max(200).nullable().default(null), narrative: words.max(4000),
      patientId: id.nullable().default(null), encounterId: id.nullable().default(null), anonymous: z.boolean().default(false).meta({ description: 'nobody learns who reported it, the audit trail included' }),
    }),
    reply: z.object({ id: id.nullable().meta({ description: 'null when it was reported without a name: nothing leads back' }) }),
  }),
  listSafetyEvents: endpoint('listSafetyEvents', {
    method: 'get', path: '/api/v1/safety-events', tag, summary: 'Safety events: of the house, of one’s ward, or one’s own',
    query: z.strictObject({
      ...page, status: z.enum(['open', 'all', ...SAFETY_EVENT_STATUS_NAMES]).default('open'), kind: kind.optional(), harm: z.enum(['serious', ...HARM_NAMES]).optional(), wardId: id.optional(),
      q: z.string().trim().min(1).max(80).optional().meta({ description: 'number of the event, patient name or MRN' }), sort: z.enum(['newest', 'oldest']).default('newest'),
    }),
    reply: listOf(eventInList),
  }),
  readSafetyEvent: endpoint('readSafetyEvent', {
    method: 'get', path: '/api/v1/safety-events/{safetyEventId}', tag, summary: 'One event with its story', params: event,
    reply: eventInList.extend({
      place: z.string().nullable(), narrative: z.string(), encounterId: id.nullable(), factors: z.array(z.string()), rootCause: z.string().nullable(), actions: z.array(action),
      story: z.array(z.object({ kind: step, words: z.string(), actor: z.string().nullable(), at: isoDateTime, note: z.string().nullable() })), task: z.object({ id, title: z.string(), dueAt: isoDateTime }).nullable(), mayWork: z.boolean(),
    }),
  }),
  addSafetyAction: endpoint('addSafetyAction', {
    method: 'post', path: '/api/v1/safety-events/{safetyEventId}/actions', tag, status: 201, summary: 'Agree an action with its owner and date', params: event, problems: [409, 422],
    body: z.strictObject({ what: words.max(1000), ownerId: id, dueOn: isoDate }), reply: z.object({ id, version }),
  }),
  cancelSafetyAction: endpoint('cancelSafetyAction', {
    method: 'post', path: '/api/v1/safety-events/{safetyEventId}/actions/{safetyActionId}/cancellation', tag, summary: 'Drop an action, with the reason', params: event.extend({ safetyActionId: id }), problems: [409],
    body: z.strictObject({ version, reason: words.max(500) }), reply: z.object({ id, version }),
  }),
  reopenSafetyEvent: endpoint('reopenSafetyEvent', {
    method: 'post', path: '/api/v1/safety-events/{safetyEventId}/reopening', tag, summary: 'Open a closed event again, with the reason', params: event, problems: [409], body: z.strictObject({ version, reason: words.max(1000) }), reply: z.object({ id, version }),
  }),
} as const;
