import { createHash } from 'node:crypto';
import { type AuthenticationResponseJSON, type RegistrationResponseJSON } from '@simplewebauthn/server';
import { newId } from '../../../db/newId';
import { type Config } from '../../config';
import { type Act, execute, select, selectOne } from '../../http/act';
import { conflict, Problem, unprocessable } from '../../http/problem';
import { type ChallengeKind, keepChallenge, takeChallenge } from './challenges';
import { tellUser } from './tellUser';

/** Who we are to authenticators. */
export type RelyingParty = Pick<Config, 'passkeyDomain' | 'passkeyOrigins'>;

/** Read when somebody first comes with a passkey. */
const webauthn = () => import('@simplewebauthn/server');
const NAME = 'Careway';
const MOST = 20;

/** For `navigator.credentials`, in the JSON form of WebAuthn Level 3. */
export type CredentialOptions = { challenge: string } & Record<string, unknown>;

export interface PasskeyInList {
  readonly id: string;
  readonly name: string;
  readonly isSynced: boolean;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly suspendedAt: string | null;
}

interface Row {
  readonly id: string;
  readonly userId: string;
  readonly nameEnc: Buffer;
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: string;
  readonly isSynced: number;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly suspendedAt: Date | null;
}

const SELECT = `SELECT id, user_id AS userId, name_enc AS nameEnc, credential_id AS credentialId, public_key AS publicKey, counter, transports, is_synced AS isSynced, created_at AS createdAt,
  last_used_at AS lastUsedAt, suspended_at AS suspendedAt FROM passkeys`;

/** What the browser asks an authenticator for: to make a passkey for this person, with a fingerprint or the device's own code. */
export async function beginPasskey(act: Act, party: RelyingParty, username: string): Promise<CredentialOptions> {
  const userId = act.principal.id;
  const known = await select<Row>(act, `${SELECT} WHERE user_id = ?`, [userId]);
  if (known.length >= MOST) throw unprocessable('too-many-passkeys', `You have ${MOST} passkeys. Remove one that you do not use any more.`);
  const options = await (await webauthn()).generateRegistrationOptions({
    rpName: NAME, rpID: party.passkeyDomain, userName: username, userID: Buffer.from(userId), attestationType: 'none',
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId.toString('base64url'), transports: transports.split(',').filter(Boolean) })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await keepChallenge(act, 'passkey-new', options.challenge, userId);
  return { ...options };
}

/** Keep the passkey an authenticator made. It signs in from now on. */
export async function addPasskey(act: Act, party: RelyingParty, name: string, credential: object): Promise<PasskeyInList> {
  const userId = act.principal.id;
  const response = credential as RegistrationResponseJSON;
  const challenge = await answeredChallenge(act, 'passkey-new', response, userId);
  const { registrationInfo } = await (await webauthn()).verifyRegistrationResponse({
    response, expectedChallenge: challenge, expectedOrigin: [...party.passkeyOrigins], expectedRPID: party.passkeyDomain, requireUserVerification: true,
  }).catch(() => ({ registrationInfo: undefined }));
  if (!registrationInfo) throw refused();
  const credentialId = Buffer.from(registrationInfo.credential.id, 'base64url');
  if (await selectOne(act, 'SELECT id FROM passkeys WHERE credential_hash = ?', [hashOf(credentialId)])) throw conflict('passkey-known', 'This passkey is registered already.');
  const id = newId();
  const row: Row = {
    id, userId, nameEnc: act.database.cipher.seal(placeOf(id), name), credentialId, publicKey: Buffer.from(registrationInfo.credential.publicKey), counter: registrationInfo.credential.counter,
    transports: (registrationInfo.credential.transports ?? []).join(',').slice(0, 120), isSynced: registrationInfo.credentialDeviceType === 'multiDevice' ? 1 : 0, createdAt: act.now, lastUsedAt: null, suspendedAt: null,
  };
  await execute(act, 'INSERT INTO passkeys (id, user_id, name_enc, credential_id, credential_hash, public_key, counter, transports, is_synced, created_at) VALUES (?)', [
    [row.id, userId, row.nameEnc, credentialId, hashOf(credentialId), row.publicKey, row.counter, row.transports, row.isSynced, act.now],
  ]);
  act.audits.push({ action: 'addPasskey', resourceType: 'user', resourceId: userId, detail: { name } });
  await tellUser(act, userId, `passkey/${row.id}`, 'A passkey was added to your login. If it was not you, change your password and tell an administrator.');
  return present(act, row);
}

/** A challenge for any passkey of ours (`sign-in`), or for one of this person's (`confirm`). The browser lists those it has. */
export async function challengePasskey(act: Act, party: RelyingParty, kind: 'passkey-sign-in' | 'passkey-confirm', userId: string | null): Promise<CredentialOptions> {
  const options = await (await webauthn()).generateAuthenticationOptions({ rpID: party.passkeyDomain, userVerification: 'required' });
  await keepChallenge(act, kind, options.challenge, userId);
  return { ...options };
}

