import { type Act, selectOne } from '../../http/act';
import { notifyPatient, writeNotification } from '../notifications/notify';

/** Tell somebody what happened to their login: in the app, and by e-mail where they can be reached, because whoever took it over sees the app too. */
export async function tellUser(act: Act, userId: string, eventId: string, sentence: string): Promise<void> {
  const user = await selectOne<{ email: string | null; patientId: string | null }>(act, 'SELECT email, patient_id AS patientId FROM staff_users WHERE id = ?', [userId]);
  const event = { template: 'login-changed' as const, data: { deadline: sentence } };
  if (user?.patientId) return void (await notifyPatient(act, user.patientId, { id: eventId, ...event, encounterId: null }));
  for (const channel of user?.email ? (['app', 'email'] as const) : (['app'] as const)) await writeNotification(act, { eventId, recipientKind: 'staff', recipientId: userId, channel, ...event });
}
