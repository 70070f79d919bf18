import { newId } from '../../../db/newId';
import { type Act, execute, selectOne } from '../../http/act';
import { hashToken, newToken } from '../token';

const MOST = 20;

/** A device from which this user signed in before; null for anything else. */
export async function findDevice(act: Act, userId: string, token: string | undefined): Promise<string | null> {
  if (!token) return null;
  const row = await selectOne<{ id: string }>(act, 'SELECT id FROM known_devices WHERE token_hash = ? AND user_id = ?', [hashToken(token), userId]);
  return row?.id ?? null;
}

/** After sign-in: know the device again next time. Its token signs nobody in; it only stands apart from strangers' wrong tries. */
export async function rememberDevice(act: Act, userId: string, deviceId: string | null): Promise<string | null> {
  if (deviceId) {
    await execute(act, 'UPDATE known_devices SET last_used_at = ? WHERE id = ?', [act.now, deviceId]);
    return null;
  }
  const { token, hash } = newToken();
  await execute(act, 'INSERT INTO known_devices (id, user_id, token_hash, created_at, last_used_at) VALUES (?)', [[newId(), userId, hash, act.now, act.now]]);
  const oldest = await selectOne<{ lastUsedAt: Date }>(act, 'SELECT last_used_at AS lastUsedAt FROM known_devices WHERE user_id = ? ORDER BY last_used_at DESC LIMIT 1 OFFSET ?', [userId, MOST]);
  if (oldest) await execute(act, 'DELETE FROM known_devices WHERE user_id = ? AND last_used_at <= ?', [userId, oldest.lastUsedAt]);
  return token;
}

/** Forget all devices of a user. */
export async function forgetDevices(act: Act, userId: string): Promise<void> {
  await execute(act, 'DELETE FROM known_devices WHERE user_id = ?', [userId]);
}
