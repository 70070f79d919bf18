import { LEDGER_ACCOUNTS, type LedgerAccount } from '../../../domain/ledger/accounts';
import { type Act, select, selectOne } from '../../http/act';
import { countUnchargedServices } from './captureCharges';
import { type HouseBalance, readHouseBalance } from './houseBalance';

export interface LedgerCheck {
  readonly balanced: boolean;
  readonly unbalancedOperations: number;
  readonly differingClaims: number;
  readonly unchargedServices: number;
  readonly house: HouseBalance;
  readonly accounts: { account: string; label: string; cents: number }[];
}

/** Operations whose entries do not sum to zero: none may exist. */
export const UNBALANCED_OPERATIONS = 'SELECT operation_id FROM ledger_entries GROUP BY operation_id HAVING SUM(cents) <> 0';

/**
 * Claims whose balance and ledger tell different stories: what left the payer's receivable under the claim must be what the claim says
 * was paid and adjusted. A claim to a further payer begins with the share passed on to it, so what is left under it is what is open. None
 * may exist. Imported claims have no ledger of ours.
 */
export const DIFFERING_CLAIMS = `SELECT c.id FROM claims c
  LEFT JOIN (SELECT claim_id, SUM(cents) AS moved FROM ledger_entries WHERE ledger_account = 'receivable-payer' AND claim_id IS NOT NULL GROUP BY claim_id) e ON e.claim_id = c.id
  WHERE c.source = 'careway' AND c.status <> 'entered-in-error' AND COALESCE(e.moved, 0) <> CASE WHEN c.primary_claim_id IS NULL THEN 0 ELSE c.charge_cents END - c.paid_cents - c.adjustment_cents`;

/** Does everything add up? Reads the whole ledger. */
export async function checkLedger(act: Pick<Act, 'database' | 'transaction'>): Promise<LedgerCheck> {
  const count = async (sql: string) => Number((await selectOne<{ count: number }>(act, `SELECT COUNT(*) AS count FROM (${sql}) rows_`))?.count ?? 0);
  const unbalancedOperations = await count(UNBALANCED_OPERATIONS);
  const differingClaims = await count(DIFFERING_CLAIMS);
  const unchargedServices = await countUnchargedServices(act);
  const house = await readHouseBalance(act);
  const sums = await select<{ account: string; cents: number }>(act, 'SELECT ledger_account AS account, CAST(SUM(cents) AS SIGNED) AS cents FROM ledger_entries GROUP BY ledger_account ORDER BY ledger_account');
  return {
    balanced: unbalancedOperations === 0 && differingClaims === 0 && unchargedServices === 0 && house.differenceCents === 0, unbalancedOperations, differingClaims, unchargedServices, house,
    accounts: sums.map(({ account, cents }) => ({ account, label: LEDGER_ACCOUNTS[account as LedgerAccount]?.label ?? account, cents: Number(cents) })),
  };
}
