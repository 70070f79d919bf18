import { randomInt } from 'node:crypto';
import { Algorithm, hash } from '@node-rs/argon2';
import { type Act, execute } from '../../http/act';
import { invalid } from '../../http/problem';
import { isGuessedFirst } from '../signIn/commonPasswords';
import { forgetDevices } from '../signIn/devices';
import { forgetAccount } from '../signIn/throttle';

/** Argon2id at OWASP's parameters: 19 MiB, two passes, one lane (Password Storage Cheat Sheet). */
const ARGON2 = { algorithm: Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Digits and letters that nobody mistakes for one another when read out on the telephone. */
const READABLE = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const GROUPS = 4;
const GROUP_LENGTH = 4;
const ONE_TIME_HOURS = 72;
const SHORTEST = 12;

/** Four groups of four readable characters: 79 random bits. */
export function newOneTimePassword(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => READABLE[randomInt(READABLE.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

export function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON2);
}

/** When a one-time password given now runs out. */
export function oneTimeUntil(now: Date): Date {
  return new Date(now.getTime() + ONE_TIME_HOURS * 3_600_000);
}

/** Set a user's password: their own choice, or one that runs out. Ends the wait after wrong tries. */
export async function setPassword(act: Act, userId: string, password: string, until: Date | null): Promise<void> {
  await execute(act, 'UPDATE staff_users SET password_hash = ?, one_time_until = ?, version = version + 1, updated_at = ? WHERE id = ?', [
    await hashPassword(password), until, act.now, userId,
  ]);
  await forgetAccount(act, userId);
  await forgetDevices(act, userId);
}

/** Length is what counts (NIST SP 800-63B 5.1.1.2: no rules of composition); what others guess first is refused. */
export function checkNewPassword(password: string, username: string): void {
  const plain = password.toLowerCase();
  const says = (message: string) => invalid([{ field: 'newPassword', message }]);
  if (password.length < SHORTEST) throw says(`Use at least ${SHORTEST} characters; a few words make a good password.`);
  if (plain.includes(username.toLowerCase()) || plain.includes('careway')) throw says('Leave out your username and the name of this system.');
  if (new Set(plain).size < 5) throw says('Use more different characters.');
  if (isGuessedFirst(password, username)) throw says('This is among the passwords that are tried first. Take a few words that have nothing to do with each other.');
}
