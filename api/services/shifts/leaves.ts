import { type Database } from '../../../db/connect';
import { type Act, select } from '../../http/act';

export interface LeaveTime {
  readonly userId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Databases that are known to keep leave. */
const keeping = new WeakSet<Database>();

/**
 * Leave that touches a time (epoch milliseconds). It is entered with its substitute, apart from the roster; where the record
 * does not keep leave yet, nobody is away.
 */
export async function leavesBetween(act: Act, from: number, until: number): Promise<LeaveTime[]> {
  if (!(await keepsLeave(act))) return [];
  return select<LeaveTime>(act, 'SELECT user_id AS userId, starts_at AS startsAt, ends_at AS endsAt FROM staff_absences WHERE cancelled_at IS NULL AND starts_at < ? AND ends_at > ?', [new Date(until), new Date(from)]);
}

/** Is this person away in any of it? */
export function isAway(leaves: readonly LeaveTime[], userId: string, { from, until }: { readonly from: number; readonly until: number }): boolean {
  return leaves.some((leave) => leave.userId === userId && leave.startsAt.getTime() < until && leave.endsAt.getTime() > from);
}

async function keepsLeave(act: Act): Promise<boolean> {
  if (keeping.has(act.database)) return true;
  const found = await select(act, "SELECT 1 FROM information_schema.tables WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'staff_absences'");
  if (found.length > 0) keeping.add(act.database);
  return found.length > 0;
}
