import { type z } from 'zod';
import { newId } from '../../../db/newId';
import { type Role, workableRoles } from '../../../domain/roles';
import { type absence, type staffContract } from '../../contract/staff';
import { type Act, execute, select, selectOne } from '../../http/act';
import { conflict, forbidden, invalid, unprocessable } from '../../http/problem';
import { stillThere } from '../../http/stillThere';
import { parseRoles } from '../sessions';

export type Absence = z.infer<typeof absence>;

export interface AbsenceRow {
  readonly id: string;
  readonly userId: string;
  readonly userName: string;
  readonly substituteId: string;
  readonly substituteName: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly version: number;
}

/** Who may enter and end the leave of others. */
const SUPERVISORS: readonly Role[] = ['charge-nurse', 'billing-supervisor', 'manager', 'administrator'];

const SELECT = `SELECT a.id, a.user_id AS userId, u.display_name AS userName, a.substitute_id AS substituteId, s.display_name AS substituteName, a.starts_at AS startsAt, a.ends_at AS endsAt, a.version
  FROM staff_absences a JOIN staff_users u ON u.id = a.user_id JOIN staff_users s ON s.id = a.substitute_id`;

/** Leave that is not over: the caller's, those the caller substitutes, and everybody's for supervisors. */
export async function listAbsences(act: Act): Promise<Absence[]> {
  const whose = isSupervisor(act) ? '' : ' AND (a.user_id = :me OR a.substitute_id = :me)';
  const rows = await select<AbsenceRow>(act, `${SELECT} WHERE a.cancelled_at IS NULL AND a.ends_at > :now${whose} ORDER BY a.starts_at, a.id LIMIT 500`, { me: act.principal.id, now: act.now });
  return rows.map((row) => present(act, row));
}

/** A leave the caller may see and end; null when there is none. */
export async function findAbsence(act: Act, absenceId: string): Promise<AbsenceRow | null> {
  const row = await selectOne<AbsenceRow>(act, `${SELECT} WHERE a.id = ? AND a.cancelled_at IS NULL${act.transaction ? ' FOR UPDATE' : ''}`, [absenceId]);
  return row && (row.userId === act.principal.id || isSupervisor(act)) ? row : null;
}

/**
 * Enter a leave. The substitute gains nothing by it that the own roles do not give: only somebody who may work every task the
 * person on leave may work can substitute. Two leaves of one person do not overlap, and no substitute is away at the same time.
 */
export async function createAbsence(act: Act, body: z.output<typeof staffContract.createAbsence.body>): Promise<Absence> {
  const userId = body.userId ?? act.principal.id;
  if (userId !== act.principal.id && !isSupervisor(act)) throw forbidden();
  const [startsAt, endsAt] = [new Date(body.startsAt), new Date(body.endsAt)];
  if (endsAt <= startsAt) throw invalid([{ field: 'endsAt', message: 'The leave ends after it begins.' }]);
  if (endsAt <= act.now) throw invalid([{ field: 'endsAt', message: 'This leave is over already.' }]);
  // Both people locked, in one order: two leaves entered at once see each other.
  await select(act, 'SELECT id FROM staff_users WHERE id IN (:both) ORDER BY id FOR UPDATE', { both: [userId, body.substituteId] });
  if (!(await couldSubstitute(act, userId)).some(({ id }) => id === body.substituteId)) throw unprocessable('cannot-substitute', 'This colleague cannot work all the same tasks. Choose somebody with the same roles.');
  const clash = await selectOne<AbsenceRow>(act, `${SELECT} WHERE a.cancelled_at IS NULL AND a.user_id IN (:both) AND a.starts_at < :endsAt AND a.ends_at > :startsAt ORDER BY a.starts_at LIMIT 1`, { both: [userId, body.substituteId], startsAt, endsAt });
  if (clash) throw conflict('on-leave', clash.userId === userId ? 'There is a leave in this time already.' : `${clash.userName} is on leave in this time.`);
  const id = newId();
  await execute(act, 'INSERT INTO staff_absences (id, user_id, substitute_id, starts_at, ends_at, created_by, created_at) VALUES (?)', [[id, userId, body.substituteId, startsAt, endsAt, act.principal.id, act.now]]);
  act.audits.push({ action: 'absence.entered', resourceType: 'absence', resourceId: id, detail: { userId, substituteId: body.substituteId } });
  act.announcements.push({ topic: 'task', id, userId: body.substituteId });
  return present(act, stillThere(await selectOne<AbsenceRow>(act, `${SELECT} WHERE a.id = ?`, [id]), 'absence'));
}

/** Call a leave off or end it: from now on the substitute is a colleague like others. What was taken over stays taken over. */
export async function cancelAbsence(act: Act, row: AbsenceRow): Promise<void> {
  await execute(act, 'UPDATE staff_absences SET cancelled_at = ?, version = version + 1 WHERE id = ?', [act.now, row.id]);
  act.audits.push({ action: 'absence.ended', resourceType: 'absence', resourceId: row.id, detail: { userId: row.userId, substituteId: row.substituteId } });
  act.announcements.push({ topic: 'task', id: row.id, userId: row.substituteId });
}

/** Colleagues who may work all the same tasks: every role of the person on leave is theirs or within what they cover, and so are the wards. */
export async function couldSubstitute(act: Act, userId: string): Promise<{ id: string; name: string }[]> {
  const people = await select<{ id: string; name: string; roles: string | null; wards: string | null }>(
    act,
    `SELECT u.id, u.display_name AS name, (SELECT GROUP_CONCAT(role) FROM staff_roles WHERE user_id = u.id) AS roles, (SELECT GROUP_CONCAT(ward_id) FROM staff_wards WHERE user_id = u.id) AS wards
     FROM staff_users u WHERE u.disabled_at IS NULL AND u.patient_id IS NULL ORDER BY u.display_name, u.id LIMIT 2000`,
  );
  const absent = people.find(({ id }) => id === userId);
  if (!absent) return [];
  const needed = workableRoles(parseRoles(absent.roles));
  return people
    .filter(({ id, roles, wards }) => id !== userId && needed.every((role) => workableRoles(parseRoles(roles)).includes(role)) && covers(wards, absent.wards))
    .map(({ id, name }) => ({ id, name }));
}

/** Nobody's list of wards means all of them. */
function covers(own: string | null, needed: string | null): boolean {
  if (!own) return true;
  return needed !== null && needed.split(',').every((ward) => own.split(',').includes(ward));
}

function isSupervisor(act: Act): boolean {
  return act.principal.roles.some((role) => SUPERVISORS.includes(role));
}

function present(act: Act, row: AbsenceRow): Absence {
  return {
    id: row.id, person: { id: row.userId, name: row.userName }, substitute: { id: row.substituteId, name: row.substituteName },
    startsAt: row.startsAt.toISOString(), endsAt: row.endsAt.toISOString(), now: row.startsAt <= act.now && row.endsAt > act.now, version: row.version,
  };
}
