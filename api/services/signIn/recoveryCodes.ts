import { randomInt } from 'node:crypto';
import { newId } from '../../../db/newId';
import { type Act, execute, selectOne } from '../../http/act';
import { tellUser } from './tellUser';

const COUNT = 10;
const GROUP_LENGTH = 5;
/** Digits and letters that nobody mistakes for one another on paper. */
const READABLE = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** Ten new codes, shown once; the old ones are void. Each stands for a lost telephone once. */
export async function renewRecoveryCodes(act: Act, userId: string): Promise<string[]> {
  await execute(act, 'SELECT id FROM staff_users WHERE id = ? FOR UPDATE', [userId]);
  await execute(act, 'DELETE FROM recovery_codes WHERE user_id = ?', [userId]);
  const codes = Array.from({ length: COUNT }, () => `${group()}-${group()}`);
  await execute(act, 'INSERT INTO recovery_codes (id, user_id, code_hash, created_at) VALUES ?', [codes.map((code) => [newId(), userId, hashOf(act, userId, code), act.now])]);
  act.audits.push({ action: 'renewRecoveryCodes', resourceType: 'user', resourceId: userId });
  await tellUser(act, userId, `recovery-codes/${newId()}`, 'New recovery codes were made for your login; the old ones are void.');
  return codes;
}

/** Take a code, once: of two at the same moment one is refused. Its owner is told. */
export async function takeRecoveryCode(act: Act, userId: string, code: string): Promise<boolean> {
  const taken = await execute(act, 'UPDATE recovery_codes SET used_at = ? WHERE user_id = ? AND code_hash = ? AND used_at IS NULL', [act.now, userId, hashOf(act, userId, code)]);
  if (taken !== 1) return false;
  const left = await recoveryCodesLeft(act, userId);
  act.audits.push({ action: 'useRecoveryCode', resourceType: 'user', resourceId: userId, actor: { kind: 'person', id: userId }, detail: { left } });
  await tellUser(act, userId, `recovery-code/${newId()}`, `A recovery code was used to sign in as you; ${left} are left. If it was not you, change your password and tell an administrator.`);
  return true;
}

/** How many of the codes can still be used. */
export async function recoveryCodesLeft(act: Act, userId: string): Promise<number> {
  const row = await selectOne<{ n: number }>(act, 'SELECT COUNT(*) AS n FROM recovery_codes WHERE user_id = ? AND used_at IS NULL', [userId]);
  return Number(row?.n ?? 0);
}

/** A second factor that is gone takes its codes along. */
export async function forgetRecoveryCodes(act: Act, userId: string): Promise<void> {
  await execute(act, 'DELETE FROM recovery_codes WHERE user_id = ?', [userId]);
}

/** Keyed, so that a thief of the table alone cannot try them out. */
function hashOf(act: Act, userId: string, code: string): Buffer {
  return act.database.cipher.blindIndex(`recovery-code/${userId}`, code.toUpperCase().replace(/[^A-Z0-9]/g, ''));
}

function group(): string {
  return Array.from({ length: GROUP_LENGTH }, () => READABLE[randomInt(READABLE.length)]).join('');
}
