import { type Act, executeLater, selectOne } from '../../http/act';

interface OpenWork {
  open: number;
  type: string | null;
  dueAt: Date | null;
  role: string | null;
  holderId: string | null;
  breached: number | null;
  warned: number | null;
}

/** Where the workflow says the journey stands now; written with the rest of the row. */
export interface NewStand {
  readonly stage: string;
  readonly step: string;
  readonly stageStartedAt: Date;
  /** What it waits for when no person is asked. */
  readonly ownWait: string | null;
  readonly ownWaitUntil: Date | null;
}

/**
 * Bring the journey's row on the board in line with its open tasks: what it waits for, until when, who has it, how late it is.
 * Called in the transaction that changed a task. When no person is asked, it waits for what its workflow last said it waits for.
 */
export async function refreshJourney(act: Act, journeyId: string, stand: NewStand | null = null): Promise<void> {
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
  // The own wait is set first: columns are assigned from left to right, and the wait shown may be taken from it.
  const moved = stand ? 'stage = :stage, step = :step, stage_started_at = :stageStartedAt, own_wait = :ownWait, own_wait_until = :ownWaitUntil, ' : '';
  const waits = open > 0 ? 'waiting_for = :type, waiting_until = :dueAt' : 'waiting_for = own_wait, waiting_until = own_wait_until';
  await executeLater(act, `UPDATE journeys SET ${moved}open_tasks = :open, ${waits}, owner_role = :role, owner_id = :holderId, sla_state = :slaState, version = version + 1, updated_at = :now WHERE id = :journeyId`, {
    ...stand, open, type: work?.type ?? null, dueAt: work?.dueAt ?? null, role: work?.role ?? null, holderId: work?.holderId || null, slaState, now: act.now, journeyId,
  });
  act.announcements.push({ topic: 'journey', id: journeyId });
}
