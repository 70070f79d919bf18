import { type OpenIdConfig } from '../../config';
import { type Act, execute, select, selectOne } from '../../http/act';
import { Problem } from '../../http/problem';
import { keepChallenge, takeChallenge } from './challenges';
import { type OpenIdAnswer, type OpenIdClaims, type OpenIdProvider, stateOf } from './openIdProvider';

/** What a browser is sent away with. */
interface Begun {
  readonly url: string;
  readonly binding: string;
  readonly state: string;
}

/** Begin: where the browser goes, and what it keeps until it comes back. Asks the provider, so outside every transaction. */
export function beginOpenId(provider: OpenIdProvider): Promise<Begun> {
  return provider.begin().catch(() => {
    throw new Problem(503, 'openid-unavailable', 'The hospital login cannot be reached just now. Use your password.', { headers: { 'retry-after': '5' } });
  });
}

/** Remember that it was begun here. */
export async function keepOpenId(act: Act, { url, binding, state }: Begun): Promise<Omit<Begun, 'state'>> {
  await keepChallenge(act, 'openid', state, null);
  return { url, binding };
}

/** Who came back from the hospital's login, as it says? Asks it, so outside every transaction; an answer is good once whatever comes of it, and so is taken first. */
export async function askOpenId(act: Act, provider: OpenIdProvider, answer: OpenIdAnswer, binding: string): Promise<OpenIdClaims> {
  if (answer.state !== stateOf(binding) || !(await takeChallenge(act, 'openid', answer.state, null))) throw refused();
  return provider.finish(answer, binding).catch(() => {
    throw refused();
  });
}

/** Who is that here? Somebody who may sign in already: it gives nobody a right. */
export async function letIn(act: Act, config: OpenIdConfig, found: OpenIdClaims): Promise<{ id: string; twoFactor: boolean }> {
  const userId = (await linkedUser(act, found)) ?? (await linkUser(act, config, found));
  if (!userId || !(await selectOne(act, 'SELECT id FROM staff_users WHERE id = ? AND disabled_at IS NULL', [userId]))) {
    throw new Problem(401, 'openid-unknown', 'The hospital login knows you, Careway does not. Ask your administrator.', { keeps: true, ...(userId ? { about: { resourceType: 'user', resourceId: userId } } : {}) });
  }
  return { id: userId, twoFactor: showedSecondFactor(config, found.claims) };
}

async function linkedUser(act: Act, { issuer, subject }: OpenIdClaims): Promise<string | null> {
  const row = await selectOne<{ userId: string }>(act, 'SELECT user_id AS userId FROM openid_subjects WHERE issuer = ? AND subject = ?', [issuer, subject]);
  return row?.userId ?? null;
}

/** The first time: the one member of staff whom the claim names. A user who is linked keeps their subject, whatever a claim says later. */
async function linkUser(act: Act, { claim }: OpenIdConfig, { issuer, subject, claims }: OpenIdClaims): Promise<string | null> {
  const value = claims[claim];
  if (typeof value !== 'string' || value === '') return null;
  if (claim === 'email' && claims['email_verified'] !== true) return null; // anybody can write an address
  const users = await select<{ id: string }>(act, `SELECT id FROM staff_users WHERE LOWER(${claim === 'email' ? 'email' : 'username'}) = ? AND patient_id IS NULL LIMIT 2`, [value.toLowerCase()]);
  const [user] = users;
  if (!user || users.length > 1) return null;
  const linked = await execute(act, 'INSERT IGNORE INTO openid_subjects (issuer, subject, user_id, linked_at) VALUES (?)', [[issuer, subject, user.id, act.now]]);
  if (linked === 0) return linkedUser(act, { issuer, subject, claims });
  act.audits.push({ action: 'linkOpenId', resourceType: 'user', resourceId: user.id, actor: { kind: 'person', id: user.id }, detail: { issuer, subject } });
  return user.id;
}

/** Did the provider ask for two factors? It says so in `amr` (RFC 8176) or `acr`, in the words the hospital has agreed with it. */
function showedSecondFactor({ secondFactor }: OpenIdConfig, { amr, acr }: Readonly<Record<string, unknown>>): boolean {
  const said = [...(Array.isArray(amr) ? (amr as unknown[]) : []), acr];
  return said.some((one) => typeof one === 'string' && secondFactor.includes(one));
}

function refused(): Problem {
  return new Problem(401, 'openid-refused', 'The hospital login did not let you in. Try again, or use your password.');
}
