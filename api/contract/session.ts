import { z } from 'zod';
import { ROLES } from '../../domain/roles';
import { endpoint, nothing } from './endpoint';
import { id, isoDateTime } from './shapes';

const tag = 'session';
const method = z.enum(['password', 'totp', 'recovery-code', 'passkey', 'openid']);

export const me = z
  .object({
    id, name: z.string(), username: z.string().nullable(), roles: z.array(z.enum(ROLES)), wards: z.array(z.object({ id, name: z.string() })), patientId: id.nullable(),
    mustChangePassword: z.boolean().meta({ description: 'signed in with a one-time password, which runs out' }), signedInWith: method.nullable().meta({ description: 'null for a service' }),
    hasAuthenticator: z.boolean().meta({ description: 'an app that shows codes' }), hasSecondFactor: z.boolean().meta({ description: 'an authenticator or a passkey' }), recoveryCodesLeft: z.int(), needsSecondFactor: z.boolean(),
    mustSetUpSecondFactor: z.boolean().meta({ description: 'nothing else is open before' }), mustConfirm: z.boolean().meta({ description: 'signed in without the second factor that is set up; nothing else is open before it is shown' }),
  })
  .meta({ id: 'Me' });

/** What opens a session answers. */
export const signedIn = z.object({
  token: z.string(), expiresAt: isoDateTime, user: me,
  deviceToken: z.string().nullable().meta({ description: 'when asked for: shown again at the next sign-in, it stands apart from strangers’ wrong tries. It signs nobody in' }),
});

export const sessionContract = {
  signIn: endpoint('signIn', {
    method: 'post', path: '/api/v1/session', tag, idempotency: 'none', status: 201,
    summary: 'Sign in with username, password and, where a second factor is set up, its code', description: '401 with type second-factor-needed: the password was right, and a code is asked for. A recovery code is taken in its place.',
    body: z.strictObject({ username: z.string().min(1).max(60), password: z.string().min(1).max(200), totp: z.string().max(20).optional(), device: z.string().max(100).optional(), rememberDevice: z.boolean().optional() }),
    reply: signedIn, problems: [401],
  }),
  readSession: endpoint('readSession', { method: 'get', path: '/api/v1/session', tag, summary: 'Who is signed in', reply: me }),
  signOut: endpoint('signOut', { method: 'delete', path: '/api/v1/session', tag, idempotency: 'none', status: 204, summary: 'End this session', reply: nothing }),
  changePassword: endpoint('changePassword', {
    method: 'put', path: '/api/v1/session/password', tag, idempotency: 'none', summary: 'Choose another password; my other sessions end', problems: [422],
    body: z.strictObject({ currentPassword: z.string().min(1).max(200), newPassword: z.string().min(12).max(200) }), reply: me,
  }),
  listSessions: endpoint('listSessions', {
    method: 'get', path: '/api/v1/sessions', tag, summary: 'My open sessions',
    reply: z.object({ items: z.array(z.object({ id, userAgent: z.string().nullable(), address: z.string().nullable(), method, createdAt: isoDateTime, lastSeenAt: isoDateTime, current: z.boolean() })) }),
  }),
  endSession: endpoint('endSession', { method: 'delete', path: '/api/v1/sessions/{sessionId}', tag, idempotency: 'none', status: 204, summary: 'End one of my sessions', params: z.strictObject({ sessionId: id }), reply: nothing }),
  endAllSessions: endpoint('endAllSessions', { method: 'delete', path: '/api/v1/sessions', tag, idempotency: 'none', summary: 'Sign out everywhere, here too', reply: z.object({ ended: z.int() }) }),
} as const;
