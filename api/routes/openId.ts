import { type Config } from '../config';
import { openIdContract } from '../contract/openId';
import { notFound } from '../http/problem';
import { type Route, route } from '../http/route';
import { enter } from '../services/signIn/enter';
import { askOpenId, beginOpenId, keepOpenId, letIn } from '../services/signIn/openId';
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
      ask: async () => beginOpenId(configured(provider)),
      handle: (act, { asked }) => keepOpenId(act, asked),
    }),
    route(openIdContract.signInWithOpenId, {
      policy: 'public',
      ask: (act, { body: { binding, device: _device, rememberDevice: _remember, ...answer } }) => askOpenId(act, configured(provider), answer, binding),
      handle: async (act, { body: { device, rememberDevice }, asked }) => {
        const { id, twoFactor } = await letIn(act, configured(openId), asked);
        return enter(act, config, id, { method: 'openid', twoFactor }, { device, rememberDevice });
      },
      headers: (reply) => sessionCookie(reply.token),
    }),
  ];
}

/** Where no login is configured there is no such page. */
function configured<T>(one: T | null): T {
  if (one === null) throw notFound();
  return one;
}
