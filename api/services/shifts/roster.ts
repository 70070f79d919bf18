import { type z } from 'zod';
import { newId } from '../../../db/newId';
import { type CoverRule, gapsOf } from '../../../domain/shifts/cover';
import { SKILLS, type Skill } from '../../../domain/shifts/skills';
import { boundsOf, nextShift, previousShift, type Shift, shiftAt, shiftsFrom } from '../../../domain/shifts/times';
import { type shiftsContract } from '../../contract/shifts';
import { type Act, execute, select, selectOne } from '../../http/act';
import { conflict, staleVersion, unprocessable } from '../../http/problem';
import { isDuplicateOf } from '../encounters/duplicateKey';
import { hospitalZone } from '../staff/hospitalZone';
import { isAway, leavesBetween } from './leaves';
import { skillsOf } from './skills';

type Roster = z.infer<typeof shiftsContract.readRoster.reply>;

export interface RosterRow {
  readonly shiftId: string;
  readonly userId: string;
  readonly name: string;
  readonly wardId: string;
  readonly date: string;
  readonly shift: Shift['shift'];
  readonly version: number;
}

/** Who is on when, and what each shift lacks: people on leave do not count. */
export async function readRoster(act: Act, query: { readonly wardId?: string | undefined; readonly from?: string | undefined; readonly days: number }): Promise<Roster> {
  const zone = hospitalZone();
  const from = query.from ?? shiftAt(act.now.getTime(), zone).date;
  const shifts = shiftsFrom(from, query.days);
  const wards = await select<{ id: string; name: string }>(act, `SELECT id, name FROM wards ${query.wardId ? 'WHERE id = :wardId' : ''} ORDER BY name, id`, { wardId: query.wardId ?? null });
  const rows = await rosterOf(act, shifts, query.wardId);
  const rules = await select<CoverRule>(act, 'SELECT ward_id AS wardId, shift, skill, minimum FROM ward_cover ORDER BY shift, minimum DESC, skill');
  const skills = await skillsOf(act);
  const leaves = await leavesBetween(act, boundsOf(shifts[0] as Shift, zone).from, boundsOf(shifts.at(-1) as Shift, zone).until);
  const wardsShown = wards.map((ward) => ({
    ...ward,
    cover: rules.filter(({ wardId }) => wardId === ward.id).map(({ shift, skill, minimum }) => ({ shift, skill, label: SKILLS[skill], minimum })),
    shifts: shifts.map((one) => {
      const bounds = boundsOf(one, zone);
      const people = rows.filter((row) => row.wardId === ward.id && row.date === one.date && row.shift === one.shift)
        .map((row) => ({ shiftId: row.shiftId, person: { id: row.userId, name: row.name }, skills: skills.get(row.userId) ?? [], isAway: isAway(leaves, row.userId, bounds), version: row.version }));
      // What is over cannot be mended any more.
      const gaps = bounds.until <= act.now.getTime() ? [] : gapsOf(rules, ward.id, one.shift, people.map(({ person, ...rest }) => ({ userId: person.id, ...rest })));
      return { ...one, startsAt: new Date(bounds.from).toISOString(), endsAt: new Date(bounds.until).toISOString(), people, gaps: gaps.map((gap) => ({ ...gap, label: SKILLS[gap.skill as Skill] })) };
    }),
  }));
  return { from, gaps: wardsShown.reduce((sum, ward) => sum + ward.shifts.filter(({ gaps }) => gaps.length > 0).length, 0), wards: wardsShown, staff: await nursesOf(act, skills) };
}

/** Rows of the roster for these shifts. */
export async function rosterOf(act: Act, shifts: readonly Shift[], wardId?: string): Promise<RosterRow[]> {
  return select<RosterRow>(
    act,
    `SELECT s.id AS shiftId, s.user_id AS userId, u.display_name AS name, s.ward_id AS wardId, DATE_FORMAT(s.shift_date, '%Y-%m-%d') AS date, s.shift, s.version
     FROM roster_shifts s JOIN staff_users u ON u.id = s.user_id AND u.disabled_at IS NULL
     WHERE s.status = 'planned' AND s.shift_date BETWEEN :from AND :until ${wardId ? 'AND s.ward_id = :wardId' : ''} ORDER BY u.display_name, s.id`,
    { from: shifts[0]?.date ?? '1970-01-01', until: shifts.at(-1)?.date ?? '1970-01-01', wardId: wardId ?? null },
  );
}

