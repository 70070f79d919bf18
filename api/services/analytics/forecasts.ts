import { type z } from 'zod';
import { type ClaimMoney, forecastCash, habitsOf } from '../../../domain/analytics/cash';
import { betterMethod, errorOf, forecast, FORECAST_METHODS, type ForecastMethod, heldBackError } from '../../../domain/analytics/forecast';
import { isRole, ROLE_LABELS } from '../../../domain/roles';
import { DAY_MS, HOUR_MS } from '../../../domain/time';
import { type analyticsContract } from '../../contract/analytics';
import { type Act, select } from '../../http/act';

type Reply = z.output<typeof analyticsContract.readForecasts.reply>;

const PAST_DAYS = 26 * 7;
const AHEAD_DAYS = 14;
const AHEAD_WEEKS = 8;
const HELD_BACK_WEEKS = 4;
const WEEK = 7;

/** Beds, staff, cash and denials to come, each with the error its method made on weeks held back, beside the naive forecast's. */
export async function readForecasts(act: Act): Promise<Reply> {
  const beds = await censusSeries(act);
  return { heldBackWeeks: HELD_BACK_WEEKS, methods: FORECAST_METHODS, beds: { source: beds.source, ...forecastOf('Beds', beds.series, beds.lastDay) }, staff: await staffForecasts(act), cash: await cashForecast(act) };
}

function forecastOf(label: string, series: readonly number[], lastDay: number): Reply['staff'][number] {
  const errors = { seasonal: heldBackError(series, HELD_BACK_WEEKS, 'seasonal'), naive: heldBackError(series, HELD_BACK_WEEKS, 'naive') };
  const method: ForecastMethod = betterMethod(errors);
  const day = (offset: number): string => new Date((lastDay + offset) * DAY_MS).toISOString().slice(0, 10);
  const shown = series.slice(-4 * WEEK);
  return {
    label, method, errors, past: shown.map((value, index) => ({ day: day(index + 1 - shown.length), value })),
    // Without enough of a past to be held against, nothing is told.
    ahead: errors.seasonal ? forecast(series, AHEAD_DAYS, method).map((value, index) => ({ day: day(index + 1), value: Math.round(value * 10) / 10 })) : [],
  };
}

/** Patients in beds at each midnight. A hospital that has not run long enough is told about the past it took in instead. */
async function censusSeries(act: Act): Promise<{ source: 'live' | 'imported'; series: number[]; lastDay: number }> {
  const read = async (which: string) => {
    const [last] = await select<{ at: Date | null; first: Date | null }>(act, `SELECT MAX(COALESCE(period_end, :now)) AS at, MIN(period_start) AS first FROM encounters WHERE class_code = 'IMP' AND status IN ('in-progress', 'finished') AND period_start <= :now AND ${which}`, { now: act.now });
    if (!last?.at || !last.first) return null;
    const lastDay = Math.floor(Math.min(new Date(last.at).getTime(), act.now.getTime()) / DAY_MS);
    const firstDay = Math.max(Math.floor(new Date(last.first).getTime() / DAY_MS) + 1, lastDay - PAST_DAYS + 1);
    const stays = await select<{ from: Date; to: Date | null }>(act, `SELECT period_start AS \`from\`, period_end AS \`to\` FROM encounters WHERE class_code = 'IMP' AND status IN ('in-progress', 'finished') AND ${which} AND period_start <= :until AND (period_end IS NULL OR period_end >= :since)`, { since: new Date(firstDay * DAY_MS), until: new Date((lastDay + 1) * DAY_MS) });
    const series = Array.from({ length: Math.max(0, lastDay - firstDay + 1) }, (_, index) => {
      const midnight = (firstDay + index) * DAY_MS;
      return stays.filter(({ from, to }) => from.getTime() < midnight && (to === null || to.getTime() >= midnight)).length;
    });
    return { series, lastDay };
  };
  const live = await read("source = 'careway' AND replay_of_encounter_id IS NULL");
  if (live && live.series.length >= PAST_DAYS / 2) return { source: 'live', ...live };
  const imported = await read("source <> 'careway'");
  return imported && imported.series.length > (live?.series.length ?? 0) ? { source: 'imported', ...imported } : { source: 'live', series: live?.series ?? [], lastDay: live?.lastDay ?? Math.floor(act.now.getTime() / DAY_MS) };
}

