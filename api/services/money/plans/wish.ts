import { addDays } from '../../../../domain/calendar/zone';
import { type PlanRhythm } from '../../../../domain/ledger/paymentPlan';
import { type Act, execute, selectOne } from '../../../http/act';
import { balanceOfAccount, lockAccount } from '../accounts';
import { proposePlan } from './plans';
import { hospitalDay } from '../../staff/hospitalZone';

/** How a patient wishes to pay what they will owe for a stay. */
export interface PlanWish {
  readonly instalments: number;
  readonly rhythm: PlanRhythm;
}

/** The first instalment is due this long after the plan is made. */
const FIRST_AFTER_DAYS = 30;

/**
 * A patient wishes to pay in instalments. What they owe already is divided at once, and they agree in person; what they do not owe yet is
 * divided when they are billed. The newest wish counts.
 */
export async function wishPlan(act: Act, accountId: string, { instalments, rhythm }: PlanWish): Promise<void> {
  await lockAccount(act, accountId);
  if (await hasPlan(act, accountId)) return;
  await execute(
    act,
    `INSERT INTO payment_plan_wishes (account_id, instalments, rhythm, wished_by, wished_at) VALUES (?)
     ON DUPLICATE KEY UPDATE instalments = VALUES(instalments), rhythm = VALUES(rhythm), wished_by = VALUES(wished_by), wished_at = VALUES(wished_at), plan_id = NULL`,
    [[accountId, instalments, rhythm, act.principal.id, act.now]],
  );
  await fulfilWish(act, accountId, 'in-person');
}

/** The wish a plan has not come of yet; null when there is none. */
export async function openWish(act: Act, accountId: string): Promise<(PlanWish & { readonly wishedBy: string }) | null> {
  return selectOne<PlanWish & { wishedBy: string }>(act, 'SELECT instalments, rhythm, wished_by AS wishedBy FROM payment_plan_wishes WHERE account_id = ? AND plan_id IS NULL', [accountId]);
}

/**
 * Make the plan a patient wished for, once there is something to divide. Nobody owes instalments of an amount they have not seen: unless they
 * are at the desk, they are asked to agree. The caller holds the account's row.
 */
export async function fulfilWish(act: Act, accountId: string, agreement: 'in-person' | null = null): Promise<void> {
  const wish = await openWish(act, accountId);
  if (!wish || (await hasPlan(act, accountId))) return;
  const { patientCents } = await balanceOfAccount(act, accountId);
  if (patientCents < wish.instalments) return;
  const { id } = await proposePlan(act, { accountId, count: wish.instalments, firstDueOn: addDays(hospitalDay(act.now), FIRST_AFTER_DAYS), rhythm: wish.rhythm, agreement, proposedBy: wish.wishedBy });
  await execute(act, 'UPDATE payment_plan_wishes SET plan_id = ? WHERE account_id = ?', [id, accountId]);
}

async function hasPlan(act: Act, accountId: string): Promise<boolean> {
  return (await selectOne(act, 'SELECT id FROM payment_plans WHERE standing_account_id = ?', [accountId])) !== null;
}
