import { type Act, execute, executeLater, selectOne } from '../../http/act';

/** How far a workflow is ahead of the clock because a demonstration skipped its time; 0 for every other workflow. */
export async function skippedMs(act: Pick<Act, 'database' | 'transaction'>, workflowId: string): Promise<number> {
  const row = await selectOne<{ ms: number }>(act, 'SELECT skipped_ms AS ms FROM workflow_time_skips WHERE workflow_id = ?', [workflowId]);
  return Number(row?.ms ?? 0);
}

/** A time a workflow speaks of, as the record has it: workflows whose time was skipped live ahead of their record. Null stays null. */
export async function recordTime(act: Pick<Act, 'database' | 'transaction'>, workflowId: string, workflowTime: string | null): Promise<Date | null> {
  return workflowTime === null ? null : new Date(Date.parse(workflowTime) - (await skippedMs(act, workflowId)));
}

/** Remember that these workflows are `ms` further ahead, or take it back with a negative one. */
export async function noteSkip(act: Pick<Act, 'database' | 'transaction'>, workflowIds: readonly string[], ms: number, now: Date): Promise<void> {
  for (const workflowId of workflowIds) {
    // MariaDB checks the row to insert before it finds the one that is there, so taking back is an update of its own.
    if (ms < 0) await execute(act, 'UPDATE workflow_time_skips SET skipped_ms = GREATEST(0, skipped_ms + ?), updated_at = ? WHERE workflow_id = ?', [ms, now, workflowId]);
    else await executeLater(act, 'INSERT INTO workflow_time_skips (workflow_id, skipped_ms, updated_at) VALUES (?) ON DUPLICATE KEY UPDATE skipped_ms = skipped_ms + ?, updated_at = ?', [[workflowId, ms, now], ms, now]);
  }
}
