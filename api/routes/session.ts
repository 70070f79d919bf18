import { type z } from 'zod';
import { type me, sessionContract } from '../contract/session';
import { type Act, select, selectOne } from '../http/act';
import { notFound, unprocessable } from '../http/problem';
import { type Route, route } from '../http/route';
import { isRole } from '../../domain/roles';
import { checkNewPassword, setPassword } from '../services/admin/password';
import { beginSecondFactor, confirmSecondFactor, removeSecondFactor } from '../services/admin/secondFactor';
import { endOtherSessions, endSessions, listSessions, needsSecondFactor, openSession } from '../services/sessions';
import { checkCredentials, checkCurrentPassword } from '../services/signIn';
import { type Config } from '../config';

/** Sign-in and sessions. */
export function sessionRoutes(config: Pick<Config, 'sessionHours'>): Route[] {
  return [
    route(sessionContract.signIn, {
      policy: 'public',
      handle: async (act, { body }) => {
        const user = await checkCredentials(act, body);
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
        const username = await confirmedUsername(act, body.currentPassword);
        checkNewPassword(body.newPassword, username);
        if (body.newPassword === body.currentPassword) throw unprocessable('same-password', 'Choose another password than the one you have.');
        await setPassword(act, act.principal.id, body.newPassword, null);
        const ended = await endOtherSessions(act, act.principal.id, act.principal.sessionId);
        act.audits.push({ action: 'changePassword', resourceType: 'user', resourceId: act.principal.id, detail: { sessionsEnded: ended } });
        return describe(act, act.principal.id);
      },
    }),
    route(sessionContract.setUpSecondFactor, {
      policy: 'second-factor.change',
      handle: async (act, { body }) => {
        const username = await confirmedUsername(act, body.currentPassword);
        act.audits.push({ action: 'setUpSecondFactor', resourceType: 'user', resourceId: act.principal.id });
        return beginSecondFactor(act, act.principal.id, username);
      },
    }),
    route(sessionContract.confirmSecondFactor, {
      policy: 'second-factor.change',
      handle: async (act, { body }) => {
        await confirmSecondFactor(act, act.principal.id, body.totp);
        const ended = await endOtherSessions(act, act.principal.id, act.principal.sessionId);
        act.audits.push({ action: 'confirmSecondFactor', resourceType: 'user', resourceId: act.principal.id, detail: { sessionsEnded: ended } });
        return describe(act, act.principal.id);
      },
    }),
    route(sessionContract.removeSecondFactor, {
      policy: 'second-factor.change',
      handle: async (act, { body }) => {
        await confirmedUsername(act, body.currentPassword);
        if (needsSecondFactor(act.principal.roles)) throw unprocessable('second-factor-required', 'Your record is open to the internet: sign-in needs a second factor. Ask the hospital if your telephone is lost.');
        await removeSecondFactor(act, act.principal.id);
        act.audits.push({ action: 'removeSecondFactor', resourceType: 'user', resourceId: act.principal.id });
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

/** The username of whoever is signed in and typed their password again. */
async function confirmedUsername(act: Act, currentPassword: string): Promise<string> {
  const { username } = await describe(act, act.principal.id);
  if (!username) throw notFound();
  await checkCurrentPassword(act, username, currentPassword);
  return username;
}

async function describe(act: Act, userId: string): Promise<z.output<typeof me>> {
  const user = await selectOne<{ name: string; username: string; patientId: string | null; oneTimeUntil: Date | null; confirmedAt: Date | null }>(
    act, 'SELECT display_name AS name, username, patient_id AS patientId, one_time_until AS oneTimeUntil, totp_confirmed_at AS confirmedAt FROM staff_users WHERE id = ?', [userId]);
  const roles = await select<{ role: string }>(act, 'SELECT role FROM staff_roles WHERE user_id = ? ORDER BY role', [userId]);
  const wards = await select<{ id: string; name: string }>(act, 'SELECT w.id, w.name FROM staff_wards s JOIN wards w ON w.id = s.ward_id WHERE s.user_id = ? ORDER BY w.name', [userId]);
  const patientId = user?.patientId ?? null;
  const name = (patientId && (await patientName(act, patientId))) ?? user?.name ?? act.principal.name;
  const held = user ? roles.map(({ role }) => role).filter(isRole) : [...act.principal.roles];
  const hasSecondFactor = Boolean(user?.confirmedAt);
  return {
    id: userId, name, username: user?.username ?? null, roles: held, wards, patientId, mustChangePassword: Boolean(user?.oneTimeUntil),
    hasSecondFactor, mustSetUpSecondFactor: !hasSecondFactor && needsSecondFactor(held),
  };
}

/** A portal login stands unsealed among the users, so the name comes from the patient. */
async function patientName(act: Act, patientId: string): Promise<string | null> {
  const row = await selectOne<{ nameEnc: Buffer }>(act, 'SELECT name_enc AS nameEnc FROM patients WHERE id = ?', [patientId]);
  const name = row && act.database.cipher.openJson<{ family: string; given: string[] }>({ table: 'patients', column: 'name_enc', id: patientId }, row.nameEnc);
  return name ? [name.given[0], name.family].filter(Boolean).join(' ') : null;
}
