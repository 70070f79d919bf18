import { type Act } from '../../http/act';
import { invalid, Problem, unprocessable } from '../../http/problem';
import { rotateSession } from '../sessions';
import { hasAuthenticator } from './authenticator';
import { checkSecondFactor } from './codes';
import { checkCurrentPassword } from './credentials';
import { usernameOf } from './me';
import { checkPasskey, type RelyingParty } from './passkeys';
import { countFailure, gatesOf, passGates } from './throttle';

interface Proof {
  readonly password?: string | undefined;
  readonly totp?: string | undefined;
  readonly passkey?: object | undefined;
}

/** Is it still the person who signed in? By a passkey, else by the authenticator's code, else, where there is none, by the password. */
export async function confirmIdentity(act: Act, party: RelyingParty, proof: Proof): Promise<{ token: string; expiresAt: string }> {
  const twoFactor = await prove(act, party, proof);
  const rotated = act.principal.sessionId ? await rotateSession(act, act.principal.sessionId, twoFactor) : null;
  if (!rotated) throw unprocessable('no-session', 'Only somebody who is signed in can confirm it.');
  act.audits.push({ action: 'confirmIdentity', resourceType: 'user', resourceId: act.principal.id });
  return { token: rotated.token, expiresAt: rotated.expiresAt.toISOString() };
}

/** Answers whether a second factor was shown. */
async function prove(act: Act, party: RelyingParty, { password, totp, passkey }: Proof): Promise<boolean> {
  if (passkey) return confirmByPasskey(act, party, passkey);
  if (await hasAuthenticator(act, act.principal.id)) {
    if (!totp) throw invalid([{ field: 'totp', message: 'Type the code that your authenticator app shows.' }]);
    return confirmByCode(act, totp);
  }
  if (totp) return confirmByCode(act, totp);
  if (!password) throw invalid([{ field: 'password', message: 'Type your password.' }]);
  await checkCurrentPassword(act, await usernameOf(act), password);
  return false;
}

async function confirmByPasskey(act: Act, party: RelyingParty, passkey: object): Promise<true> {
  await checkPasskey(act, party, 'passkey-confirm', passkey, act.principal.id).catch((error: unknown) => {
    if (error instanceof Problem && error.status === 401) throw unprocessable('passkey-refused', error.title, { keeps: true });
    throw error;
  });
  return true;
}

/** Wrong codes count here as at sign-in: whoever took over an open session must not guess on. */
async function confirmByCode(act: Act, code: string): Promise<true> {
  const gates = gatesOf(act.principal.id, act.address, null);
  const counted = await passGates(act, gates);
  const answer = await checkSecondFactor(act, act.principal.id, code, act.principal.roles);
  if (answer === 'totp' || answer === 'recovery-code') return true;
  await countFailure(act, gates.filter((gate) => !counted.includes(gate)));
  throw unprocessable('wrong-code', 'This code does not fit. Type the one your app shows now.', { keeps: true });
}
