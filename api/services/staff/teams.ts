import { type z } from 'zod';
import { newId } from '../../../db/newId';
import { isRole, type Role } from '../../../domain/roles';
import { type staffContract, type team } from '../../contract/staff';
import { type Act, execute, select, selectOne } from '../../http/act';
import { conflict, staleVersion, unprocessable } from '../../http/problem';
import { stillThere } from '../../http/stillThere';

export type Team = z.infer<typeof team>;
type NewTeam = z.output<typeof staffContract.createTeam.body>;

export interface TeamRow {
  readonly id: string;
  readonly name: string;
  readonly wardId: string | null;
  readonly wardName: string | null;
  readonly openTasks: number;
  readonly version: number;
}

const SELECT = `SELECT g.id, g.name, g.ward_id AS wardId, w.name AS wardName, g.version, (SELECT COUNT(*) FROM tasks t WHERE t.is_open = 1 AND t.team_id = g.id) AS openTasks
  FROM teams g LEFT JOIN wards w ON w.id = g.ward_id`;

/** Everybody who works here, by name. */
export async function listStaff(act: Act): Promise<{ id: string; name: string; roles: Role[] }[]> {
  const rows = await select<{ id: string; name: string; roles: string | null }>(
    act,
    'SELECT u.id, u.display_name AS name, (SELECT GROUP_CONCAT(role ORDER BY role) FROM staff_roles WHERE user_id = u.id) AS roles FROM staff_users u WHERE u.disabled_at IS NULL AND u.patient_id IS NULL ORDER BY u.display_name, u.id LIMIT 2000',
  );
  return rows.map(({ roles, ...row }) => ({ ...row, roles: (roles?.split(',') ?? []).filter(isRole) }));
}

/** Every team by name. */
export async function listTeams(act: Act): Promise<Team[]> {
  return present(act, await select<TeamRow>(act, `${SELECT} ORDER BY g.name LIMIT 500`));
}

/** One team, locked when it is to be changed; null when there is none. */
export async function findTeam(act: Act, teamId: string): Promise<TeamRow | null> {
  return selectOne<TeamRow>(act, `${SELECT} WHERE g.id = ?${act.transaction ? ' FOR UPDATE' : ''}`, [teamId]);
}

export async function createTeam(act: Act, body: NewTeam): Promise<Team> {
  await refuseTakenName(act, body.name, null);
  await requireWard(act, body.wardId);
  const id = newId();
  await execute(act, 'INSERT INTO teams (id, name, ward_id, created_by, created_at) VALUES (?)', [[id, body.name, body.wardId, act.principal.id, act.now]]);
  await setMembers(act, id, body.memberIds);
  act.audits.push({ action: 'team.created', resourceType: 'team', resourceId: id, detail: { memberIds: body.memberIds } });
  return onlyTeam(act, id);
}

export async function changeTeam(act: Act, team: TeamRow, body: NewTeam & { version: number }): Promise<Team> {
  if (body.version !== team.version) throw staleVersion(team.version);
  await refuseTakenName(act, body.name, team.id);
  await requireWard(act, body.wardId);
  await execute(act, 'UPDATE teams SET name = ?, ward_id = ?, version = version + 1 WHERE id = ?', [body.name, body.wardId, team.id]);
  await setMembers(act, team.id, body.memberIds);
  act.audits.push({ action: 'team.changed', resourceType: 'team', resourceId: team.id, detail: { memberIds: body.memberIds } });
  return onlyTeam(act, team.id);
}

/** Its tasks, open and done, lose it; nothing else happens to them. */
export async function deleteTeam(act: Act, team: TeamRow): Promise<void> {
  await execute(act, 'UPDATE tasks SET team_id = NULL WHERE team_id = ?', [team.id]);
  await execute(act, 'DELETE FROM team_members WHERE team_id = ?', [team.id]);
  await execute(act, 'DELETE FROM teams WHERE id = ?', [team.id]);
  act.audits.push({ action: 'team.dissolved', resourceType: 'team', resourceId: team.id });
}

async function setMembers(act: Act, teamId: string, memberIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(memberIds)];
  const found = wanted.length === 0 ? [] : await select<{ id: string }>(act, 'SELECT id FROM staff_users WHERE id IN (:wanted) AND disabled_at IS NULL AND patient_id IS NULL', { wanted });
  if (found.length !== wanted.length) throw unprocessable('no-such-person', 'Somebody in this list does not work here any more.');
  await execute(act, 'DELETE FROM team_members WHERE team_id = ?', [teamId]);
  if (found.length > 0) await execute(act, `INSERT INTO team_members (team_id, user_id) VALUES ${found.map(() => '(?)').join(', ')}`, found.map(({ id }) => [teamId, id]));
}

async function requireWard(act: Act, wardId: string | null): Promise<void> {
  if (wardId && !(await selectOne(act, 'SELECT id FROM wards WHERE id = ?', [wardId]))) throw unprocessable('no-such-ward', 'There is no such ward.');
}

async function refuseTakenName(act: Act, name: string, but: string | null): Promise<void> {
  if (await selectOne(act, 'SELECT id FROM teams WHERE name = ? AND (? IS NULL OR id <> ?)', [name, but, but])) throw conflict('name-taken', 'There is a team of this name already.');
}

async function onlyTeam(act: Act, teamId: string): Promise<Team> {
  const [made] = await present(act, await select<TeamRow>(act, `${SELECT} WHERE g.id = ?`, [teamId]));
  return stillThere(made, 'team');
}

async function present(act: Act, rows: readonly TeamRow[]): Promise<Team[]> {
  if (rows.length === 0) return [];
  const members = await select<{ teamId: string; id: string; name: string }>(
    act,
    'SELECT m.team_id AS teamId, u.id, u.display_name AS name FROM team_members m JOIN staff_users u ON u.id = m.user_id WHERE m.team_id IN (:ids) AND u.disabled_at IS NULL ORDER BY u.display_name, u.id',
    { ids: rows.map(({ id }) => id) },
  );
  return rows.map(({ id, name, wardId, wardName, openTasks, version }) => {
    const own = members.filter(({ teamId }) => teamId === id).map((member) => ({ id: member.id, name: member.name }));
    return { id, name, ward: wardId ? { id: wardId, name: wardName ?? '' } : null, members: own, openTasks: Number(openTasks), mine: own.some((member) => member.id === act.principal.id), version };
  });
}
