import { type Config } from '../config';
import { signInContract } from '../contract/signIn';
import { needsSecondFactor } from '../../domain/signIn/secondFactor';
import { type Act, execute } from '../http/act';
import { notFound, Problem, unprocessable } from '../http/problem';
import { type Route, route } from '../http/route';
import { requireFresh } from '../http/fresh';
import { endOtherSessions, strengthenSession } from '../services/sessions';
import { beginAuthenticator, confirmAuthenticator, hasAuthenticator, removeAuthenticator } from '../services/signIn/authenticator';
import { hasPasskey } from '../services/signIn/codes';
import { confirmIdentity } from '../services/signIn/confirmation';
import { confirmedUsername, describeUser, usernameOf } from '../services/signIn/me';
import { enter } from '../services/signIn/enter';
import { addPasskey, beginPasskey, challengePasskey, checkPasskey, listPasskeys, removePasskey } from '../services/signIn/passkeys';
import { forgetRecoveryCodes, renewRecoveryCodes } from '../services/signIn/recoveryCodes';
import { sessionCookie } from './session';

/** Second factors: authenticator app, passkeys, recovery codes; and proving again who one is. */
export function signInRoutes(config: Config): Route[] {
  return [
    route(signInContract.setUpSecondFactor, {
      policy: 'second-factor.change',
      handle: async (act, { body }) => {
        const username = await ownerOf(act, config, body.currentPassword);
        act.audits.push({ action: 'setUpSecondFactor', resourceType: 'user', resourceId: act.principal.id });
        return beginAuthenticator(act, act.principal.id, username);
      },
    }),
    route(signInContract.confirmSecondFactor, {
      policy: 'second-factor.change',
      handle: async (act, { body }) => {
        await confirmAuthenticator(act, act.principal.id, body.totp);
        await strengthenSession(act);
        const ended = await endOtherSessions(act, act.principal.id, act.principal.sessionId);
        act.audits.push({ action: 'confirmSecondFactor', resourceType: 'user', resourceId: act.principal.id, detail: { sessionsEnded: ended } });
        return describeUser(act, act.principal.id, config);
      },
    }),
    route(signInContract.removeSecondFactor, {
      policy: 'second-factor.change',
      handle: async (act, { body }) => {
        await ownerOf(act, config, body.currentPassword);
        await removeAuthenticator(act, act.principal.id);
        await keepOneFactor(act, config);
        act.audits.push({ action: 'removeSecondFactor', resourceType: 'user', resourceId: act.principal.id });
        return describeUser(act, act.principal.id, config);
      },
    }),
    route(signInContract.renewRecoveryCodes, {
      policy: 'second-factor.change', fresh: true,
      handle: async (act) => {
        if (!(await hasAuthenticator(act, act.principal.id)) && !(await hasPasskey(act, act.principal.id))) throw unprocessable('no-second-factor', 'Set up a second factor first; the codes stand in for it.');
        return { codes: await renewRecoveryCodes(act, act.principal.id) };
      },
    }),
    route(signInContract.beginConfirmation, { policy: 'second-factor.change', handle: (act) => challengePasskey(act, config, 'passkey-confirm', act.principal.id) }),
    route(signInContract.confirmIdentity, { policy: 'second-factor.change', handle: (act, { body }) => confirmIdentity(act, config, body), headers: (reply) => sessionCookie(reply.token) }),
    route(signInContract.beginPasskeySignIn, { policy: 'public', handle: (act) => challengePasskey(act, config, 'passkey-sign-in', null) }),
    route(signInContract.signInWithPasskey, {
      policy: 'public',
      handle: async (act, { body }) => {
        const user = await checkPasskey(act, config, 'passkey-sign-in', body.credential, null);
        return enter(act, config, user.id, { method: 'passkey', twoFactor: true }, body);
      },
      headers: (reply) => sessionCookie(reply.token),
    }),
    route(signInContract.listPasskeys, { policy: 'second-factor.change', handle: async (act) => ({ items: await listPasskeys(act, act.principal.id) }) }),
    route(signInContract.beginPasskey, { policy: 'second-factor.change', fresh: true, handle: async (act) => beginPasskey(act, config, await usernameOf(act)) }),
    route(signInContract.addPasskey, {
      policy: 'second-factor.change', fresh: true,
      handle: async (act, { body }) => {
        const added = await addPasskey(act, config, body.name, body.credential).catch((error: unknown) => {
          // Whoever is signed in stays so; only the new passkey is refused.
          if (error instanceof Problem && error.status === 401) throw unprocessable('passkey-refused', 'This passkey was not accepted. Try again.', { keeps: true });
          throw error;
        });
        await strengthenSession(act);
        return added;
      },
    }),
    route(signInContract.removePasskey, {
      policy: 'second-factor.change', fresh: true,
      handle: async (act, { params }) => {
        await execute(act, 'SELECT id FROM staff_users WHERE id = ? FOR UPDATE', [act.principal.id]); // two removals at once must not both leave the other's
        if (!(await removePasskey(act, act.principal.id, params.passkeyId))) throw notFound();
        await keepOneFactor(act, config);
        return {};
      },
    }),
  ];
}

/** Whoever does this typed the password now, or proved a short while ago who they are. */
async function ownerOf(act: Act, config: Config, currentPassword: string | undefined): Promise<string> {
  if (currentPassword !== undefined) return confirmedUsername(act, currentPassword);
  requireFresh(act.principal, act.now, config);
  return usernameOf(act);
}

/** Called after a removal: whoever needs a second factor keeps one; with the last one go its recovery codes. */
async function keepOneFactor(act: Act, config: Config): Promise<void> {
  if ((await hasAuthenticator(act, act.principal.id)) || (await hasPasskey(act, act.principal.id))) return;
  if (needsSecondFactor(act.principal.roles, config.secondFactorRoles)) throw unprocessable('second-factor-required', 'Your sign-in needs a second factor. Set up another first, or ask the hospital if your telephone is lost.');
  await forgetRecoveryCodes(act, act.principal.id);
}
