import { verify } from '@node-rs/argon2';
import { type z } from 'zod';
import { type me, sessionContract } from '../contract/session';
import { type Act, execute, select, selectOne } from '../http/act';
import { notFound, Problem, unprocessable } from '../http/problem';
import { type Route, route } from '../http/route';
import { isRole } from '../../domain/roles';
import { checkNewPassword, setPassword } from '../services/admin/password';
import { endOtherSessions, endSessions, listSessions, openSession } from '../services/sessions';
import { type Config } from '../config';

/** Verified when the username is unknown, so that the answer takes as long as for a known one. */
const NO_ONE = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE';
const FREE_TRIES = 5;
const LONGEST_LOCK_MINUTES = 15;

interface UserRow {
  id: string;
  username: string;
  displayName: string;
  passwordHash: string;
  failedAttempts: number;
  lockedUntil: Date | null;
  disabledAt: Date | null;
  patientId: string | null;
  oneTimeUntil: Date | null;
}

/** Sign-in and sessions. */
export function sessionRoutes(config: Pick<Config, 'sessionHours'>): Route[] {
  return [
    route(sessionContract.signIn, {
      policy: 'public',
      handle: async (act, { body }) => {
        const user = await checkPassword(act, body.username, body.password);
        const { token, expiresAt } = await openSession(act, user.id, config.sessionHours, '');
        act.audits.push({ action: 'signIn', resourceType: 'user', resourceId: user.id });
        return { token, expiresAt: expiresAt.toISOString(), user: await describe(act, user.id) };
      },
      headers: (reply) => ({ 'set-cookie': `__Host-careway=${(reply as { token: string }).token}; Path=/; Secure; HttpOnly; SameSite=Lax` }),
    }),
    route(sessionContract.readSession, { policy: 'session.read', handle: (act) => describe(act, act.principal.id) }),
    route(sessionContract.signOut, {
      policy: 'session.end',
      handle: async (act) => {
        await endSessions(act, act.principal.id, act.principal.sessionId);
        act.audits.push({ action: 'signOut', resourceType: 'session' });
        return {};
      },
      headers: () => ({ 'set-cookie': '__Host-careway=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0' }),
    }),
    route(sessionContract.changePassword, {
      policy: 'password.change',
      handle: async (act, { body }) => {
        const { username } = await describe(act, act.principal.id);
        if (!username) throw notFound();
        await checkCurrentPassword(act, username, body.currentPassword);
        checkNewPassword(body.newPassword, username);
        if (body.newPassword === body.currentPassword) throw unprocessable('same-password', 'Choose another password than the one you have.');
        await setPassword(act, act.principal.id, body.newPassword, null);
        const ended = await endOtherSessions(act, act.principal.id, act.principal.sessionId);
        act.audits.push({ action: 'changePassword', resourceType: 'user', resourceId: act.principal.id, detail: { sessionsEnded: ended } });
        return describe(act, act.principal.id);
      },
    }),
    route(sessionContract.listSessions, {
      policy: 'session.read',
      handle: async (act) => ({
        items: (await listSessions(act, act.principal.id)).map((session) => ({ ...session, createdAt: session.createdAt.toISOString(), lastSeenAt: session.lastSeenAt.toISOString(), current: session.id === act.principal.sessionId })),
      }),
    }),
    route(sessionContract.endSession, {
      policy: 'session.end',
      handle: async (act, { params }) => {
        if ((await endSessions(act, act.principal.id, params.sessionId)) === 0) throw notFound();
        act.audits.push({ action: 'endSession', resourceType: 'session', resourceId: params.sessionId });
        return {};
      },
    }),
  ];
}

