import { allocate, type AllocatedInstalment, type Instalment, type PlanAgreement, type PlanStatus } from '../../../../domain/ledger/paymentPlan';
import { type Act, select, selectOne } from '../../../http/act';
import { balanceOfAccount } from '../accounts';

/** A row of `payment_plans` with its instalments, and what of each is left to pay. */
export interface PlanRow {
  readonly id: string;
  readonly accountId: string;
  readonly patientId: string;
  readonly totalCents: number;
  readonly status: PlanStatus;
  readonly agreement: PlanAgreement | null;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly agreedAt: Date | null;
  readonly endedAt: Date | null;
  readonly version: number;
  readonly paidCents: number;
  readonly instalments: readonly AllocatedInstalment[];
}

type Row = Omit<PlanRow, 'paidCents' | 'instalments'>;

const SELECT = `SELECT p.id, p.account_id AS accountId, p.patient_id AS patientId, p.total_cents AS totalCents, p.status, p.agreement, u.display_name AS proposedBy, p.proposed_at AS proposedAt, p.agreed_at AS agreedAt,
  p.ended_at AS endedAt, p.version FROM payment_plans p JOIN staff_users u ON u.id = p.proposed_by`;

/** One plan. Its account's row guards it: hold that to change it. */
export async function readPlan(act: Act, planId: string): Promise<PlanRow | null> {
  const row = await selectOne<Row>(act, `${SELECT} WHERE p.id = ?`, [planId]);
  return row && present(act, row);
}

/** The plan that stands on an account, else the latest one; null when there never was one. */
export async function planOfAccount(act: Act, accountId: string): Promise<PlanRow | null> {
  const row = await selectOne<Row>(act, `${SELECT} WHERE p.account_id = ? ORDER BY p.standing_account_id IS NULL, p.proposed_at DESC, p.id DESC LIMIT 1`, [accountId]);
  return row && present(act, row);
}

async function present(act: Act, row: Row): Promise<PlanRow> {
  const rows = await select<Instalment>(act, 'SELECT number, CAST(due_on AS CHAR) AS dueOn, cents FROM payment_plan_instalments WHERE plan_id = ? ORDER BY number', [row.id]);
  const plan = { ...row, totalCents: Number(row.totalCents) };
  const paidCents = row.agreedAt === null ? 0 : await paidOn(act, plan, row.agreedAt);
  return { ...plan, paidCents, instalments: allocate(rows.map((one) => ({ ...one, cents: Number(one.cents) })), paidCents) };
}

/**
 * What has been settled of a plan: payments since it was agreed, and what was given up since. A balance below what the plan has left
 * counts too, whatever brought it down: nobody is asked for more than they owe.
 */
async function paidOn(act: Act, { accountId, totalCents }: Pick<PlanRow, 'accountId' | 'totalCents'>, since: Date): Promise<number> {
  const row = await selectOne<{ cents: number }>(
    act,
    `SELECT CAST(COALESCE((SELECT SUM(p.cents) FROM payments p LEFT JOIN ledger_operations r ON r.reverses_id = p.operation_id WHERE p.account_id = :accountId AND p.received_at >= :since AND r.id IS NULL), 0)
       + COALESCE((SELECT SUM(CASE WHEN m.kind = 'patient-refund' THEN -m.cents ELSE m.cents END) FROM money_requests m WHERE m.account_id = :accountId AND m.status = 'approved' AND m.decided_at >= :since), 0) AS SIGNED) AS cents`,
    { accountId, since },
  );
  const { patientCents } = await balanceOfAccount(act, accountId);
  return Math.min(totalCents, Math.max(Number(row?.cents ?? 0), totalCents - Math.max(0, patientCents)));
}
