import { type z } from 'zod';
import { isRole, type Role } from '../../../domain/roles';
import { type adminContract, type userInList } from '../../contract/admin';
import { type Act, select, selectOne } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';

export type UserInList = z.infer<typeof userInList>;
type Query = z.output<typeof adminContract.listUsers.query>;

interface Row {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly patientId: string | null;
  readonly disabledAt: Date | null;
  readonly lockedUntil: Date | null;
  readonly oneTimeUntil: Date | null;
  readonly hasSecondFactor: number;
  readonly lastSeenAt: Date | null;
  readonly openSessions: number;
  readonly createdAt: Date;
  readonly version: number;
}

const SELECT = `SELECT u.id, u.username, u.display_name AS name, u.email, u.phone, u.patient_id AS patientId, u.disabled_at AS disabledAt, (SELECT MAX(t.locked_until) FROM sign_in_throttles t WHERE t.account = u.id) AS lockedUntil,
  u.one_time_until AS oneTimeUntil, (u.totp_confirmed_at IS NOT NULL OR EXISTS (SELECT 1 FROM passkeys k WHERE k.user_id = u.id AND k.suspended_at IS NULL)) AS hasSecondFactor, u.created_at AS createdAt, u.version,
  (SELECT MAX(s.last_seen_at) FROM sessions s WHERE s.user_id = u.id) AS lastSeenAt,
  (SELECT COUNT(*) FROM sessions s WHERE s.user_id = u.id AND s.ended_at IS NULL AND s.expires_at > :now) AS openSessions
  FROM staff_users u`;

/** One page of users by name. */
export async function listUsers(act: Act, query: Query): Promise<{ items: UserInList[]; nextCursor: string | null; total: number | null }> {
  const where = conditions(query);
  const values: Record<string, unknown> = { ...where.values, now: act.now };
  const cursor = decodeCursor(query.cursor, 2);
  let after = '';
  if (cursor) {
    after = ' AND (u.display_name > :c0 OR (u.display_name = :c0 AND u.id > :c1))';
    Object.assign(values, { c0: cursor[0], c1: cursor[1] });
  }
  const rows = await select<Row>(act, `${SELECT} WHERE ${where.sql}${after} ORDER BY u.display_name, u.id LIMIT ${query.limit + 1}`, values);
  const total = query.count ? await selectOne<{ n: number }>(act, `SELECT COUNT(*) AS n FROM staff_users u WHERE ${where.sql}`, where.values) : null;
  const page = pageOf(rows, query.limit, (row) => [row.name, row.id]);
  return { items: await presentUsers(act, page.items), nextCursor: page.nextCursor, total: total ? Number(total.n) : null };
}

/** One user; null when there is none. */
export async function findUser(act: Act, userId: string): Promise<UserInList | null> {
  const [user] = await presentUsers(act, await select<Row>(act, `${SELECT} WHERE u.id = :userId`, { userId, now: act.now }));
  return user ?? null;
}

function conditions(query: Query): { sql: string; values: Record<string, unknown> } {
  const parts = ['1 = 1'];
  const values: Record<string, unknown> = {};
  const add = (sql: string, name: string, value: unknown) => {
    parts.push(sql);
    values[name] = value;
  };
  if (query.q) add("(LOWER(u.display_name) LIKE :q ESCAPE '|' OR u.username LIKE :q ESCAPE '|')", 'q', `%${query.q.toLowerCase().replace(/[%_|]/g, '|$&')}%`);
  if (query.role) add('EXISTS (SELECT 1 FROM staff_roles r WHERE r.user_id = u.id AND r.role = :role)', 'role', query.role);
  if (query.wardId) add('EXISTS (SELECT 1 FROM staff_wards w WHERE w.user_id = u.id AND w.ward_id = :wardId)', 'wardId', query.wardId);
  if (query.disabled) parts.push(query.disabled === 'true' ? 'u.disabled_at IS NOT NULL' : 'u.disabled_at IS NULL');
  return { sql: parts.join(' AND '), values };
}

async function presentUsers(act: Act, rows: readonly Row[]): Promise<UserInList[]> {
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return [];
  const roles = await select<{ userId: string; role: string }>(act, 'SELECT user_id AS userId, role FROM staff_roles WHERE user_id IN (:ids) ORDER BY role', { ids });
  const wards = await select<{ userId: string; id: string; name: string }>(
    act, 'SELECT s.user_id AS userId, w.id, w.name FROM staff_wards s JOIN wards w ON w.id = s.ward_id WHERE s.user_id IN (:ids) ORDER BY w.name', { ids });
  return rows.map((row) => ({
    id: row.id, username: row.username, name: row.name, email: row.email, phone: row.phone, patientId: row.patientId,
    roles: roles.filter(({ userId }) => userId === row.id).map(({ role }) => role).filter(isRole) as Role[],
    wards: wards.filter(({ userId }) => userId === row.id).map(({ id, name }) => ({ id, name })),
    disabledAt: iso(row.disabledAt), lockedUntil: row.lockedUntil && row.lockedUntil > act.now ? iso(row.lockedUntil) : null, lastSeenAt: iso(row.lastSeenAt),
    openSessions: Number(row.openSessions), mustChangePassword: row.oneTimeUntil !== null, hasSecondFactor: Number(row.hasSecondFactor) === 1, createdAt: row.createdAt.toISOString(), version: row.version,
  }));
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}
