import { z } from 'zod';
import { endpoint } from './endpoint';
import { calendarDay, id, isoDate, isoDateTime, listOf, page } from './shapes';

const tag = 'audit';
const outcome = z.enum(['done', 'denied', 'failed']);
const actor = z.object({ id: id.nullable(), name: z.string(), kind: z.enum(['person', 'service', 'nobody']) });
const eventId = z.string().regex(/^\d{1,3}-\d{1,15}$/).meta({ description: 'chain and sequence: "3-1207"' });

export const auditEvent = z
  .object({
    id: eventId, at: isoDateTime, actor, action: z.string(), resourceType: z.string(), resourceId: z.string().nullable(), patientId: id.nullable(), outcome,
    requestId: z.string().nullable(), address: z.string().nullable(), hasDetail: z.boolean(),
  })
  .meta({ id: 'AuditEvent' });

const access = z.object({ at: isoDateTime, actor, words: z.string().meta({ description: 'what was done, in words' }), action: z.string(), resourceType: z.string(), outcome }).meta({ id: 'Access' });

const listView = access.omit({ at: true, outcome: true }).extend({ times: z.int().positive(), firstAt: isoDateTime, lastAt: isoDateTime }).meta({ id: 'ListView' });

const period = {
  from: isoDateTime.optional().meta({ description: 'from this moment on' }),
  to: isoDateTime.optional().meta({ description: 'before this moment' }),
};

export const auditContract = {
  listAuditEvents: endpoint('listAuditEvents', {
    method: 'get', path: '/api/v1/audit', tag, summary: 'The audit trail, newest first',
    description: 'What a list showed stands in the detail of the list’s one event, not under each patient: readListViews finds a patient there.',
    query: z.strictObject({ ...page, ...period, patientId: id.optional(), actorId: id.optional(), action: z.string().trim().min(1).max(60).optional().meta({ description: 'exactly, or its start with a final *: "user.*"' }), outcome: outcome.optional() }),
    reply: listOf(auditEvent),
  }),
  readAuditEvent: endpoint('readAuditEvent', {
    method: 'get', path: '/api/v1/audit/{eventId}', tag, summary: 'One event with its sealed detail: before and after, what a list showed', params: z.strictObject({ eventId }),
    reply: auditEvent.extend({ detail: z.unknown() }),
  }),
  listAccesses: endpoint('listAccesses', {
    method: 'get', path: '/api/v1/patients/{patientId}/accesses', tag, summary: 'Who looked at this patient’s record or changed it, newest first',
    description: 'For auditors, the privacy officer, administrators and the patient. Lists that showed the patient are not among them: see readListViews.', params: z.strictObject({ patientId: id }), query: z.strictObject({ ...page, ...period }), reply: listOf(access),
  }),
  readListViews: endpoint('readListViews', {
    method: 'get', path: '/api/v1/patients/{patientId}/list-views', tag, summary: 'Who had this patient before them in a list on one day',
    description: 'For auditors, the privacy officer, administrators and the patient. Each person and kind of list once, newest first. Lists are one event each on the trail, with what they showed sealed in it: all of the day are opened for this.',
    params: z.strictObject({ patientId: id }), query: z.strictObject({ on: calendarDay.optional().meta({ description: 'a day of the hospital; today when left out' }) }),
    reply: z.object({ on: isoDate, items: z.array(listView), isWhole: z.boolean().meta({ description: 'false: there were so many lists on that day that only the newest were opened' }) }),
  }),
} as const;
