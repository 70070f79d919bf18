import { type z } from 'zod';
import { SERVICE_CATEGORIES, type ServiceCategory } from '../../../domain/claims/chargeMaster';
import { LEDGER_ACCOUNTS, type LedgerAccount } from '../../../domain/ledger/accounts';
import { PLAN_RHYTHMS } from '../../../domain/ledger/paymentPlan';
import { OPERATION_KINDS, type OperationKind } from '../../../domain/ledger/operation';
import { type moneyContract } from '../../contract/money';
import { type Act, select } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { literal } from '../../http/like';
import { loadPatientsInList } from '../../presenters/patientInList';
import { findPatientIds } from '../clinical/patients/nameSearch';
import { SETTLED_OF_INVOICE } from './invoices';
import { type PaymentMethod } from './payments';
import { planOfAccount } from './plans/planRow';
import { openWish } from './plans/wish';
import { dueNowCents, presentPlan } from './plans/presentPlan';
import { availableCents } from './requests/available';

export type AccountPage = z.input<typeof moneyContract.readAccount.reply>;
type AccountList = z.input<typeof moneyContract.listAccounts.reply>;
type ListQuery = z.output<typeof moneyContract.listAccounts.query>;
const LEDGER_LENGTH = 500;

interface AccountRow {
  id: string; number: string; status: string; patientId: string; encounterId: string | null; createdAt: Date; patientCents: number; insurancePendingCents: number;
}

const SELECT = `SELECT a.id, a.number, a.status, a.patient_id AS patientId, a.encounter_id AS encounterId, a.created_at AS createdAt,
  CAST(COALESCE((SELECT SUM(cents) FROM ledger_entries e WHERE e.account_id = a.id AND e.ledger_account = 'receivable-patient'), 0) AS SIGNED) AS patientCents,
  CAST(COALESCE((SELECT SUM(cents) FROM ledger_entries e WHERE e.account_id = a.id AND e.ledger_account = 'receivable-payer'), 0) AS SIGNED) AS insurancePendingCents
  FROM accounts a`;

interface Order {
  readonly by: string;
  /** A balance is summed up first; a column of the row is found by its index. */
  readonly isSum: boolean;
  readonly way: 'ASC' | 'DESC';
  /** What a page ends with. */
  readonly of: (row: AccountRow) => string | number;
  readonly read: (value: string | number | null) => Date | number;
}

const opened = (way: Order['way']): Order => ({ by: 'a.created_at', isSum: false, way, of: (row) => row.createdAt.toISOString(), read: (value) => new Date(String(value)) });
const most = (by: 'patientCents' | 'insurancePendingCents'): Order => ({ by, isSum: true, way: 'DESC', of: (row) => Number(row[by]), read: Number });
const ORDERS: Readonly<Record<ListQuery['sort'], Order>> = { newest: opened('DESC'), oldest: opened('ASC'), owes: most('patientCents'), payers: most('insurancePendingCents') };

/** Accounts, newest first unless asked otherwise. Balances are those of the ledger, whatever the order. */
export async function listAccounts(act: Act, query: ListQuery): Promise<AccountList> {
  const order = ORDERS[query.sort];
  const cursor = decodeCursor(query.cursor, 2);
  const parts = ['1 = 1'];
  if (query.patientId) parts.push('a.patient_id = :patientId');
  if (query.encounterId) parts.push('a.encounter_id = :encounterId');
  if (query.owing) parts.push("(SELECT SUM(cents) FROM ledger_entries e WHERE e.account_id = a.id AND e.ledger_account = 'receivable-patient') > 0");
  const patients = query.q ? await findPatientIds(act, query.q) : [];
  if (query.q) parts.push('(a.number LIKE :prefix OR a.patient_id IN (:patients))');
  const after = `(${order.by}, a.id) ${order.way === 'DESC' ? '<' : '>'} (:at, :afterId)`;
  if (cursor && !order.isSum) parts.push(after);
  const rows = await select<AccountRow>(act, `${SELECT} WHERE ${parts.join(' AND ')} ${cursor && order.isSum ? `HAVING ${after}` : ''} ORDER BY ${order.by} ${order.way}, a.id ${order.way} LIMIT ${query.limit + 1}`, {
    patientId: query.patientId ?? null, encounterId: query.encounterId ?? null, prefix: `${literal(query.q ?? '')}%`, patients: patients.length > 0 ? patients : ['-'], at: cursor ? order.read(cursor[0] ?? null) : null, afterId: cursor?.[1] ?? null,
  });
  const { items, nextCursor } = pageOf(rows, query.limit, (row) => [order.of(row), row.id]);
  act.audits.push({ action: 'account.list', resourceType: 'account', detail: { accounts: items.map((row) => row.id) } });
  return { items: await present(act, items), nextCursor, total: null };
}

/** Everything on an account. Null when there is none. */
export async function readAccountPage(act: Act, accountId: string): Promise<AccountPage | null> {
  const rows = await select<AccountRow>(act, `${SELECT} WHERE a.id = :accountId`, { accountId });
  const [account] = await present(act, rows);
  if (!account) return null;
  act.audits.push({ action: 'account.read', resourceType: 'account', resourceId: accountId, patientId: rows[0]?.patientId ?? null });
  const charges = await chargesOf(act, accountId);
  const standing = await planOfAccount(act, accountId);
  const plan = standing && presentPlan(act, standing);
  return {
    account, plan, planWish: await wishOf(act, accountId), dueNowCents: dueNowCents(account.balance.patientCents, plan), refundableCents: Math.max(0, await availableCents(act, { kind: 'patient-refund', accountId, payerId: null, invoiceId: null })), charges, chargeCents: charges.filter((charge) => !['entered-in-error', 'not-billable', 'aborted'].includes(charge.status)).reduce((sum, charge) => sum + charge.amountCents, 0),
    claims: await claimsOf(act, accountId), invoices: await invoicesOf(act, accountId), payments: await paymentsOf(act, accountId), ledger: await ledgerOf(act, accountId),
  };
}

