import { DAY_MS } from '../../domain/time';
import { type Act, selectOne } from '../http/act';

/** So long a workflow may be behind the record after a restore: its timers begin anew, and some are days long. */
const BEHIND_DAYS = 14;

/** When the record last went on with a Temporal that stands at an earlier time (`careway restore --until`, `--resend-since`); null when that is so long ago that nothing can be behind. */
export async function recentRestore(act: Pick<Act, 'database' | 'transaction'>, now: Date): Promise<Date | null> {
  const row = await selectOne<{ restoredAt: Date }>(act, 'SELECT restored_at AS restoredAt FROM process_restores WHERE restored_at > ? ORDER BY restored_at DESC LIMIT 1', [new Date(now.getTime() - BEHIND_DAYS * DAY_MS)]);
  return row?.restoredAt ?? null;
}

/** Whether something of that time may be ahead of its workflow. Time that was skipped for a patient only makes it older. */
export function mayBeAhead(restoredAt: Date | null, at: Date | null): boolean {
  return restoredAt !== null && at !== null && at <= restoredAt;
}
