import { createHash, randomBytes } from 'node:crypto';
import type * as OpenId from 'openid-client' with { 'resolution-mode': 'import' };
import { type OpenIdConfig } from '../../config';

/** What the hospital's own login says of somebody, checked: signed by it, for us, for this very sign-in. */
export interface OpenIdClaims {
  readonly issuer: string;
  readonly subject: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What came back in the address. */
export interface OpenIdAnswer {
  readonly state: string;
  readonly code?: string | undefined;
  readonly iss?: string | undefined;
  readonly error?: string | undefined;
}

const TIMEOUT_SECONDS = 8;
const REREAD_MS = 3_600_000;

/**
 * The hospital's own login (OpenID Connect, authorisation code with PKCE). All that ties the two halves of a sign-in together (state, nonce, verifier)
 * follows from one secret that only this browser keeps, so that an answer given to another browser is worth nothing.
 */
export class OpenIdProvider {
  private found: { at: number; client: Promise<OpenId.Configuration> } | null = null;

  constructor(private readonly config: OpenIdConfig, private readonly redirectUrl: string) {}

  /** Where to send the browser, and the secret it keeps meanwhile. */
  async begin(): Promise<{ url: string; binding: string; state: string }> {
    const [openId, client] = [await library(), await this.client()];
    const binding = randomBytes(32).toString('base64url');
    const state = derive('state', binding);
    const url = openId.buildAuthorizationUrl(client, {
      redirect_uri: this.redirectUrl, scope: this.config.scope, state, nonce: derive('nonce', binding), code_challenge: await openId.calculatePKCECodeChallenge(derive('verifier', binding)), code_challenge_method: 'S256',
      ...(this.config.acrValues ? { acr_values: this.config.acrValues } : {}),
    });
    return { url: url.href, binding, state };
  }

  /** Who came back? Throws for an answer that is not the provider's, not for us, not for this sign-in, or used before. */
  async finish(answer: OpenIdAnswer, binding: string): Promise<OpenIdClaims> {
    const [openId, client] = [await library(), await this.client()];
    const url = new URL(this.redirectUrl);
    for (const [name, value] of Object.entries(answer)) if (value !== undefined) url.searchParams.set(name, value);
    const tokens = await openId.authorizationCodeGrant(client, url, { expectedState: derive('state', binding), expectedNonce: derive('nonce', binding), pkceCodeVerifier: derive('verifier', binding), idTokenExpected: true });
    const claims = tokens.claims();
    if (!claims) throw new Error('The answer has no ID token.');
    return { issuer: claims.iss, subject: claims.sub, claims: claims as Record<string, unknown> };
  }

  /** Where the provider's own session is ended; null when it offers none. */
  async signOutUrl(backTo: string): Promise<string | null> {
    const [openId, client] = [await library(), await this.client()];
    return client.serverMetadata().end_session_endpoint ? openId.buildEndSessionUrl(client, { post_logout_redirect_uri: backTo }).href : null;
  }

  /** The provider's description and keys, read again every hour; one that could not be read is asked again at once. */
  private client(): Promise<OpenId.Configuration> {
    if (this.found && Date.now() - this.found.at < REREAD_MS) return this.found.client;
    const found = { at: Date.now(), client: this.discover() };
    found.client.catch(() => { if (this.found === found) this.found = null; });
    this.found = found;
    return found.client;
  }

  private async discover(): Promise<OpenId.Configuration> {
    const openId = await library();
    const { issuer, clientId, clientSecret } = this.config;
    return openId.discovery(new URL(issuer), clientId, clientSecret, undefined, {
      timeout: TIMEOUT_SECONDS,
      // The signature of the ID token is checked too, not the TLS of the connection alone. Only this machine's own address goes without TLS (readConfig refuses it elsewhere).
      execute: [openId.enableNonRepudiationChecks, ...(issuer.startsWith('http:') ? [openId.allowInsecureRequests] : [])],
    });
  }
}

/** The library is an ES module. */
function library(): Promise<typeof OpenId> {
  return import('openid-client');
}

/** The state of a sign-in, as the browser's secret gives it. */
export const stateOf = (binding: string): string => derive('state', binding);

function derive(what: 'state' | 'nonce' | 'verifier', binding: string): string {
  return createHash('sha256').update(`careway openid ${what}\u0000${binding}`).digest('base64url');
}