/** A wish for instalments nothing has come of yet: the patient has not been billed. */
async function wishOf(act: Act, accountId: string): Promise<AccountPage['planWish']> {
  const wish = await openWish(act, accountId);
  return wish && { instalments: wish.instalments, rhythm: PLAN_RHYTHMS[wish.rhythm] };
}

async function present(act: Act, rows: readonly AccountRow[]): Promise<AccountList['items']> {
  const patients = await loadPatientsInList(act, rows.map((row) => row.patientId));
  return rows.map((row) => ({
    id: row.id, number: row.number, status: row.status, patient: patients.get(row.patientId) ?? null, encounterId: row.encounterId, openedAt: row.createdAt.toISOString(),
    balance: { patientCents: Number(row.patientCents), insurancePendingCents: Number(row.insurancePendingCents) },
  }));
}

async function chargesOf(act: Act, accountId: string): Promise<AccountPage['charges']> {
  const rows = await select<AccountPage['charges'][number] & { display: string | null }>(
    act,
    `SELECT i.id, i.category, c.display, i.procedure_code AS procedureCode, i.revenue_code AS revenueCode, i.units, i.amount_cents AS amountCents, i.service_date AS serviceDate, i.status
     FROM charge_items i LEFT JOIN concepts c ON c.system_code = i.system_code AND c.code = i.code WHERE i.account_id = ? ORDER BY i.service_date, i.id`,
    [accountId],
  );
  return rows.map(({ display, ...row }) => ({ ...row, amountCents: Number(row.amountCents), description: display ?? SERVICE_CATEGORIES[row.category as ServiceCategory]?.label ?? row.category }));
}

async function claimsOf(act: Act, accountId: string): Promise<AccountPage['claims']> {
  const rows = await select<AccountPage['claims'][number]>(
    act,
    `SELECT c.id, c.number, c.status, p.name AS payerName, c.charge_cents AS chargeCents, c.paid_cents AS paidCents, c.adjustment_cents AS adjustmentCents, c.patient_cents AS patientCents,
       c.open_cents AS openCents FROM claims c JOIN payers p ON p.id = c.payer_id WHERE c.account_id = ? ORDER BY c.created_at`,
    [accountId],
  );
  return rows.map((row) => ({ ...row, chargeCents: Number(row.chargeCents), paidCents: Number(row.paidCents), adjustmentCents: Number(row.adjustmentCents), patientCents: Number(row.patientCents), openCents: Number(row.openCents) }));
}

async function invoicesOf(act: Act, accountId: string): Promise<AccountPage['invoices']> {
  const rows = await select<{ id: string; number: string; claimId: string | null; totalCents: number; paidCents: number; status: 'draft' | 'issued' | 'balanced' | 'cancelled'; issuedAt: Date; dueOn: string }>(
    act,
    `SELECT i.id, i.number, i.claim_id AS claimId, i.total_cents AS totalCents, i.status, i.issued_at AS issuedAt, i.due_on AS dueOn,
       ${SETTLED_OF_INVOICE} AS paidCents
     FROM invoices i WHERE i.account_id = ? ORDER BY i.issued_at DESC, i.id DESC`,
    [accountId],
  );
  return rows.map((row) => {
    const [totalCents, paidCents] = [Number(row.totalCents), Number(row.paidCents)];
    return { ...row, totalCents, paidCents, openCents: row.status === 'cancelled' ? 0 : Math.max(0, totalCents - paidCents), issuedAt: row.issuedAt.toISOString() };
  });
}

async function paymentsOf(act: Act, accountId: string): Promise<AccountPage['payments']> {
  const rows = await select<{ id: string; cents: number; method: PaymentMethod; invoiceId: string | null; receivedAt: Date; reversalId: string | null; referenceEnc: Buffer | null }>(
    act,
    `SELECT p.id, p.cents, p.method, p.invoice_id AS invoiceId, p.received_at AS receivedAt, r.id AS reversalId, p.reference_enc AS referenceEnc
     FROM payments p LEFT JOIN ledger_operations r ON r.reverses_id = p.operation_id WHERE p.account_id = ? ORDER BY p.received_at DESC, p.id DESC`,
    [accountId],
  );
  return rows.map(({ referenceEnc, reversalId, ...row }) => ({
    ...row, cents: Number(row.cents), receivedAt: row.receivedAt.toISOString(), reversed: reversalId !== null,
    reference: referenceEnc === null ? null : act.database.cipher.open({ table: 'payments', column: 'reference_enc', id: row.id }, referenceEnc),
  }));
}

async function ledgerOf(act: Act, accountId: string): Promise<AccountPage['ledger']> {
  const rows = await select<{ operationId: string; kind: string; account: string; cents: number; claimId: string | null; at: Date }>(
    act,
    `SELECT e.operation_id AS operationId, o.kind, e.ledger_account AS account, e.cents, e.claim_id AS claimId, e.posted_at AS at
     FROM ledger_entries e JOIN ledger_operations o ON o.id = e.operation_id WHERE e.account_id = ? ORDER BY e.id DESC LIMIT ${LEDGER_LENGTH}`,
    [accountId],
  );
  return rows.map((row) => ({
    ...row, cents: Number(row.cents), at: row.at.toISOString(), title: OPERATION_KINDS[row.kind as OperationKind] ?? row.kind, accountLabel: LEDGER_ACCOUNTS[row.account as LedgerAccount]?.label ?? row.account,
  }));
}
