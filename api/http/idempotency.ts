import { createHash } from 'node:crypto';
import { type Act, execute, executeLater, selectOne } from './act';
import { conflict } from './problem';

export interface StoredReply {
  readonly status: number;
  readonly body: unknown;
}

/** The server counts a row that was there and was changed as two. */
const INSERTED = 1;

/**
 * Take an idempotency key for this transaction. The first taker gets null and must `storeReply`; a repeat waits on the row
 * lock until the first commits and gets its reply; the same key with another request is refused.
 */
export async function takeKey(act: Act, key: string, request: { path: string; body: unknown }): Promise<StoredReply | null> {
  const hash = createHash('sha256').update(request.path).update('\u0000').update(JSON.stringify(request.body ?? null)).digest();
  // Not INSERT IGNORE: it takes a shared lock on a key that is there, and fifty repeats that all hold one deadlock when each wants it alone.
  const touched = await execute(act, 'INSERT INTO idempotency_keys (principal_id, idempotency_key, request_hash) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE repeats = repeats + 1', [act.principal.id, key, hash]);
  if (touched === INSERTED) return null;
  const stored = await selectOne<{ requestHash: Buffer; status: number | null; responseEnc: Buffer | null }>(
    act,
    'SELECT request_hash AS requestHash, status, response_enc AS responseEnc FROM idempotency_keys WHERE principal_id = ? AND idempotency_key = ? FOR UPDATE',
    [act.principal.id, key],
  );
  if (!stored) return takeKey(act, key, request); // the first taker rolled back between the two statements
  if (!stored.requestHash.equals(hash)) throw conflict('idempotency-key-reused', 'This Idempotency-Key was used for another request. Use a new one.');
  if (stored.status === null) return null;
  return { status: stored.status, body: act.database.cipher.openJson(placeOf(act, key), stored.responseEnc) };
}

/** Keep the reply with the effect: both commit or neither. */
export async function storeReply(act: Act, key: string, reply: StoredReply): Promise<void> {
  await executeLater(act, 'UPDATE idempotency_keys SET status = ?, response_enc = ? WHERE principal_id = ? AND idempotency_key = ?', [
    reply.status,
    act.database.cipher.sealJson(placeOf(act, key), reply.body ?? null),
    act.principal.id,
    key,
  ]);
}

function placeOf(act: Act, key: string) {
  return { table: 'idempotency_keys', column: 'response_enc', id: `${act.principal.id}/${key}` };
}
