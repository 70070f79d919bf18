import { type z } from 'zod';
import { BRANCH_TASK, DISCHARGE_BRANCHES, type DischargeBranch, dischargeBranchOf, mayOverride, OVERRIDABLE_BRANCHES, type OverridableBranch } from '../../../domain/discharge/branches';
import { STAGES } from '../../../domain/journey/stages';
import { type dischargeContract } from '../../contract/discharge';
import { type Act, select, selectOne } from '../../http/act';
import { openDoses } from '../clinical/medicines/openDoses';
import { unacknowledgedCriticals } from '../clinical/results/criticalResults';
import { type EncounterRow } from '../encounters/encounterRow';
import { tasksWhere } from '../tasks/inbox';

type Panel = z.infer<typeof dischargeContract.readDischarge.reply>;
type Branch = Panel['branches'][number];
type Blocker = Branch['blockers'][number];
type OpenTask = Awaited<ReturnType<typeof tasksWhere>>[number];

interface Standing {
  readonly stage: string;
  readonly status: string;
}

/** How far a discharge is and what holds up each branch, every blocker with the task that removes it: nobody has to guess why. */
export async function readDischarge(act: Act, encounter: EncounterRow): Promise<Panel> {
  const [journey, open, completed, overrides, incidents] = await Promise.all([
    selectOne<Standing>(act, 'SELECT stage, status FROM journeys WHERE id = ?', [encounter.id]),
    tasksWhere(act, 't.journey_id = :id AND t.is_open = 1', { id: encounter.id }),
    select<{ type: string }>(act, "SELECT DISTINCT type FROM tasks WHERE journey_id = ? AND status = 'completed' AND type IN (?)", [encounter.id, Object.values(BRANCH_TASK)]),
    readOverrides(act, encounter.id),
    openIncidents(act, encounter.id),
  ]);
  const phase = phaseOf(encounter, journey);
  const tasks = open.filter(({ type }) => dischargeBranchOf(type) !== null);
  const done = new Set(completed.map(({ type }) => type));
  const beyond = phase === 'under-way' ? await blockersBeyondTasks(act, encounter, tasks, done) : [];
  const first = OVERRIDABLE_BRANCHES.map((branch) => branchOf(branch, { act, phase, tasks, done, beyond, override: overrides.get(branch) ?? null }));
  return { phase, branches: [...first, departureOf(first, { phase, tasks, done, incidents })] };
}

function phaseOf(encounter: EncounterRow, journey: Standing | null): Panel['phase'] {
  if (encounter.status !== 'in-progress') return 'over';
  if (!journey) return 'not-decided';
  return journey.status === 'running' && STAGES.indexOf(journey.stage as 'discharge') >= STAGES.indexOf('discharge') ? 'under-way' : 'not-decided';
}

interface Facts {
  readonly act: Act;
  readonly phase: Panel['phase'];
  readonly tasks: readonly OpenTask[];
  readonly done: ReadonlySet<string>;
  readonly beyond: readonly (Blocker & { branch: DischargeBranch })[];
  readonly override: Branch['override'];
}

function branchOf(branch: OverridableBranch, { act, phase, tasks, done, beyond, override }: Facts): Branch {
  const blockers = [...tasks.filter(({ type }) => dischargeBranchOf(type) === branch).map(taskBlocker), ...beyond.filter((one) => one.branch === branch).map(({ branch: _branch, ...blocker }) => blocker)];
  const isDone = done.has(BRANCH_TASK[branch]) && blockers.length === 0;
  const state = override ? 'overridden' : phase === 'not-decided' ? 'not-begun' : isDone || (phase === 'over' && blockers.length === 0) ? 'done' : 'blocked';
  return { branch, label: DISCHARGE_BRANCHES[branch], state, blockers, override, mayOverride: state === 'blocked' && phase === 'under-way' && mayOverride(branch, act.principal.roles) };
}

