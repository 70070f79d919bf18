import { type Act, type AuditEntry, execute, type Principal, select, selectOne } from '../../http/act';
import { attempt, type Attempted, rehearse } from '../../http/attempt';
import { unprocessable } from '../../http/problem';
import { grantsFor } from '../../policies/table';
import { readPerson } from '../sessions';
import { type ClaimDifference } from '../claims/editClaim';
import { fixClaim } from './fixClaim';
import { fixIncident } from './fixIncident';
import { type GroupFixRequest, type GroupFixRow, openRequest, placeOfItem } from './groupFixRow';

/** Claims or incidents in one transaction: few enough that nobody waits long for their locks. */
const CHUNK = 20;

export type Phase = 'plan' | 'apply';
const WORKS_IN = { plan: 'planning', apply: 'applying' } as const;
const TAKES = { plan: 'listed', apply: 'ready' } as const;

type Fixed = { readonly changes: ClaimDifference[]; readonly version: number };

interface Item {
  readonly targetId: string;
  readonly plannedVersion: number | null;
}

/**
 * The next few of a group: tried and taken back (`plan`), or done (`apply`), each with its result in the transaction of its effect. So a
 * crash repeats nothing and loses nothing: what is done is marked done, and what is not is still to be taken. The caller holds the row.
 */
export async function workGroupFix(act: Act, groupFix: GroupFixRow, phase: Phase): Promise<{ left: number }> {
  if (groupFix.state !== WORKS_IN[phase]) return { left: 0 };
  const request = openRequest(act, groupFix);
  const person = await readPerson(act, groupFix.createdBy);
  const items = await select<Item>(act, `SELECT target_id AS targetId, planned_version AS plannedVersion FROM group_fix_items WHERE group_fix_id = ? AND state = ? ORDER BY target_id LIMIT ${CHUNK} FOR UPDATE`, [groupFix.id, TAKES[phase]]);
  for (const item of items) {
    const tried = await inTheirName(act, person, (inner) => (phase === 'plan' ? rehearse : attempt)(inner, (one) => fixOne(one, groupFix, request, item, person !== null)));
    await record(act, groupFix.id, item, phase, tried);
  }
  const left = Number((await selectOne<{ left: number }>(act, 'SELECT COUNT(*) AS `left` FROM group_fix_items WHERE group_fix_id = ? AND state = ?', [groupFix.id, TAKES[phase]]))?.left ?? 0);
  if (left === 0) await end(act, groupFix, phase);
  act.announcements.push({ topic: 'group-fix', id: groupFix.id });
  return { left };
}

async function fixOne(act: Act, groupFix: GroupFixRow, request: GroupFixRequest, item: Item, isStillThere: boolean): Promise<Fixed> {
  if (!isStillThere || grantsFor(request.target === 'claim' ? 'claim.work' : 'incident.resolve', act.principal.roles).length === 0) throw unprocessable('no-longer-allowed', `${groupFix.createdByName} may no longer do this.`);
  return request.target === 'claim' ? fixClaim(act, groupFix.id, item.targetId, request.fix, item.plannedVersion) : fixIncident(act, item.targetId, request.fix, item.plannedVersion);
}

/** A process works, but the person who asked for it acts: with the rights they have now, and by name in story and audit trail. */
async function inTheirName<T>(act: Act, person: Principal | null, work: (inner: Act) => Promise<T>): Promise<T> {
  const inner: Act = { ...act, principal: person ?? act.principal, audits: [] };
  const value = await work(inner);
  act.audits.push(...inner.audits.map((entry): AuditEntry => ({ ...entry, ...(person ? { actor: person } : {}) })));
  return value;
}

async function record(act: Act, groupFixId: string, item: Item, phase: Phase, tried: Attempted<Fixed>): Promise<void> {
  const { cipher } = act.database;
  if (!tried.done) {
    const { title, options } = tried.problem;
    const problem = [title, options.detail, ...(options.errors ?? []).map(({ message }) => message)].filter(Boolean).join(' ');
    await execute(act, 'UPDATE group_fix_items SET state = ?, problem_enc = ?, tried_at = ? WHERE group_fix_id = ? AND target_id = ?', [
      phase === 'plan' ? 'impossible' : 'failed', cipher.sealJson(placeOfItem('problem_enc', groupFixId, item.targetId), problem), act.now, groupFixId, item.targetId,
    ]);
    return;
  }
  await execute(act, 'UPDATE group_fix_items SET state = ?, plan_enc = ?, planned_version = ?, problem_enc = NULL, tried_at = ? WHERE group_fix_id = ? AND target_id = ?', [
    phase === 'plan' ? 'ready' : 'done', cipher.sealJson(placeOfItem('plan_enc', groupFixId, item.targetId), tried.value.changes), tried.value.version, act.now, groupFixId, item.targetId,
  ]);
}

async function end(act: Act, { id }: GroupFixRow, phase: Phase): Promise<void> {
  if (phase === 'plan') await execute(act, "UPDATE group_fixes SET state = 'planned', planned_at = ?, version = version + 1 WHERE id = ?", [act.now, id]);
  else await execute(act, "UPDATE group_fixes SET state = 'done', ended_at = ?, version = version + 1 WHERE id = ?", [act.now, id]);
}
