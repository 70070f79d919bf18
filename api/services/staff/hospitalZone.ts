let zone: string | null = null;

/** The hospital's time zone, by whose clocks its desks open and close: CAREWAY_TIME_ZONE, else that of this machine. Throws when there is no such zone. */
export function hospitalZone(): string {
  zone ??= zoneOf(process.env['CAREWAY_TIME_ZONE']);
  return zone;
}

function zoneOf(name: string | undefined): string {
  const wanted = name || new Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: wanted }).resolvedOptions().timeZone;
  } catch {
    throw new Error(`CAREWAY_TIME_ZONE must be a time zone such as America/New_York, not "${wanted}".`);
  }
}
