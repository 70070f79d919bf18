import { claimsIn, type ClaimMoney, forecastCash, habitsOf } from '../../../domain/analytics/cash';
import { errorOf } from '../../../domain/analytics/forecast';
import { DAY_MS, isoDay } from '../../../domain/time';
import { type Act, select } from '../../http/act';
import { CLAIM_DAY_COLUMNS, type ClaimsOnDays } from './dailyCounts';
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
    openClaims: claimsIn(open), answers: claimsIn(answered), source: past.source,
    weeks: forecastCash(open, habitsOf(answered), today, AHEAD_WEEKS).map((week, index) => ({ week: isoDay(today + index * WEEK), cents: week.cents, denials: Math.round(week.denials * 10) / 10 })),
    errors: heldBack(past.claims, past.today),
    received: byWeek('Received', past, ({ paidCents }) => paidCents), refused: byWeek('Refused', past, ({ denied }) => denied),
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
  const first = live.reduce((least, { submittedOn }) => Math.min(least, submittedOn), today);
  if (isLongEnough(today - first)) return own;
  const [last] = await select<{ at: Date | null }>(act, "SELECT MAX(closed_at) AS at FROM claims WHERE source <> 'careway' AND closed_at <= :now", { now: act.now });
  if (!last?.at) return own;
  const then = dayOf(new Date(last.at));
  const claims = await claimsOf(act, 'imported', then, filters);
  return claimsIn(claims) > claimsIn(live) ? { source: 'imported', claims, today: then } : own;
}

const SUMS = 'SUM(x.n) AS n, SUM(x.unpaid) AS unpaid, SUM(x.charge_cents) AS chargeCents, SUM(x.paid_cents) AS paidCents';
const DAYS = "x.payer_id AS payerId, DATE_FORMAT(x.submitted_on, '%Y-%m-%d') AS submittedOn, DATE_FORMAT(x.answered_on, '%Y-%m-%d') AS answeredOn";

/** The claims of two years by payer and days, as they are counted when they change (migration 0270). A ward or diagnosis is no day's: its claims are summed from the journeys they belong to. */
async function claimsOf(act: Act, source: Source, today: number, { ward, payer, diagnosis }: Look['filters']): Promise<ClaimMoney[]> {
  const fits = (own: string) => `${own} = :isOwn AND submitted_on >= :since AND submitted_on <= :until${payer ? ' AND payer_id = :payer' : ''}`;
  const counted = `SELECT ${CLAIM_DAY_COLUMNS} FROM claim_days WHERE ${fits('is_own')} UNION ALL SELECT ${CLAIM_DAY_COLUMNS} FROM claim_day_changes WHERE ${fits('is_own')}`;
  const narrowed = `SELECT c.payer_id, DATE(c.submitted_at) AS submitted_on, DATE(COALESCE(c.answered_at, c.closed_at, TIMESTAMP'9999-12-31 00:00:00')) AS answered_on, 1 AS n, c.paid_cents = 0 AS unpaid, c.charge_cents, c.paid_cents
    FROM claims c JOIN analytics_journeys j ON j.journey_id = c.encounter_id
    WHERE (c.source = 'careway') = :isOwn AND c.submitted_at >= :since AND c.submitted_at < DATE_ADD(:until, INTERVAL 1 DAY) AND c.status NOT IN ('voided', 'entered-in-error')${payer ? ' AND c.payer_id = :payer' : ''}
      ${ward ? 'AND j.ward_id = :ward' : ''} ${diagnosis ? 'AND j.diagnosis = :diagnosis' : ''}`;
  const rows = await select<ClaimsOnDays>(
    act,
    `SELECT ${DAYS}, ${SUMS} FROM (${ward ?? diagnosis ? narrowed : counted}) x GROUP BY x.payer_id, x.submitted_on, x.answered_on HAVING SUM(x.n) > 0`,
    { isOwn: source === 'live' ? 1 : 0, since: isoDay(today - LOOK_BACK_DAYS), until: isoDay(today), payer: payer ?? null, ward: ward ?? null, diagnosis: diagnosis ?? null },
  );
  return rows.map((row) => {
    // What is answered after the day the past ends on is not known on it.
    const answered = Date.parse(row.answeredOn) / DAY_MS;
    const answeredOn = answered <= today ? answered : null;
    return { payerId: row.payerId, submittedOn: Date.parse(row.submittedOn) / DAY_MS, answeredOn, claims: Number(row.n), denied: answeredOn === null ? 0 : Number(row.unpaid), chargeCents: Number(row.chargeCents), paidCents: Number(row.paidCents) };
  });
}

/** Whole weeks up to the day the past ends on, with what their answers came to. */
function byWeek(label: string, { claims, today }: Past, value: (claim: ClaimMoney) => number): Cash['received'] {
  const answered = claims.flatMap((claim) => (claim.answeredOn === null ? [] : [{ on: claim.answeredOn, value: value(claim) }]));
  const weeks = Math.floor((today - answered.reduce((least, { on }) => Math.min(least, on), today)) / WEEK);
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
  if (claimsIn(known) < FEWEST_ANSWERS || open.length === 0) return null;
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
    denials: errors((among) => among.reduce((sum, { denied }) => sum + denied, 0), (index) => told[index]?.denials ?? 0),
  };
}
