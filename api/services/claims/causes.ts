import { STUCK_CAUSES, type StuckCause } from '../../../domain/claims/causes';
import { type Act, select } from '../../http/act';
import { readHeldClaims, readOpenClaims } from './counts';
import { payerNames } from './payerNames';

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

/** Claims that are worked together: of one cause, or of one payer's same codes. */
interface Group {
  readonly cause: string;
  readonly fingerprint: string | null;
  readonly payerId: string | null;
  count: number;
  openCents: number;
  deadlineAt: Date | null;
}

interface Deadline {
  readonly cause: string | null;
  readonly fingerprint: string | null;
  readonly payerId: string;
  readonly deadlineAt: Date;
}

/** How a claim without a deadline stands in the desk's order. */
const NO_DEADLINE = Date.parse('9999-12-31T00:00:00Z');
const NOT_HELD = '(c.hold_until IS NULL OR c.hold_until <= :now)';

/**
 * The billing desk's queues: how many claims each cause holds up, how much money, and the nearest deadline; the most urgent first.
 * `root-cause` splits them further, into claims that the same payer stopped for the same codes. Counted as claims change; read are only those on hold,
 * and of each queue its first.
 */
export async function listCauses(act: Act, by: 'cause' | 'root-cause'): Promise<{ items: CauseQueue[]; totalCount: number; totalOpenCents: number }> {
  const finer = by === 'root-cause';
  const [open, held] = await Promise.all([readOpenClaims(act), readHeldClaims(act)]);
  const groups = new Map<string, Group>();
  const at = (cause: string, fingerprint: string | null, payerId: string): Group => {
    const key = finer ? [cause, fingerprint ?? '', payerId].join('/') : cause;
    const group = groups.get(key) ?? { cause, fingerprint: finer ? fingerprint || null : null, payerId: finer ? payerId : null, count: 0, openCents: 0, deadlineAt: null };
    groups.set(key, group);
    return group;
  };
  const add = (group: Group, n: number, openCents: number) => {
    group.count += n;
    group.openCents += openCents;
  };
  for (const { cause, fingerprint, payerId, n, openCents } of open) if (cause !== '') add(at(cause, fingerprint, payerId), n, openCents);
  const partlyHeld = new Set<Group>();
  for (const row of held) {
    const onHold = at('on-hold', row.fingerprint, row.payerId);
    add(onHold, row.n, row.openCents);
    if (onHold.deadlineAt === null || row.deadlineAt < onHold.deadlineAt) onHold.deadlineAt = row.deadlineAt;
    if (row.cause === null) continue;
    const own = at(row.cause, row.fingerprint, row.payerId);
    add(own, -row.n, -row.openCents);
    partlyHeld.add(own);
  }
  if (finer) for (const { cause, fingerprint, payerId, deadlineAt } of await readFirstDeadlines(act)) if (cause !== null) at(cause, fingerprint, payerId).deadlineAt = deadlineAt;
  const left = [...groups.values()].filter(({ count, cause }) => count > 0 && Object.hasOwn(STUCK_CAUSES, cause));
  await readPastHeld(act, left.filter((group) => (finer ? partlyHeld.has(group) : group.cause !== 'on-hold')));
  return present(left, finer ? await payerNames(act, left.flatMap(({ payerId }) => payerId ?? [])) : new Map());
}

/** The nearest deadline of each root cause, those on hold with it: the first entry of each in one index. */
function readFirstDeadlines(act: Act): Promise<Deadline[]> {
  return select<Deadline>(
    act,
    `SELECT stuck_cause AS cause, stuck_fingerprint AS fingerprint, payer_id AS payerId, MIN(desk_deadline_at) AS deadlineAt
     FROM claims FORCE INDEX (claims_desk_root) WHERE is_open = 1 GROUP BY is_open, stuck_cause, stuck_fingerprint, payer_id`,
  );
}

/** The nearest deadline of each queue without those on hold, which are read past. */
async function readPastHeld(act: Act, groups: readonly Group[]): Promise<void> {
  if (groups.length === 0) return;
  const values: Record<string, unknown> = { now: act.now };
  const parts = groups.map(({ cause, fingerprint, payerId }, n) => {
    Object.assign(values, { [`cause${n}`]: cause, [`fingerprint${n}`]: fingerprint, [`payer${n}`]: payerId });
    const own = payerId === null ? '' : ` AND c.stuck_fingerprint ${fingerprint === null ? 'IS NULL' : `= :fingerprint${n}`} AND c.payer_id = :payer${n}`;
    return `(SELECT ${n} AS place, c.desk_deadline_at AS deadlineAt FROM claims c FORCE INDEX (${payerId === null ? 'claims_desk_cause' : 'claims_desk_root'}) WHERE c.is_open = 1 AND c.stuck_cause = :cause${n}${own} AND ${NOT_HELD} ORDER BY c.desk_deadline_at LIMIT 1)`;
  });
  for (const { place, deadlineAt } of await select<{ place: number; deadlineAt: Date }>(act, parts.join(' UNION ALL '), values)) {
    const group = groups[Number(place)];
    if (group) group.deadlineAt = deadlineAt;
  }
}

function present(groups: readonly Group[], names: ReadonlyMap<string, string>): { items: CauseQueue[]; totalCount: number; totalOpenCents: number } {
  const at = ({ deadlineAt }: Group) => deadlineAt?.getTime() ?? NO_DEADLINE;
  const items = [...groups].sort((one, other) => at(one) - at(other) || other.openCents - one.openCents).map((group): CauseQueue => {
    const { kind, label, fix } = STUCK_CAUSES[group.cause as StuckCause];
    return {
      cause: group.cause as StuckCause, kind, label, fix, fingerprint: group.fingerprint, payer: group.payerId === null ? null : { id: group.payerId, name: names.get(group.payerId) ?? '' },
      count: group.count, openCents: group.openCents, nearestDeadlineAt: at(group) >= NO_DEADLINE ? null : new Date(at(group)).toISOString(),
    };
  });
  return { items, totalCount: items.reduce((sum, item) => sum + item.count, 0), totalOpenCents: items.reduce((sum, item) => sum + item.openCents, 0) };
}
