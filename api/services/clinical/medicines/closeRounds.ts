import { type Act, select } from '../../../http/act';
import { type EncounterRow } from '../../encounters/encounterRow';
import { finishTask } from '../../tasks/finish';
import { lockTask } from '../../tasks/lockTask';
import { type DoseKind, openDoses } from './openDoses';

const DOSES_OF: Readonly<Record<string, DoseKind>> = { 'medicine-round': 'round', 'high-alert-round': 'high-alert', 'give-stat-doses': 'stat', 'check-high-alert': 'high-alert' };

/**
 * Tasks of the ward whose last dose was settled (or checked) at the drug chart are done: nobody is sent round for nothing, and the
 * journey goes on. Whoever settled the last dose has done the task.
 */
export async function closeSettledRounds(act: Act, encounter: EncounterRow): Promise<void> {
  const tasks = await select<{ id: string; type: string }>(act, 'SELECT id, type FROM tasks WHERE journey_id = ? AND is_open = 1 AND type IN (?) ORDER BY id', [encounter.id, Object.keys(DOSES_OF)]);
  if (tasks.length === 0) return;
  const open = await openDoses(act, encounter.id);
  for (const { id, type } of tasks) {
    const kind = DOSES_OF[type];
    const waiting = open.filter((dose) => dose.kind === kind && (type !== 'check-high-alert' || dose.checkedBy === null));
    if (waiting.length > 0) continue;
    const task = await lockTask(act, id);
    if (task?.isOpen) await finishTask(act, task, { doses: [] }, {});
  }
}
