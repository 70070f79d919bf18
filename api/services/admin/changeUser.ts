import { randomInt } from 'node:crypto';
import { type z } from 'zod';
import { newId } from '../../../db/newId';
import { isRole, type Role } from '../../../domain/roles';
import { type adminContract } from '../../contract/admin';
import { type Act, execute, select, selectOne } from '../../http/act';
import { conflict, invalid, staleVersion, unprocessable } from '../../http/problem';
import { stillThere } from '../../http/stillThere';
import { endSessions } from '../sessions';
import { hashPassword, newOneTimePassword, oneTimeUntil, setPassword } from './password';
import { removeAuthenticator } from '../signIn/authenticator';
import { removePasskeys } from '../signIn/passkeys';
import { forgetRecoveryCodes } from '../signIn/recoveryCodes';
import { forgetAccount } from '../signIn/throttle';
import { findUser, type UserInList } from './users';

/** A user as locked for a change. */
export interface LockedUser {
  readonly id: string;
  readonly username: string;
  readonly disabledAt: Date | null;
  readonly patientId: string | null;
  readonly version: number;
  readonly roles: readonly Role[];
  readonly wardIds: readonly string[];
}

type NewUser = z.output<typeof adminContract.createUser.body>;

/** A patient's name is sealed with the patient; a portal login carries none of its own. */
const PORTAL_NAME = 'Patient';

/**
 * Lock a user for a change; null when there is none. The administrators' rows are locked first, so that two administrators
 * who remove one another at the same moment do so one after the other, and the second finds that it is none any more.
 */
export async function lockUser(act: Act, userId: string): Promise<LockedUser | null> {
  const administrators = await select<{ userId: string }>(act, "SELECT user_id AS userId FROM staff_roles WHERE role = 'administrator' ORDER BY user_id FOR UPDATE");
  if (!administrators.some((administrator) => administrator.userId === act.principal.id)) throw conflict('no-longer-administrator', 'You are no administrator any more.');
  const user = await selectOne<Omit<LockedUser, 'roles' | 'wardIds'>>(
    act, 'SELECT id, username, disabled_at AS disabledAt, patient_id AS patientId, version FROM staff_users WHERE id = ? FOR UPDATE', [userId]);
  if (!user) return null;
  const roles = await select<{ role: string }>(act, 'SELECT role FROM staff_roles WHERE user_id = ? ORDER BY role', [userId]);
  const wards = await select<{ wardId: string }>(act, 'SELECT ward_id AS wardId FROM staff_wards WHERE user_id = ? ORDER BY ward_id', [userId]);
  return { ...user, roles: roles.map(({ role }) => role).filter(isRole), wardIds: wards.map(({ wardId }) => wardId) };
}

/** Let somebody in, with a password that runs out. */
export async function createUser(act: Act, body: NewUser): Promise<{ user: UserInList; oneTimePassword: string }> {
  checkRoles(body.roles, body.patientId);
  const { username, name, email, phone } = body.patientId ? await portalIdentity(act, body, body.patientId) : staffIdentity(body);
  await checkWards(act, body.wardIds);
  if (await selectOne(act, 'SELECT id FROM staff_users WHERE username = ?', [username])) throw conflict('username-taken', 'This username is taken. Choose another.');
  const id = newId();
  const oneTimePassword = newOneTimePassword();
  await execute(act, 'INSERT INTO staff_users (id, username, display_name, email, phone, password_hash, one_time_until, patient_id, created_at, updated_at) VALUES (?)', [
    [id, username, name, email, phone, await hashPassword(oneTimePassword), oneTimeUntil(act.now), body.patientId, act.now, act.now],
  ]);
  await writeAccess(act, id, body.roles, body.wardIds);
  const user = await present(act, id);
  audit(act, 'user.create', id, null, { username, roles: user.roles, wardIds: body.wardIds, patientId: body.patientId }, body.patientId);
  return { user, oneTimePassword };
}

/** Change roles and wards. They are read afresh on every request, so this acts on the next one. */
export async function changeAccess(act: Act, user: LockedUser, body: z.output<typeof adminContract.changeUserAccess.body>): Promise<UserInList> {
  checkVersion(user, body.version);
  checkRoles(body.roles, user.patientId);
  await checkWards(act, body.wardIds);
  if (user.id === act.principal.id && !body.roles.includes('administrator')) {
    throw unprocessable('own-administrator-role', 'You cannot take the administrator role from yourself. Another administrator can.');
  }
  await writeAccess(act, user.id, body.roles, body.wardIds);
  await touch(act, user.id);
  audit(act, 'user.access', user.id, { roles: user.roles, wardIds: user.wardIds }, { roles: body.roles, wardIds: body.wardIds });
  return present(act, user.id);
}

/** Let somebody in no more. What they hold stays theirs until a supervisor hands it over. */
export async function disableUser(act: Act, user: LockedUser, body: z.output<typeof adminContract.disableUser.body>): Promise<UserInList> {
  checkVersion(user, body.version);
  if (user.id === act.principal.id) throw unprocessable('own-account', 'You cannot disable yourself. Another administrator can.');
  const disabledAt = user.disabledAt ?? act.now;
  await execute(act, 'UPDATE staff_users SET disabled_at = ?, version = version + 1, updated_at = ? WHERE id = ?', [disabledAt, act.now, user.id]);
  const ended = await endSessions(act, user.id, null);
  audit(act, 'user.disable', user.id, { disabledAt: user.disabledAt }, { disabledAt, reason: body.reason, sessionsEnded: ended });
  return present(act, user.id);
}

