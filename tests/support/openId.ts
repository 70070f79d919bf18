import { type ChildProcess, spawn } from 'node:child_process';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';

/** The hospital's own login: oidc-provider over HTTP. */
export class HospitalLogin {
  private constructor(readonly issuer: string, private readonly process: ChildProcess) {}

  static async start(redirectUrl: string): Promise<HospitalLogin> {
    const child = spawn(process.execPath, [join(__dirname, 'openIdProvider.mjs'), redirectUrl], { stdio: ['ignore', 'pipe', 'ignore'] });
    const issuer = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
      child.once('exit', () => reject(new Error('The provider did not start.')));
    });
    return new HospitalLogin(issuer, child);
  }

  /** Somebody signs in there; answers the address their browser is sent back to. */
  async signIn(url: string, account: string): Promise<URL> {
    const cookies = new Map<string, string>();
    for (let at = url, steps = 0; steps < 10; steps += 1) {
      const answer = await fetch(at, { redirect: 'manual', headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; '), 'x-test-account': account } });
      for (const line of answer.headers.getSetCookie()) cookies.set(...(line.split('; ')[0]?.split(/=(.*)/s).slice(0, 2) as [string, string]));
      const next = new URL(answer.headers.get('location') ?? '', at);
      if (!next.href.startsWith(this.issuer)) return next;
      at = next.href;
    }
    throw new Error('The provider sends the browser in circles.');
  }

  stop(): void {
    this.process.kill();
  }
}

/** What a provider that lies puts into its ID token. */
export type Lie = Readonly<Record<string, unknown>>;

/** A provider that answers whatever it is told to: for what an honest one never would. */
export class LyingProvider {
  issuer = '';
  lie: Lie = {};
  /** Before it answers who came. */
  beforeToken: () => Promise<void> = async () => undefined;
  private nonce = '';
  private forged = false;
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly others = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', this.issuer);
    const at = (path: string) => `${this.issuer}/${path}`;
    const answers: Readonly<Record<string, () => object>> = {
      '/.well-known/openid-configuration': () => ({ issuer: this.issuer, authorization_endpoint: at('auth'), token_endpoint: at('token'), jwks_uri: at('jwks'), response_types_supported: ['code'], id_token_signing_alg_values_supported: ['RS256'], subject_types_supported: ['public'] }),
      '/jwks': () => ({ keys: [{ ...this.keys.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }] }),
      '/token': () => ({ access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: this.idToken() }),
    };
    response.setHeader('content-type', 'application/json');
    void (pathname === '/token' ? this.beforeToken() : Promise.resolve()).then(() => response.end(JSON.stringify(answers[pathname]?.() ?? {})));
  });

  static async start(): Promise<LyingProvider> {
    const provider = new LyingProvider();
    await new Promise<void>((resolve) => provider.server.listen(0, '127.0.0.1', resolve));
    provider.issuer = `http://127.0.0.1:${(provider.server.address() as AddressInfo).port}`;
    return provider;
  }

  /** What the browser brings back from this address, and what the token will say. */
  answer(url: string, lie: Lie = {}, forged = false): { state: string; code: string } {
    const { searchParams } = new URL(url);
    Object.assign(this, { lie, forged, nonce: searchParams.get('nonce') ?? '' });
    return { state: searchParams.get('state') ?? '', code: 'code' };
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private idToken(): string {
    const seconds = Math.floor(Date.now() / 1000);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const body = `${part({ alg: 'RS256', kid: 'k' })}.${part({ iss: this.issuer, aud: 'careway', sub: 'liar', nonce: this.nonce, iat: seconds, exp: seconds + 60, ...this.lie })}`;
    return `${body}.${createSign('RSA-SHA256').update(body).sign((this.forged ? this.others : this.keys).privateKey).toString('base64url')}`;
  }
}
