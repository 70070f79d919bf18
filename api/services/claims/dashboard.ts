import { STUCK_CAUSES, type StuckCause } from '../../../domain/claims/causes';
import { DAY_MS, isoDay } from '../../../domain/time';
import { type Act } from '../../http/act';
import { type Billed, type OpenClaims, readBilled, readOpenClaimDays, readOpenClaims, readPatientOpenCents } from './counts';
import { payerNames } from './payerNames';

const BUCKETS = ['0-30', '31-60', '61-90', '91-120', '121+'] as const;
type Bucket = (typeof BUCKETS)[number];

export interface Rate {
  readonly part: number;
  readonly of: number;
  readonly rate: number | null;
}

export interface Dashboard {
  readonly openCents: number;
  readonly openClaims: number;
  readonly stuckCents: number;
  readonly stuckClaims: number;
  readonly patientOpenCents: number;
  readonly daysInReceivables: number | null;
  readonly ageing: { bucket: Bucket; claims: number; openCents: number }[];
  readonly cleanClaims: Rate;
  readonly denials: Rate;
  readonly denialsByPayer: { payer: { id: string; name: string }; answered: number; denied: number; deniedCents: number }[];
  readonly denialsByCause: { cause: StuckCause; label: string; claims: number; openCents: number }[];
  readonly expectedCents: number;
  readonly paidAgainstExpectedCents: number;
  readonly underpaidClaims: number;
}

/** Money outstanding now, and how claims went over the last `days`, whole ones and today. Every figure is counted as it happens: nothing here reads a claim. */
export async function readDashboard(act: Act, days: number): Promise<Dashboard> {
  const since = startOfWindow(act.now, days);
  const [open, openDays, billed, patientOpenCents] = await Promise.all([readOpenClaims(act), readOpenClaimDays(act), readBilled(act, isoDay(since / DAY_MS)), readPatientOpenCents(act)]);
  const sum = (pick: (row: Billed) => number) => billed.reduce((total, row) => total + pick(row), 0);
  const perDay = sum(({ chargedCents }) => chargedCents) / ((act.now.getTime() - since) / DAY_MS);
  const outstanding = totalOf(open);
  const stuck = totalOf(open.filter(({ cause }) => cause !== ''));
  return {
    openCents: outstanding.openCents, openClaims: outstanding.n, stuckCents: stuck.openCents, stuckClaims: stuck.n, patientOpenCents,
    daysInReceivables: perDay > 0 ? Math.round((outstanding.openCents / perDay) * 10) / 10 : null,
    ageing: ageing(openDays, act.now),
    cleanClaims: rateOf(sum(({ clean }) => clean), sum(({ sent }) => sent)),
    denials: rateOf(sum(({ denied }) => denied), sum(({ answered }) => answered)), denialsByPayer: await denialsByPayer(act, billed),
    denialsByCause: denialsByCause(open),
    expectedCents: sum(({ expectedCents }) => expectedCents), paidAgainstExpectedCents: sum(({ expectedPaidCents }) => expectedPaidCents), underpaidClaims: sum(({ underpaid }) => underpaid),
  };
}

/** The midnight that begins the first day of a window, in UTC as days are counted. */
export function startOfWindow(now: Date, days: number): number {
  return Math.floor((now.getTime() - days * DAY_MS) / DAY_MS) * DAY_MS;
}

function totalOf(open: readonly OpenClaims[]): { readonly n: number; readonly openCents: number } {
  return open.reduce((total, { n, openCents }) => ({ n: total.n + n, openCents: total.openCents + openCents }), { n: 0, openCents: 0 });
}

/** By the last day of service, as receivables are aged. */
function ageing(days: Awaited<ReturnType<typeof readOpenClaimDays>>, now: Date): Dashboard['ageing'] {
  const today = Math.floor(now.getTime() / DAY_MS);
  const bucketOf = (day: string): Bucket => {
    const age = today - Date.parse(day) / DAY_MS;
    return age <= 30 ? '0-30' : age <= 60 ? '31-60' : age <= 90 ? '61-90' : age <= 120 ? '91-120' : '121+';
  };
  return BUCKETS.map((bucket) => {
    const own = days.filter(({ day }) => bucketOf(day) === bucket);
    return { bucket, claims: own.reduce((total, { n }) => total + n, 0), openCents: own.reduce((total, { openCents }) => total + openCents, 0) };
  });
}

async function denialsByPayer(act: Act, billed: readonly Billed[]): Promise<Dashboard['denialsByPayer']> {
  const answering = billed.filter(({ answered }) => answered > 0).sort((one, other) => other.deniedCents - one.deniedCents);
  const names = await payerNames(act, answering.map(({ payerId }) => payerId));
  return answering.map(({ payerId, answered, denied, deniedCents }) => ({ payer: { id: payerId, name: names.get(payerId) ?? '' }, answered, denied, deniedCents }));
}

function denialsByCause(open: readonly OpenClaims[]): Dashboard['denialsByCause'] {
  const causes = [...new Set(open.map(({ cause }) => cause))].filter((cause): cause is StuckCause => cause.startsWith('denied-') && Object.hasOwn(STUCK_CAUSES, cause));
  return causes.map((cause) => {
    const { n, openCents } = totalOf(open.filter((one) => one.cause === cause));
    return { cause, label: STUCK_CAUSES[cause].label, claims: n, openCents };
  }).sort((one, other) => other.openCents - one.openCents);
}

function rateOf(part: number, of: number): Rate {
  return { part, of, rate: of === 0 ? null : part / of };
}
