import { type Role } from '../../../domain/roles';
import { needsSecondFactor } from '../../../domain/signIn/secondFactor';
import { type Act, selectOne } from '../../http/act';
import { rolesOf } from '../sessions';
import { hasAuthenticator, isRightCode } from './authenticator';
import { takeRecoveryCode } from './recoveryCodes';

/** What came of asking for a second factor; `none`: the password is enough. */
export type CodeAnswer = 'none' | 'missing' | 'passkey-only' | 'wrong' | 'totp' | 'recovery-code';

/** Does somebody sign in with a code too, and is this one it? Six digits come from the app, anything else is a recovery code. */
export async function checkSecondFactor(act: Act, userId: string, code: string | undefined, asked: readonly Role[]): Promise<CodeAnswer> {
  const hasApp = await hasAuthenticator(act, userId);
  // Where nobody has to, a passkey is a faster way in beside the password; where a second factor is asked for, it is that.
  if (!hasApp && !(needsSecondFactor(await rolesOf(act, userId), asked) && (await hasPasskey(act, userId)))) return 'none';
  const typed = code?.replace(/\s/g, '') ?? '';
  if (typed === '') return hasApp ? 'missing' : 'passkey-only';
  if (/^\d{6}$/.test(typed)) return hasApp && (await isRightCode(act, userId, typed)) ? 'totp' : 'wrong';
  return (await takeRecoveryCode(act, userId, typed)) ? 'recovery-code' : 'wrong';
}

/** Somebody with a passkey only has a second factor all the same. */
export async function hasPasskey(act: Act, userId: string): Promise<boolean> {
  return (await selectOne(act, 'SELECT id FROM passkeys WHERE user_id = ? AND suspended_at IS NULL LIMIT 1', [userId])) !== null;
}
