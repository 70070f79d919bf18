import type { Draft } from '../core/draft';
import type { Segment } from '../core/segment';
import { readDate, readTime, writeDate, writeTime } from '../core/text';
import type { Loop } from '../grammar/loop';
import type { Period } from './model';

/** A DTP in format D8 or RD8, as a period; one day is from and through alike. */
export function readPeriod(dtp: Segment): Period {
  const [from = '', through = from] = dtp.at(3).split('-');
  return { from: readDate(from), through: readDate(through) };
}

/** The period with this qualifier. */
export function findPeriod(loop: Loop, qualifier: string): Period | undefined {
  const dtp = loop.find('DTP', qualifier);
  return dtp && readPeriod(dtp);
}

/** A DTP: one day when from and through are the same, else a range. */
export function draftPeriod(qualifier: string, period: Period | undefined): Draft[] {
  if (!period) return [];
  if (period.from === period.through) return [['DTP', qualifier, 'D8', writeDate(period.from)]];
  return [draftRange(qualifier, period)];
}

/** A DTP that is a range even for one day, where the guide asks for one. */
export function draftRange(qualifier: string, { from, through }: Period): Draft {
  return ['DTP', qualifier, 'RD8', `${writeDate(from)}-${writeDate(through)}`];
}

/** The day with this qualifier, from a DTP. */
export function findDay(loop: Loop, qualifier: string): string | undefined {
  const dtp = loop.find('DTP', qualifier);
  return dtp && readDate(dtp.at(3));
}

export function draftDay(qualifier: string, day: string | undefined): Draft[] {
  return day === undefined ? [] : [['DTP', qualifier, 'D8', writeDate(day)]];
}

/** A DTP in format D8 or DT: "2026-01-31" or "2026-01-31T14:05". */
export function readMoment(dtp: Segment): string {
  const text = dtp.at(3);
  return dtp.at(2) === 'DT' ? `${readDate(text)}T${readTime(text.slice(8))}` : readDate(text);
}

export function draftMoment(qualifier: string, moment: string | undefined): Draft[] {
  if (moment === undefined) return [];
  const [day, time] = moment.split('T');
  return [['DTP', qualifier, time === undefined ? 'D8' : 'DT', `${writeDate(day)}${time === undefined ? '' : writeTime(time)}`]];
}
