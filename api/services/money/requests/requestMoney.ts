import { newId } from '../../../../db/newId';
import { isRefund, type MoneyRequestKind, type MoneyRequestStatus, needsSecondPerson } from '../../../../domain/ledger/moneyRequests';
import { payerRefundEntries, refundEntries, writeOffEntries } from '../../../../domain/ledger/entries';
import { type Act, execute } from '../../../http/act';
import { refreshInvoice } from '../invoices';
import { postOperation } from '../ledger';
import { type PaymentMethod } from '../payments';
import { refreshPlan } from '../plans/plans';
import { startApproval } from './approval';
import { availableCents, requireAvailable, type Wanted } from './available';
import { decidedAloneCents, limitOf } from './limits';
import { holdSubject, placeOfRequest } from './requestRow';

export interface NewMoneyRequest extends Wanted {
  readonly method: PaymentMethod | null;
  readonly reason: string;
}

/** How a request stands after it was made or changed. */
export interface MadeRequest {
  readonly id: string;
  readonly status: MoneyRequestStatus;
  readonly version: number;
}

/**
 * Ask for a refund, or to give up a patient's balance. Up to the limit it is done at once; above it a second person decides, by a task
 * of the billing supervisor. The subject's row is held from before its balance is read until commit, and the Idempotency-Key answers
 * a double click with the first request, so that the same money never goes twice.
 */
export async function requestMoney(act: Act, wanted: NewMoneyRequest): Promise<MadeRequest> {
  const account = await holdSubject(act, wanted);
  requireAvailable(wanted, await availableCents(act, wanted));
  const limitCents = await limitOf(act, wanted.kind);
  const needsSecond = needsSecondPerson({ cents: wanted.cents, limitCents, decidedAloneCents: await decidedAloneCents(act, wanted) });
  const id = newId();
  const operationId = needsSecond ? null : await postRequest(act, { ...wanted, id });
  const [status, version] = needsSecond ? (['requested', 1] as const) : (['approved', 1] as const);
  await execute(
    act,
    'INSERT INTO money_requests (id, kind, account_id, invoice_id, payer_id, cents, method, reason_enc, status, limit_cents, needs_second, requested_by, requested_at, decided_by, decided_at, operation_id) VALUES (?)',
    [[id, wanted.kind, wanted.accountId, wanted.invoiceId, wanted.payerId, wanted.cents, wanted.method, act.database.cipher.seal(placeOfRequest(id, 'reason_enc'), wanted.reason), status, limitCents, needsSecond,
      act.principal.id, act.now, needsSecond ? null : act.principal.id, needsSecond ? null : act.now, operationId]],
  );
  if (needsSecond) await startApproval(act, id);
  else await refreshAfter(act, wanted);
  auditRequest(act, { ...wanted, id }, needsSecond ? 'requested' : 'done', account?.patientId ?? null);
  return { id, status, version };
}

/** Move the money of a request, once: its ID is the deduplication ID. The caller holds the subject's row. Returns the ledger operation. */
export async function postRequest(act: Act, { id, kind, accountId, cents }: Pick<NewMoneyRequest, 'kind' | 'accountId' | 'cents'> & { readonly id: string }): Promise<string> {
  const dedupId = `money-request/${id}`;
  if (kind === 'payer-refund') return (await postOperation(act, { kind: 'payer-refund', dedupId, entries: payerRefundEntries(cents) })).operationId;
  const entries = isRefund(kind) ? refundEntries({ accountId }, cents) : writeOffEntries({ accountId }, cents, 'receivable-patient');
  return (await postOperation(act, { kind: isRefund(kind) ? 'refund' : 'write-off', dedupId, entries })).operationId;
}

/** Money moved: the invoice it stood on and the plan of the account follow. */
export async function refreshAfter(act: Act, { accountId, invoiceId }: Pick<Wanted, 'accountId' | 'invoiceId'>): Promise<void> {
  if (invoiceId !== null) await refreshInvoice(act, invoiceId);
  if (accountId !== null) await refreshPlan(act, accountId);
}

/** On record who did what with which request. */
export function auditRequest(act: Act, request: { readonly id: string; readonly kind: MoneyRequestKind; readonly accountId: string | null; readonly payerId: string | null; readonly cents: number }, what: string, patientId: string | null, detail: object = {}): void {
  act.audits.push({ action: `${request.kind}.${what}`, resourceType: request.accountId === null ? 'payer' : 'account', resourceId: request.accountId ?? request.payerId, patientId, detail: { requestId: request.id, cents: request.cents, ...detail } });
}
