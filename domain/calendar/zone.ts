const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The hospital's time zone as its processes are told it (CAREWAY_TIME_ZONE); not told, that of this machine. Throws when there is no such zone. */
export function zoneOfHospital(told: string | undefined): string {
  const wanted = told || new Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: wanted }).resolvedOptions().timeZone;
  } catch {
    throw new Error(`CAREWAY_TIME_ZONE must be a time zone such as America/New_York, not "${wanted}".`);
  }
}

/** Local time minus UTC in a zone ("America/New_York") at a moment, in milliseconds. */
export function offsetAt(zone: string, ms: number): number {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });
  formats.set(zone, format);
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(ms)) part[type] = Number(value);
  const local = Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'] ?? 1, part['hour'] ?? 0, part['minute'] ?? 0, part['second'] ?? 0);
  return local - Math.floor(ms / 1000) * 1000;
}

/** The date in a zone at a moment, "YYYY-MM-DD". */
export function localDate(zone: string, ms: number): string {
  return new Date(ms + offsetAt(zone, ms)).toISOString().slice(0, 10);
}

/**
 * The moment at which a zone's clocks show `minutes` after midnight of a date. A time that the clocks skip in spring is as
 * long after midnight's offset as it says (02:30 becomes 03:30); one they show twice in autumn is the first.
 */
export function momentOf(zone: string, date: string, minutes: number): number {
  const wall = Date.parse(`${date}T00:00:00Z`) + minutes * 60_000;
  const [before, after] = [offsetAt(zone, wall - DAY_MS), offsetAt(zone, wall + DAY_MS)];
  const shown = [wall - before, wall - after].filter((ms) => ms + offsetAt(zone, ms) === wall);
  return shown.length > 0 ? Math.min(...shown) : wall - before;
}

/** `date` moved by whole days. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** 1 Monday to 7 Sunday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}
