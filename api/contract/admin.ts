import { z } from 'zod';
import { ROLES } from '../../domain/roles';
import { SERVICE_POLICIES } from '../policies/table';
import { endpoint, nothing } from './endpoint';
import { ledgerCheck } from './money';
import { id, isoDateTime, listOf, page, version } from './shapes';

const tag = 'administration';
const user = z.strictObject({ userId: id });
const token = z.strictObject({ tokenId: id });

/** `service` is for processes, which have tokens and no sign-in. */
const roles = z.array(z.enum(ROLES).exclude(['service'])).min(1).max(ROLES.length).meta({ description: 'patient stands alone: a portal login is never staff' });
const wardIds = z.array(id).max(25);
const telephone = z.string().trim().regex(/^\+?[0-9 ().-]{5,40}$/, 'Use digits, spaces, + ( ) . -').nullable();

export const userInList = z
  .object({
    id, username: z.string(), name: z.string(), email: z.string().nullable(), phone: z.string().nullable(), roles: z.array(z.enum(ROLES)), wards: z.array(z.object({ id, name: z.string() })),
    patientId: id.nullable(), disabledAt: isoDateTime.nullable(), lockedUntil: isoDateTime.nullable(), lastSeenAt: isoDateTime.nullable(), openSessions: z.int(),
    mustChangePassword: z.boolean(), hasSecondFactor: z.boolean(), createdAt: isoDateTime, version,
  })
  .meta({ id: 'User' });

export const serviceToken = z
  .object({
    id, name: z.string(), scopes: z.array(z.string()).nullable().meta({ description: 'policies it is limited to; null: all of a service' }), createdAt: isoDateTime, expiresAt: isoDateTime.nullable(), revokedAt: isoDateTime.nullable(),
    lastUsedAt: isoDateTime.nullable().meta({ description: 'to the minute' }), previousUntil: isoDateTime.nullable().meta({ description: 'until then the token before the last rotation holds too' }), active: z.boolean(),
  })
  .meta({ id: 'ServiceToken' });

const oneTimePassword = z.string().meta({ description: 'Shown once. Good for 72 hours, or until its owner has chosen another' });
const secretReply = 'The reply carries a secret, so it is never stored: this operation takes no Idempotency-Key.';

