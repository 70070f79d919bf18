import { type z } from 'zod';
import { newId } from '../../../../db/newId';
import { type nursingContract } from '../../../contract/nursing';
import { type Act, execute, select, selectOne } from '../../../http/act';
import { conflict, staleVersion } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';

type Plan = z.infer<typeof nursingContract.readCarePlan.reply>;

/** A problem of a care plan, locked in a write. */
export interface ProblemRow {
  readonly id: string;
  readonly patientId: string;
  readonly encounterId: string;
  readonly status: string;
  readonly version: number;
}

export async function lockProblem(act: Act, problemId: string, encounterId: string): Promise<ProblemRow | null> {
  return selectOne<ProblemRow>(
    act, `SELECT id, patient_id AS patientId, encounter_id AS encounterId, status, version FROM care_plan_problems WHERE id = ? AND encounter_id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [problemId, encounterId]);
}

/** The plan of a stay: open problems first, each with its goal, what is done about it and how it went. */
export async function readCarePlan(act: Act, encounterId: string): Promise<Plan> {
  const problems = await select<{ id: string; problemEnc: Buffer; goalEnc: Buffer; goalOn: string | null; status: 'active' | 'achieved' | 'not-achieved'; createdBy: string | null; createdAt: Date; closedBy: string | null; closedAt: Date | null; version: number }>(
    act,
    `SELECT p.id, p.problem_enc AS problemEnc, p.goal_enc AS goalEnc, CAST(p.goal_on AS CHAR) AS goalOn, p.status, c.display_name AS createdBy, p.created_at AS createdAt, x.display_name AS closedBy, p.closed_at AS closedAt, p.version
     FROM care_plan_problems p LEFT JOIN staff_users c ON c.id = p.created_by LEFT JOIN staff_users x ON x.id = p.closed_by WHERE p.encounter_id = ? ORDER BY p.status = 'active' DESC, p.created_at, p.id LIMIT 100`,
    [encounterId],
  );
  const ids = problems.map(({ id }) => id);
  const entries = ids.length === 0 ? [] : await select<{ id: string; problemId: string; kind: 'intervention' | 'evaluation'; textEnc: Buffer; author: string | null; at: Date }>(
    act, 'SELECT e.id, e.problem_id AS problemId, e.kind, e.text_enc AS textEnc, u.display_name AS author, e.at FROM care_plan_entries e LEFT JOIN staff_users u ON u.id = e.author_id WHERE e.problem_id IN (:ids) ORDER BY e.at, e.id', { ids });
  const { cipher } = act.database;
  const open = (table: string, column: string, id: string, sealed: Buffer) => cipher.open({ table, column, id }, sealed);
  return {
    problems: problems.map(({ problemEnc, goalEnc, createdAt, closedAt, ...problem }) => ({
      ...problem, problem: open('care_plan_problems', 'problem_enc', problem.id, problemEnc), goal: open('care_plan_problems', 'goal_enc', problem.id, goalEnc), createdAt: createdAt.toISOString(), closedAt: closedAt?.toISOString() ?? null,
      entries: entries.filter(({ problemId }) => problemId === problem.id).map(({ id, kind, textEnc, author, at }) => ({ id, kind, text: open('care_plan_entries', 'text_enc', id, textEnc), author, at: at.toISOString() })),
    })),
  };
}

export async function addProblem(act: Act, encounter: EncounterRow, body: z.output<typeof nursingContract.addCarePlanProblem.body>): Promise<string> {
  const id = newId();
  const seal = (column: string, text: string) => act.database.cipher.seal({ table: 'care_plan_problems', column, id }, text);
  await execute(act, 'INSERT INTO care_plan_problems (id, patient_id, encounter_id, problem_enc, goal_enc, goal_on, created_by, created_at) VALUES (?)', [
    [id, encounter.patientId, encounter.id, seal('problem_enc', body.problem), seal('goal_enc', body.goal), body.goalOn ?? null, act.principal.id, act.now],
  ]);
  if (body.intervention) await writeEntry(act, id, 'intervention', body.intervention);
  return id;
}

/** Add what is done about a problem or how it went. Nothing of a plan is rewritten; what changes is added. */
export async function addEntry(act: Act, problem: ProblemRow, kind: 'intervention' | 'evaluation', text: string): Promise<void> {
  requireActive(problem);
  await writeEntry(act, problem.id, kind, text);
}

/** Close a problem with its evaluation: goal achieved or not. */
export async function closeProblem(act: Act, problem: ProblemRow, body: { version: number; outcome: 'achieved' | 'not-achieved'; evaluation: string }): Promise<void> {
  if (body.version !== problem.version) throw staleVersion(problem.version);
  requireActive(problem);
  await writeEntry(act, problem.id, 'evaluation', body.evaluation);
  await execute(act, 'UPDATE care_plan_problems SET status = ?, closed_by = ?, closed_at = ?, version = version + 1 WHERE id = ?', [body.outcome, act.principal.id, act.now, problem.id]);
}

function requireActive(problem: ProblemRow): void {
  if (problem.status !== 'active') throw conflict('problem-closed', 'This problem is closed already. Add a new one if it is back.', { currentVersion: problem.version });
}

async function writeEntry(act: Act, problemId: string, kind: 'intervention' | 'evaluation', text: string): Promise<void> {
  const id = newId();
  const sealed = act.database.cipher.seal({ table: 'care_plan_entries', column: 'text_enc', id }, text);
  await execute(act, 'INSERT INTO care_plan_entries (id, problem_id, kind, text_enc, author_id, at) VALUES (?)', [[id, problemId, kind, sealed, act.principal.id, act.now]]);
}
