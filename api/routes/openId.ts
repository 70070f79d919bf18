import { type Config } from '../config';
import { openIdContract } from '../contract/openId';
import { notFound } from '../http/problem';
import { type Route, route } from '../http/route';
import { enter } from '../services/signIn/enter';
import { beginOpenId, checkOpenId } from '../services/signIn/openId';
import { OpenIdProvider } from '../services/signIn/openIdProvider';
import { sessionCookie } from './session';

/** Sign-in with the hospital's own login. Where none is configured there is nothing to begin. */
export function openIdRoutes(config: Config): Route[] {
  const { openId } = config;
  const provider = openId && new OpenIdProvider(openId, `${config.webUrl}/login/openid/callback`);
  return [
    route(openIdContract.readOpenId, {
      policy: 'public',
      handle: async () => ({ configured: provider !== null, signOutUrl: provider && (await provider.signOutUrl(`${config.webUrl}/login`).catch(() => null)) }), // signing out here does not wait for it
    }),
    route(openIdContract.beginOpenIdSignIn, {
      policy: 'public',
      handle: (act) => {
        if (!provider) throw notFound();
        return beginOpenId(act, provider);
      },
    }),
    route(openIdContract.signInWithOpenId, {
      policy: 'public',
      handle: async (act, { body: { binding, device, rememberDevice, ...answer } }) => {
        if (!provider || !openId) throw notFound();
        const { id, twoFactor } = await checkOpenId(act, provider, openId, answer, binding);
        return enter(act, config, id, { method: 'openid', twoFactor }, { device, rememberDevice });
      },
      headers: (reply) => sessionCookie(reply.token),
    }),
  ];
}
