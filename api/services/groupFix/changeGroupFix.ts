import { type Act, execute } from '../../http/act';
import { conflict, staleVersion, unprocessable } from '../../http/problem';
import { type GroupFixRow } from './groupFixRow';
import { startWork } from './planGroupFix';

/** Do what the dry run has shown. A second click finds it begun. The caller holds the row. */
export async function applyGroupFix(act: Act, groupFix: GroupFixRow, version: number): Promise<{ version: number }> {
  if (groupFix.state === 'planning') throw conflict('dry-run-runs', 'The dry run is still going on.', { currentVersion: groupFix.version });
  if (groupFix.state !== 'planned') throw conflict('group-fix-begun', groupFix.state === 'stopped' ? 'This group fix was stopped.' : 'This group fix has begun already.', { currentVersion: groupFix.version });
  if (version !== groupFix.version) throw staleVersion(groupFix.version);
  await execute(act, "UPDATE group_fixes SET state = 'applying', applied_at = ?, version = version + 1 WHERE id = ?", [act.now, groupFix.id]);
  startWork(act, { groupFixId: groupFix.id, phase: 'apply' });
  act.audits.push({ action: 'group-fix.applied', resourceType: 'group-fix', resourceId: groupFix.id, detail: { total: groupFix.total } });
  act.announcements.push({ topic: 'group-fix', id: groupFix.id });
  return { version: groupFix.version + 1 };
}

/** Leave out what is not done yet; what is done stays done, and each one left out says so. The caller holds the row. */
export async function stopGroupFix(act: Act, groupFix: GroupFixRow, version: number): Promise<{ version: number; leftOut: number }> {
  if (groupFix.state === 'done' || groupFix.state === 'stopped') throw unprocessable('group-fix-over', 'This group fix is over.');
  if (version !== groupFix.version) throw staleVersion(groupFix.version);
  const leftOut = await execute(act, "UPDATE group_fix_items SET state = 'left-out', tried_at = ? WHERE group_fix_id = ? AND state IN ('listed', 'ready')", [act.now, groupFix.id]);
  await execute(act, "UPDATE group_fixes SET state = 'stopped', ended_at = ?, version = version + 1 WHERE id = ?", [act.now, groupFix.id]);
  act.audits.push({ action: 'group-fix.stopped', resourceType: 'group-fix', resourceId: groupFix.id, detail: { leftOut } });
  act.announcements.push({ topic: 'group-fix', id: groupFix.id });
  return { version: groupFix.version + 1, leftOut };
}
