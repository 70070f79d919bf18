import { type Act, select } from '../../http/act';

export interface LeaveTime {
  readonly userId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Leave that touches a time (epoch milliseconds). It is entered with its substitute, apart from the roster. */
export async function leavesBetween(act: Act, from: number, until: number): Promise<LeaveTime[]> {
  return select<LeaveTime>(act, 'SELECT user_id AS userId, starts_at AS startsAt, ends_at AS endsAt FROM staff_absences WHERE cancelled_at IS NULL AND starts_at < ? AND ends_at > ?', [new Date(until), new Date(from)]);
}

/** Is this person away in any of it? */
export function isAway(leaves: readonly LeaveTime[], userId: string, { from, until }: { readonly from: number; readonly until: number }): boolean {
  return leaves.some((leave) => leave.userId === userId && leave.startsAt.getTime() < until && leave.endsAt.getTime() > from);
}
