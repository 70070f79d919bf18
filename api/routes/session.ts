import { type Config } from '../config';
import { sessionContract } from '../contract/session';
import { notFound, unprocessable } from '../http/problem';
import { type Route, route } from '../http/route';
import { checkNewPassword, setPassword } from '../services/admin/password';
import { endOtherSessions, endSessions, listSessions } from '../services/sessions';
import { checkCredentials } from '../services/signIn/credentials';
import { enter } from '../services/signIn/enter';
import { confirmedUsername, describeUser } from '../services/signIn/me';
import { tellUser } from '../services/signIn/tellUser';

const COOKIE = '__Host-careway';

/** For callers that keep cookies; each sign-in and each new proof gives another. */
export function sessionCookie(token: string): Record<string, string> {
  return { 'set-cookie': `${COOKIE}=${token}; Path=/; Secure; HttpOnly; SameSite=Lax` };
}

const noCookie = () => ({ 'set-cookie': `${COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0` });

/** Sign-in and sessions. */
export function sessionRoutes(config: Config): Route[] {
  return [
    route(sessionContract.signIn, {
      policy: 'public',
      handle: async (act, { body }) => {
        const { id, method } = await checkCredentials(act, body, config.secondFactorRoles);
        return enter(act, config, id, { method, twoFactor: method !== 'password' }, body);
      },
      headers: (reply) => sessionCookie(reply.token),
    }),
    route(sessionContract.readSession, { policy: 'session.read', handle: (act) => describeUser(act, act.principal.id, config) }),
    route(sessionContract.signOut, {
      policy: 'session.end',
      handle: async (act) => {
        await endSessions(act, act.principal.id, act.principal.sessionId);
        act.audits.push({ action: 'signOut', resourceType: 'session' });
        return {};
      },
      headers: noCookie,
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
        await tellUser(act, act.principal.id, `password/${act.requestId}`, 'Your password was changed. If it was not you, tell an administrator.');
        return describeUser(act, act.principal.id, config);
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
    route(sessionContract.endAllSessions, {
      policy: 'session.end',
      handle: async (act) => {
        const ended = await endSessions(act, act.principal.id, null);
        act.audits.push({ action: 'endAllSessions', resourceType: 'session', detail: { sessionsEnded: ended } });
        return { ended };
      },
      headers: noCookie,
    }),
  ];
}