/** The same answer for an unknown name, a wrong password and a disabled user. Repeated failures wait, never lock for ever. */
async function checkPassword(act: Act, username: string, password: string): Promise<UserRow> {
  const user = await selectOne<UserRow>(
    act,
    `SELECT id, username, display_name AS displayName, password_hash AS passwordHash, failed_attempts AS failedAttempts, locked_until AS lockedUntil,
       disabled_at AS disabledAt, patient_id AS patientId, one_time_until AS oneTimeUntil FROM staff_users WHERE username = ?`,
    [username],
  );
  if (user?.lockedUntil && user.lockedUntil > act.now) {
    const seconds = Math.ceil((user.lockedUntil.getTime() - act.now.getTime()) / 1000);
    throw new Problem(429, 'too-many-tries', `Too many wrong tries. Wait ${seconds} seconds.`, { headers: { 'retry-after': String(seconds) } });
  }
  const right = await verify(user?.passwordHash ?? NO_ONE, password).catch(() => false);
  const hasRunOut = user?.oneTimeUntil && user.oneTimeUntil <= act.now;
  if (user && right && !user.disabledAt && !hasRunOut) {
    if (user.failedAttempts > 0) await execute(act, 'UPDATE staff_users SET failed_attempts = 0, locked_until = NULL WHERE id = ?', [user.id]);
    return user;
  }
  if (user) await noteFailure(act, user);
  throw new Problem(401, 'sign-in-failed', 'Username or password is wrong.');
}

/** Whoever is signed in knows the password; a wrong one is no reason to sign them out, but counts like any other try. */
async function checkCurrentPassword(act: Act, username: string, password: string): Promise<void> {
  try {
    await checkPassword(act, username, password);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) throw unprocessable('wrong-password', 'The current password is wrong.');
    throw error;
  }
}

/** Kept outside the request's transaction, which rolls back. */
async function noteFailure(act: Act, user: UserRow): Promise<void> {
  const failures = user.failedAttempts + 1;
  const minutes = failures < FREE_TRIES ? 0 : Math.min(LONGEST_LOCK_MINUTES, 2 ** (failures - FREE_TRIES) / 4);
  const lockedUntil = minutes > 0 ? new Date(act.now.getTime() + minutes * 60_000) : null;
  await execute({ database: act.database, transaction: null }, 'UPDATE staff_users SET failed_attempts = failed_attempts + 1, locked_until = ? WHERE id = ?', [lockedUntil, user.id]);
}

async function describe(act: Act, userId: string): Promise<z.output<typeof me>> {
  const user = await selectOne<{ name: string; username: string; patientId: string | null; oneTimeUntil: Date | null }>(
    act, 'SELECT display_name AS name, username, patient_id AS patientId, one_time_until AS oneTimeUntil FROM staff_users WHERE id = ?', [userId]);
  const roles = await select<{ role: string }>(act, 'SELECT role FROM staff_roles WHERE user_id = ? ORDER BY role', [userId]);
  const wards = await select<{ id: string; name: string }>(act, 'SELECT w.id, w.name FROM staff_wards s JOIN wards w ON w.id = s.ward_id WHERE s.user_id = ? ORDER BY w.name', [userId]);
  const patientId = user?.patientId ?? null;
  const name = (patientId && (await patientName(act, patientId))) ?? user?.name ?? act.principal.name;
  return { id: userId, name, username: user?.username ?? null, roles: user ? roles.map(({ role }) => role).filter(isRole) : [...act.principal.roles], wards, patientId, mustChangePassword: Boolean(user?.oneTimeUntil) };
}

/** A portal login stands unsealed among the users, so the name comes from the patient. */
async function patientName(act: Act, patientId: string): Promise<string | null> {
  const row = await selectOne<{ nameEnc: Buffer }>(act, 'SELECT name_enc AS nameEnc FROM patients WHERE id = ?', [patientId]);
  const name = row && act.database.cipher.openJson<{ family: string; given: string[] }>({ table: 'patients', column: 'name_enc', id: patientId }, row.nameEnc);
  return name ? [name.given[0], name.family].filter(Boolean).join(' ') : null;
}
