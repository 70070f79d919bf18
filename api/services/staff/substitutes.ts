import { type Act, select, selectOne } from '../../http/act';

type Reader = Pick<Act, 'database' | 'transaction' | 'now'>;

/** Whom this person substitutes just now: those on leave who named them. */
export async function peopleCoveredBy(act: Reader, substituteId: string): Promise<string[]> {
  const rows = await select<{ userId: string }>(
    act,
    'SELECT user_id AS userId FROM staff_absences WHERE substitute_id = ? AND starts_at <= ? AND ends_at > ? AND cancelled_at IS NULL',
    [substituteId, act.now, act.now],
  );
  return rows.map(({ userId }) => userId);
}

export interface Leave {
  readonly until: Date;
  readonly substitute: { readonly id: string; readonly name: string };
}

/** Is this person on leave just now, until when, and who substitutes? Null when they are there. */
export async function leaveOf(act: Reader, userId: string): Promise<Leave | null> {
  const row = await selectOne<{ until: Date; id: string; name: string }>(
    act,
    `SELECT a.ends_at AS until, u.id, u.display_name AS name FROM staff_absences a JOIN staff_users u ON u.id = a.substitute_id
     WHERE a.user_id = ? AND a.starts_at <= ? AND a.ends_at > ? AND a.cancelled_at IS NULL ORDER BY a.ends_at DESC LIMIT 1`,
    [userId, act.now, act.now],
  );
  return row && { until: row.until, substitute: { id: row.id, name: row.name } };
}
