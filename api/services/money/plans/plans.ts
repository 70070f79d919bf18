import { newId } from '../../../../db/newId';
import { addDays } from '../../../../domain/calendar/zone';
import { MOST_INSTALMENTS, type PlanAgreement, type PlanRhythm, type PlanStatus, splitIntoInstalments } from '../../../../domain/ledger/paymentPlan';
import { type Act, execute, selectOne } from '../../../http/act';
import { conflict, notFound, staleVersion, unprocessable } from '../../../http/problem';
import { balanceOfAccount, lockAccount } from '../accounts';
import { tellCollection } from '../collection/tellCollection';
import { planOfAccount, type PlanRow, readPlan } from './planRow';
import { hospitalDay } from '../../staff/hospitalZone';

/** The latest a first instalment may be due: a plan is no way to put a bill off. */
const FIRST_WITHIN_DAYS = 62;

export interface NewPlan {
  readonly accountId: string;
  readonly count: number;
  readonly firstDueOn: string;
  readonly rhythm: PlanRhythm;
  /** How the patient has agreed; null: they are asked in the portal. */
  readonly agreement: Exclude<PlanAgreement, 'portal'> | null;
  /** Who arranged it; default: whoever asks. */
  readonly proposedBy?: string;
}

export interface MadePlan {
  readonly id: string;
  readonly status: PlanStatus;
  readonly version: number;
}

/**
 * Divide what the patient owes now into instalments. What payers have not answered is no part of it. One plan stands on an account at a
 * time; the account's row is held, and the record's unique key says so too.
 */
export async function proposePlan(act: Act, wanted: NewPlan): Promise<MadePlan> {
  const account = await lockAccount(act, wanted.accountId);
  if (!account || account.status === 'entered-in-error') throw notFound();
  await requireNoPlan(act, wanted.accountId);
  const { patientCents } = await balanceOfAccount(act, account.id);
  if (patientCents < wanted.count) throw unprocessable('nothing-to-divide', patientCents <= 0 ? 'The patient owes nothing here.' : 'Fewer instalments: each must be at least one cent.');
  requireSoon(act, wanted.firstDueOn);
  const instalments = splitIntoInstalments(patientCents, Math.min(wanted.count, MOST_INSTALMENTS), wanted.firstDueOn, wanted.rhythm);
  const [id, status] = [newId(), wanted.agreement === null ? ('proposed' as const) : ('active' as const)];
  await execute(act, 'INSERT INTO payment_plans (id, account_id, patient_id, total_cents, status, agreement, proposed_by, proposed_at, agreed_at) VALUES (?)', [
    [id, account.id, account.patientId, patientCents, status, wanted.agreement, wanted.proposedBy ?? act.principal.id, act.now, wanted.agreement === null ? null : act.now],
  ]);
  await execute(act, `INSERT INTO payment_plan_instalments (plan_id, number, due_on, cents) VALUES ${instalments.map(() => '(?)').join(', ')}`, instalments.map(({ number, dueOn, cents }) => [id, number, dueOn, cents]));
  act.audits.push({ action: `payment-plan.${status === 'active' ? 'agreed' : 'proposed'}`, resourceType: 'account', resourceId: account.id, patientId: account.patientId, detail: { planId: id, totalCents: patientCents, instalments: instalments.length } });
  if (status === 'active') tellCollection(act, account.id, `plan/${id}/agreed`);
  return { id, status, version: 1 };
}

/** The patient consents. Dates that have passed meanwhile, or another balance, need another plan. */
export async function agreePlan(act: Act, planId: string, version: number): Promise<MadePlan> {
  const plan = await holdPlan(act, planId, version);
  if (plan.status !== 'proposed') throw conflict('plan-not-open', 'This plan was agreed or cancelled already.', { currentVersion: plan.version });
  const { patientCents } = await balanceOfAccount(act, plan.accountId);
  if (patientCents !== plan.totalCents || (plan.instalments[0]?.dueOn ?? '') < hospitalDay(act.now)) throw unprocessable('plan-outdated', 'What you owe or the dates have changed since. Ask the hospital for a new plan.');
  await execute(act, "UPDATE payment_plans SET status = 'active', agreement = 'portal', agreed_at = ?, version = version + 1 WHERE id = ?", [act.now, planId]);
  act.audits.push({ action: 'payment-plan.agreed', resourceType: 'account', resourceId: plan.accountId, patientId: plan.patientId, detail: { planId } });
  tellCollection(act, plan.accountId, `plan/${planId}/agreed`);
  return { id: planId, status: 'active', version: version + 1 };
}

