import { STUCK_CAUSES, type StuckCause } from '../../../domain/claims/causes';
import { type Act, select } from '../../http/act';

export interface CauseQueue {
  readonly cause: StuckCause;
  readonly kind: (typeof STUCK_CAUSES)[StuckCause]['kind'];
  readonly label: string;
  readonly fix: string;
  readonly fingerprint: string | null;
  readonly payer: { readonly id: string; readonly name: string } | null;
  readonly count: number;
  readonly openCents: number;
  readonly nearestDeadlineAt: string | null;
}

interface Row {
  cause: string;
  fingerprint: string | null;
  payerId: string | null;
  payerName: string | null;
  count: number;
  openCents: number;
  nearestDeadlineAt: Date | null;
}

/**
 * The billing desk's queues: how many claims each cause holds up, how much money, and the nearest deadline; the most urgent first.
 * `root-cause` splits them further, into claims that the same payer stopped for the same codes.
 */
export async function listCauses(act: Act, by: 'cause' | 'root-cause'): Promise<{ items: CauseQueue[]; totalCount: number; totalOpenCents: number }> {
  const cause = "CASE WHEN c.hold_until > :now THEN 'on-hold' ELSE c.stuck_cause END";
  const finer = by === 'root-cause';
  const rows = await select<Row>(
    act,
    `SELECT ${cause} AS cause, ${finer ? 'c.stuck_fingerprint' : 'NULL'} AS fingerprint, ${finer ? 'c.payer_id' : 'NULL'} AS payerId, ${finer ? 'MAX(p.name)' : 'NULL'} AS payerName,
       COUNT(*) AS count, CAST(SUM(c.open_cents) AS SIGNED) AS openCents, MIN(c.next_deadline_at) AS nearestDeadlineAt
     FROM claims c ${finer ? 'JOIN payers p ON p.id = c.payer_id' : ''}
     WHERE c.is_open = 1 AND (c.stuck_cause IS NOT NULL OR c.hold_until > :now)
     GROUP BY ${cause}${finer ? ', c.stuck_fingerprint, c.payer_id' : ''}
     ORDER BY MIN(c.desk_deadline_at), SUM(c.open_cents) DESC`,
    { now: act.now },
  );
  const items = rows.filter((row) => Object.hasOwn(STUCK_CAUSES, row.cause)).map((row): CauseQueue => {
    const { kind, label, fix } = STUCK_CAUSES[row.cause as StuckCause];
    return {
      cause: row.cause as StuckCause, kind, label, fix, fingerprint: row.fingerprint, payer: row.payerId === null ? null : { id: row.payerId, name: row.payerName ?? '' },
      count: Number(row.count), openCents: Number(row.openCents), nearestDeadlineAt: row.nearestDeadlineAt?.toISOString() ?? null,
    };
  });
  return { items, totalCount: items.reduce((sum, item) => sum + item.count, 0), totalOpenCents: items.reduce((sum, item) => sum + item.openCents, 0) };
}