/** Let somebody in again; wrong tries from before are forgotten. */
export async function enableUser(act: Act, user: LockedUser, expected: number): Promise<UserInList> {
  checkVersion(user, expected);
  await execute(act, 'UPDATE staff_users SET disabled_at = NULL, version = version + 1, updated_at = ? WHERE id = ?', [act.now, user.id]);
  await forgetAccount(act, user.id);
  audit(act, 'user.enable', user.id, { disabledAt: user.disabledAt }, { disabledAt: null });
  return present(act, user.id);
}

/** A one-time password in place of the one somebody has; whoever was signed in with that is signed out. */
export async function resetPassword(act: Act, user: LockedUser): Promise<{ oneTimePassword: string }> {
  if (user.id === act.principal.id) throw unprocessable('own-account', 'Change your own password on your own page.');
  const oneTimePassword = newOneTimePassword();
  await setPassword(act, user.id, oneTimePassword, oneTimeUntil(act.now));
  const ended = await endSessions(act, user.id, null);
  audit(act, 'user.password', user.id, null, { sessionsEnded: ended });
  return { oneTimePassword };
}

/** Somebody lost their telephone: the next sign-in takes the password alone, and asks whoever needs a second factor to set up another. */
export async function resetSecondFactor(act: Act, user: LockedUser): Promise<UserInList> {
  if (user.id === act.principal.id) throw unprocessable('own-account', 'Remove your own second factor on your own page.');
  await removeAuthenticator(act, user.id);
  await removePasskeys(act, user.id);
  await forgetRecoveryCodes(act, user.id);
  const ended = await endSessions(act, user.id, null);
  audit(act, 'user.secondFactor', user.id, null, { removed: true, sessionsEnded: ended });
  return present(act, user.id);
}

export async function endUserSessions(act: Act, user: LockedUser): Promise<{ ended: number }> {
  const ended = await endSessions(act, user.id, null);
  audit(act, 'user.sessions', user.id, null, { sessionsEnded: ended });
  return { ended };
}

function checkVersion(user: LockedUser, expected: number): void {
  if (user.version !== expected) throw staleVersion(user.version);
}

/** A portal login is one patient's and nobody's role at work. */
function checkRoles(roles: readonly Role[], patientId: string | null): void {
  const isPortal = roles.includes('patient');
  if (isPortal && new Set(roles).size > 1) throw invalid([{ field: 'roles', message: 'A portal login has no role at work: give patient alone.' }]);
  if (isPortal && !patientId) throw invalid([{ field: 'patientId', message: 'Say whose portal login this is.' }]);
  if (!isPortal && patientId) throw invalid([{ field: 'patientId', message: 'Only a portal login (role patient) belongs to a patient.' }]);
}

interface Identity {
  readonly username: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
}

function staffIdentity({ username, name, email, phone }: NewUser): Identity {
  if (username && name) return { username, name, email, phone };
  throw invalid([...(username ? [] : [{ field: 'username', message: 'Give a username.' }]), ...(name ? [] : [{ field: 'name', message: 'Give the person’s name.' }])]);
}

/** Users stand unsealed in the record, so nothing here may say who the patient is. */
async function portalIdentity(act: Act, body: NewUser, patientId: string): Promise<Identity> {
  const given = (['username', 'name', 'email', 'phone'] as const).filter((field) => body[field] !== null);
  if (given.length > 0) throw invalid(given.map((field) => ({ field, message: 'A portal login has none of its own; it is kept with the patient.' })));
  const patient = await selectOne(act, 'SELECT id FROM patients WHERE id = ? AND deleted_at IS NULL', [patientId]);
  if (!patient) throw invalid([{ field: 'patientId', message: 'There is no such patient.' }]);
  return { username: `portal-${randomInt(10 ** 9, 10 ** 10)}`, name: PORTAL_NAME, email: null, phone: null };
}

async function checkWards(act: Act, wardIds: readonly string[]): Promise<void> {
  if (wardIds.length === 0) return;
  const known = await select<{ id: string }>(act, 'SELECT id FROM wards WHERE id IN (:wardIds)', { wardIds });
  const errors = wardIds.flatMap((wardId, index) => (known.some(({ id }) => id === wardId) ? [] : [{ field: `wardIds.${index}`, message: 'There is no such ward.' }]));
  if (errors.length > 0) throw invalid(errors);
}

async function writeAccess(act: Act, userId: string, roles: readonly Role[], wardIds: readonly string[]): Promise<void> {
  await execute(act, 'DELETE FROM staff_roles WHERE user_id = ?', [userId]);
  await execute(act, 'DELETE FROM staff_wards WHERE user_id = ?', [userId]);
  for (const role of new Set(roles)) await execute(act, 'INSERT INTO staff_roles (user_id, role) VALUES (?)', [[userId, role]]);
  for (const wardId of new Set(wardIds)) await execute(act, 'INSERT INTO staff_wards (user_id, ward_id) VALUES (?)', [[userId, wardId]]);
}

async function touch(act: Act, userId: string): Promise<void> {
  await execute(act, 'UPDATE staff_users SET version = version + 1, updated_at = ? WHERE id = ?', [act.now, userId]);
}

async function present(act: Act, userId: string): Promise<UserInList> {
  return stillThere(await findUser(act, userId), 'user');
}

/** Before and after stand sealed in the trail. */
function audit(act: Act, action: string, userId: string, before: unknown, after: unknown, patientId: string | null = null): void {
  act.audits.push({ action, resourceType: 'user', resourceId: userId, patientId, detail: { before, after } });
}
