import { COUNTED_TOGETHER_DAYS, LIMITED_KINDS, type LimitedKind, type MoneyRequestKind } from '../../../../domain/ledger/moneyRequests';
import { DAY_MS } from '../../../../domain/time';
import { type Act, execute, select, selectOne } from '../../../http/act';
import { notFound, staleVersion } from '../../../http/problem';
import { kindsLike, type Subject } from './requestRow';

export interface Limit {
  readonly kind: LimitedKind;
  readonly kindWords: string;
  readonly cents: number;
  readonly version: number;
}

/** Up to which amount one person may refund or write off alone. */
export async function listLimits(act: Act): Promise<Limit[]> {
  const rows = await select<{ kind: LimitedKind; cents: number; version: number }>(act, 'SELECT kind, cents, version FROM money_limits');
  const order = Object.keys(LIMITED_KINDS);
  return rows.map((row) => ({ ...row, cents: Number(row.cents), kindWords: LIMITED_KINDS[row.kind] })).sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** The limit as it stands now; a missing one is none at all, so that everything needs a second person. */
export async function limitOf(act: Act, kind: LimitedKind): Promise<number> {
  return Number((await selectOne<{ cents: number }>(act, 'SELECT cents FROM money_limits WHERE kind = ?', [kind]))?.cents ?? 0);
}

/** Change a limit; requests already made keep the one they were made under. */
export async function changeLimit(act: Act, kind: LimitedKind, { cents, version }: { cents: number; version: number }): Promise<Limit> {
  const row = await selectOne<{ cents: number; version: number; updatedBy: string | null; name: string | null }>(
    act, 'SELECT l.cents, l.version, l.updated_by AS updatedBy, (SELECT display_name FROM staff_users u WHERE u.id = l.updated_by) AS name FROM money_limits l WHERE l.kind = ? FOR UPDATE', [kind]);
  if (!row) throw notFound();
  if (row.version !== version) throw staleVersion(row.version, row.updatedBy === null ? null : { id: row.updatedBy, name: row.name ?? 'A colleague' });
  await execute(act, 'UPDATE money_limits SET cents = ?, version = version + 1, updated_by = ?, updated_at = ? WHERE kind = ?', [cents, act.principal.id, act.now, kind]);
  act.audits.push({ action: 'money-limit.changed', resourceType: 'money-limit', detail: { kind, before: Number(row.cents), after: cents } });
  return { kind, kindWords: LIMITED_KINDS[kind], cents, version: version + 1 };
}

/** What was done here lately on one person's word, whoever it was. */
export async function decidedAloneCents(act: Act, { kind, accountId, payerId }: Subject & { readonly kind: MoneyRequestKind }): Promise<number> {
  const row = await selectOne<{ cents: number }>(
    act,
    `SELECT CAST(COALESCE(SUM(cents), 0) AS SIGNED) AS cents FROM money_requests
     WHERE ${accountId === null ? 'payer_id = :payerId' : 'account_id = :accountId'} AND kind IN (:kinds) AND status = 'approved' AND needs_second = 0 AND requested_at > :since`,
    { accountId, payerId, kinds: [...kindsLike(kind)], since: new Date(act.now.getTime() - COUNTED_TOGETHER_DAYS * DAY_MS) },
  );
  return Number(row?.cents ?? 0);
}
