import { Secret, TOTP } from 'otpauth';
import { type Act, execute, selectOne } from '../../http/act';
import { conflict, invalid, unprocessable } from '../../http/problem';

/** What every authenticator app takes (RFC 6238; Google's key URI format): SHA-1, six digits, thirty seconds. */
const PERIOD_SECONDS = 30;
const OPTIONS = { issuer: 'Careway', algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS } as const;
/** A telephone's clock may be one step off (RFC 6238, 5.2). */
const WINDOW = 1;
/** 160 bits, as RFC 4226 recommends. */
const SECRET_BYTES = 20;

interface Factor {
  readonly secretEnc: Buffer | null;
  readonly confirmedAt: Date | null;
}

const place = (id: string) => ({ table: 'staff_users', column: 'totp_secret_enc', id });

/** A new secret that signs nobody in before its first code was typed back. Asking again gives another. */
export async function beginAuthenticator(act: Act, userId: string, username: string): Promise<{ secret: string; uri: string }> {
  if ((await lockFactor(act, userId)).confirmedAt) throw conflict('second-factor-set-up', 'You have a second factor. Remove it first to set up another.');
  const secret = new Secret({ size: SECRET_BYTES });
  await execute(act, 'UPDATE staff_users SET totp_secret_enc = ?, totp_last_step = NULL, updated_at = ? WHERE id = ?', [act.database.cipher.seal(place(userId), secret.base32), act.now, userId]);
  return { secret: secret.base32, uri: new TOTP({ ...OPTIONS, label: username, secret }).toString() };
}

/** The first code typed back proves that the app has the secret. Throws 422 with the field when it does not fit. */
export async function confirmAuthenticator(act: Act, userId: string, code: string): Promise<void> {
  const factor = await lockFactor(act, userId);
  if (factor.confirmedAt) throw conflict('second-factor-set-up', 'You have a second factor already.');
  if (!factor.secretEnc) throw unprocessable('second-factor-not-begun', 'Ask for a secret first.');
  if (!(await takeCode(act, userId, factor.secretEnc, code))) throw invalid([{ field: 'totp', message: 'This code does not fit. Type the one your app shows now.' }]);
  await execute(act, 'UPDATE staff_users SET totp_confirmed_at = ?, version = version + 1, updated_at = ? WHERE id = ?', [act.now, act.now, userId]);
}

/** Forget somebody's authenticator app. */
export async function removeAuthenticator(act: Act, userId: string): Promise<void> {
  await execute(act, 'UPDATE staff_users SET totp_secret_enc = NULL, totp_confirmed_at = NULL, totp_last_step = NULL, version = version + 1, updated_at = ? WHERE id = ?', [act.now, userId]);
}

/** Is there an authenticator app to ask for a code? */
export async function hasAuthenticator(act: Act, userId: string): Promise<boolean> {
  return (await readFactor(act, userId)).confirmedAt !== null;
}

/** Is this the code that the app shows now? Each is taken once. */
export async function isRightCode(act: Act, userId: string, code: string): Promise<boolean> {
  const { secretEnc, confirmedAt } = await readFactor(act, userId);
  return confirmedAt !== null && secretEnc !== null && takeCode(act, userId, secretEnc, code);
}

/** A code that was read over a shoulder is of no use: a step at or before the last one taken is refused, atomically. */
async function takeCode(act: Pick<Act, 'database' | 'transaction' | 'now'>, userId: string, secretEnc: Buffer, code: string): Promise<boolean> {
  const totp = new TOTP({ ...OPTIONS, secret: Secret.fromBase32(act.database.cipher.open(place(userId), secretEnc)) });
  const timestamp = act.now.getTime();
  const delta = totp.validate({ token: code.replace(/\s/g, ''), timestamp, window: WINDOW });
  if (delta === null) return false;
  const step = Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
  return (await execute(act, 'UPDATE staff_users SET totp_last_step = ? WHERE id = ? AND (totp_last_step IS NULL OR totp_last_step < ?)', [step, userId, step])) === 1;
}

const FACTOR = 'SELECT totp_secret_enc AS secretEnc, totp_confirmed_at AS confirmedAt FROM staff_users WHERE id = ?';

async function readFactor(act: Act, userId: string): Promise<Factor> {
  return (await selectOne<Factor>(act, FACTOR, [userId])) ?? { secretEnc: null, confirmedAt: null };
}

async function lockFactor(act: Act, userId: string): Promise<Factor> {
  return (await selectOne<Factor>(act, `${FACTOR} FOR UPDATE`, [userId])) ?? { secretEnc: null, confirmedAt: null };
}
