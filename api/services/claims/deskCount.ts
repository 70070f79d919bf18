import { type Act, selectOne } from '../../http/act';
import { readHeldClaims, readOpenClaims } from './counts';
import { causesAsked, deskConditions, type DeskFilters } from './deskConditions';

/** What a query may say for the counts to know the answer. */
const COUNTED: ReadonlySet<keyof DeskFilters> = new Set(['state', 'payerId', 'fingerprint', 'cause', 'causeKind']);

/** How many claims a query finds: of open ones by what stops them without reading one, else by looking. */
export async function countClaims(act: Act, query: DeskFilters): Promise<number> {
  const isCounted = (query.state === 'open' || query.state === 'stuck') && Object.entries(query).every(([name, value]) => value === undefined || COUNTED.has(name as keyof DeskFilters));
  return isCounted ? countOpen(act, query) : countByLooking(act, query);
}

async function countOpen(act: Act, query: DeskFilters): Promise<number> {
  const [all, allHeld] = await Promise.all([readOpenClaims(act), readHeldClaims(act)]);
  const isAsked = ({ payerId, fingerprint }: { payerId: string; fingerprint: string }) => (!query.payerId || payerId === query.payerId) && (!query.fingerprint || fingerprint === query.fingerprint);
  const [open, held] = [all.filter(isAsked), allHeld.filter(isAsked)];
  const sum = (rows: readonly { readonly n: number }[]) => rows.reduce((total, { n }) => total + n, 0);
  const causes = causesAsked(query);
  if (causes?.includes('on-hold')) return sum(held);
  if (causes) {
    const names = new Set<string | null>(causes);
    return sum(open.filter(({ cause }) => names.has(cause))) - sum(held.filter(({ cause }) => names.has(cause)));
  }
  return query.state === 'open' ? sum(open) : sum(open.filter(({ cause }) => cause !== '')) + sum(held.filter(({ cause }) => cause === null));
}

async function countByLooking(act: Act, query: DeskFilters): Promise<number> {
  const where = await deskConditions(act, query);
  const row = await selectOne<{ count: number }>(act, `SELECT COUNT(*) AS count FROM claims c WHERE ${where.sql}`, where.values);
  return Number(row?.count ?? 0);
}
