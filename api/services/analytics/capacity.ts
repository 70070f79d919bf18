import { midnightCensus, type TimeInBed } from '../../../domain/beds/census';
import { isRole, ROLE_LABELS } from '../../../domain/roles';
import { DAY_MS, HOUR_MS } from '../../../domain/time';
import { type Act, select } from '../../http/act';
import { selectWards } from '../beds/board';
import { forecastOf, type Forecasts, isLongEnough, PAST_DAYS, type Series } from './forecastSeries';
import { type Look } from './period';
import { readDays } from './readDays';

const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
const today = (act: Act): number => Math.floor(act.now.getTime() / DAY_MS);

interface Past {
  readonly series: number[];
  readonly lastDay: number;
}

/** Stays of one source, as SQL of ours. */
const LIVE = "source = 'careway' AND replay_of_encounter_id IS NULL";
const IMPORTED = "source <> 'careway'";

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
  const times = await select<TimeInBed>(
    act,
    `SELECT encounter_id AS encounterId, ward_id AS wardId, period_start AS \`from\`, period_end AS \`to\` FROM encounter_locations
     WHERE status IN ('active', 'completed') AND (period_end IS NULL OR period_end >= :since) ${wardId ? 'AND ward_id = :wardId' : ''}`,
    { since: new Date((today(act) - PAST_DAYS) * DAY_MS), wardId: wardId ?? null });
  const timesOf = new Map<string, TimeInBed[]>();
  for (const time of times) {
    const own = timesOf.get(time.wardId);
    if (own) own.push(time);
    else timesOf.set(time.wardId, [time]);
  }
  return wards.map(({ id, name }) => {
    const own = timesOf.get(id) ?? [];
    const first = Math.floor(Math.min(act.now.getTime(), ...own.map(({ from }) => from.getTime())) / DAY_MS) + 1; // its first whole night
    const nights = Math.max(0, Math.min(PAST_DAYS, today(act) - first + 1));
    return { id, name, inUse: bedsOf.get(id) ?? 0, beds: forecastOf('Patients in beds', midnightCensus(own, id, act.now, nights).map(({ patients }) => patients), today(act)) };
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

async function sourced(act: Act, read: (act: Act, which: string) => Promise<Past | null>): Promise<Past & { source: 'live' | 'imported' }> {
  const live = await read(act, LIVE);
  if (live && isLongEnough(live.series.length)) return { source: 'live', ...live };
  const imported = await read(act, IMPORTED);
  return imported && imported.series.length > (live?.series.length ?? 0) ? { source: 'imported', ...imported } : { source: 'live', series: live?.series ?? [], lastDay: live?.lastDay ?? today(act) };
}

async function censusOf(act: Act, which: string): Promise<Past | null> {
  const stays = `class_code = 'IMP' AND status IN ('in-progress', 'finished') AND ${which}`;
  // An imported past ends with its last visit of any kind: nights after that are not empty, they are unknown.
  const [ends] = await select<{ at: Date | null; first: Date | null }>(
    act, `SELECT ${which === LIVE ? ':now' : `(SELECT MAX(period_start) FROM encounters WHERE ${which} AND period_start <= :now)`} AS at, MIN(period_start) AS first FROM encounters WHERE ${stays} AND period_start <= :now`, { now: act.now });
  if (!ends?.at || !ends.first) return null;
  const lastDay = Math.floor(new Date(ends.at).getTime() / DAY_MS);
  const firstDay = Math.max(Math.floor(new Date(ends.first).getTime() / DAY_MS) + 1, lastDay - PAST_DAYS + 1);
  const rows = await select<{ from: Date; to: Date | null }>(act, `SELECT period_start AS \`from\`, period_end AS \`to\` FROM encounters WHERE ${stays} AND period_start <= :until AND (period_end IS NULL OR period_end >= :since)`, { since: new Date(firstDay * DAY_MS), until: new Date((lastDay + 1) * DAY_MS) });
  const series = Array.from({ length: Math.max(0, lastDay - firstDay + 1) }, (_, index) => {
    const midnight = (firstDay + index) * DAY_MS;
    return rows.filter(({ from, to }) => from.getTime() < midnight && (to === null || to.getTime() >= midnight)).length;
  });
  return { series, lastDay };
}

async function visitsOf(act: Act, which: string): Promise<Past | null> {
  const [ends] = await select<{ at: Date | null; first: Date | null }>(act, `SELECT MAX(period_start) AS at, MIN(period_start) AS first FROM encounters WHERE ${which} AND period_start <= :now`, { now: act.now });
  if (!ends?.at || !ends.first) return null;
  // The last day is not over, or the export was cut in it.
  const lastDay = Math.floor(new Date(ends.at).getTime() / DAY_MS) - 1;
  const firstDay = Math.max(Math.floor(new Date(ends.first).getTime() / DAY_MS), lastDay - PAST_DAYS + 1);
  const rows = await select<{ day: string; n: number }>(
    act, `SELECT DATE_FORMAT(period_start, '%Y-%m-%d') AS day, COUNT(*) AS n FROM encounters WHERE ${which} AND period_start >= :since AND period_start < :until GROUP BY DATE_FORMAT(period_start, '%Y-%m-%d')`,
    { since: new Date(firstDay * DAY_MS), until: new Date((lastDay + 1) * DAY_MS) });
  const visits = new Map(rows.map(({ day, n }) => [Date.parse(day) / DAY_MS, Number(n)]));
  return { series: Array.from({ length: Math.max(0, lastDay - firstDay + 1) }, (_, index) => visits.get(firstDay + index) ?? 0), lastDay };
}
