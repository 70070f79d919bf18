import { isRole, ROLE_LABELS } from '../../../domain/roles';
import { DAY_MS, HOUR_MS, isoDay } from '../../../domain/time';
import { type Act, select } from '../../http/act';
import { selectWards } from '../beds/board';
import { daysOf, midnightsOf, readDailyCounts } from './dailyCounts';
import { forecastOf, type Forecasts, isLongEnough, PAST_DAYS, type Series } from './forecastSeries';
import { type Look } from './period';
import { readDays } from './readDays';

const today = (act: Act): number => Math.floor(act.now.getTime() / DAY_MS);

interface Past {
  readonly series: number[];
  readonly lastDay: number;
}

/** Whose past: the house's own, or the one it took in. Past stays that the demonstration plays again are neither. */
type Place = 'live' | 'imported';

/** Patients in beds at each midnight, and visits begun on each day. A hospital that has not run long enough is told about the past it took in instead. */
export async function houseForecasts(act: Act): Promise<Pick<Forecasts, 'beds' | 'visits'>> {
  const beds = await sourced(act, censusOf);
  const visits = await sourced(act, visitsOf);
  return { beds: { source: beds.source, ...forecastOf('Patients in beds', beds.series, beds.lastDay) }, visits: { source: visits.source, ...forecastOf('Visits', visits.series, visits.lastDay) } };
}

/** The same for one ward, by the beds patients lay in. */
export async function wardForecast(act: Act, wardId: string): Promise<Forecasts['beds']> {
  const ward = (await wardForecasts(act, wardId))[0];
  return { source: 'live', ...(ward?.beds ?? forecastOf('Patients in beds', [], today(act))) };
}

/** What each ward will hold, beside the beds it has. */
export async function wardForecasts(act: Act, wardId?: string): Promise<Forecasts['wards']> {
  const wards = await selectWards(act, wardId);
  const beds = await select<{ wardId: string; n: number }>(act, "SELECT ward_id AS wardId, COUNT(*) AS n FROM beds WHERE operational_status NOT IN ('C', 'K') GROUP BY ward_id");
  const bedsOf = new Map(beds.map(({ wardId: id, n }) => [id, Number(n)]));
  const since = today(act) - PAST_DAYS;
  const counts = await readDailyCounts(act, ['bed-from', 'bed-to'], since, wardId ?? null);
  return wards.map(({ id, name }) => {
    const [from, to] = [counts('bed-from', id), counts('bed-to', id)];
    // Its first whole night, or the first looked at when somebody lay there before.
    const first = from.before > to.before ? since : [...from.on].reduce((least, [day, n]) => (n > 0 ? Math.min(least, day) : least), today(act)) + 1;
    return { id, name, inUse: bedsOf.get(id) ?? 0, beds: forecastOf('Patients in beds', midnightsOf(from, to, since, today(act)).slice(Math.max(1, first - since)), today(act)) };
  });
}

/** Hours of work in people's hands by role, day by day: what rosters have to carry. */
export async function staffForecasts(act: Act, filters: Look['filters']): Promise<Series[]> {
  const last = today(act) - 1; // today is not over
  const days = await readDays(act, 'task', { period: { from: isoDay(last - PAST_DAYS + 1), to: isoDay(last) }, filters }, 'role');
  const first = Math.min(...days.map(({ day }) => Date.parse(day) / DAY_MS));
  return [...new Set(days.map(({ value }) => value))].sort().flatMap((role) => {
    const hours = new Map<number, number>();
    for (const { value, day, workingMs } of days) if (value === role) hours.set(Date.parse(day) / DAY_MS, (hours.get(Date.parse(day) / DAY_MS) ?? 0) + workingMs / HOUR_MS);
    const series = Array.from({ length: last - first + 1 }, (_, index) => hours.get(first + index) ?? 0);
    return isRole(role) ? [forecastOf(ROLE_LABELS[role], series, last)] : [];
  });
}

async function sourced(act: Act, read: (act: Act, source: Place) => Promise<Past | null>): Promise<Past & { source: Place }> {
  const live = await read(act, 'live');
  if (live && isLongEnough(live.series.length)) return { source: 'live', ...live };
  const imported = await read(act, 'imported');
  return imported && imported.series.length > (live?.series.length ?? 0) ? { source: 'imported', ...imported } : { source: 'live', series: live?.series ?? [], lastDay: live?.lastDay ?? today(act) };
}

async function censusOf(act: Act, source: Place): Promise<Past | null> {
  // An imported past ends with its last visit of any kind: nights after that are not empty, they are unknown.
  const ends = source === 'live' ? { last: today(act) } : await daysOf(act, 'visit', source, today(act));
  const stays = await daysOf(act, 'stay-from', source, today(act));
  if (!ends || !stays) return null;
  const firstDay = Math.max(stays.first + 1, ends.last - PAST_DAYS + 1);
  const counts = await readDailyCounts(act, ['stay-from', 'stay-to'], firstDay, source);
  return { series: midnightsOf(counts('stay-from', source), counts('stay-to', source), firstDay, ends.last), lastDay: ends.last };
}

async function visitsOf(act: Act, source: Place): Promise<Past | null> {
  const ends = await daysOf(act, 'visit', source, today(act));
  if (!ends) return null;
  // The last day is not over, or the export was cut in it.
  const lastDay = ends.last - 1;
  const firstDay = Math.max(ends.first, lastDay - PAST_DAYS + 1);
  const visits = (await readDailyCounts(act, ['visit'], firstDay, source))('visit', source);
  return { series: Array.from({ length: Math.max(0, lastDay - firstDay + 1) }, (_, index) => visits.on.get(firstDay + index) ?? 0), lastDay };
}