/**
 * Whose passkey is this? Signed over our challenge, for our address, with the person verified by the device: both factors in one. A counter that
 * went back means that somebody copied the key; it is suspended and its owner told.
 */
export async function checkPasskey(act: Act, party: RelyingParty, kind: 'passkey-sign-in' | 'passkey-confirm', credential: object, userId: string | null): Promise<{ id: string }> {
  const response = credential as AuthenticationResponseJSON;
  const challenge = await answeredChallenge(act, kind, response, userId);
  const row = await selectOne<Row>(act, `${SELECT} WHERE credential_hash = ? FOR UPDATE`, [hashOf(Buffer.from(String(response.id ?? ''), 'base64url'))]);
  const owner = row && (await selectOne<{ id: string }>(act, 'SELECT id FROM staff_users WHERE id = ? AND disabled_at IS NULL', [row.userId]));
  if (!row || !owner || row.suspendedAt || (userId !== null && row.userId !== userId)) throw refused(row?.userId);
  if (response.response.userHandle && Buffer.from(response.response.userHandle, 'base64url').toString() !== row.userId) throw refused(row.userId);
  const { verified, authenticationInfo } = await (await webauthn()).verifyAuthenticationResponse({
    response, expectedChallenge: challenge, expectedOrigin: [...party.passkeyOrigins], expectedRPID: party.passkeyDomain, requireUserVerification: true,
    // The library looks at the counter before the signature; what nobody signed must not suspend a passkey, so it is compared here afterwards.
    credential: { id: response.id, publicKey: new Uint8Array(row.publicKey), counter: 0 },
  }).catch(() => ({ verified: false, authenticationInfo: null }));
  if (!verified || !authenticationInfo) throw refused(row.userId);
  const { newCounter } = authenticationInfo;
  if ((newCounter > 0 || Number(row.counter) > 0) && newCounter <= Number(row.counter)) throw await suspend(act, row, newCounter);
  await execute(act, 'UPDATE passkeys SET counter = ?, last_used_at = ? WHERE id = ?', [newCounter, act.now, row.id]);
  return owner;
}

/** The passkeys of a user, newest first. */
export async function listPasskeys(act: Act, userId: string): Promise<PasskeyInList[]> {
  return (await select<Row>(act, `${SELECT} WHERE user_id = ? ORDER BY created_at DESC, id`, [userId])).map((row) => present(act, row));
}

/** Remove one passkey of a user; false when they have no such one. */
export async function removePasskey(act: Act, userId: string, passkeyId: string): Promise<boolean> {
  if ((await execute(act, 'DELETE FROM passkeys WHERE id = ? AND user_id = ?', [passkeyId, userId])) === 0) return false;
  act.audits.push({ action: 'removePasskey', resourceType: 'user', resourceId: userId });
  await tellUser(act, userId, `passkey-removed/${passkeyId}`, 'A passkey was removed from your login.');
  return true;
}

/** Remove all passkeys of a user. */
export async function removePasskeys(act: Act, userId: string): Promise<void> {
  await execute(act, 'DELETE FROM passkeys WHERE user_id = ?', [userId]);
}

/** The challenge that was answered, taken so that it answers nothing again. */
async function answeredChallenge(act: Act, kind: ChallengeKind, { response }: { response?: { clientDataJSON?: unknown } }, userId: string | null): Promise<string> {
  let challenge: unknown;
  try {
    challenge = (JSON.parse(Buffer.from(String(response?.clientDataJSON ?? ''), 'base64url').toString()) as { challenge?: unknown }).challenge;
  } catch {
    throw refused();
  }
  if (typeof challenge !== 'string' || !(await takeChallenge(act, kind, challenge, userId))) throw refused();
  return challenge;
}

async function suspend(act: Act, row: Row, shown: number): Promise<Problem> {
  await execute(act, 'UPDATE passkeys SET suspended_at = ? WHERE id = ?', [act.now, row.id]);
  act.audits.push({ action: 'suspendPasskey', resourceType: 'user', resourceId: row.userId, outcome: 'denied', detail: { counter: row.counter, shown } });
  await tellUser(act, row.userId, `passkey-suspended/${row.id}`, 'One of your passkeys was shown in a way that only a copy of it could; it signs in no more. Tell an administrator.');
  return refused(row.userId);
}

function refused(userId?: string): Problem {
  return new Problem(401, 'passkey-refused', 'This passkey does not sign in here. Try again, or use your password.', { keeps: true, ...(userId ? { about: { resourceType: 'user', resourceId: userId } } : {}) });
}

function hashOf(credentialId: Buffer): Buffer {
  return createHash('sha256').update(credentialId).digest();
}

const placeOf = (id: string) => ({ table: 'passkeys', column: 'name_enc', id });

function present(act: Act, row: Row): PasskeyInList {
  return { id: row.id, name: act.database.cipher.open(placeOf(row.id), row.nameEnc), isSynced: Number(row.isSynced) === 1, createdAt: row.createdAt.toISOString(), lastUsedAt: row.lastUsedAt?.toISOString() ?? null, suspendedAt: row.suspendedAt?.toISOString() ?? null };
}
