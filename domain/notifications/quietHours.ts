/** When somebody is not to be disturbed: "HH:MM" in the hospital's local time; `from` after `until` spans midnight. */
export interface QuietHours {
  readonly from: string;
  readonly until: string;
}

/** Patients get no e-mail or SMS at night. */
export const PATIENT_QUIET_HOURS: QuietHours = { from: '21:00', until: '08:00' };

/**
 * The first moment at or after `at` (ISO) outside quiet hours, as ISO. `offsetMinutes` is local time minus UTC.
 * Quiet hours that start and end together are none.
 */
export function nextAllowed(at: string, quiet: QuietHours | null, offsetMinutes: number): string {
  if (!quiet || quiet.from === quiet.until) return at;
  const local = new Date(new Date(at).getTime() + offsetMinutes * 60_000);
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  const [from, until] = [minutesOf(quiet.from), minutesOf(quiet.until)];
  const isQuiet = from < until ? minute >= from && minute < until : minute >= from || minute < until;
  if (!isQuiet) return at;
  const wait = (until - minute + 1440) % 1440;
  const allowed = new Date(local.getTime() + wait * 60_000);
  allowed.setUTCSeconds(0, 0);
  return new Date(allowed.getTime() - offsetMinutes * 60_000).toISOString();
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
