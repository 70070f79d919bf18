import { type CompletedTask, type IncidentResolution, UPDATES } from '../../workflows/contracts/messages';
import { type Act, selectOne } from '../http/act';
import { type DeliveryOutcome } from './gateway';
import { mayBeAhead, recentRestore } from './restores';

/** So often a workflow may say that it does not know the task yet: some minutes, with the backoff. */
const TOO_EARLY_AT_MOST = 40;

/** A command that was tried before. */
export interface TriedCommand {
  readonly name: string;
  readonly attempts: number;
  readonly createdAt: Date;
}

/**
 * Whether the workflow is yet to come to what this is about. It can meet an answer before the task when the worker that opened it died before it could say so;
 * and one that was restored to an earlier time has its tasks, its stuck steps, or itself, still to come.
 */
export async function isYetToCome(act: Pick<Act, 'database' | 'transaction'>, { name, attempts }: TriedCommand, content: unknown, outcome: DeliveryOutcome): Promise<boolean> {
  if (outcome.state !== 'too-early' && outcome.state !== 'absent') return false;
  const isAnswer = name === UPDATES.resolveIncident;
  if (outcome.state === 'too-early' && !isAnswer && attempts < TOO_EARLY_AT_MOST) return true;
  const restoredAt = await recentRestore(act, new Date());
  if (!restoredAt || outcome.state === 'absent') return restoredAt !== null;
  return mayBeAhead(restoredAt, await (isAnswer ? openedAt(act, content as IncidentResolution) : askedAt(act, name, content)));
}

/** A hold that ended before its workflow could hear of it is the retry that it would have become by now. */
export function asOfNow({ name, createdAt }: TriedCommand, content: unknown, now: Date): unknown {
  if (name !== UPDATES.resolveIncident) return content;
  const { incidentId, action, until } = content as IncidentResolution;
  const isOver = action === 'hold' && until !== undefined && new Date(until) <= now && new Date(until) > createdAt;
  return isOver ? ({ incidentId, action: 'retry' } satisfies IncidentResolution) : content;
}

async function openedAt(act: Pick<Act, 'database' | 'transaction'>, { incidentId }: IncidentResolution): Promise<Date | null> {
  return (await selectOne<{ at: Date }>(act, 'SELECT opened_at AS at FROM incidents WHERE id = ?', [incidentId]))?.at ?? null;
}

async function askedAt(act: Pick<Act, 'database' | 'transaction'>, name: string, content: unknown): Promise<Date | null> {
  if (name !== UPDATES.completeTask) return null;
  return (await selectOne<{ at: Date }>(act, 'SELECT created_at AS at FROM tasks WHERE id = ?', [(content as CompletedTask).taskId]))?.at ?? null;
}
