import { DateTime } from 'luxon';
import { addDays, localDate, momentOf, zoneOfHospital } from '../../../domain/calendar/zone';

let zone: string | null = null;

/** The hospital's time zone, by whose clocks its desks open and close and its days begin. Throws when there is no such zone. */
export function hospitalZone(): string {
  zone ??= zoneOfHospital(process.env['CAREWAY_TIME_ZONE']);
  return zone;
}

/** The day by the hospital's calendar, "YYYY-MM-DD": of services, statements, deadlines. At eight in the evening in New York it is tomorrow in UTC. */
export const hospitalDay = (at: Date): string => localDate(hospitalZone(), at.getTime());

/** A day by the hospital's clocks: from its first moment until the first of the next. */
export const hospitalDaySpan = (on: string): { from: Date; to: Date } => ({ from: new Date(momentOf(hospitalZone(), on, 0)), to: new Date(momentOf(hospitalZone(), addDays(on, 1), 0)) });

/** The last moment of a day by the hospital's clocks. */
export const endOfHospitalDay = (on: string): Date => new Date(hospitalDaySpan(on).to.getTime() - 1);

/** What the hospital's clocks show, "HH:MM". */
export const hospitalTime = (at: Date): string => DateTime.fromJSDate(at, { zone: hospitalZone() }).toFormat('HH:mm');

/** "YYYY-MM-DD HH:MM" by the hospital's clocks, for texts and prints. */
export const hospitalMoment = (at: Date): string => DateTime.fromJSDate(at, { zone: hospitalZone() }).toFormat('yyyy-MM-dd HH:mm');

/** ISO date and time by the hospital's clocks, with their offset: it begins with the hospital's day. */
export const hospitalIso = (at: Date): string => DateTime.fromJSDate(at, { zone: hospitalZone() }).toISO() ?? at.toISOString();
