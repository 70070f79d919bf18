import { newId } from '../../../db/newId';
import { BadOperation, checkOperation, type EntryDraft, type OperationKind, reversalOf } from '../../../domain/ledger/operation';
import { type Act, execute, executeLater, select, selectOne } from '../../http/act';

export interface NewOperation {
  readonly kind: OperationKind;
  /** What makes it this one movement and no other: a repeat changes nothing. At most 190 characters. */
  readonly dedupId: string;
  readonly entries: readonly EntryDraft[];
  /** The operation this one undoes; each can be undone once. */
  readonly reverses?: string;
}

export interface PostedOperation {
  readonly operationId: string;
  /** False when this very movement stood in the ledger already. */
  readonly posted: boolean;
}

/**
 * Enter a movement into the ledger. Throws BadOperation for entries out of balance, for a deduplication ID that stands for another
 * movement, and for reversing what is reversed already. The ledger is only ever added to.
 */
export async function postOperation(act: Act, operation: NewOperation): Promise<PostedOperation> {
  checkOperation(operation.entries);
  const operationId = newId();
  // INSERT IGNORE, not ON DUPLICATE KEY UPDATE: the application's user may not update the ledger.
  const inserted = await execute(act, 'INSERT IGNORE INTO ledger_operations (id, kind, dedup_id, reverses_id, actor_id, posted_at) VALUES (?)', [
    [operationId, operation.kind, operation.dedupId, operation.reverses ?? null, act.principal.id, act.now],
  ]);
  if (inserted === 0) return { operationId: await sameOperation(act, operation), posted: false };
  const rows = operation.entries.map((entry) => [operationId, entry.ledgerAccount, entry.accountId ?? null, entry.claimId ?? null, entry.chargeItemId ?? null, entry.cents, act.now]);
  await executeLater(act, `INSERT INTO ledger_entries (operation_id, ledger_account, account_id, claim_id, charge_item_id, cents, posted_at) VALUES ${rows.map(() => '(?)').join(', ')}`, rows);
  return { operationId, posted: true };
}

/** The same for many operations in two statements. None of them may stand in the ledger yet. */
export async function postOperations(act: Act, operations: readonly NewOperation[]): Promise<void> {
  if (operations.length === 0) return;
  for (const operation of operations) checkOperation(operation.entries);
  const made = operations.map((operation) => ({ ...operation, id: newId() }));
  const heads = made.map(({ id, kind, dedupId, reverses }) => [id, kind, dedupId, reverses ?? null, act.principal.id, act.now]);
  await executeLater(act, `INSERT INTO ledger_operations (id, kind, dedup_id, reverses_id, actor_id, posted_at) VALUES ${heads.map(() => '(?)').join(', ')}`, heads);
  const rows = made.flatMap(({ id, entries }) => entries.map((entry) => [id, entry.ledgerAccount, entry.accountId ?? null, entry.claimId ?? null, entry.chargeItemId ?? null, entry.cents, act.now]));
  await executeLater(act, `INSERT INTO ledger_entries (operation_id, ledger_account, account_id, claim_id, charge_item_id, cents, posted_at) VALUES ${rows.map(() => '(?)').join(', ')}`, rows);
}

/** Undo an operation by its exact negative. Undoing it again is the same reversal. */
export async function reverseOperation(act: Act, operationId: string): Promise<PostedOperation> {
  const entries = await entriesOf(act, operationId);
  return postOperation(act, { kind: 'reversal', dedupId: `reversal/${operationId}`, entries: reversalOf(entries), reverses: operationId });
}

/** The entries of an operation, in the order they were made. */
export async function entriesOf(act: Act, operationId: string): Promise<EntryDraft[]> {
  return select<EntryDraft>(
    act,
    'SELECT ledger_account AS ledgerAccount, account_id AS accountId, claim_id AS claimId, charge_item_id AS chargeItemId, cents FROM ledger_entries WHERE operation_id = ? ORDER BY id',
    [operationId],
  );
}

async function sameOperation(act: Act, operation: NewOperation): Promise<string> {
  const known = await selectOne<{ id: string }>(act, 'SELECT id FROM ledger_operations WHERE dedup_id = ?', [operation.dedupId]);
  if (!known) throw new BadOperation('This operation is reversed already.');
  if (fingerprint(await entriesOf(act, known.id)) !== fingerprint(operation.entries)) throw new BadOperation('This deduplication ID stands for another movement.');
  return known.id;
}

function fingerprint(entries: readonly EntryDraft[]): string {
  return JSON.stringify(entries.map((entry) => [entry.ledgerAccount, entry.accountId ?? null, entry.claimId ?? null, entry.chargeItemId ?? null, entry.cents]));
}
