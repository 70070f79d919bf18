import { z } from 'zod';
import { CHANNELS, TEMPLATES } from '../../domain/notifications/templates';
import { endpoint } from './endpoint';
import { id, isoDateTime, listOf, page } from './shapes';

const tag = 'notifications';
const one = z.strictObject({ notificationId: id });
const statuses = ['pending', 'sending', 'delivered', 'failed', 'dead', 'cancelled'] as const;
const data = z.object({ firstName: z.string().optional(), startsAt: z.string().optional(), amountCents: z.int().optional(), taskTitle: z.string().optional(), taskId: z.string().optional(), incidentId: z.string().optional(), claimId: z.string().optional(), encounterId: z.string().optional(), claimNumber: z.string().optional(), deadline: z.string().optional(), accountId: z.string().optional(), dueOn: z.string().optional(), rung: z.string().optional(), safetyEventId: z.string().optional() });

const alert = z.object({ id, template: z.enum(TEMPLATES), data, createdAt: isoDateTime, readAt: isoDateTime.nullable() }).meta({ id: 'Alert' });
const delivery = z
  .object({ id, template: z.enum(TEMPLATES), channel: z.enum(CHANNELS), recipientKind: z.enum(['patient', 'staff']), status: z.enum(statuses), attempts: z.int(), notBefore: isoDateTime, lastError: z.string().nullable(), createdAt: isoDateTime, deliveredAt: isoDateTime.nullable() })
  .meta({ id: 'Delivery' });

export const notificationsContract = {
  listAlerts: endpoint('listAlerts', { method: 'get', path: '/api/v1/alerts', tag, summary: 'My alerts, newest first', query: z.strictObject({ ...page, unread: z.enum(['true']).optional() }), reply: listOf(alert) }),
  countAlerts: endpoint('countAlerts', { method: 'get', path: '/api/v1/alerts/counts', tag, summary: 'How many alerts are unread', reply: z.object({ unread: z.int() }) }),
  readAlert: endpoint('readAlert', { method: 'post', path: '/api/v1/alerts/{notificationId}/read', tag, summary: 'Mark an alert as read', params: one, reply: z.object({ readAt: isoDateTime }) }),
  listDeliveries: endpoint('listDeliveries', { method: 'get', path: '/api/v1/notifications', tag, summary: 'Deliveries, e.g. the dead letters', query: z.strictObject({ ...page, status: z.enum(statuses).default('dead') }), reply: listOf(delivery) }),
  retryDelivery: endpoint('retryDelivery', { method: 'post', path: '/api/v1/notifications/{notificationId}/retry', tag, summary: 'Send a dead letter again', params: one, reply: z.object({ status: z.enum(statuses) }), problems: [409] }),
  listDueDeliveries: endpoint('listDueDeliveries', {
    method: 'get', path: '/api/v1/internal/notifications/due', tag: 'internal', summary: 'What should be in the queue: rebuilds it after Redis was lost',
    reply: z.object({ items: z.array(z.object({ id, attempts: z.int() })) }),
  }),
  beginDelivery: endpoint('beginDelivery', {
    method: 'post', path: '/api/v1/internal/notifications/{notificationId}/attempts', tag: 'internal', idempotency: 'optional', summary: 'Take a notification for sending', params: one,
    reply: z.object({ state: z.enum(['send', 'skip', 'later']), attemptToken: id.nullable(), channel: z.enum(CHANNELS).nullable(), to: z.string().nullable(), template: z.enum(TEMPLATES).nullable(), data: data.nullable(), waitMs: z.int() }),
  }),
  endDelivery: endpoint('endDelivery', {
    method: 'post', path: '/api/v1/internal/notifications/{notificationId}/result', tag: 'internal', idempotency: 'optional', summary: 'Say how sending went', params: one,
    body: z.strictObject({ attemptToken: id, outcome: z.enum(['delivered', 'failed', 'dead']), providerId: z.string().max(120).nullable(), error: z.string().max(200).nullable() }),
    reply: z.object({ status: z.enum(statuses) }), problems: [409],
  }),
} as const;
