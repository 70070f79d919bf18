import { newId } from '../../../db/newId';
import { type Channel, type MessageData, type Template } from '../../../domain/notifications/templates';
import { nextAllowed, PATIENT_QUIET_HOURS } from '../../../domain/notifications/quietHours';
import { type Role } from '../../../domain/roles';
import { type Act, execute, select, selectOne } from '../../http/act';

/** Local time of the hospital minus UTC, in minutes; quiet hours follow it. */
const OFFSET_MINUTES = Number(process.env['HOSPITAL_UTC_OFFSET_MINUTES'] ?? 0);

interface NewNotification {
  readonly eventId: string;
  readonly recipientKind: 'patient' | 'staff';
  readonly recipientId: string;
  readonly channel: Channel;
  readonly template: Template;
  readonly data: MessageData;
  readonly encounterId?: string | null;
  readonly notBefore?: Date;
}

/** One row per event, recipient and channel: asking again adds nothing. In-app alerts are delivered by being written. */
export async function writeNotification(act: Act, notification: NewNotification): Promise<boolean> {
  const id = newId();
  const isApp = notification.channel === 'app';
  const sealed = act.database.cipher.sealJson({ table: 'notifications', column: 'data_enc', id }, notification.data);
  const inserted = await execute(
    act,
    `INSERT IGNORE INTO notifications (id, event_id, recipient_kind, recipient_id, channel, template, data_enc, encounter_id, status, not_before, delivered_at, created_at, updated_at) VALUES (?)`,
    [[id, notification.eventId, notification.recipientKind, notification.recipientId, notification.channel, notification.template, sealed, notification.encounterId ?? null, isApp ? 'delivered' : 'pending', notification.notBefore ?? act.now, isApp ? act.now : null, act.now, act.now]],
  );
  if (inserted === 0) return false;
  if (isApp) act.announcements.push({ topic: 'alert', id, userId: notification.recipientId });
  else act.notificationIds.push(id);
  return true;
}

interface PatientReach {
  id: string;
  nameEnc: Buffer;
  contactEnc: Buffer | null;
  prefersChannel: string;
  portalUserId: string | null;
}

/** Tell a patient something by the way they prefer and can be reached: e-mail or SMS outside quiet hours, and the portal when they have it. */
export async function notifyPatient(act: Act, patientId: string, event: { id: string; template: Template; data: MessageData; encounterId: string | null }): Promise<number> {
  const patient = await selectOne<PatientReach>(
    act,
    `SELECT p.id, p.name_enc AS nameEnc, p.contact_enc AS contactEnc, p.prefers_channel AS prefersChannel,
       (SELECT MIN(u.id) FROM staff_users u WHERE u.patient_id = p.id AND u.disabled_at IS NULL) AS portalUserId FROM patients p WHERE p.id = ? AND p.deleted_at IS NULL`,
    [patientId],
  );
  if (!patient) return 0;
  const contact = openContact(act, patient);
  const name = act.database.cipher.openJson<{ given?: string[] }>({ table: 'patients', column: 'name_enc', id: patient.id }, patient.nameEnc);
  const data: MessageData = { ...event.data, ...(name?.given?.[0] ? { firstName: name.given[0] } : {}) };
  const notBefore = new Date(nextAllowed(act.now.toISOString(), PATIENT_QUIET_HOURS, OFFSET_MINUTES));
  const channel = chooseChannel(patient.prefersChannel, contact);
  const base = { eventId: event.id, template: event.template, data, encounterId: event.encounterId };
  let written = 0;
  if (channel && (await writeNotification(act, { ...base, recipientKind: 'patient', recipientId: patient.id, channel, notBefore }))) written += 1;
  if (patient.portalUserId && (await writeNotification(act, { ...base, recipientKind: 'staff', recipientId: patient.portalUserId, channel: 'app' }))) written += 1;
  return written;
}

/** Alert everybody with a role (of a ward, when one is given) in the app. */
export async function alertRole(act: Act, role: Role, wardId: string | null, event: { id: string; template: Template; data: MessageData; encounterId: string | null }): Promise<number> {
  const people = await select<{ id: string }>(
    act,
    `SELECT u.id FROM staff_users u JOIN staff_roles r ON r.user_id = u.id WHERE r.role = :role AND u.disabled_at IS NULL
       AND (:wardId IS NULL OR NOT EXISTS (SELECT 1 FROM staff_wards w WHERE w.user_id = u.id) OR EXISTS (SELECT 1 FROM staff_wards w WHERE w.user_id = u.id AND w.ward_id = :wardId)) ORDER BY u.id LIMIT 200`,
    { role, wardId },
  );
  let written = 0;
  for (const person of people) if (await writeNotification(act, { eventId: event.id, recipientKind: 'staff', recipientId: person.id, channel: 'app', template: event.template, data: event.data, encounterId: event.encounterId })) written += 1;
  return written;
}

export interface Contact {
  readonly email?: string | null;
  readonly phone?: string | null;
}

export function openContact(act: Pick<Act, 'database'>, patient: { id: string; contactEnc: Buffer | null }): Contact {
  return act.database.cipher.openJson<Contact>({ table: 'patients', column: 'contact_enc', id: patient.id }, patient.contactEnc) ?? {};
}

function chooseChannel(prefers: string, contact: Contact): 'email' | 'sms' | null {
  if (prefers === 'sms' && contact.phone) return 'sms';
  if (contact.email) return 'email';
  return contact.phone ? 'sms' : null;
}
