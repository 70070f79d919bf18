import { contract } from '../../../api/client';
import { ownPath, type Reply, type Visit } from '../../http/visit';
import { homeOf } from '../../navigation';

const YEAR_SECONDS = 365 * 24 * 3600;

/** What the browser's authenticator answered; the API looks at it. */
export function credentialOf(visit: Visit): { id: string } {
  try {
    const credential = JSON.parse(visit.posted.get('credential') ?? '') as { id?: unknown };
    return { ...credential, id: String(credential.id ?? '') };
  } catch {
    return { id: '' };
  }
}

/** This browser, for the API to know it again. */
export function deviceOf(visit: Visit): { device?: string; rememberDevice: true } {
  const device = visit.jar.read('device');
  return { rememberDevice: true, ...(device ? { device: device.slice(0, 100) } : {}) };
}

/** Somebody is in: under a new cookie, and whoever was signed in here before is out. */
export async function enter(visit: Visit, { token, user, deviceToken }: Reply<typeof contract.signIn>, next = visit.posted.get('next')): Promise<void> {
  if (visit.token) await visit.api.call(contract.signOut, {}).catch(() => undefined); // it may have ended already
  visit.jar.clear('visit');
  visit.jar.write('session', token);
  if (deviceToken) visit.jar.write('device', deviceToken, YEAR_SECONDS);
  visit.redirect(ownPath(next, homeOf(user.roles)));
}
