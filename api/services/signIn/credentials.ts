import { verify } from '@node-rs/argon2';
import { type Role } from '../../../domain/roles';
import { type Act, selectOne } from '../../http/act';
import { Problem, type ProblemOptions, unprocessable } from '../../http/problem';
import { checkSecondFactor } from './codes';
import { findDevice } from './devices';
import { countFailure, forgetFailures, type Gate, gatesOf, passGates } from './throttle';

/** Verified when the username is unknown, so that the answer takes as long as for a known one. */
const NO_ONE = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE';

interface Account {
  readonly id: string;
  readonly passwordHash: string;
  readonly disabledAt: Date | null;
  readonly oneTimeUntil: Date | null;
}

/** One try: whose it is (null: nobody has this name), and where a wrong one counts. */
interface Try {
  readonly account: Account | null;
  readonly gates: readonly Gate[];
  readonly counted: readonly Gate[];
  readonly deviceId: string | null;
}

interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly totp?: string | undefined;
  readonly device?: string | undefined;
}

/**
 * Who signs in with this? The same answer for an unknown name, a wrong password, a wrong code and a disabled user; only who knows
 * the password learns that a code is asked for. Repeated failures wait, never lock for ever.
 */
export async function checkCredentials(act: Act, { username, password, totp, device }: Credentials, asked: readonly Role[]): Promise<{ id: string; deviceId: string | null; method: 'password' | 'totp' | 'recovery-code' }> {
  const one = await begin(act, username, device);
  const account = await checkPassword(act, one, password);
  const answer = await checkSecondFactor(act, account.id, totp, asked);
  switch (answer) {
    case 'missing':
      throw new Problem(401, 'second-factor-needed', 'Type the code that your authenticator app shows, or a recovery code.', about(account));
    case 'passkey-only':
      throw new Problem(401, 'second-factor-needed', 'Sign in with your passkey, or type a recovery code.', about(account));
    case 'wrong':
      throw await refuse(act, one);
    case 'totp':
    case 'recovery-code':
    case 'none':
      await forgetFailures(act, one.gates);
      return { id: account.id, deviceId: one.deviceId, method: answer === 'none' ? 'password' : answer };
  }
}

/** Whoever is signed in knows the password; a wrong one is no reason to sign them out, but counts like any other try. */
export async function checkCurrentPassword(act: Act, username: string, password: string): Promise<void> {
  try {
    await checkPassword(act, await begin(act, username), password);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) throw unprocessable('wrong-password', 'The current password is wrong.', { keeps: true });
    throw error;
  }
}

/** A name that nobody has waits like any other, so that waiting does not tell who works here. */
async function begin(act: Act, username: string, device?: string): Promise<Try> {
  const account = await selectOne<Account>(act, 'SELECT id, password_hash AS passwordHash, disabled_at AS disabledAt, one_time_until AS oneTimeUntil FROM staff_users WHERE username = ?', [username]);
  const deviceId = account && (await findDevice(act, account.id, device));
  const gates = gatesOf(account?.id ?? act.database.cipher.blindIndex('sign-in', username).toString('hex').slice(0, 64), act.address, deviceId);
  return { account, gates, counted: await passGates(act, gates), deviceId };
}

async function checkPassword(act: Act, one: Try, password: string): Promise<Account> {
  const { account } = one;
  const right = await verify(account?.passwordHash ?? NO_ONE, password).catch(() => false);
  const hasRunOut = account?.oneTimeUntil && account.oneTimeUntil <= act.now;
  if (account && right && !account.disabledAt && !hasRunOut) return account;
  throw await refuse(act, one);
}

async function refuse(act: Act, { account, gates, counted }: Try): Promise<Problem> {
  await countFailure(act, gates.filter((gate) => !counted.includes(gate)));
  return new Problem(401, 'sign-in-failed', 'Username, password or code is wrong.', { ...about(account), keeps: true });
}

/** Whose sign-in failed stands on the trail; a name that nobody has does not, since it may be a password typed too early. */
function about(user: Account | null): ProblemOptions {
  return user ? { about: { resourceType: 'user', resourceId: user.id } } : {};
}
