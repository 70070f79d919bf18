import { newId } from '../../../../../db/newId';
import { MINUTE_MS } from '../../../../../domain/time';
import { type Act, execute, select, selectOne } from '../../../../http/act';
import { conflict, invalid, notFound } from '../../../../http/problem';
import { type TaskAtHand, type TaskEffect } from '../../effect';

const VISIT_MS = 30 * MINUTE_MS;
const OFFERED = 60;

/** A date with a clinician, once: a slot that is taken is refused. */
export const bookFollowUp: TaskEffect = {
  input: async (act, task) => {
    const practitioners = await practitionersFor(act, task);
    return { options: { practitionerId: practitioners.map(({ id, name, specialty }) => ({ value: id, label: specialty ? `${name}, ${specialty.toLowerCase()}` : name })) } };
  },
  apply: async (act, task, values) => {
    if (values['needed'] !== true) return { appointmentId: null, startsAt: null };
    if (task.patientId === null) throw notFound();
    const startsAt = readTime(String(values['startsAt']));
    if (startsAt <= act.now) throw invalid([{ field: 'startsAt', message: 'The appointment must lie in the future.' }]);
    const practitionerId = typeof values['practitionerId'] === 'string' ? values['practitionerId'] : null;
    const appointmentId = await book(act, { patientId: task.patientId, encounterId: task.encounterId, practitionerId, startsAt });
    return { appointmentId, startsAt: startsAt.toISOString() };
  },
};

interface NewAppointment {
  readonly patientId: string;
  readonly encounterId: string | null;
  readonly practitionerId: string | null;
  readonly startsAt: Date;
}

async function book(act: Act, { patientId, encounterId, practitionerId, startsAt }: NewAppointment): Promise<string> {
  const id = newId();
  const endsAt = new Date(startsAt.getTime() + VISIT_MS);
  if (practitionerId !== null) await requireFree(act, practitionerId, startsAt, endsAt);
  // The unique key has the last word on two people booking one slot at once; IGNORE turns it into a count.
  const inserted = await execute(act, 'INSERT IGNORE INTO appointments (id, patient_id, encounter_id, practitioner_id, kind, status, starts_at, ends_at, created_at) VALUES (?)', [
    [id, patientId, encounterId, practitionerId, 'follow-up', 'booked', startsAt, endsAt, act.now],
  ]);
  if (inserted === 0) throw slotTaken();
  act.audits.push({ action: 'appointment.booked', resourceType: 'appointment', resourceId: id, patientId });
  return id;
}

/** Holding the practitioner's row, so that overlapping bookings come one after the other. */
async function requireFree(act: Act, practitionerId: string, startsAt: Date, endsAt: Date): Promise<void> {
  const practitioner = await selectOne(act, 'SELECT id FROM practitioners WHERE id = ? FOR UPDATE', [practitionerId]);
  if (!practitioner) throw invalid([{ field: 'practitionerId', message: 'There is no such clinician.' }]);
  const overlapping = await selectOne(act, "SELECT id FROM appointments WHERE practitioner_id = ? AND status IN ('booked', 'arrived') AND starts_at < ? AND ends_at > ? LIMIT 1", [practitionerId, endsAt, startsAt]);
  if (overlapping) throw slotTaken();
}

function slotTaken() {
  return conflict('slot-taken', 'This clinician has another patient at that time. Choose another time.');
}

/** The clinician of the stay first, then others by name. */
async function practitionersFor(act: Act, task: TaskAtHand): Promise<{ id: string; name: string; specialty: string | null }[]> {
  return select(
    act,
    `SELECT p.id, p.name, p.specialty FROM practitioners p LEFT JOIN encounters e ON e.id = ? AND e.practitioner_id = p.id ORDER BY e.id IS NULL, p.name LIMIT ${OFFERED}`,
    [task.encounterId],
  );
}

/** A time without an offset is the hospital's, which keeps UTC. */
function readTime(text: string): Date {
  return new Date(/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`);
}
