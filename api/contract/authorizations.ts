import { z } from 'zod';
import { AUTHORIZATION_STATUS_NAMES } from '../../domain/claims/authorizations';
import { endpoint } from './endpoint';
import { id, isoDate, isoDateTime } from './shapes';

const tag = 'authorizations';
const one = z.strictObject({ authorizationId: id });

export const authorization = z
  .object({
    id, encounterId: id, payer: z.object({ id, name: z.string() }), procedures: z.array(z.string()), status: z.enum(AUTHORIZATION_STATUS_NAMES), number: z.string().nullable(), denialReason: z.string().nullable(),
    label: z.string().meta({ description: 'how it stands, in words' }), action: z.string().nullable().meta({ description: 'HCR01' }), reason: z.string().nullable().meta({ description: 'HCR03 in words' }),
    approvedProcedures: z.array(z.string()).nullable(), rejections: z.array(z.string()).meta({ description: 'AAA in plain words' }), advice: z.string().nullable(),
    inquiryId: id.nullable(), controlNumber: z.int().nullable(), answerControlNumber: z.int().nullable(), answerDueAt: isoDateTime.nullable(),
    requestedAt: isoDateTime, decidedAt: isoDateTime.nullable(), validFrom: isoDate.nullable(), expiresOn: isoDate.nullable(),
  })
  .meta({ id: 'Authorization', description: 'A prior authorisation (278)' });

export const authorizationsContract = {
  listAuthorizations: endpoint('listAuthorizations', {
    method: 'get', path: '/api/v1/encounters/{encounterId}/authorizations', tag, summary: 'Prior authorisations of a stay, newest first', params: z.strictObject({ encounterId: id }), reply: z.object({ items: z.array(authorization) }),
  }),
  askAuthorization: endpoint('askAuthorization', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/authorizations', tag, status: 201, summary: 'Ask the payer for a prior authorisation (278)', params: z.strictObject({ encounterId: id }),
    body: z.strictObject({ procedures: z.array(z.string().regex(/^[A-Z0-9][0-9]{3}[A-Z0-9]$/, 'A HCPCS code has five characters.')).min(1).max(20) }), reply: z.object({ authorizationId: id }), problems: [422],
  }),
  sendAuthorization: endpoint('sendAuthorization', {
    method: 'post', path: '/api/v1/internal/authorizations/{authorizationId}/request', tag: 'internal', idempotency: 'required', summary: 'Send the request to the payer', params: one, problems: [422], reply: z.object({ sent: z.boolean() }),
  }),
  answerAuthorization: endpoint('answerAuthorization', {
    method: 'post', path: '/api/v1/internal/authorizations/{authorizationId}/answer', tag: 'internal', idempotency: 'required', summary: 'Demonstration payer: approve or refuse', params: one,
    reply: z.object({ outcome: z.enum(['approved', 'denied', 'pending']), down: z.literal(true).optional().meta({ description: 'it answers nothing now' }) }),
  }),
  noteAuthorization: endpoint('noteAuthorization', {
    method: 'post', path: '/api/v1/internal/authorizations/{authorizationId}/notes', tag: 'internal', idempotency: 'required', summary: 'Silence of the payer, an expiry ahead, or the expiry itself', params: one,
    body: z.strictObject({ what: z.enum(['unanswered', 'expiring', 'expired']), daysLeft: z.int().nullable() }), reply: z.object({ noted: z.boolean() }),
  }),
} as const;
