import { zoneOfHospital } from '../../../domain/calendar/zone';

let zone: string | null = null;

/** The hospital's time zone, by whose clocks its desks open and close. Throws when there is no such zone. */
export function hospitalZone(): string {
  zone ??= zoneOfHospital(process.env['CAREWAY_TIME_ZONE']);
  return zone;
}