/** The patient may go when nothing of the other branches holds them; then somebody says that they went. */
function departureOf(others: readonly Branch[], { phase, tasks, done, incidents }: Pick<Facts, 'phase' | 'tasks' | 'done'> & { incidents: readonly Blocker[] }): Branch {
  const waiting = others.filter(({ state }) => state === 'blocked').map(({ label, blockers }): Blocker => ({
    kind: 'branch', words: `The ${label.toLowerCase()} branch is not done: ${blockers.map(({ words }) => words.replace(/\.$/, '')).join('; ') || 'its task is on the way'}.`, task: null, incidentId: null,
  }));
  const own = tasks.filter(({ type }) => dischargeBranchOf(type) === 'departure').map(taskBlocker);
  const blockers = phase === 'under-way' ? [...waiting, ...incidents, ...own] : [];
  const state = phase === 'not-decided' ? 'not-begun' : phase === 'over' || done.has('confirm-departure') ? 'done' : 'blocked';
  return { branch: 'departure', label: DISCHARGE_BRANCHES.departure, state, blockers: state === 'blocked' ? blockers : [], override: null, mayOverride: false };
}

function taskBlocker(task: OpenTask): Blocker {
  return { kind: 'task', words: `${task.title}${task.holder ? `: ${task.holder.name} has it` : ': nobody has it yet'}.`, task: { id: task.id, title: task.title, role: task.role, holder: task.holder, dueAt: task.dueAt, overdue: task.overdue }, incidentId: null };
}

/** What holds up a branch without a task of its own in an inbox just now. */
async function blockersBeyondTasks(act: Act, encounter: EncounterRow, tasks: readonly OpenTask[], done: ReadonlySet<string>): Promise<(Blocker & { branch: DischargeBranch })[]> {
  const isOpen = (type: string): boolean => tasks.some((task) => task.type === type);
  const blocker = (branch: DischargeBranch, words: string) => ({ branch, kind: 'record' as const, words, task: null, incidentId: null });
  const [doses, criticals] = await Promise.all([
    ['medicine-round', 'check-high-alert', 'high-alert-round', 'give-stat-doses'].some(isOpen) ? [] : openDoses(act, encounter.id),
    isOpen('acknowledge-critical-result') ? [] : unacknowledgedCriticals(act, encounter.id, 'stay'),
  ]);
  const coverageOpen = !done.has('financial-clearance') && !isOpen('financial-clearance') && !isOpen('verify-coverage');
  return [
    ...(doses.length > 0 ? [blocker('nursing', `${doses.length === 1 ? 'One dose is' : `${doses.length} doses are`} neither given nor refused.`)] : []),
    ...(criticals.length > 0 ? [blocker('clinical', `${criticals.length === 1 ? 'One critical result is' : `${criticals.length} critical results are`} not acknowledged.`)] : []),
    ...(coverageOpen ? [blocker('financial', 'The payer has not answered yet whether the coverage is active.')] : []),
  ];
}

async function openIncidents(act: Act, encounterId: string): Promise<Blocker[]> {
  const rows = await select<{ id: string }>(act, "SELECT id FROM incidents WHERE journey_id = ? AND status IN ('open', 'retrying', 'on-hold') ORDER BY opened_at LIMIT 20", [encounterId]);
  return rows.map(({ id }) => ({ kind: 'incident', words: 'A step of the journey is stuck and waits for somebody.', task: null, incidentId: id }));
}

async function readOverrides(act: Act, encounterId: string): Promise<Map<string, NonNullable<Branch['override']>>> {
  const rows = await select<{ id: string; branch: string; reasonEnc: Buffer; by: string | null; at: Date }>(
    act, 'SELECT o.id, o.branch, o.reason_enc AS reasonEnc, u.display_name AS `by`, o.at FROM discharge_overrides o LEFT JOIN staff_users u ON u.id = o.overridden_by WHERE o.encounter_id = ?', [encounterId]);
  return new Map(rows.map((row) => [row.branch, { by: row.by, at: row.at.toISOString(), reason: act.database.cipher.open({ table: 'discharge_overrides', column: 'reason_enc', id: row.id }, row.reasonEnc) }]));
}
