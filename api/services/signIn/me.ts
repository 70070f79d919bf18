import { type z } from 'zod';
import { needsSecondFactor } from '../../../domain/signIn/secondFactor';
import { type Config } from '../../config';
import { type me } from '../../contract/session';
import { type Act, select, selectOne } from '../../http/act';
import { notFound } from '../../http/problem';
import { type Method, rolesOf } from '../sessions';
import { hasPasskey } from './codes';
import { checkCurrentPassword } from './credentials';
import { recoveryCodesLeft } from './recoveryCodes';

interface SessionSeen {
  readonly method: Method;
  readonly twoFactor: number | boolean;
}

/** Somebody as they see themselves. `entering`: the session they open now. */
export async function describeUser(act: Act, userId: string, { secondFactorRoles }: Pick<Config, 'secondFactorRoles'>, entering: SessionSeen | null = null): Promise<z.output<typeof me>> {
  const user = await selectOne<{ name: string; username: string; patientId: string | null; oneTimeUntil: Date | null; confirmedAt: Date | null }>(
    act, 'SELECT display_name AS name, username, patient_id AS patientId, one_time_until AS oneTimeUntil, totp_confirmed_at AS confirmedAt FROM staff_users WHERE id = ?', [userId]);
  const wards = await select<{ id: string; name: string }>(act, 'SELECT w.id, w.name FROM staff_wards s JOIN wards w ON w.id = s.ward_id WHERE s.user_id = ? ORDER BY w.name', [userId]);
  const patientId = user?.patientId ?? null;
  const name = (patientId && (await patientName(act, patientId))) ?? user?.name ?? act.principal.name;
  const roles = user ? await rolesOf(act, userId) : [...act.principal.roles];
  const hasAuthenticator = Boolean(user?.confirmedAt);
  const hasSecondFactor = hasAuthenticator || (await hasPasskey(act, userId));
  const session = entering ?? (await selectOne<SessionSeen>(act, 'SELECT method, two_factor AS twoFactor FROM sessions WHERE id = ?', [act.principal.sessionId]));
  const isStrong = Number(session?.twoFactor ?? 0) === 1;
  const isNeeded = needsSecondFactor(roles, secondFactorRoles);
  return {
    id: userId, name, username: user?.username ?? null, roles, wards, patientId, mustChangePassword: Boolean(user?.oneTimeUntil) && session?.method !== 'openid', signedInWith: session?.method ?? null,
    hasAuthenticator, hasSecondFactor, recoveryCodesLeft: await recoveryCodesLeft(act, userId), needsSecondFactor: isNeeded,
    mustSetUpSecondFactor: isNeeded && !hasSecondFactor && !(isStrong && session?.method === 'openid'), mustConfirm: isNeeded && hasSecondFactor && session !== null && !isStrong,
  };
}

/** The username of whoever is signed in and typed their password again. */
export async function confirmedUsername(act: Act, currentPassword: string): Promise<string> {
  const username = await usernameOf(act);
  await checkCurrentPassword(act, username, currentPassword);
  return username;
}

/** The username of whoever is signed in. */
export async function usernameOf(act: Act): Promise<string> {
  const user = await selectOne<{ username: string }>(act, 'SELECT username FROM staff_users WHERE id = ?', [act.principal.id]);
  if (!user) throw notFound();
  return user.username;
}

/** A portal login stands unsealed among the users, so the name comes from the patient. */
async function patientName(act: Act, patientId: string): Promise<string | null> {
  const row = await selectOne<{ nameEnc: Buffer }>(act, 'SELECT name_enc AS nameEnc FROM patients WHERE id = ?', [patientId]);
  const name = row && act.database.cipher.openJson<{ family: string; given: string[] }>({ table: 'patients', column: 'name_enc', id: patientId }, row.nameEnc);
  return name ? [name.given[0], name.family].filter(Boolean).join(' ') : null;
}
