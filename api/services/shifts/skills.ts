import { type Act, execute, select, selectOne } from '../../http/act';
import { unprocessable } from '../../http/problem';

/** What everybody can do, by person. */
export async function skillsOf(act: Act): Promise<Map<string, string[]>> {
  const rows = await select<{ userId: string; skill: string }>(act, 'SELECT user_id AS userId, skill FROM staff_skills ORDER BY skill');
  const skills = new Map<string, string[]>();
  for (const { userId, skill } of rows) skills.set(userId, [...(skills.get(userId) ?? []), skill]);
  return skills;
}

export async function setSkills(act: Act, userId: string, skills: readonly string[]): Promise<{ userId: string; skills: string[] }> {
  const known = [...new Set(skills)].sort();
  await requireMayLead(act, userId, known);
  await execute(act, 'DELETE FROM staff_skills WHERE user_id = ?', [userId]);
  if (known.length > 0) await execute(act, `INSERT INTO staff_skills (user_id, skill) VALUES ${known.map(() => '(?)').join(', ')}`, known.map((skill) => [userId, skill]));
  act.audits.push({ action: 'staff.skillsSet', resourceType: 'user', resourceId: userId, detail: { skills: known } });
  return { userId, skills: known };
}

/** Who is in charge among physicians keeps the order sets of the whole house: a charge nurse does not make one. */
async function requireMayLead(act: Act, userId: string, skills: readonly string[]): Promise<void> {
  if (act.principal.roles.some((role) => role === 'manager' || role === 'administrator')) return;
  const isPhysician = (await selectOne(act, "SELECT user_id FROM staff_roles WHERE user_id = ? AND role = 'physician'", [userId])) !== null;
  const isInCharge = (await selectOne(act, "SELECT user_id FROM staff_skills WHERE user_id = ? AND skill = 'charge'", [userId])) !== null;
  if (isPhysician && isInCharge !== skills.includes('charge')) throw unprocessable('not-yours-to-grant', 'A manager or an administrator says which physician is in charge.', { errors: [{ field: 'skills', message: 'Leave this skill as it is.' }] });
}

interface CoverRow {
  readonly shift: 'day' | 'night';
  readonly skill: string;
  readonly minimum: number;
}

/** What the ward needs at least, all rules at once: what is not said any more is not needed any more. */
export async function setCover(act: Act, wardId: string, cover: readonly CoverRow[]): Promise<{ wardId: string; rules: number }> {
  const keys = cover.map(({ shift, skill }) => `${shift}/${skill}`);
  if (new Set(keys).size !== keys.length) throw unprocessable('said-twice', 'Each skill is said once for each shift.', { errors: [{ field: 'cover', message: 'A skill stands here twice.' }] });
  await execute(act, 'DELETE FROM ward_cover WHERE ward_id = ?', [wardId]);
  if (cover.length > 0) await execute(act, `INSERT INTO ward_cover (ward_id, shift, skill, minimum) VALUES ${cover.map(() => '(?)').join(', ')}`, cover.map(({ shift, skill, minimum }) => [wardId, shift, skill, minimum]));
  act.audits.push({ action: 'ward.coverSet', resourceType: 'ward', resourceId: wardId, detail: { cover } });
  return { wardId, rules: cover.length };
}
