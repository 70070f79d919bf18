import { z } from 'zod';
import { ROLES } from '../../domain/roles';
import { endpoint, nothing } from './endpoint';
import { id, isoDateTime } from './shapes';

const tag = 'session';
const currentPassword = z.string().min(1).max(200);

export const me = z
  .object({ id, name: z.string(), username: z.string().nullable(), roles: z.array(z.enum(ROLES)), wards: z.array(z.object({ id, name: z.string() })), patientId: id.nullable(), mustChangePassword: z.boolean().meta({ description: 'signed in with a one-time password, which runs out' }), hasSecondFactor: z.boolean(), mustSetUpSecondFactor: z.boolean().meta({ description: 'nothing else is open before' }) })
  .meta({ id: 'Me' });

export const sessionContract = {
  signIn: endpoint('signIn', {
    method: 'post', path: '/api/v1/session', tag, idempotency: 'none', status: 201,
    summary: 'Sign in with username, password and, where a second factor is set up, its code', description: '401 with type second-factor-needed: the password was right, and a code is asked for.',
    body: z.strictObject({ username: z.string().min(1).max(60), password: z.string().min(1).max(200), totp: z.string().max(10).optional() }),
    reply: z.object({ token: z.string(), expiresAt: isoDateTime, user: me }), problems: [401],
  }),
  readSession: endpoint('readSession', { method: 'get', path: '/api/v1/session', tag, summary: 'Who is signed in', reply: me }),
  signOut: endpoint('signOut', { method: 'delete', path: '/api/v1/session', tag, idempotency: 'none', status: 204, summary: 'End this session', reply: nothing }),
  changePassword: endpoint('changePassword', {
    method: 'put', path: '/api/v1/session/password', tag, idempotency: 'none', summary: 'Choose another password; my other sessions end', problems: [422],
    body: z.strictObject({ currentPassword, newPassword: z.string().min(12).max(200) }), reply: me,
  }),
  setUpSecondFactor: endpoint('setUpSecondFactor', {
    method: 'post', path: '/api/v1/session/second-factor', tag, idempotency: 'none', status: 201, summary: 'A new secret for an authenticator app; it counts once its first code was typed back', problems: [409, 422],
    body: z.strictObject({ currentPassword }), reply: z.object({ secret: z.string().meta({ description: 'base32, shown once' }), uri: z.string().meta({ description: 'otpauth URI, for a QR code' }) }),
  }),
  confirmSecondFactor: endpoint('confirmSecondFactor', {
    method: 'put', path: '/api/v1/session/second-factor', tag, idempotency: 'none', summary: 'The first code of the app: from now on sign-in asks for one; my other sessions end', problems: [409, 422],
    body: z.strictObject({ totp: z.string().min(6).max(10) }), reply: me,
  }),
  removeSecondFactor: endpoint('removeSecondFactor', {
    method: 'post', path: '/api/v1/session/second-factor/removal', tag, idempotency: 'none', summary: 'Sign in with the password alone again; not for patients', problems: [422],
    body: z.strictObject({ currentPassword }), reply: me,
  }),
  listSessions: endpoint('listSessions', {
    method: 'get', path: '/api/v1/sessions', tag, summary: 'My open sessions',
    reply: z.object({ items: z.array(z.object({ id, userAgent: z.string().nullable(), createdAt: isoDateTime, lastSeenAt: isoDateTime, current: z.boolean() })) }),
  }),
  endSession: endpoint('endSession', { method: 'delete', path: '/api/v1/sessions/{sessionId}', tag, idempotency: 'none', status: 204, summary: 'End one of my sessions', params: z.strictObject({ sessionId: id }), reply: nothing }),
} as const;