/** End a plan that no longer fits. What was paid stays paid; the rest is due as any balance. */
export async function cancelPlan(act: Act, planId: string, version: number, reason: string): Promise<MadePlan> {
  const plan = await holdPlan(act, planId, version);
  if (plan.status !== 'proposed' && plan.status !== 'active') throw conflict('plan-not-open', 'This plan has ended already.', { currentVersion: plan.version });
  const sealed = act.database.cipher.seal({ table: 'payment_plans', column: 'reason_enc', id: planId }, reason);
  await execute(act, "UPDATE payment_plans SET status = 'cancelled', ended_at = ?, ended_by = ?, reason_enc = ?, version = version + 1 WHERE id = ?", [act.now, act.principal.id, sealed, planId]);
  act.audits.push({ action: 'payment-plan.cancelled', resourceType: 'account', resourceId: plan.accountId, patientId: plan.patientId, detail: { planId } });
  tellCollection(act, plan.accountId, `plan/${planId}/cancelled`);
  return { id: planId, status: 'cancelled', version: version + 1 };
}

/**
 * A plan is kept when everything on it is paid, and stands again when a payment is taken back. Called where money moved; the caller
 * holds the account's row.
 */
export async function refreshPlan(act: Act, accountId: string): Promise<void> {
  const plan = await planOfAccount(act, accountId);
  if (!plan) return;
  const isPaid = plan.instalments.every(({ openCents }) => openCents === 0);
  if (plan.status === 'active' && isPaid) await endPlan(act, plan, 'kept');
  if (plan.status === 'kept' && !isPaid) {
    await execute(act, "UPDATE payment_plans SET status = 'active', ended_at = NULL, version = version + 1 WHERE id = ?", [plan.id]);
    tellCollection(act, accountId, `plan/${plan.id}/again/${plan.version}`);
  }
}

/** Record that a plan is over. The caller holds the account's row. */
export async function endPlan(act: Act, plan: PlanRow, status: 'kept' | 'defaulted'): Promise<void> {
  await execute(act, 'UPDATE payment_plans SET status = ?, ended_at = ?, version = version + 1 WHERE id = ?', [status, act.now, plan.id]);
  act.audits.push({ action: `payment-plan.${status}`, resourceType: 'account', resourceId: plan.accountId, patientId: plan.patientId, detail: { planId: plan.id } });
}

async function holdPlan(act: Act, planId: string, version: number): Promise<PlanRow> {
  const known = await selectOne<{ accountId: string }>(act, 'SELECT account_id AS accountId FROM payment_plans WHERE id = ?', [planId]);
  if (!known) throw notFound();
  await lockAccount(act, known.accountId);
  await selectOne(act, 'SELECT id FROM payment_plans WHERE id = ? FOR UPDATE', [planId]); // what is read next is the newest
  const plan = await readPlan(act, planId);
  if (!plan) throw notFound();
  if (plan.version !== version) throw staleVersion(plan.version);
  return plan;
}

async function requireNoPlan(act: Act, accountId: string): Promise<void> {
  const standing = await selectOne<{ id: string; name: string }>(act, 'SELECT u.id, u.display_name AS name FROM payment_plans p JOIN staff_users u ON u.id = p.proposed_by WHERE p.standing_account_id = ? FOR UPDATE', [accountId]);
  if (standing) throw conflict('plan-known', `${standing.name} has made a plan for this account already. Cancel it first.`, { holder: standing });
}

function requireSoon(act: Act, firstDueOn: string): void {
  const message = 'The first instalment is due from today on, within two months.';
  if (firstDueOn < hospitalDay(act.now) || firstDueOn > addDays(hospitalDay(act.now), FIRST_WITHIN_DAYS)) throw unprocessable('plan-dates', message, { errors: [{ field: 'firstDueOn', message }] });
}
