import { addDays } from '../calendar/zone';

/** Days after an invoice was due at which the patient is reminded; each once, and then a person looks. */
export const REMINDER_DAYS = [7, 21, 35] as const;

export interface Overdue {
  /** 1 to 3; 4: reminders are spent, a person decides. */
  readonly level: number;
  readonly on: string;
}

/** Every reminder an unpaid invoice comes to, the earliest first. */
export function remindersOf(invoiceDueOn: string): Overdue[] {
  return [...REMINDER_DAYS, (REMINDER_DAYS.at(-1) ?? 0) + 14].map((days, index) => ({ level: index + 1, on: addDays(invoiceDueOn, days) }));
}

/**
 * Where an unpaid invoice stands: the highest reminder whose day has come, and the day of the next. Machines that stood still, or a
 * plan that was kept for a while, never make two reminders go out together.
 */
export function dunningOn(invoiceDueOn: string, today: string): { readonly now: number | null; readonly nextOn: string | null } {
  const reminders = remindersOf(invoiceDueOn);
  const passed = reminders.filter(({ on }) => on <= today);
  return { now: passed.at(-1)?.level ?? null, nextOn: reminders[passed.length]?.on ?? null };
}
