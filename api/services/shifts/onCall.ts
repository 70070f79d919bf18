import { type z } from 'zod';
import { newId } from '../../../db/newId';
import { isRole, workableRoles } from '../../../domain/roles';
import { ON_CALL_DUTIES, type OnCallDuty } from '../../../domain/shifts/onCall';
import { boundsOf, type Shift, shiftAt, shiftsFrom } from '../../../domain/shifts/times';
import { type onCallContract } from '../../contract/onCall';
import { type Act, execute, select, selectOne } from '../../http/act';
import { conflict, staleVersion, unprocessable } from '../../http/problem';
import { isDuplicateOf } from '../encounters/duplicateKey';
import { hospitalZone } from '../staff/hospitalZone';
import { isAway, leavesBetween } from './leaves';

type OnCallRoster = z.infer<typeof onCallContract.readOnCall.reply>;

interface DutyRow {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly duty: OnCallDuty;
  readonly date: string;
  readonly shift: Shift['shift'];
  readonly version: number;
}

/** Who is on call for this duty just now; people on leave are not. Empty: nobody, and whoever asks has to say so. */
export async function onCallNow(act: Act, duty: OnCallDuty): Promise<{ id: string; name: string }[]> {
  const zone = hospitalZone();
  const on = shiftAt(act.now.getTime(), zone);
  const now = { from: act.now.getTime(), until: act.now.getTime() + 1 };
  const [rows, leaves] = [await dutiesOf(act, [on]), await leavesBetween(act, now.from, now.until)];
  return rows.filter((row) => row.duty === duty && row.shift === on.shift && !isAway(leaves, row.userId, now)).map(({ userId, name }) => ({ id: userId, name }));
}

/** Who is on call when, and the shifts ahead with nobody. */
export async function readOnCall(act: Act, query: { readonly from?: string | undefined; readonly days: number }): Promise<OnCallRoster> {
  const zone = hospitalZone();
  const from = query.from ?? shiftAt(act.now.getTime(), zone).date;
  const shifts = shiftsFrom(from, query.days);
  const rows = await dutiesOf(act, shifts);
  const leaves = await leavesBetween(act, boundsOf(shifts[0] as Shift, zone).from, boundsOf(shifts.at(-1) as Shift, zone).until);
  const duties = (Object.keys(ON_CALL_DUTIES) as OnCallDuty[]).map((duty) => ({
    duty, label: ON_CALL_DUTIES[duty].label,
    shifts: shifts.map((one) => {
      const bounds = boundsOf(one, zone);
      const people = rows.filter((row) => row.duty === duty && row.date === one.date && row.shift === one.shift)
        .map((row) => ({ dutyId: row.id, person: { id: row.userId, name: row.name }, isAway: isAway(leaves, row.userId, bounds), version: row.version }));
      return { ...one, startsAt: new Date(bounds.from).toISOString(), endsAt: new Date(bounds.until).toISOString(), people, isUncovered: bounds.until > act.now.getTime() && people.every((person) => person.isAway) };
    }),
  }));
  const staff = await select<{ id: string; name: string }>(
    act,
    `SELECT u.id, u.display_name AS name FROM staff_users u WHERE u.disabled_at IS NULL AND EXISTS (SELECT 1 FROM staff_roles r WHERE r.user_id = u.id AND r.role IN (?)) ORDER BY u.display_name, u.id LIMIT 500`,
    [Object.values(ON_CALL_DUTIES).map(({ role }) => role)],
  );
  return { from, duties, staff };
}

/** Put somebody on call. Refused for who does not do such work or is on leave; nobody is on call twice at a time. */
export async function addOnCall(act: Act, { userId, duty, ...one }: { userId: string; duty: OnCallDuty } & Shift): Promise<{ dutyId: string; version: number }> {
  const user = await selectOne<{ roles: string | null }>(act, 'SELECT (SELECT GROUP_CONCAT(role) FROM staff_roles WHERE user_id = u.id) AS roles FROM staff_users u WHERE u.id = ? AND u.disabled_at IS NULL FOR UPDATE', [userId]);
  const roles = (user?.roles?.split(',') ?? []).filter(isRole);
  if (!user || !workableRoles(roles).includes(ON_CALL_DUTIES[duty].role)) throw unprocessable('not-for-this-duty', 'This person does not do this duty.', { errors: [{ field: 'userId', message: 'Choose somebody who does.' }] });
  const bounds = boundsOf(one, hospitalZone());
  if (bounds.until <= act.now.getTime()) throw unprocessable('shift-over', 'This shift is over.', { errors: [{ field: 'date', message: 'Choose a shift ahead.' }] });
  if (isAway(await leavesBetween(act, bounds.from, bounds.until), userId, bounds)) throw unprocessable('on-leave', 'This person is on leave in this time.', { errors: [{ field: 'userId', message: 'Choose somebody who is there.' }] });
  const dutyId = newId();
  try {
    await execute(act, 'INSERT INTO on_call_duties (id, user_id, duty, shift_date, shift, created_by, created_at) VALUES (?)', [[dutyId, userId, duty, one.date, one.shift, act.principal.id, act.now]]);
  } catch (error) {
    if (isDuplicateOf(error, 'one_duty_at_a_time')) throw conflict('on-call-already', 'This person is on call at this time already.');
    throw error;
  }
  act.audits.push({ action: 'on-call.added', resourceType: 'roster', resourceId: dutyId, detail: { userId, duty, ...one } });
  return { dutyId, version: 1 };
}

export interface LockedDuty {
  readonly id: string;
  readonly status: 'planned' | 'cancelled';
  readonly version: number;
}

export async function lockDuty(act: Act, dutyId: string): Promise<LockedDuty | null> {
  return selectOne<LockedDuty>(act, `SELECT id, status, version FROM on_call_duties WHERE id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [dutyId]);
}

export async function endOnCall(act: Act, row: LockedDuty, version: number): Promise<{ dutyId: string; version: number }> {
  if (row.status === 'cancelled') throw conflict('off-call', 'This duty was taken back already.', { currentVersion: row.version });
  if (row.version !== version) throw staleVersion(row.version);
  await execute(act, "UPDATE on_call_duties SET status = 'cancelled', version = version + 1 WHERE id = ?", [row.id]);
  act.audits.push({ action: 'on-call.ended', resourceType: 'roster', resourceId: row.id });
  return { dutyId: row.id, version: row.version + 1 };
}

async function dutiesOf(act: Act, shifts: readonly Shift[]): Promise<DutyRow[]> {
  return select<DutyRow>(
    act,
    `SELECT d.id, d.user_id AS userId, u.display_name AS name, d.duty, DATE_FORMAT(d.shift_date, '%Y-%m-%d') AS date, d.shift, d.version
     FROM on_call_duties d JOIN staff_users u ON u.id = d.user_id AND u.disabled_at IS NULL
     WHERE d.status = 'planned' AND d.shift_date BETWEEN ? AND ? ORDER BY u.display_name, d.id`,
    [shifts[0]?.date ?? '1970-01-01', shifts.at(-1)?.date ?? '1970-01-01'],
  );
}