export const adminContract = {
  listUsers: endpoint('listUsers', {
    method: 'get', path: '/api/v1/users', tag, summary: 'Who may sign in',
    query: z.strictObject({
      ...page,
      q: z.string().trim().min(1).max(60).optional().meta({ description: 'part of name or username' }),
      role: z.enum(ROLES).optional(), wardId: id.optional(), disabled: z.enum(['true', 'false']).optional(), count: z.enum(['true']).optional(),
    }),
    reply: listOf(userInList),
  }),
  readUser: endpoint('readUser', { method: 'get', path: '/api/v1/users/{userId}', tag, summary: 'One user', params: user, reply: userInList }),
  createUser: endpoint('createUser', {
    method: 'post', path: '/api/v1/users', tag, status: 201, idempotency: 'none', summary: 'Let somebody in', description: secretReply,
    body: z.strictObject({
      username: z.string().trim().toLowerCase().regex(/^[a-z0-9][a-z0-9._-]{2,59}$/, 'Use 3 to 60 letters, digits, dots, dashes or underscores').nullable().default(null).meta({ description: 'A portal login is given one that says nothing of the patient' }),
      name: z.string().trim().min(1).max(120).nullable().default(null).meta({ description: 'Staff only, like e-mail and telephone: what names a patient is kept, sealed, with the patient' }),
      email: z.email().max(190).nullable().default(null), phone: telephone.default(null), roles, wardIds: wardIds.default([]),
      patientId: id.nullable().default(null).meta({ description: 'the patient behind a portal login; role patient only' }),
    }),
    reply: z.object({ user: userInList, oneTimePassword }), problems: [409, 422],
  }),
  changeUserAccess: endpoint('changeUserAccess', {
    method: 'put', path: '/api/v1/users/{userId}/access', tag, summary: 'Change roles and wards; acts on the user’s next request', params: user,
    body: z.strictObject({ version, roles, wardIds }), reply: userInList, problems: [422],
  }),
  disableUser: endpoint('disableUser', {
    method: 'post', path: '/api/v1/users/{userId}/disable', tag, summary: 'Let somebody in no more; their sessions end', params: user,
    body: z.strictObject({ version, reason: z.string().trim().min(1).max(300) }), reply: userInList, problems: [422],
  }),
  enableUser: endpoint('enableUser', { method: 'post', path: '/api/v1/users/{userId}/enable', tag, summary: 'Let somebody in again', params: user, body: z.strictObject({ version }), reply: userInList }),
  resetSecondFactor: endpoint('resetSecondFactor', {
    method: 'post', path: '/api/v1/users/{userId}/second-factor/reset', tag, summary: 'Forget a lost authenticator; all sessions of the user end', params: user, body: z.strictObject({}), reply: userInList, problems: [422],
  }),
  resetPassword: endpoint('resetPassword', {
    method: 'post', path: '/api/v1/users/{userId}/password', tag, idempotency: 'none', summary: 'Give somebody a one-time password; their sessions end', description: secretReply, params: user,
    reply: z.object({ oneTimePassword }), problems: [422],
  }),
  endUserSessions: endpoint('endUserSessions', { method: 'delete', path: '/api/v1/users/{userId}/sessions', tag, summary: 'End all sessions of a user', params: user, reply: z.object({ ended: z.int() }) }),

  listServiceTokens: endpoint('listServiceTokens', { method: 'get', path: '/api/v1/service-tokens', tag, summary: 'Tokens of Careway’s own processes', reply: z.object({ items: z.array(serviceToken) }) }),
  createServiceToken: endpoint('createServiceToken', {
    method: 'post', path: '/api/v1/service-tokens', tag, status: 201, idempotency: 'none', summary: 'Make a service token', description: secretReply,
    body: z.strictObject({
      name: z.string().trim().min(1).max(60), expiresAt: isoDateTime.nullable().default(null),
      scopes: z.array(z.enum(SERVICE_POLICIES)).min(1).max(SERVICE_POLICIES.length).nullable().default(null).meta({ description: 'policies it is limited to; null: all of a service' }),
    }),
    reply: z.object({ serviceToken, token: z.string().meta({ description: 'Shown once; only its hash is kept' }) }), problems: [409],
  }),
  rotateServiceToken: endpoint('rotateServiceToken', {
    method: 'post', path: '/api/v1/service-tokens/{tokenId}/rotation', tag, status: 201, idempotency: 'none', summary: 'A new token under the same name; the old one holds for the overlap', description: secretReply, params: token,
    body: z.strictObject({ overlapMinutes: z.int().min(0).max(10_080).default(60) }), reply: z.object({ serviceToken, token: z.string().meta({ description: 'Shown once; only its hash is kept' }) }), problems: [409],
  }),
  revokeServiceToken: endpoint('revokeServiceToken', { method: 'delete', path: '/api/v1/service-tokens/{tokenId}', tag, status: 204, summary: 'Revoke a service token; acts on its next request', params: token, reply: nothing }),

  readSystemHealth: endpoint('readSystemHealth', {
    method: 'get', path: '/api/v1/system', tag, summary: 'What an administrator looks at first',
    reply: z
      .object({
        at: isoDateTime,
        workflowCommands: z.object({ pending: z.int(), refused: z.int(), oldestPendingSeconds: z.int().nullable() }),
        notifications: z.object({ pending: z.int(), dead: z.int() }),
        incidents: z.object({ unsettled: z.int(), oldestOpenedAt: isoDateTime.nullable() }),
        users: z.object({ active: z.int(), disabled: z.int(), openSessions: z.int() }),
        audit: z.object({ events: z.int(), newestAt: isoDateTime.nullable(), checkpointAt: isoDateTime.nullable().meta({ description: 'null: no checkpoint yet, or checkpoints are off' }), checkpointProblem: z.string().nullable() }),
        ledger: ledgerCheck.extend({ checkedAt: isoDateTime }).meta({ description: 'the last proof of the whole ledger, which is made every ten minutes' }),
        database: z.object({ server: z.string(), schema: z.string().meta({ description: 'the newest migration' }), megabytes: z.int() }),
      })
      .meta({ id: 'SystemHealth' }),
  }),
} as const;
