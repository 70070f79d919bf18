import { newId } from '../../db/newId';
import { isRole, type Role } from '../../domain/roles';
import { type SessionLimits, sessionLimits } from '../../domain/signIn/limits';
import { needsSecondFactor } from '../../domain/signIn/secondFactor';
import { type Config } from '../config';
import { type Act, execute, type Principal, select, selectOne } from '../http/act';
import { findService } from './admin/serviceTokens';
import { hashToken, newToken } from './token';

export { hashToken, newToken } from './token';

export const NOBODY: Principal = { kind: 'nobody', id: '00000000-0000-0000-0000-000000000000', name: 'Nobody', roles: [], wardIds: [], patientId: null, sessionId: null, lacksSecondFactor: false };

/** How somebody came in. A passkey asks for a fingerprint or the device's own code, so it is both factors in one. */
export const METHODS = ['password', 'totp', 'recovery-code', 'passkey', 'openid'] as const;
export type Method = (typeof METHODS)[number];

/** What the hospital asks of sessions. */
export type SessionRules = Pick<Config, 'sessionIdleMinutes' | 'sessionHours' | 'secondFactorRoles'>;

type Reader = Pick<Act, 'database' | 'transaction'>;

interface SessionRow {
  readonly sessionId: string;
  readonly userId: string;
  readonly name: string;
  readonly patientId: string | null;
  readonly roles: string | null;
  readonly wardIds: string | null;
  readonly lastSeenAt: Date;
  readonly method: Method;
  readonly twoFactor: number;
  readonly confirmedAt: Date | null;
  readonly hasSecondFactor: number;
}

const SESSION = `SELECT s.id AS sessionId, u.id AS userId, u.display_name AS name, u.patient_id AS patientId,
    (SELECT GROUP_CONCAT(role) FROM staff_roles WHERE user_id = u.id) AS roles,
    (SELECT GROUP_CONCAT(ward_id) FROM staff_wards WHERE user_id = u.id) AS wardIds,
    s.last_seen_at AS lastSeenAt, s.method, s.two_factor AS twoFactor, COALESCE(s.confirmed_at, s.created_at) AS confirmedAt,
    (u.totp_confirmed_at IS NOT NULL OR EXISTS (SELECT 1 FROM passkeys k WHERE k.user_id = u.id AND k.suspended_at IS NULL)) AS hasSecondFactor
  FROM sessions s JOIN staff_users u ON u.id = s.user_id
  WHERE s.ended_at IS NULL AND s.expires_at > ? AND u.disabled_at IS NULL`;

/** Hashes of tokens that were a service's: they tell where to look first, never who somebody is. The record has a handful. */
const servicesSeen = new Set<string>();

/** Whose token is this? Read afresh on every request, so that disabling a user or a role acts on the next one. Null when it signs nobody in. */
export async function findPrincipal(reader: Reader, token: string, rules: SessionRules, now: Date): Promise<Principal | null> {
  const hash = hashToken(token);
  const known = hash.toString('base64');
  if (servicesSeen.has(known)) {
    const service = await findService(reader, hash, now);
    if (service) return service;
  }
  const session = await selectOne<SessionRow>(reader, `${SESSION} AND s.token_hash = ?`, [now, hash]);
  if (!session) {
    const service = await findService(reader, hash, now);
    if (service) servicesSeen.add(known);
    return service;
  }
  const principal = principalOf(session, rules, now);
  if (principal && session.lastSeenAt < minutesBefore(now, 1)) await execute(reader, 'UPDATE sessions SET last_seen_at = ? WHERE id = ?', [now, session.sessionId]);
  return principal;
}

/** Does a session still hold, and for whom? Looking keeps nobody signed in: an open page alone is no use of it. */
export async function lookAtSession(reader: Reader, sessionId: string, rules: SessionRules, now: Date): Promise<Principal | null> {
  const session = await selectOne<SessionRow>(reader, `${SESSION} AND s.id = ?`, [now, sessionId]);
  return session && principalOf(session, rules, now);
}

/** The strictest limit of their roles ends a session that nobody used. */
function principalOf(session: SessionRow, rules: SessionRules, now: Date): Principal | null {
  const roles = parseRoles(session.roles);
  if (session.lastSeenAt <= minutesBefore(now, sessionLimits(roles, mostOf(rules)).idleMinutes)) return null;
  const isStrong = Number(session.twoFactor) === 1 && (Number(session.hasSecondFactor) === 1 || session.method === 'openid');
  return {
    kind: 'person', id: session.userId, name: session.name, roles, wardIds: session.wardIds?.split(',') ?? [], patientId: session.patientId, sessionId: session.sessionId,
    lacksSecondFactor: needsSecondFactor(roles, rules.secondFactorRoles) && !isStrong, confirmedAt: session.confirmedAt,
  };
}

