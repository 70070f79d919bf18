import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Context } from 'koa';

/**
 * A form's token is an HMAC keyed by a cookie only this browser and we know (its session, or before sign-in its visit), so no
 * state is kept and every web process agrees. A fresh nonce each time keeps it from being guessed out of compressed pages.
 */
export function csrfToken(cookie: string, nonce: string = randomBytes(12).toString('base64url')): string {
  return `${nonce}.${createHmac('sha256', cookie).update(`careway form ${nonce}`).digest('base64url')}`;
}

/** Does a post come from one of our own pages? Needs the right token, and an Origin that is ours when one is sent. */
export function isOurPost(ctx: Context, webUrl: string, cookie: string | null, token: string | null): boolean {
  const origin = ctx.get('origin');
  if (origin && !isOurOrigin(origin, ctx.host, webUrl)) return false;
  if (ctx.get('sec-fetch-site') === 'cross-site') return false;
  if (!cookie || !token) return false;
  const expected = Buffer.from(csrfToken(cookie, token.slice(0, token.indexOf('.'))));
  const given = Buffer.from(token);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function isOurOrigin(origin: string, host: string, webUrl: string): boolean {
  if (!URL.canParse(origin)) return false; // "null": sandboxed or opaque
  return new URL(origin).host === host || new URL(origin).origin === new URL(webUrl).origin;
}