/** Hours of work in people's hands by role, day by day: what rosters have to carry. */
async function staffForecasts(act: Act): Promise<Reply['staff']> {
  const today = Math.floor(act.now.getTime() / DAY_MS) - 1; // today is not over
  const rows = await select<{ role: string; day: string; ms: number }>(
    act, "SELECT value AS role, DATE_FORMAT(day, '%Y-%m-%d') AS day, SUM(working_ms) AS ms FROM analytics_days WHERE kind = 'task' AND dimension = 'role' AND day BETWEEN :from AND :to GROUP BY value, day",
    { from: new Date((today - PAST_DAYS + 1) * DAY_MS).toISOString().slice(0, 10), to: new Date(today * DAY_MS).toISOString().slice(0, 10) });
  const first = rows.map(({ day }) => Date.parse(day) / DAY_MS).sort((a, b) => a - b)[0];
  if (first === undefined) return [];
  return [...new Set(rows.map(({ role }) => role))].sort().flatMap((role) => {
    const hours = new Map(rows.filter((row) => row.role === role).map(({ day, ms }) => [Date.parse(day) / DAY_MS, Number(ms) / HOUR_MS]));
    const series = Array.from({ length: today - first + 1 }, (_, index) => hours.get(first + index) ?? 0);
    return isRole(role) ? [forecastOf(ROLE_LABELS[role], series, today)] : [];
  });
}

async function cashForecast(act: Act): Promise<Reply['cash']> {
  const rows = await select<{ payerId: string; submittedAt: Date; answeredAt: Date | null; status: string; chargeCents: number; paidCents: number }>(
    act,
    `SELECT c.payer_id AS payerId, c.submitted_at AS submittedAt, COALESCE((SELECT MIN(e.at) FROM claim_events e WHERE e.claim_id = c.id AND e.kind = 'remitted'), c.closed_at) AS answeredAt, c.status, c.charge_cents AS chargeCents, c.paid_cents AS paidCents
     FROM claims c WHERE c.source = 'careway' AND c.submitted_at >= :since AND c.status NOT IN ('voided', 'entered-in-error')`,
    { since: new Date(act.now.getTime() - 2 * 365 * DAY_MS) },
  );
  const dayOf = (at: Date): number => Math.floor(at.getTime() / DAY_MS);
  const claims = rows.map((row): ClaimMoney => ({ payerId: row.payerId, submittedOn: dayOf(row.submittedAt), answeredOn: row.answeredAt && dayOf(row.answeredAt), denied: Number(row.paidCents) === 0 && row.answeredAt !== null, chargeCents: Number(row.chargeCents), paidCents: Number(row.paidCents) }));
  const today = dayOf(act.now);
  const weeks = forecastCash(claims.filter(({ answeredOn }) => answeredOn === null), habitsOf(claims.filter(({ answeredOn }) => answeredOn !== null)), today, AHEAD_WEEKS);
  return {
    openClaims: claims.filter(({ answeredOn }) => answeredOn === null).length, answers: claims.filter(({ answeredOn }) => answeredOn !== null).length,
    weeks: weeks.map((week, index) => ({ week: new Date((today + index * WEEK) * DAY_MS).toISOString().slice(0, 10), cents: week.cents, denials: Math.round(week.denials * 10) / 10 })), errors: heldBack(claims, today),
  };
}

/** Stand four weeks back, forecast with what was known then, and see what the claims open then have brought; the naive forecast is the mean week before. */
function heldBack(claims: readonly ClaimMoney[], today: number): Reply['cash']['errors'] {
  const then = today - HELD_BACK_WEEKS * WEEK;
  const known = claims.filter(({ answeredOn }) => answeredOn !== null && answeredOn < then);
  const open = claims.filter(({ submittedOn, answeredOn }) => submittedOn < then && (answeredOn === null || answeredOn >= then));
  if (known.length < 20 || open.length === 0) return null;
  const inWeek = (from: number, among: readonly ClaimMoney[]) => among.filter(({ answeredOn }) => answeredOn !== null && answeredOn >= from && answeredOn < from + WEEK);
  const told = forecastCash(open.map((claim) => ({ ...claim, answeredOn: null })), habitsOf(known), then, HELD_BACK_WEEKS);
  const before = Array.from({ length: HELD_BACK_WEEKS }, (_, index) => inWeek(then - (index + 1) * WEEK, known));
  const errors = (value: (among: readonly ClaimMoney[]) => number, ours: (index: number) => number) => {
    const usual = before.reduce((sum, week) => sum + value(week), 0) / HELD_BACK_WEEKS;
    const truths = told.map((_, index) => value(inWeek(then + index * WEEK, open)));
    const scale = truths.reduce((sum, truth) => sum + Math.abs(truth - usual), 0) / truths.length;
    return { model: errorOf(truths.map((truth, index) => ({ truth, told: ours(index) })), scale), naive: errorOf(truths.map((truth) => ({ truth, told: usual })), scale) };
  };
  return {
    cash: errors((among) => among.reduce((sum, { paidCents }) => sum + paidCents, 0), (index) => told[index]?.cents ?? 0),
    denials: errors((among) => among.filter(({ denied }) => denied).length, (index) => told[index]?.denials ?? 0),
  };
}
