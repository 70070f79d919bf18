import { createHash, randomBytes } from 'node:crypto';
import { isRole, type Role } from '../../domain/roles';
import { newId } from '../../db/newId';
import { type Act, execute, type Principal, select, selectOne } from '../http/act';

export const NOBODY: Principal = { kind: 'nobody', id: '00000000-0000-0000-0000-000000000000', name: 'Nobody', roles: [], wardIds: [], patientId: null, sessionId: null, lacksSecondFactor: false };

/** Tokens are 256 random bits, kept only as SHA-256: a stolen table signs nobody in. */
export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Patients come from the open internet, and what they use is as strong as its weakest password: a password alone is not enough. */
export function needsSecondFactor(roles: readonly Role[]): boolean {
  return roles.includes('patient');
}

type Reader = Pick<Act, 'database' | 'transaction'>;

interface SessionRow {
  sessionId: string;
  userId: string;
  name: string;
  patientId: string | null;
  roles: string | null;
  wardIds: string | null;
  stale: number;
  hasSecondFactor: number;
}

/** Whose token is this? Read afresh on every request, so that disabling a user or a role acts on the next one. Null when it signs nobody in. */
export async function findPrincipal(reader: Reader, token: string, idleMinutes: number, now: Date): Promise<Principal | null> {
  const hash = hashToken(token);
  const session = await selectOne<SessionRow>(
    reader,
    `SELECT s.id AS sessionId, u.id AS userId, u.display_name AS name, u.patient_id AS patientId,
       (SELECT GROUP_CONCAT(role) FROM staff_roles WHERE user_id = u.id) AS roles,
       (SELECT GROUP_CONCAT(ward_id) FROM staff_wards WHERE user_id = u.id) AS wardIds,
       s.last_seen_at < ? AS stale, u.totp_confirmed_at IS NOT NULL AS hasSecondFactor
     FROM sessions s JOIN staff_users u ON u.id = s.user_id
     WHERE s.token_hash = ? AND s.ended_at IS NULL AND s.expires_at > ? AND s.last_seen_at > ? AND u.disabled_at IS NULL`,
    [minutesBefore(now, 1), hash, now, minutesBefore(now, idleMinutes)],
  );
  if (session) {
    if (session.stale) await execute(reader, 'UPDATE sessions SET last_seen_at = ? WHERE id = ?', [now, session.sessionId]);
    const roles = rolesOf(session.roles);
    return {
      kind: 'person', id: session.userId, name: session.name, roles, wardIds: session.wardIds?.split(',') ?? [], patientId: session.patientId, sessionId: session.sessionId,
      lacksSecondFactor: needsSecondFactor(roles) && Number(session.hasSecondFactor) === 0,
    };
  }
  const service = await selectOne<{ id: string; name: string }>(reader, 'SELECT id, name FROM service_tokens WHERE token_hash = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)', [hash, now]);
  return service && { kind: 'service', id: service.id, name: service.name, roles: ['service'], wardIds: [], patientId: null, sessionId: null, lacksSecondFactor: false };
}

/** Somebody of the staff, to act in their name while no request of theirs is under way; null once they may not sign in any more. */
export async function readPerson(reader: Reader, userId: string): Promise<Principal | null> {
  const user = await selectOne<Pick<SessionRow, 'userId' | 'name' | 'patientId' | 'roles' | 'wardIds'>>(
    reader,
    `SELECT u.id AS userId, u.display_name AS name, u.patient_id AS patientId, (SELECT GROUP_CONCAT(role) FROM staff_roles WHERE user_id = u.id) AS roles,
       (SELECT GROUP_CONCAT(ward_id) FROM staff_wards WHERE user_id = u.id) AS wardIds FROM staff_users u WHERE u.id = ? AND u.disabled_at IS NULL`,
    [userId],
  );
  return user && { kind: 'person', id: user.userId, name: user.name, roles: rolesOf(user.roles), wardIds: user.wardIds?.split(',') ?? [], patientId: user.patientId, sessionId: null, lacksSecondFactor: false };
}

/** Open a session and return its token, which is shown once. */
export async function openSession(act: Act, userId: string, hours: number, userAgent: string): Promise<{ token: string; sessionId: string; expiresAt: Date }> {
  const { token, hash } = newToken();
  const sessionId = newId();
  const expiresAt = new Date(act.now.getTime() + hours * 3_600_000);
  await execute(act, 'INSERT INTO sessions (id, token_hash, user_id, user_agent, address, created_at, last_seen_at, expires_at) VALUES (?)', [[sessionId, hash, userId, userAgent.slice(0, 200), act.address, act.now, act.now, expiresAt]]);
  return { token, sessionId, expiresAt };
}

/** End one session, or all of a user. Returns how many ended. */
export async function endSessions(act: Act, userId: string, sessionId: string | null): Promise<number> {
  return sessionId
    ? execute(act, 'UPDATE sessions SET ended_at = ? WHERE user_id = ? AND id = ? AND ended_at IS NULL', [act.now, userId, sessionId])
    : execute(act, 'UPDATE sessions SET ended_at = ? WHERE user_id = ? AND ended_at IS NULL', [act.now, userId]);
}

/** End all sessions of a user but one. Returns how many ended. */
export async function endOtherSessions(act: Act, userId: string, sessionId: string | null): Promise<number> {
  return execute(act, 'UPDATE sessions SET ended_at = ? WHERE user_id = ? AND id <> ? AND ended_at IS NULL', [act.now, userId, sessionId ?? '']);
}

/** The open sessions of a user, newest first. */
export async function listSessions(act: Act, userId: string): Promise<{ id: string; userAgent: string | null; createdAt: Date; lastSeenAt: Date }[]> {
  return select(act, 'SELECT id, user_agent AS userAgent, created_at AS createdAt, last_seen_at AS lastSeenAt FROM sessions WHERE user_id = ? AND ended_at IS NULL AND expires_at > ? ORDER BY created_at DESC LIMIT 50', [userId, act.now]);
}

function rolesOf(list: string | null): Role[] {
  return (list?.split(',') ?? []).filter(isRole);
}

function minutesBefore(now: Date, minutes: number): Date {
  return new Date(now.getTime() - minutes * 60_000);
}
