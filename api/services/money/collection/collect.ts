import { dunningOn, REMINDER_DAYS } from '../../../../domain/ledger/dunning';
import { type PlanStep, stepsOf } from '../../../../domain/ledger/paymentPlan';
import { type MessageData, type Template } from '../../../../domain/notifications/templates';
import { DAY_MS } from '../../../../domain/time';
import { type Act, select } from '../../../http/act';
import { alertRole, notifyPatient } from '../../notifications/notify';
import { type AccountRow, balanceOfAccount } from '../accounts';
import { SETTLED_OF_INVOICE } from '../invoices';
import { planOfAccount, type PlanRow } from '../plans/planRow';
import { endPlan } from '../plans/plans';
import { hospitalDay, hospitalZone } from '../../staff/hospitalZone';
import { momentOf } from '../../../../domain/calendar/zone';

/** While payers have not answered nobody is reminded; when they have, an invoice says so. This is only a second look. */
const LOOK_AGAIN_DAYS = 7;

/**
 * Do what is due on an account now, each thing once: reminders of instalments, the end of a plan that was not kept, reminders of
 * invoices. Nobody is dunned while a plan is kept, nor while insurance has to decide. Answers when to look again, as a delay (a
 * workflow with skipped time lives ahead of the record); null: nothing is left to wait for. The caller holds the account's row.
 */
export async function collect(act: Act, account: AccountRow): Promise<{ afterMs: number | null }> {
  if (account.status === 'entered-in-error') return { afterMs: null };
  const plan = await planOfAccount(act, account.id);
  if (plan?.status === 'active') {
    const next = await followPlan(act, account, plan);
    if (next !== 'broken') return { afterMs: next };
  }
  const { patientCents, insurancePendingCents } = await balanceOfAccount(act, account.id);
  if (patientCents <= 0) return { afterMs: null };
  if (insurancePendingCents > 0) return { afterMs: LOOK_AGAIN_DAYS * DAY_MS };
  return { afterMs: await dun(act, account, patientCents) };
}

async function followPlan(act: Act, account: AccountRow, plan: PlanRow): Promise<number | null | 'broken'> {
  const steps = stepsOf(plan.instalments);
  if (steps.length === 0) {
    await endPlan(act, plan, 'kept');
    return null;
  }
  const due = steps.filter(({ on }) => on <= hospitalDay(act.now)).at(-1);
  if (due) await takeStep(act, account, plan, due);
  if (due?.what === 'default') return 'broken';
  const next = steps.find(({ on }) => on > hospitalDay(act.now));
  return next ? untilDay(act, next.on) : null;
}

const WORDS: Readonly<Record<PlanStep['what'], Template>> = { remind: 'instalment-due', 'remind-late': 'instalment-late', default: 'plan-broken' };

async function takeStep(act: Act, account: AccountRow, plan: PlanRow, { what, instalment }: PlanStep): Promise<void> {
  if (what === 'default') {
    await endPlan(act, plan, 'defaulted');
    await alertRole(act, 'billing', null, { id: `plan/${plan.id}/broken`, template: 'account-overdue', data: { accountId: account.id, deadline: 'A payment plan was not kept.' }, encounterId: account.encounterId });
  }
  await tellPatient(act, account, `plan/${plan.id}/${instalment.number}/${what}`, WORDS[what], { amountCents: instalment.openCents, dueOn: instalment.dueOn });
}

/** Remind of invoices that are overdue. After the last reminder a person looks: once. */
async function dun(act: Act, account: AccountRow, patientCents: number): Promise<number | null> {
  const invoices = await select<{ id: string; openCents: number; dueOn: string }>(
    act, `SELECT i.id, i.total_cents - ${SETTLED_OF_INVOICE} AS openCents, CAST(i.due_on AS CHAR) AS dueOn FROM invoices i WHERE i.account_id = ? AND i.status = 'issued' ORDER BY i.due_on, i.id`, [account.id]);
  const delays: number[] = [];
  for (const { id, openCents, dueOn } of invoices) {
    const open = Math.min(Number(openCents), patientCents);
    const { now, nextOn } = dunningOn(dueOn, hospitalDay(act.now));
    if (open <= 0) continue;
    if (nextOn !== null) delays.push(untilDay(act, nextOn));
    if (now !== null && now <= REMINDER_DAYS.length) await tellPatient(act, account, `invoice/${id}/reminder-${now}`, 'invoice-reminder', { amountCents: open, dueOn });
    else if (now !== null) await alertRole(act, 'billing', null, { id: `invoice/${id}/overdue`, template: 'account-overdue', data: { accountId: account.id, deadline: 'An invoice is unpaid after the last reminder.' }, encounterId: account.encounterId });
  }
  return delays.length === 0 ? null : Math.min(...delays);
}

/** Once per event, whoever asks again (openemr#11477). */
async function tellPatient(act: Act, { patientId, encounterId, id: accountId }: AccountRow, event: string, template: Template, data: MessageData): Promise<void> {
  await notifyPatient(act, patientId, { id: event, template, data: { ...data, accountId }, encounterId });
}

function untilDay(act: Act, day: string): number {
  return Math.max(60_000, momentOf(hospitalZone(), day, 0) - act.now.getTime());
}
