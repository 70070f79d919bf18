import { z } from 'zod';
import { endpoint, nothing } from './endpoint';
import { me, signedIn } from './session';
import { id, isoDateTime } from './shapes';

const tag = 'session';
const currentPassword = z.string().min(1).max(200).optional().meta({ description: 'may be left out by who proved a short while ago who they are' });
const credential = z.looseObject({ id: z.string().max(1400) }).meta({ description: 'what navigator.credentials answered, as its toJSON() writes it' });
const options = z.looseObject({ challenge: z.string() }).meta({ description: 'for navigator.credentials (WebAuthn Level 3, JSON form)' });
const rotated = z.object({ token: z.string(), expiresAt: isoDateTime });

export const passkey = z
  .object({ id, name: z.string(), isSynced: z.boolean().meta({ description: 'kept by the maker of the device for all devices of its owner' }), createdAt: isoDateTime, lastUsedAt: isoDateTime.nullable(), suspendedAt: isoDateTime.nullable().meta({ description: 'taken for a copy' }) })
  .meta({ id: 'Passkey' });

export const signInContract = {
  setUpSecondFactor: endpoint('setUpSecondFactor', {
    method: 'post', path: '/api/v1/session/second-factor', tag, idempotency: 'none', status: 201, summary: 'A new secret for an authenticator app; it counts once its first code was typed back', problems: [409, 422],
    body: z.strictObject({ currentPassword }), reply: z.object({ secret: z.string().meta({ description: 'base32, shown once' }), uri: z.string().meta({ description: 'otpauth URI, for a QR code' }) }),
  }),
  confirmSecondFactor: endpoint('confirmSecondFactor', {
    method: 'put', path: '/api/v1/session/second-factor', tag, idempotency: 'none', summary: 'The first code of the app: from now on sign-in asks for one; my other sessions end', problems: [409, 422],
    body: z.strictObject({ totp: z.string().min(6).max(10) }), reply: me,
  }),
  removeSecondFactor: endpoint('removeSecondFactor', {
    method: 'post', path: '/api/v1/session/second-factor/removal', tag, idempotency: 'none', summary: 'Take the authenticator app off; not the last second factor of who needs one', problems: [422],
    body: z.strictObject({ currentPassword }), reply: me,
  }),
  renewRecoveryCodes: endpoint('renewRecoveryCodes', {
    method: 'post', path: '/api/v1/session/recovery-codes', tag, idempotency: 'none', status: 201, summary: 'Ten recovery codes, shown once; the ones before are void', problems: [422],
    body: nothing, reply: z.object({ codes: z.array(z.string()) }),
  }),
  confirmIdentity: endpoint('confirmIdentity', {
    method: 'post', path: '/api/v1/session/confirmation', tag, idempotency: 'none', status: 201,
    summary: 'Prove again who I am; the session goes on under a new token', description: 'By a passkey; or by the code of the authenticator where one is set up, and by the password where none is.', problems: [422],
    body: z.strictObject({ password: z.string().min(1).max(200).optional(), totp: z.string().max(20).optional(), passkey: credential.optional() }), reply: rotated,
  }),
  beginConfirmation: endpoint('beginConfirmation', { method: 'post', path: '/api/v1/session/confirmation/passkey', tag, idempotency: 'none', status: 201, summary: 'A challenge to prove with a passkey who I am', reply: options }),

  beginPasskeySignIn: endpoint('beginPasskeySignIn', { method: 'post', path: '/api/v1/session/passkey/options', tag, idempotency: 'none', status: 201, summary: 'A challenge to sign in with a passkey; five minutes, once', reply: options }),
  signInWithPasskey: endpoint('signInWithPasskey', {
    method: 'post', path: '/api/v1/session/passkey', tag, idempotency: 'none', status: 201, summary: 'Sign in with a passkey, which is both factors',
    body: z.strictObject({ credential, device: z.string().max(100).optional(), rememberDevice: z.boolean().optional() }), reply: signedIn, problems: [401],
  }),
  listPasskeys: endpoint('listPasskeys', { method: 'get', path: '/api/v1/passkeys', tag, summary: 'My passkeys', reply: z.object({ items: z.array(passkey) }) }),
  beginPasskey: endpoint('beginPasskey', { method: 'post', path: '/api/v1/passkeys/options', tag, idempotency: 'none', status: 201, summary: 'What an authenticator needs to make a passkey for me', reply: options, problems: [422] }),
  addPasskey: endpoint('addPasskey', {
    method: 'post', path: '/api/v1/passkeys', tag, idempotency: 'none', status: 201, summary: 'Keep the passkey that an authenticator made', problems: [409, 422],
    body: z.strictObject({ name: z.string().trim().min(1).max(60), credential }), reply: passkey,
  }),
  removePasskey: endpoint('removePasskey', { method: 'delete', path: '/api/v1/passkeys/{passkeyId}', tag, idempotency: 'none', status: 204, summary: 'Remove one of my passkeys', params: z.strictObject({ passkeyId: id }), reply: nothing, problems: [422] }),
} as const;
