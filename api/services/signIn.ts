import { verify } from '@node-rs/argon2';
import { type Act, execute, selectOne } from '../http/act';
import { Problem, type ProblemOptions, unprocessable } from '../http/problem';
import { checkSecondFactor } from './admin/secondFactor';

/** Verified when the username is unknown, so that the answer takes as long as for a known one. */
const NO_ONE = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE';
const FREE_TRIES = 5;
const LONGEST_LOCK_MINUTES = 15;

interface Account {
  readonly id: string;
  readonly passwordHash: string;
  readonly failedAttempts: number;
  readonly lockedUntil: Date | null;
  readonly disabledAt: Date | null;
  readonly oneTimeUntil: Date | null;
}

/**
 * Who signs in with this? The same answer for an unknown name, a wrong password, a wrong code and a disabled user; only who knows
 * the password learns that a code is asked for. Repeated failures wait, never lock for ever.
 */
export async function checkCredentials(act: Act, { username, password, totp }: { username: string; password: string; totp?: string | undefined }): Promise<{ id: string }> {
  const user = await checkPassword(act, username, password);
  switch (await checkSecondFactor(act, user.id, totp)) {
    case 'missing':
      throw new Problem(401, 'second-factor-needed', 'Type the code that your authenticator app shows.', about(user));
    case 'wrong':
      throw await refuse(act, user);
    case 'right':
    case 'none':
      if (user.failedAttempts > 0) await execute(act, 'UPDATE staff_users SET failed_attempts = 0, locked_until = NULL WHERE id = ?', [user.id]);
      return user;
  }
}

/** Whoever is signed in knows the password; a wrong one is no reason to sign them out, but counts like any other try. */
export async function checkCurrentPassword(act: Act, username: string, password: string): Promise<void> {
  try {
    await checkPassword(act, username, password);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) throw unprocessable('wrong-password', 'The current password is wrong.');
    throw error;
  }
}

async function checkPassword(act: Act, username: string, password: string): Promise<Account> {
  const user = await selectOne<Account>(
    act,
    `SELECT id, password_hash AS passwordHash, failed_attempts AS failedAttempts, locked_until AS lockedUntil, disabled_at AS disabledAt, one_time_until AS oneTimeUntil
     FROM staff_users WHERE username = ?`,
    [username],
  );
  if (user?.lockedUntil && user.lockedUntil > act.now) {
    const seconds = Math.ceil((user.lockedUntil.getTime() - act.now.getTime()) / 1000);
    throw new Problem(429, 'too-many-tries', `Too many wrong tries. Wait ${seconds} seconds.`, { headers: { 'retry-after': String(seconds) } });
  }
  const right = await verify(user?.passwordHash ?? NO_ONE, password).catch(() => false);
  const hasRunOut = user?.oneTimeUntil && user.oneTimeUntil <= act.now;
  if (user && right && !user.disabledAt && !hasRunOut) return user;
  throw await refuse(act, user);
}

/** Counted outside the request's transaction, which rolls back. */
async function refuse(act: Act, user: Account | null): Promise<Problem> {
  if (user) {
    const failures = user.failedAttempts + 1;
    const minutes = failures < FREE_TRIES ? 0 : Math.min(LONGEST_LOCK_MINUTES, 2 ** (failures - FREE_TRIES) / 4);
    const lockedUntil = minutes > 0 ? new Date(act.now.getTime() + minutes * 60_000) : null;
    await execute({ database: act.database, transaction: null }, 'UPDATE staff_users SET failed_attempts = failed_attempts + 1, locked_until = ? WHERE id = ?', [lockedUntil, user.id]);
  }
  return new Problem(401, 'sign-in-failed', 'Username, password or code is wrong.', about(user));
}

/** Whose sign-in failed stands on the trail; a name that nobody has does not, since it may be a password typed too early. */
function about(user: Account | null): ProblemOptions {
  return user ? { about: { resourceType: 'user', resourceId: user.id } } : {};
}
