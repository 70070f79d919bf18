import { type Context, type Next } from 'koa';
import { type WebConfig } from '../config';

/** Nothing inline, nothing from elsewhere: what a page may load is what we serve. */
const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'", "manifest-src 'self'",
  "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
].join('; ');

/** Headers of every answer; pages with patients on them are never stored by browser or proxy. */
export function securityHeaders(config: Pick<WebConfig, 'webUrl'>) {
  const https = config.webUrl.startsWith('https:');
  return async (ctx: Context, next: Next): Promise<void> => {
    ctx.set({
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
      'cache-control': 'no-store',
      ...(https ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
    });
    await next();
  };
}
