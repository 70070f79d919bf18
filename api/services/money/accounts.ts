import { newId } from '../../../db/newId';
import { type Act, execute, select, selectOne } from '../../http/act';
import { stillThere } from '../../http/stillThere';
import { nextNumber } from './numbers';

export interface AccountRow {
  readonly id: string;
  readonly number: string;
  readonly patientId: string;
  readonly encounterId: string | null;
  readonly status: string;
  readonly version: number;
}

const COLUMNS = 'id, number, patient_id AS patientId, encounter_id AS encounterId, status, version';

/** The account of an encounter, made when there is none. An encounter has one. */
export async function openAccount(act: Act, owner: { patientId: string; encounterId: string }): Promise<AccountRow> {
  const known = await accountOfEncounter(act, owner.encounterId);
  if (known) return known;
  // A rival that commits first wins the unique key, and its account is read below.
  await execute(act, 'INSERT IGNORE INTO accounts (id, number, patient_id, encounter_id, created_at) VALUES (?)', [[newId(), await nextNumber(act, 'account'), owner.patientId, owner.encounterId, act.now]]);
  return stillThere(await accountOfEncounter(act, owner.encounterId), 'account');
}

export async function accountOfEncounter(act: Act, encounterId: string): Promise<AccountRow | null> {
  return selectOne<AccountRow>(act, `SELECT ${COLUMNS} FROM accounts WHERE encounter_id = ?`, [encounterId]);
}

/** The account, its row locked in a write: whoever moves a balance holds it. Null when there is none. */
export async function lockAccount(act: Act, accountId: string): Promise<AccountRow | null> {
  return selectOne<AccountRow>(act, `SELECT ${COLUMNS} FROM accounts WHERE id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [accountId]);
}

export interface AccountBalance {
  /** What the patient owes now; negative is a credit. */
  readonly patientCents: number;
  /** What payers have not answered yet: the patient owes none of it. */
  readonly insurancePendingCents: number;
}

/** Balances straight from the ledger, so that they are right while insurance is pending. */
export async function balanceOfAccount(act: Act, accountId: string): Promise<AccountBalance> {
  const rows = await select<{ ledgerAccount: string; cents: number }>(
    act,
    `SELECT ledger_account AS ledgerAccount, CAST(SUM(cents) AS SIGNED) AS cents FROM ledger_entries
     WHERE account_id = ? AND ledger_account IN ('receivable-patient', 'receivable-payer') GROUP BY ledger_account`,
    [accountId],
  );
  const of = (name: string) => Number(rows.find((row) => row.ledgerAccount === name)?.cents ?? 0);
  return { patientCents: of('receivable-patient'), insurancePendingCents: of('receivable-payer') };
}
