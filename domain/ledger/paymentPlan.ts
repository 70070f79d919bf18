import { addDays } from '../calendar/zone';

/** A patient's balance paid in parts. `proposed` waits for the patient; `active` was agreed and is being kept. */
export const PLAN_STATUSES = { proposed: 'Waits for the patient’s consent', active: 'Agreed', kept: 'Paid in full', defaulted: 'Not kept', cancelled: 'Cancelled' } as const;
export type PlanStatus = keyof typeof PLAN_STATUSES;

/** How the patient agreed: nobody owes instalments they did not consent to. */
export const PLAN_AGREEMENTS = { portal: 'in the portal', 'in-person': 'in person', phone: 'by telephone' } as const;
export type PlanAgreement = keyof typeof PLAN_AGREEMENTS;

export const PLAN_RHYTHMS = { month: 'every month', 'two-weeks': 'every two weeks', week: 'every week' } as const;
export type PlanRhythm = keyof typeof PLAN_RHYTHMS;

export const PLAN_RHYTHM_OPTIONS = [{ value: 'month', label: 'Every month' }, { value: 'two-weeks', label: 'Every two weeks' }, { value: 'week', label: 'Every week' }] as const satisfies readonly { value: PlanRhythm; label: string }[];

export const MOST_INSTALMENTS = 36;
/** An instalment this late breaks the plan. */
export const GRACE_DAYS = 10;
/** How long before an instalment the patient is reminded of it. */
const REMIND_DAYS_AHEAD = 3;

export interface Instalment {
  readonly number: number;
  /** ISO date. */
  readonly dueOn: string;
  readonly cents: number;
}

export interface AllocatedInstalment extends Instalment {
  readonly openCents: number;
}

/** Split an amount into instalments that sum to it exactly; cents that do not divide go to the first ones, one each. */
export function splitIntoInstalments(totalCents: number, count: number, firstDueOn: string, rhythm: PlanRhythm): Instalment[] {
  if (!Number.isSafeInteger(totalCents) || !Number.isSafeInteger(count) || count < 1 || totalCents < count) throw new RangeError('Every instalment is at least one cent.');
  const each = Math.floor(totalCents / count);
  const extra = totalCents - each * count;
  return Array.from({ length: count }, (_, index) => ({ number: index + 1, dueOn: dueOn(firstDueOn, rhythm, index), cents: each + (index < extra ? 1 : 0) }));
}

/** What was paid goes to the oldest instalment first; what is beyond them stays on the account. */
export function allocate(instalments: readonly Instalment[], paidCents: number): AllocatedInstalment[] {
  let left = Math.max(0, paidCents);
  return [...instalments].sort((a, b) => a.number - b.number).map((one) => {
    const taken = Math.min(left, one.cents);
    left -= taken;
    return { ...one, openCents: one.cents - taken };
  });
}

/** What of a plan is due on a day. */
export function dueOf(instalments: readonly AllocatedInstalment[], today: string): number {
  return instalments.filter(({ dueOn: day }) => day <= today).reduce((sum, { openCents }) => sum + openCents, 0);
}

/** Something to be done about a plan, once: `key` names it. */
export interface PlanStep {
  readonly what: 'remind' | 'remind-late' | 'default';
  readonly instalment: AllocatedInstalment;
  readonly on: string;
}

/**
 * What an agreed plan calls for, the earliest first: of the oldest unpaid instalment, a reminder ahead, another on the day after it was
 * due, and the end of the plan when the grace is over. Empty when everything is paid.
 */
export function stepsOf(instalments: readonly AllocatedInstalment[]): PlanStep[] {
  const next = instalments.find(({ openCents }) => openCents > 0);
  if (!next) return [];
  return [
    { what: 'remind', instalment: next, on: addDays(next.dueOn, -REMIND_DAYS_AHEAD) }, { what: 'remind-late', instalment: next, on: addDays(next.dueOn, 1) },
    { what: 'default', instalment: next, on: addDays(next.dueOn, GRACE_DAYS + 1) },
  ];
}

function dueOn(first: string, rhythm: PlanRhythm, index: number): string {
  return rhythm === 'month' ? addMonths(first, index) : addDays(first, index * (rhythm === 'week' ? 7 : 14));
}

/** The same day of a later month; its last day when it is too short. */
function addMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const [wantedYear, wantedMonth] = [year + Math.floor((month - 1 + months) / 12), (month - 1 + months) % 12];
  const last = new Date(Date.UTC(wantedYear, wantedMonth + 1, 0)).getUTCDate();
  return `${wantedYear}-${String(wantedMonth + 1).padStart(2, '0')}-${String(Math.min(day, last)).padStart(2, '0')}`;
}
