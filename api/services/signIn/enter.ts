import { type z } from 'zod';
import { type Config } from '../../config';
import { type signedIn } from '../../contract/session';
import { type Act } from '../../http/act';
import { type Method, openSession } from '../sessions';
import { findDevice, rememberDevice } from './devices';
import { describeUser } from './me';

/** Let somebody in who has shown who they are: a session under a token nobody has seen before, and the device remembered when asked. */
export async function enter(
  act: Act, config: Config, userId: string, how: { readonly method: Method; readonly twoFactor: boolean }, asked: { readonly device?: string | undefined; readonly rememberDevice?: boolean | undefined },
): Promise<z.input<typeof signedIn>> {
  const { token, expiresAt } = await openSession(act, userId, config, how);
  const deviceId = await findDevice(act, userId, asked.device);
  const deviceToken = deviceId || asked.rememberDevice ? await rememberDevice(act, userId, deviceId) : null;
  act.audits.push({ action: 'signIn', resourceType: 'user', resourceId: userId, actor: { kind: 'person', id: userId }, detail: { method: how.method } });
  return { token, expiresAt: expiresAt.toISOString(), user: await describeUser(act, userId, config, how), deviceToken };
}
