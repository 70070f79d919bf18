import { internalContract } from '../contract/internal';
import { notificationsContract } from '../contract/notifications';
import { type Act, execute, selectOne } from '../http/act';
import { notFound } from '../http/problem';
import { type Route, route } from '../http/route';
import { beginDelivery, endDelivery, listAlerts, listDeliveries, listDue, lockNotification, retryDelivery } from '../services/notifications/deliveries';
import { notifyPatient } from '../services/notifications/notify';

const load = (act: Act, { params }: { params: { notificationId: string } }) => lockNotification(act, params.notificationId);

/** Alerts for people, deliveries for the notifier and its dead letters. */
export function notificationRoutes(): Route[] {
  return [
    route(notificationsContract.listAlerts, { policy: 'notification.list', handle: (act, { query }) => listAlerts(act, query) }),
    route(notificationsContract.countAlerts, {
      policy: 'notification.list',
      handle: async (act) => {
        const row = await selectOne<{ n: number }>(act, "SELECT COUNT(*) AS n FROM notifications WHERE recipient_id = ? AND channel = 'app' AND read_at IS NULL", [act.principal.id]);
        return { unread: Number(row?.n ?? 0) };
      },
    }),
    route(notificationsContract.readAlert, {
      policy: 'notification.list', load,
      handle: async (act, { loaded }) => {
        if (loaded.recipientId !== act.principal.id || loaded.channel !== 'app') throw notFound();
        if (!loaded.readAt) await execute(act, 'UPDATE notifications SET read_at = ? WHERE id = ?', [act.now, loaded.id]);
        return { readAt: (loaded.readAt ?? act.now).toISOString() };
      },
    }),
    route(notificationsContract.listDeliveries, { policy: 'admin.read', handle: (act, { query }) => listDeliveries(act, query) }),
    route(notificationsContract.retryDelivery, { policy: 'admin.write', load, handle: async (act, { loaded }) => ({ status: await retryDelivery(act, loaded) }) }),
    route(notificationsContract.listDueDeliveries, { policy: 'internal', handle: async (act) => ({ items: await listDue(act) }) }),
    route(notificationsContract.beginDelivery, { policy: 'internal', load, handle: (act, { loaded }) => beginDelivery(act, loaded) }),
    route(notificationsContract.endDelivery, { policy: 'internal', load, handle: async (act, { loaded, body }) => ({ status: await endDelivery(act, loaded, body) }) }),
    route(internalContract.notifyPatient, {
      policy: 'internal',
      load: (act, { params }) => selectOne<{ id: string; patientId: string }>(act, 'SELECT id, patient_id AS patientId FROM encounters WHERE id = ?', [params.encounterId]),
      handle: async (act, { loaded, body }) => {
        const appointment = body.appointmentId ? await selectOne<{ startsAt: Date }>(act, 'SELECT starts_at AS startsAt FROM appointments WHERE id = ?', [body.appointmentId]) : null;
        const data = appointment ? { startsAt: appointment.startsAt.toISOString() } : {};
        return { notifications: await notifyPatient(act, loaded.patientId, { id: `${loaded.id}/${body.event}`, template: body.template, data, encounterId: loaded.id }) };
      },
    }),
  ];
}
