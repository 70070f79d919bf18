import { type Act, execute, selectOne } from '../../http/act';

interface OpenWork {
  open: number;
  type: string | null;
  dueAt: Date | null;
  role: string | null;
  holderId: string | null;
  breached: number | null;
  warned: number | null;
}

/**
 * Bring the journey's row on the board in line with its open tasks: what it waits for, until when, who has it, how late it is.
 * Called in the transaction that changed a task. When no person is asked, it waits for what its workflow last said it waits for.
 */
export async function refreshJourney(act: Act, journeyId: string): Promise<void> {
  const work = await selectOne<OpenWork>(
    act,
    `SELECT COUNT(*) AS open, MIN(due_at) AS dueAt, SUM(sla_rung IN ('due', 'charge-nurse', 'on-call')) AS breached, SUM(sla_rung = 'warning') AS warned,
       SUBSTRING_INDEX(GROUP_CONCAT(type ORDER BY due_at, id), ',', 1) AS type, SUBSTRING_INDEX(GROUP_CONCAT(role ORDER BY due_at, id), ',', 1) AS role,
       SUBSTRING_INDEX(GROUP_CONCAT(COALESCE(holder_id, '') ORDER BY due_at, id), ',', 1) AS holderId
     FROM tasks WHERE journey_id = ? AND is_open = 1`,
    [journeyId],
  );
  const open = Number(work?.open ?? 0);
  const slaState = Number(work?.breached ?? 0) > 0 ? 'breached' : Number(work?.warned ?? 0) > 0 ? 'warned' : 'ok';
  if (open > 0 && work) {
    await execute(act, 'UPDATE journeys SET open_tasks = ?, waiting_for = ?, waiting_until = ?, owner_role = ?, owner_id = ?, sla_state = ?, version = version + 1, updated_at = ? WHERE id = ?', [
      open, work.type, work.dueAt, work.role, work.holderId || null, slaState, act.now, journeyId,
    ]);
  } else {
    await execute(act, 'UPDATE journeys SET open_tasks = 0, waiting_for = own_wait, waiting_until = own_wait_until, owner_role = NULL, owner_id = NULL, sla_state = ?, version = version + 1, updated_at = ? WHERE id = ?', ['ok', act.now, journeyId]);
  }
  act.announcements.push({ topic: 'journey', id: journeyId });
}
