import { type Context } from 'koa';
import { type WebConfig } from '../config';

/**
 * Cookies of the web. Over https, and over http on this machine's own loopback address (which browsers treat as secure), they
 * carry the `__Host-` prefix. A browser that refuses secure cookies on loopback http shows it by sending back only the plain
 * probe; it alone gets plain names, and never over https.
 */
const NAMES = { session: 'careway', visit: 'careway-visit', flash: 'careway-flash', theme: 'careway-theme', code: 'careway-code', device: 'careway-device', passkey: 'careway-passkey', openid: 'careway-openid' } as const;
export type CookieName = keyof typeof NAMES;

export interface Jar {
  read(name: CookieName): string | null;
  write(name: CookieName, value: string, maxAgeSeconds?: number): void;
  clear(name: CookieName): void;
  /** Write so that whichever of the two forms this browser keeps comes back. */
  probe(name: CookieName, value: string): void;
}

export function cookieJar(config: Pick<WebConfig, 'webUrl'>, ctx: Context): Jar {
  const mode = modeOf(config.webUrl);
  const sent = parse(ctx.get('cookie'));
  const refusesSecure = mode === 'loopback' && sent.has(NAMES.visit) && !sent.has(`__Host-${NAMES.visit}`);
  const secure = mode !== 'plain' && !refusesSecure;
  /** Written in this answer already: a form in it is keyed by the new value. */
  const written = new Map<CookieName, string>();
  const put = (prefixed: boolean, name: CookieName, value: string, maxAge?: number): void => {
    const parts = [`${prefixed ? '__Host-' : ''}${NAMES[name]}=${encodeURIComponent(value)}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
    if (prefixed) parts.push('Secure');
    if (maxAge !== undefined) parts.push(`Max-Age=${maxAge}`);
    ctx.append('set-cookie', parts.join('; '));
  };
  return {
    read: (name) => written.get(name) ?? sent.get(`__Host-${NAMES[name]}`) ?? (mode === 'https' ? undefined : sent.get(NAMES[name])) ?? null,
    write: (name, value, maxAge) => {
      written.set(name, value);
      put(secure, name, value, maxAge);
    },
    clear: (name) => {
      if (sent.has(`__Host-${NAMES[name]}`)) put(true, name, '', 0);
      if (sent.has(NAMES[name])) put(false, name, '', 0);
    },
    probe: (name, value) => {
      written.set(name, value);
      if (mode !== 'plain') put(true, name, value);
      if (mode !== 'https') put(false, name, value);
    },
  };
}

function modeOf(webUrl: string): 'https' | 'loopback' | 'plain' {
  const { protocol, hostname } = new URL(webUrl);
  if (protocol === 'https:') return 'https';
  return hostname === 'localhost' || hostname.startsWith('127.') || hostname === '[::1]' ? 'loopback' : 'plain';
}

function parse(header: string): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at < 1) continue;
    const name = part.slice(0, at).trim();
    if (!cookies.has(name)) cookies.set(name, decode(part.slice(at + 1).trim()));
  }
  return cookies;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
