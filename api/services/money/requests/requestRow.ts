import { type MoneyRequestKind, type MoneyRequestStatus, WRITE_OFF_KINDS } from '../../../../domain/ledger/moneyRequests';
import { type Act, selectOne } from '../../../http/act';
import { notFound } from '../../../http/problem';
import { type AccountRow, lockAccount } from '../accounts';
import { type PaymentMethod } from '../payments';

/** Whose money it is: a patient's account, or a payer's. */
export interface Subject {
  readonly accountId: string | null;
  readonly payerId: string | null;
}

/** A row of `money_requests`. */
export interface MoneyRequestRow extends Subject {
  readonly id: string;
  readonly kind: MoneyRequestKind;
  readonly invoiceId: string | null;
  readonly cents: number;
  readonly method: PaymentMethod | null;
  readonly status: MoneyRequestStatus;
  readonly requestedBy: string;
  readonly operationId: string | null;
  readonly version: number;
}

const COLUMNS = 'id, kind, account_id AS accountId, payer_id AS payerId, invoice_id AS invoiceId, cents, method, status, requested_by AS requestedBy, operation_id AS operationId, version';

/** The request without a lock. Null when there is none. */
export async function readRequest(act: Act, requestId: string): Promise<MoneyRequestRow | null> {
  const row = await selectOne<MoneyRequestRow>(act, `SELECT ${COLUMNS} FROM money_requests WHERE id = ?`, [requestId]);
  return row && { ...row, cents: Number(row.cents) };
}

export interface HeldRequest {
  readonly request: MoneyRequestRow;
  /** Null: the request is about a payer's money. */
  readonly account: AccountRow | null;
}

/** The request with its subject's row and its own locked, in that order, as every posting does. */
export async function holdRequest(act: Act, requestId: string): Promise<HeldRequest> {
  const known = await readRequest(act, requestId);
  if (!known) throw notFound();
  const account = await holdSubject(act, known);
  const row = await selectOne<MoneyRequestRow>(act, `SELECT ${COLUMNS} FROM money_requests WHERE id = ? FOR UPDATE`, [requestId]);
  if (!row) throw notFound();
  return { request: { ...row, cents: Number(row.cents) }, account };
}

/** Lock whose money it is, so that requests and payments side by side come one after the other. */
export async function holdSubject(act: Act, { accountId, payerId }: Subject): Promise<AccountRow | null> {
  if (accountId === null) {
    if (!(await selectOne(act, 'SELECT id FROM payers WHERE id = ? FOR UPDATE', [payerId]))) throw notFound();
    return null;
  }
  const account = await lockAccount(act, accountId);
  if (!account || account.status === 'entered-in-error') throw notFound();
  return account;
}

/** Kinds that take from the same money: write-offs of a balance, whatever they are called. */
export function kindsLike(kind: MoneyRequestKind): readonly MoneyRequestKind[] {
  return kind === 'patient-refund' || kind === 'payer-refund' ? [kind] : WRITE_OFF_KINDS;
}

/** Where the sealed words of a request belong. */
export function placeOfRequest(id: string, column: 'reason_enc' | 'decision_enc'): { table: string; column: string; id: string } {
  return { table: 'money_requests', column, id };
}
