import { DAY_MS } from '../../domain/time';
import { type AppointmentChanged } from '../contracts/messages';
import { iso } from '../support/clock';

/** An appointment as the follow-up knows it. Times in epoch milliseconds. */
export interface Appointment {
  readonly status: AppointmentChanged['status'];
  readonly startsAt: number;
  /** Since when this date is known: reminders that would have been earlier are not sent late. */
  readonly knownAt: number;
}

/** Something to tell the patient, once. The appointment's start is part of the event: a moved appointment is a new one to remind of. */
export interface Contact {
  readonly event: string;
  readonly template: 'appointment-reminder' | 'survey';
  readonly at: number;
  /** Pointless from then on: nobody is reminded of a visit that has begun. */
  readonly until: number | null;
}

const REMINDERS = [{ name: '7d', before: 7 * DAY_MS }, { name: '1d', before: DAY_MS }] as const;
const SURVEY_AFTER_MS = 3 * DAY_MS;
/** How long a missed or cancelled visit can still be corrected: a no-show is often a late entry. */
const CORRECTION_MS = 30 * DAY_MS;

/** All contacts an appointment calls for, the earliest first; without one, the survey about the stay. */
export function contactsFor(appointment: Appointment | null, stayEndedAt: number): Contact[] {
  if (!appointment) return [survey(stayEndedAt)];
  const { status, startsAt, knownAt } = appointment;
  if (status === 'noshow' || status === 'cancelled') return [];
  if (status === 'fulfilled') return [survey(startsAt)];
  const reminders = REMINDERS.map(({ name, before }): Contact => ({ event: `reminder-${name}-${iso(startsAt)}`, template: 'appointment-reminder', at: startsAt - before, until: startsAt }));
  return [...reminders.filter(({ at }) => at >= knownAt), survey(startsAt)];
}

/** Until when a word about the appointment is waited for although nothing is to be sent; null: not at all. */
export function correctableUntil(appointment: Appointment | null): number | null {
  return appointment?.status === 'noshow' || appointment?.status === 'cancelled' ? Math.max(appointment.startsAt, appointment.knownAt) + CORRECTION_MS : null;
}

function survey(after: number): Contact {
  return { event: `survey-${iso(after)}`, template: 'survey', at: after + SURVEY_AFTER_MS, until: null };
}

/** Is it still worth sending? It may be late when the hospital's machines stood still. */
export function isTimely({ until }: Contact, at: number): boolean {
  return until === null || at < until;
}
