import { type z } from 'zod';
import { type RowValue } from '../../../domain/tasks/form';
import { type signalsContract } from '../../contract/signals';
import { type Act } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { completeTask } from '../tasks/complete';
import { requireNotHeldByOther } from '../tasks/lockTask';
import { readLines, lockClaim } from './claimRow';
import { lockAtVersion, openTaskOf } from './deskWork';

type Decision = Omit<z.output<typeof signalsContract.reviewClaim.body>, 'version'>;

/**
 * Decide about a claim that stands out, from its page: the review task is completed, and the workflow hears of that. Whoever comes second
 * is told who holds it, or who decided.
 */
export async function reviewAtDesk(act: Act, claimId: string, version: number, { decision, reason, lines = [], charges }: Decision): Promise<{ taskId: string; version: number }> {
  const task = await openTaskOf(act, claimId);
  if (task.type !== 'review-claim') throw unprocessable('not-in-review', 'The open task of this claim asks for something else. Open the task.');
  requireNotHeldByOther(act, task);
  await lockAtVersion(act, claimId, version);
  const rows = decision === 'correct' ? (await readLines(act, claimId)).map(({ number }): RowValue => ({ id: String(number), takeOff: lines.includes(number) })) : null;
  await completeTask(act, task, task.version, { decision, reason, ...(rows ? { lines: rows } : {}), ...(decision === 'void' ? { charges: charges ?? null } : {}) });
  return { taskId: task.id, version: (await lockClaim(act, claimId))?.version ?? version };
}
