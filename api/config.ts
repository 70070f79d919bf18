import { isRole, type Role } from '../domain/roles';
import { DEMONSTRATION_ROLES, SEES_MANY_PATIENTS } from '../domain/signIn/secondFactor';
import { type Admission } from './http/admission';

/** The hospital's own login. */
export interface OpenIdConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  /** Which claim says who somebody is here: `email` is compared with the e-mail address, any other with the username. */
  readonly claim: string;
  /** Words in `amr` or `acr` that mean two factors were shown. */
  readonly secondFactor: readonly string[];
  /** What to ask for, when the provider wants to be asked. */
  readonly acrValues: string | null;
}

/** The API's settings, read once from the environment. Secrets have no default: a missing one stops the start with its name. */
export interface Config {
  readonly port: number;
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  readonly temporalAddress: string | null;
  readonly temporalNamespace: string;
  /** Where Temporal's own page is served, which may have payloads decoded; null: no page of another origin may. */
  readonly temporalUiOrigin: string | null;
  /** Where engineers look at workflows in Temporal's own UI; null: no link is shown. */
  readonly temporalUiUrl: string | null;
  /** Only tests that share a Temporal server set another. */
  readonly temporalTaskQueue: string | null;
  readonly webUrl: string;
  readonly apiUrl: string;
  readonly keys: string;
  /** Demonstration hospital: captured messages, fast-forward, logins on the sign-in page. */
  readonly demonstration: boolean;
  readonly databasePoolSize: number;
  /** How much of a burst is taken in before requests are told to come again. */
  readonly admission: Admission;
  readonly sessionIdleMinutes: number;
  readonly sessionHours: number;
  /** Roles that need a second factor, besides patients, who always do. */
  readonly secondFactorRoles: readonly Role[];
  /** How long a proof of who one is counts for sensitive actions. */
  readonly confirmMinutes: number;
  /** The domain passkeys belong to, and the addresses of the web under it. */
  readonly passkeyDomain: string;
  readonly passkeyOrigins: readonly string[];
  /** The hospital's own login (OpenID Connect); null where there is none. */
  readonly openId: OpenIdConfig | null;
  /** Addresses and networks whose X-Forwarded-For is believed: the web, and proxies of the hospital's own. */
  readonly trustedProxies: readonly string[];
  readonly logLevel: string;
  /** Port of /metrics, /healthz and /readyz, apart from the one that people reach; null: none. */
  readonly metricsPort: number | null;
  /** Folder of the signed audit checkpoints, outside the database; null writes none. */
  readonly auditCheckpointDir: string | null;
  /** Folder through which claims and payers' answers are exchanged as files; null exchanges none. */
  readonly exchangeDir: string | null;
  /** Does each file that goes out have its SHA-256 beside it? */
  readonly exchangeDigests: boolean;
}