/** Put somebody on a shift. The unique key refuses a second place at the same time; rest and leave are looked at here. */
export async function addToRoster(act: Act, { userId, wardId, date, shift }: { userId: string; wardId: string } & Shift): Promise<{ shiftId: string; version: number }> {
  const one: Shift = { date, shift };
  // The person's row is locked: two shifts entered at once for one person see each other.
  const user = await selectOne<{ nurse: number; onWard: number }>(
    act,
    `SELECT (SELECT COUNT(*) FROM staff_roles r WHERE r.user_id = u.id AND r.role IN ('nurse', 'charge-nurse')) AS nurse,
       (NOT EXISTS (SELECT 1 FROM staff_wards w WHERE w.user_id = u.id) OR EXISTS (SELECT 1 FROM staff_wards w WHERE w.user_id = u.id AND w.ward_id = ?)) AS onWard
     FROM staff_users u WHERE u.id = ? AND u.disabled_at IS NULL FOR UPDATE`,
    [wardId, userId],
  );
  if (!user || Number(user.nurse) === 0) throw unprocessable('not-a-nurse', 'Only nurses are put on a ward’s roster.', { errors: [{ field: 'userId', message: 'Choose a nurse.' }] });
  if (!(await selectOne(act, 'SELECT id FROM wards WHERE id = ?', [wardId]))) throw unprocessable('no-ward', 'There is no such ward.');
  if (Number(user.onWard) === 0) throw unprocessable('other-ward', 'This nurse does not work on this ward.', { errors: [{ field: 'userId', message: 'Choose somebody of this ward.' }] });
  const bounds = boundsOf(one, hospitalZone());
  if (bounds.until <= act.now.getTime()) throw unprocessable('shift-over', 'This shift is over.', { errors: [{ field: 'date', message: 'Choose a shift ahead.' }] });
  if (isAway(await leavesBetween(act, bounds.from, bounds.until), userId, bounds)) throw unprocessable('on-leave', 'This nurse is on leave in this time.', { errors: [{ field: 'userId', message: 'Choose somebody who is there.' }] });
  await requireRest(act, userId, one);
  const shiftId = newId();
  try {
    await execute(act, 'INSERT INTO roster_shifts (id, user_id, ward_id, shift_date, shift, created_by, created_at) VALUES (?)', [[shiftId, userId, wardId, date, shift, act.principal.id, act.now]]);
  } catch (error) {
    if (isDuplicateOf(error, 'one_place_at_a_time')) throw conflict('rostered-already', 'This nurse is on a shift at this time already.');
    throw error;
  }
  act.audits.push({ action: 'roster.added', resourceType: 'roster', resourceId: shiftId, detail: { userId, wardId, date, shift } });
  return { shiftId, version: 1 };
}

export interface LockedShift {
  readonly id: string;
  readonly status: 'planned' | 'cancelled';
  readonly version: number;
}

export async function lockRosterShift(act: Act, shiftId: string): Promise<LockedShift | null> {
  return selectOne<LockedShift>(act, `SELECT id, status, version FROM roster_shifts WHERE id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [shiftId]);
}

export async function takeOffRoster(act: Act, row: LockedShift, version: number): Promise<{ shiftId: string; version: number }> {
  if (row.status === 'cancelled') throw conflict('off-roster', 'This shift was taken off the roster already.', { currentVersion: row.version });
  if (row.version !== version) throw staleVersion(row.version);
  await execute(act, "UPDATE roster_shifts SET status = 'cancelled', version = version + 1 WHERE id = ?", [row.id]);
  act.audits.push({ action: 'roster.takenOff', resourceType: 'roster', resourceId: row.id });
  return { shiftId: row.id, version: row.version + 1 };
}

/** Nobody works twice in a row: twelve hours on, twelve hours off. */
async function requireRest(act: Act, userId: string, one: Shift): Promise<void> {
  const beside = [previousShift(one), nextShift(one)];
  const rows = await select<{ date: string; shift: string }>(act, "SELECT DATE_FORMAT(shift_date, '%Y-%m-%d') AS date, shift FROM roster_shifts WHERE planned_user_id = ? AND shift_date IN (?)", [userId, beside.map(({ date }) => date)]);
  if (rows.some((row) => beside.some(({ date, shift }) => row.date === date && row.shift === shift))) throw unprocessable('no-rest', 'This nurse works the shift before or after: twelve hours of rest lie between two shifts.', { errors: [{ field: 'userId', message: 'Choose somebody who has rested.' }] });
}

async function nursesOf(act: Act, skills: ReadonlyMap<string, readonly string[]>): Promise<Roster['staff']> {
  const rows = await select<{ id: string; name: string; wards: string | null }>(
    act,
    `SELECT u.id, u.display_name AS name, (SELECT GROUP_CONCAT(ward_id) FROM staff_wards WHERE user_id = u.id) AS wards FROM staff_users u
     WHERE u.disabled_at IS NULL AND EXISTS (SELECT 1 FROM staff_roles r WHERE r.user_id = u.id AND r.role IN ('nurse', 'charge-nurse')) ORDER BY u.display_name, u.id LIMIT 1000`,
  );
  return rows.map(({ id, name, wards }) => ({ id, name, skills: [...(skills.get(id) ?? [])], wardIds: wards?.split(',') ?? [] }));
}
