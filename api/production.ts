import { type Config } from './config';

/** Passwords that stand in examples everywhere. */
const EXAMPLES = /^(|password\d*|passwd|secret|changeme|change-me|example|careway|careway_owner|root|admin|test|demo|mysql|redis)$/i;
const SHORTEST_PASSWORD = 12;
/** 32 random bytes have some 30 different ones; fewer than 16 never come by chance. */
const FEWEST_BYTES = 16;

/**
 * What must not be so outside the demonstration: example or missing secrets, a demonstration's or an unprotected address. One sentence each, which name the variable and never
 * its value.
 */
export function problemsInProduction(config: Config, env: NodeJS.ProcessEnv): string[] {
  const problems: string[] = [];
  for (const entry of config.keys.split(',').filter(Boolean)) {
    const [id = '', text = ''] = [entry.slice(0, entry.indexOf(':')), entry.slice(entry.indexOf(':') + 1)];
    const bytes = Buffer.from(text, 'base64');
    if (new Set(bytes).size < FEWEST_BYTES || bytes.every((byte) => byte >= 0x20 && byte < 0x7f)) problems.push(`CAREWAY_KEYS: key ${id} is an example or a word, not 32 random bytes (openssl rand -base64 32).`);
  }
  for (const name of ['DATABASE_URL', 'REDIS_URL'] as const) {
    const url = env[name];
    if (!url) problems.push(`${name} is not set.`);
    else if (!URL.canParse(url) || isWeak(decodeURIComponent(new URL(url).password))) problems.push(`${name} has no password, or one that stands in examples or has fewer than ${SHORTEST_PASSWORD} characters.`);
  }
  if (!config.temporalAddress) problems.push('TEMPORAL_ADDRESS is not set.');
  if (!env['CAREWAY_WEB_URL']) problems.push('CAREWAY_WEB_URL is not set, the address people type.');
  else if (!env['CAREWAY_WEB_URL'].startsWith('https://')) problems.push('CAREWAY_WEB_URL must begin with https://: sessions are not sent over less.');
  return problems;
}

function isWeak(password: string): boolean {
  return password.length < SHORTEST_PASSWORD || EXAMPLES.test(password) || new Set(password).size < 6;
}

/** Throws an Error that names every problem at once; does nothing in the demonstration and in tests. */
export function requireProductionSettings(config: Config, env: NodeJS.ProcessEnv = process.env): void {
  if (config.demonstration || env['NODE_ENV'] !== 'production') return;
  const problems = problemsInProduction(config, env);
  if (problems.length > 0) throw new Error(`these settings are not fit for patients:\n- ${problems.join('\n- ')}`);
}