/** Throws an Error naming the missing or malformed variable. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const port = wholeNumber(env, 'API_PORT', 4601);
  const demonstration = env['CAREWAY_DEMO'] === '1';
  const webUrl = env['CAREWAY_WEB_URL'] ?? 'http://127.0.0.1:4600';
  const poolSize = wholeNumber(env, 'DATABASE_POOL_SIZE', 20);
  return {
    port,
    databaseUrl: needed(env, 'DATABASE_URL', 'mysql://user:password@host:3306/careway'),
    redisUrl: env['REDIS_URL'] ?? null,
    temporalAddress: env['TEMPORAL_ADDRESS'] ?? null,
    temporalNamespace: env['TEMPORAL_NAMESPACE'] ?? 'default',
    temporalUiOrigin: origin(env, 'TEMPORAL_UI_ORIGIN'),
    temporalUiUrl: env['TEMPORAL_UI_URL'] || null,
    temporalTaskQueue: env['TEMPORAL_TASK_QUEUE'] || null,
    webUrl,
    apiUrl: env['CAREWAY_API_URL'] ?? `http://127.0.0.1:${port}`,
    keys: needed(env, 'CAREWAY_KEYS', 'k1:<base64 of 32 bytes> (openssl rand -base64 32)'),
    demonstration,
    databasePoolSize: poolSize,
    admission: { atOnce: wholeNumber(env, 'API_REQUESTS_AT_ONCE', 2 * poolSize), waiting: wholeNumber(env, 'API_REQUESTS_WAITING', 20 * poolSize), waitMs: wholeNumber(env, 'API_WAIT_MS', 5_000) },
    sessionIdleMinutes: wholeNumber(env, 'SESSION_IDLE_MINUTES', 60),
    sessionHours: wholeNumber(env, 'SESSION_HOURS', 12),
    secondFactorRoles: roleList(env, 'SECOND_FACTOR_ROLES', demonstration ? DEMONSTRATION_ROLES : SEES_MANY_PATIENTS),
    confirmMinutes: wholeNumber(env, 'CONFIRM_MINUTES', demonstration ? 480 : 15),
    ...passkeyAddresses(env, webUrl),
    openId: readOpenId(env),
    trustedProxies: (env['TRUSTED_PROXIES'] ?? '127.0.0.1,::1').split(',').map((one) => one.trim()).filter(Boolean),
    logLevel: env['LOG_LEVEL'] ?? 'info',
    metricsPort: env['METRICS_PORT'] ? wholeNumber(env, 'METRICS_PORT', 0) : null,
    auditCheckpointDir: env['AUDIT_CHECKPOINT_DIR'] || null,
    exchangeDir: env['EXCHANGE_DIR'] || null,
    exchangeDigests: env['EXCHANGE_DIGESTS'] === 'true',
  };
}

function needed(env: NodeJS.ProcessEnv, name: string, example: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set. Example: ${example}`);
  return value;
}

function readOpenId(env: NodeJS.ProcessEnv): OpenIdConfig | null {
  const issuer = env['OPENID_ISSUER'];
  if (!issuer) return null;
  const url = URL.canParse(issuer) ? new URL(issuer) : null;
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && /^(localhost|127\.[\d.]+)$/.test(url.hostname))) throw new Error(`OPENID_ISSUER must be an https address, not "${issuer}".`);
  return {
    issuer, clientId: needed(env, 'OPENID_CLIENT_ID', 'careway'), clientSecret: needed(env, 'OPENID_CLIENT_SECRET', 'what the provider gave'), scope: env['OPENID_SCOPE'] || 'openid profile email',
    claim: env['OPENID_CLAIM'] || 'preferred_username', secondFactor: (env['OPENID_SECOND_FACTOR'] || 'mfa').split(',').map((one) => one.trim()).filter(Boolean), acrValues: env['OPENID_ACR_VALUES'] || null,
  };
}

/** A passkey belongs to a name; on this machine's own number that name is localhost. */
function passkeyAddresses(env: NodeJS.ProcessEnv, webUrl: string): Pick<Config, 'passkeyDomain' | 'passkeyOrigins'> {
  const url = new URL(webUrl);
  if (/^(127\.[\d.]+|\[::1\])$/.test(url.hostname)) url.hostname = 'localhost';
  const passkeyDomain = env['PASSKEY_DOMAIN'] || url.hostname;
  const passkeyOrigins = (env['PASSKEY_ORIGINS'] || url.origin).split(',').map((one) => one.trim()).filter(Boolean);
  const stranger = passkeyOrigins.find((one) => !URL.canParse(one) || (new URL(one).hostname !== passkeyDomain && !new URL(one).hostname.endsWith(`.${passkeyDomain}`)));
  if (stranger) throw new Error(`PASSKEY_ORIGINS names "${stranger}", which is no address under ${passkeyDomain}.`);
  return { passkeyDomain, passkeyOrigins };
}

function roleList(env: NodeJS.ProcessEnv, name: string, fallback: readonly Role[]): readonly Role[] {
  const names = (env[name] ?? '').split(',').map((one) => one.trim()).filter(Boolean);
  const unknown = names.find((one) => !isRole(one));
  if (unknown) throw new Error(`${name} names "${unknown}", which is no role.`);
  return names.length > 0 ? names.filter(isRole) : fallback; // left empty is not set: it must never mean that nobody needs one
}

function origin(env: NodeJS.ProcessEnv, name: string): string | null {
  const value = env[name];
  if (!value) return null;
  if (!URL.canParse(value) || new URL(value).origin !== value) throw new Error(`${name} must be an origin like https://temporal.hospital.example, not "${value}".`);
  return value;
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} must be a whole number, not "${text}".`);
  return value;
}
