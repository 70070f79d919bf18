import { type AddressInfo } from 'node:net';
import { Secret, TOTP } from 'otpauth';
import pino from 'pino';
import { buildWeb } from '../../web/app';
import { readWebConfig } from '../../web/config';
import { TEST_PASSWORD } from './api';

export interface TestWeb {
  readonly url: string;
  stop(): Promise<void>;
}

/** The real web on a port of its own, in front of an API. */
export async function startTestWeb(apiUrl: string, env: Record<string, string> = {}, port = 0): Promise<TestWeb> {
  const config = readWebConfig({ CAREWAY_API_URL: apiUrl, CAREWAY_WEB_URL: 'http://127.0.0.1', CAREWAY_TIME_ZONE: 'America/New_York', ...env });
  const server = buildWeb({ config, logger: pino({ level: process.env['TEST_LOG'] ?? 'silent' }) }).listen(port, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  readonly location: string | null;
}

/** A browser without scripts: keeps cookies, sends the form token of the page it last saw, follows no redirect by itself. */
export class PlainBrowser {
  readonly cookies = new Map<string, string>();
  private token = '';
  private lastPage = '/';

  /** `keepsSecure: false` is a browser that refuses secure cookies over http. */
  constructor(private readonly web: string, private readonly keepsSecure = true) {}

  async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await this.send(path, { headers });
    if (answer.status < 300) this.lastPage = path;
    return answer;
  }

  async post(path: string, fields: Record<string, string> | [string, string][] = {}, headers: Record<string, string> = {}): Promise<Answer> {
    const body = new URLSearchParams([['_csrf', this.token], ...(Array.isArray(fields) ? fields : Object.entries(fields))]);
    return this.send(path, { method: 'POST', body, headers: { referer: this.web + this.lastPage, ...headers } });
  }

  async signIn(username: string, password = TEST_PASSWORD, totpSecret?: string): Promise<Answer> {
    await this.get('/login');
    return this.post('/login', { username, password, ...(totpSecret ? { totp: new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate() } : {}) });
  }

  private async send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(this.web + path, { ...init, redirect: 'manual', headers: { ...init.headers, ...(cookie ? { cookie } : {}) } });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    const text = await response.text();
    this.token = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? this.token;
    return { status: response.status, text, headers: response.headers, location: response.headers.get('location') };
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = pair.split('=');
    if (attributes.includes('Secure') && !this.keepsSecure) return;
    if (attributes.includes('Max-Age=0')) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