/** Somebody of the staff, to act in their name while no request of theirs is under way; null once they may not sign in any more. */
export async function readPerson(reader: Reader, userId: string): Promise<Principal | null> {
  const user = await selectOne<Pick<SessionRow, 'userId' | 'name' | 'patientId' | 'roles' | 'wardIds'>>(
    reader,
    `SELECT u.id AS userId, u.display_name AS name, u.patient_id AS patientId, (SELECT GROUP_CONCAT(role) FROM staff_roles WHERE user_id = u.id) AS roles,
       (SELECT GROUP_CONCAT(ward_id) FROM staff_wards WHERE user_id = u.id) AS wardIds FROM staff_users u WHERE u.id = ? AND u.disabled_at IS NULL`,
    [userId],
  );
  return user && { kind: 'person', id: user.userId, name: user.name, roles: parseRoles(user.roles), wardIds: user.wardIds?.split(',') ?? [], patientId: user.patientId, sessionId: null, lacksSecondFactor: false };
}

/** Open a session and return its token, which is shown once. */
export async function openSession(act: Act, userId: string, rules: SessionRules, how: { readonly method: Method; readonly twoFactor: boolean }): Promise<{ token: string; expiresAt: Date }> {
  const { token, hash } = newToken();
  const { hours } = sessionLimits(await rolesOf(act, userId), mostOf(rules));
  const expiresAt = new Date(act.now.getTime() + hours * 3_600_000);
  await execute(act, 'INSERT INTO sessions (id, token_hash, user_id, user_agent, address, created_at, last_seen_at, expires_at, method, two_factor, confirmed_at) VALUES (?)', [
    [newId(), hash, userId, (act.userAgent ?? '').slice(0, 200), act.address, act.now, act.now, expiresAt, how.method, how.twoFactor ? 1 : 0, act.now],
  ]);
  return { token, expiresAt };
}

/** Somebody proved again who they are: the session goes on under a new token, the old one is void. */
export async function rotateSession(act: Act, sessionId: string, twoFactor: boolean): Promise<{ token: string; expiresAt: Date } | null> {
  const { token, hash } = newToken();
  const rotated = await execute(act, 'UPDATE sessions SET token_hash = ?, confirmed_at = ?, two_factor = GREATEST(two_factor, ?) WHERE id = ? AND ended_at IS NULL', [hash, act.now, twoFactor ? 1 : 0, sessionId]);
  const session = await selectOne<{ expiresAt: Date }>(act, 'SELECT expires_at AS expiresAt FROM sessions WHERE id = ?', [sessionId]);
  return rotated === 1 && session ? { token, expiresAt: session.expiresAt } : null;
}

/** A second factor set up in this session is one it has shown. */
export async function strengthenSession(act: Act): Promise<void> {
  await execute(act, 'UPDATE sessions SET two_factor = 1, confirmed_at = ? WHERE id = ?', [act.now, act.principal.sessionId]);
}

/** End one session, or all of a user; open pages hear of it at once. Returns how many ended. */
export async function endSessions(act: Act, userId: string, sessionId: string | null): Promise<number> {
  act.announcements.push({ topic: 'session', id: userId, userId });
  return sessionId
    ? execute(act, 'UPDATE sessions SET ended_at = ? WHERE user_id = ? AND id = ? AND ended_at IS NULL', [act.now, userId, sessionId])
    : execute(act, 'UPDATE sessions SET ended_at = ? WHERE user_id = ? AND ended_at IS NULL', [act.now, userId]);
}

/** End all sessions of a user but one. Returns how many ended. */
export async function endOtherSessions(act: Act, userId: string, sessionId: string | null): Promise<number> {
  act.announcements.push({ topic: 'session', id: userId, userId });
  return execute(act, 'UPDATE sessions SET ended_at = ? WHERE user_id = ? AND id <> ? AND ended_at IS NULL', [act.now, userId, sessionId ?? '']);
}

export interface OpenSession {
  readonly id: string;
  readonly userAgent: string | null;
  readonly address: string | null;
  readonly method: Method;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

/** The open sessions of a user, newest first. */
export async function listSessions(act: Act, userId: string): Promise<OpenSession[]> {
  return select(act, 'SELECT id, user_agent AS userAgent, address, method, created_at AS createdAt, last_seen_at AS lastSeenAt FROM sessions WHERE user_id = ? AND ended_at IS NULL AND expires_at > ? ORDER BY created_at DESC LIMIT 50', [userId, act.now]);
}

/** What somebody is here. */
export async function rolesOf(reader: Reader, userId: string): Promise<Role[]> {
  const rows = await select<{ role: string }>(reader, 'SELECT role FROM staff_roles WHERE user_id = ? ORDER BY role', [userId]);
  return rows.map(({ role }) => role).filter(isRole);
}

function mostOf({ sessionIdleMinutes, sessionHours }: SessionRules): SessionLimits {
  return { idleMinutes: sessionIdleMinutes, hours: sessionHours };
}

/** Roles as GROUP_CONCAT gives them. */
export function parseRoles(list: string | null): Role[] {
  return (list?.split(',') ?? []).filter(isRole);
}

function minutesBefore(now: Date, minutes: number): Date {
  return new Date(now.getTime() - minutes * 60_000);
}
