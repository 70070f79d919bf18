import { z } from 'zod';
import { endpoint } from './endpoint';
import { signedIn } from './session';

const tag = 'session';
const binding = z.string().min(20).max(100).meta({ description: 'kept by the browser that began, in a cookie of its own' });

export const openIdContract = {
  readOpenId: endpoint('readOpenId', {
    method: 'get', path: '/api/v1/session/openid', tag, summary: 'The hospital’s own login, if there is one',
    reply: z.object({ configured: z.boolean(), signOutUrl: z.string().nullable().meta({ description: 'where its own session is ended' }) }),
  }),
  beginOpenIdSignIn: endpoint('beginOpenIdSignIn', {
    method: 'post', path: '/api/v1/session/openid/options', tag, idempotency: 'none', status: 201, summary: 'Begin to sign in with the hospital’s own login (OpenID Connect)', problems: [404, 503],
    reply: z.object({ url: z.string().meta({ description: 'send the browser there' }), binding }),
  }),
  signInWithOpenId: endpoint('signInWithOpenId', {
    method: 'post', path: '/api/v1/session/openid', tag, idempotency: 'none', status: 201, summary: 'Sign in with what the hospital’s own login answered; once, in five minutes', problems: [401, 404],
    body: z.strictObject({
      binding, state: z.string().min(1).max(200), code: z.string().max(4000).optional(), iss: z.string().max(300).optional(), error: z.string().max(200).optional(),
      device: z.string().max(100).optional(), rememberDevice: z.boolean().optional(),
    }),
    reply: signedIn,
  }),
} as const;
