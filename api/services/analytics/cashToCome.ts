import { type ClaimMoney, forecastCash, habitsOf } from '../../../domain/analytics/cash';
import { errorOf } from '../../../domain/analytics/forecast';
import { DAY_MS } from '../../../domain/time';
import { type Act, select } from '../../http/act';
import { forecastOf, type Forecasts, HELD_BACK, isLongEnough, WEEK } from './forecastSeries';
import { type Look } from './period';

type Cash = Forecasts['cash'];
type Source = Cash['source'];

const AHEAD_WEEKS = 8;
const LOOK_BACK_DAYS = 2 * 365;
const FEWEST_ANSWERS = 20;
const dayOf = (at: Date): number => Math.floor(at.getTime() / DAY_MS);

/** Money and denials to come: from the claims that are open, claim by claim, and by what weeks have brought, new claims included. */
export async function cashForecast(act: Act, filters: Look['filters']): Promise<Cash> {
  const today = dayOf(act.now);
  const live = await claimsOf(act, 'live', today, filters);
  const [open, answered] = [live.filter(({ answeredOn }) => answeredOn === null), live.filter(({ answeredOn }) => answeredOn !== null)];
  const past = await pastOf(act, live, today, filters);
  return {
    openClaims: open.length, answers: answered.length, source: past.source,
    weeks: forecastCash(open, habitsOf(answered), today, AHEAD_WEEKS).map((week, index) => ({ week: new Date((today + index * WEEK) * DAY_MS).toISOString().slice(0, 10), cents: week.cents, denials: Math.round(week.denials * 10) / 10 })),
    errors: heldBack(past.claims, past.today),
    received: byWeek('Received', past, ({ paidCents }) => paidCents), refused: byWeek('Refused', past, ({ denied }) => Number(denied)),
  };
}

interface Past {
  readonly source: Source;
  readonly claims: readonly ClaimMoney[];
  /** The day up to which the past is known. */
  readonly today: number;
}

/** The past a forecast is made from and held against: the house's own, or the imported one while its own is short. */
async function pastOf(act: Act, live: readonly ClaimMoney[], today: number, filters: Look['filters']): Promise<Past> {
  const own: Past = { source: 'live', claims: live, today };
  const first = Math.min(...live.map(({ submittedOn }) => submittedOn));
  if (isLongEnough(today - first)) return own;
  const [last] = await select<{ at: Date | null }>(act, "SELECT MAX(closed_at) AS at FROM claims WHERE source <> 'careway' AND closed_at <= :now", { now: act.now });
  if (!last?.at) return own;
  const then = dayOf(new Date(last.at));
  const claims = await claimsOf(act, 'imported', then, filters);
  return claims.length > live.length ? { source: 'imported', claims, today: then } : own;
}

async function claimsOf(act: Act, source: Source, today: number, { ward, payer, diagnosis }: Look['filters']): Promise<ClaimMoney[]> {
  const isNarrowed = ward !== undefined || diagnosis !== undefined;
  const rows = await select<{ payerId: string; submittedAt: Date; answeredAt: Date | null; chargeCents: number; paidCents: number }>(
    act,
    `SELECT c.payer_id AS payerId, c.submitted_at AS submittedAt, COALESCE((SELECT MIN(e.at) FROM claim_events e WHERE e.claim_id = c.id AND e.kind = 'remitted'), c.closed_at) AS answeredAt, c.charge_cents AS chargeCents, c.paid_cents AS paidCents
     FROM claims c ${isNarrowed ? 'JOIN analytics_journeys j ON j.journey_id = c.encounter_id' : ''}
     WHERE c.source ${source === 'live' ? '=' : '<>'} 'careway' AND c.submitted_at >= :since AND c.submitted_at < :until AND c.status NOT IN ('voided', 'entered-in-error')
       ${payer ? 'AND c.payer_id = :payer' : ''} ${ward ? 'AND j.ward_id = :ward' : ''} ${diagnosis ? 'AND j.diagnosis = :diagnosis' : ''}`,
    { since: new Date((today - LOOK_BACK_DAYS) * DAY_MS), until: new Date((today + 1) * DAY_MS), payer: payer ?? null, ward: ward ?? null, diagnosis: diagnosis ?? null },
  );
  return rows.map((row) => {
    // What is answered after the day the past ends on is not known on it.
    const answeredOn = row.answeredAt && dayOf(row.answeredAt) <= today ? dayOf(row.answeredAt) : null;
    return { payerId: row.payerId, submittedOn: dayOf(row.submittedAt), answeredOn, denied: Number(row.paidCents) === 0 && answeredOn !== null, chargeCents: Number(row.chargeCents), paidCents: Number(row.paidCents) };
  });
}

/** Whole weeks up to the day the past ends on, with what their answers came to. */
function byWeek(label: string, { claims, today }: Past, value: (claim: ClaimMoney) => number): Cash['received'] {
  const answered = claims.flatMap((claim) => (claim.answeredOn === null ? [] : [{ on: claim.answeredOn, value: value(claim) }]));
  const weeks = Math.max(0, Math.floor((today - Math.min(today, ...answered.map(({ on }) => on))) / WEEK));
  const series = Array<number>(weeks).fill(0);
  for (const { on, value: worth } of answered) {
    const index = weeks - 1 - Math.floor((today - 1 - on) / WEEK);
    if (on < today && index >= 0) series[index] = (series[index] ?? 0) + worth;
  }
  return forecastOf(label, series, today - WEEK, 'week');
}

/** Stand some weeks back, forecast with what was known then, and see what the claims open then have brought; the naive forecast is the mean week before. */
function heldBack(claims: readonly ClaimMoney[], today: number): Cash['errors'] {
  const weeks = HELD_BACK.day;
  const then = today - weeks * WEEK;
  const known = claims.filter(({ answeredOn }) => answeredOn !== null && answeredOn < then);
  const open = claims.filter(({ submittedOn, answeredOn }) => submittedOn < then && (answeredOn === null || answeredOn >= then));
  if (known.length < FEWEST_ANSWERS || open.length === 0) return null;
  const inWeek = (from: number, among: readonly ClaimMoney[]) => among.filter(({ answeredOn }) => answeredOn !== null && answeredOn >= from && answeredOn < from + WEEK);
  const told = forecastCash(open.map((claim) => ({ ...claim, answeredOn: null })), habitsOf(known), then, weeks);
  const before = Array.from({ length: weeks }, (_, index) => inWeek(then - (index + 1) * WEEK, known));
  const errors = (value: (among: readonly ClaimMoney[]) => number, ours: (index: number) => number) => {
    const usual = before.reduce((sum, week) => sum + value(week), 0) / weeks;
    const truths = told.map((_, index) => value(inWeek(then + index * WEEK, open)));
    const scale = truths.reduce((sum, truth) => sum + Math.abs(truth - usual), 0) / truths.length;
    return { model: errorOf(truths.map((truth, index) => ({ truth, told: ours(index) })), scale), naive: errorOf(truths.map((truth) => ({ truth, told: usual })), scale) };
  };
  return {
    cash: errors((among) => among.reduce((sum, { paidCents }) => sum + paidCents, 0), (index) => told[index]?.cents ?? 0),
    denials: errors((among) => among.filter(({ denied }) => denied).length, (index) => told[index]?.denials ?? 0),
  };
}
