import { type Migration } from '../migration';

/**
 * The whole house in one row: what was charged, from the charges themselves, against where the ledger says it went. Cash is what was kept:
 * less refunds, and less what came in and is owed back to a payer. What payers add or take for no charge belongs to no account and is
 * not in it.
 */
export const houseBalance: Migration = {
  name: '0100-house-balance',
  up: [
    `CREATE VIEW v_house_balance AS
      SELECT c.charge_cents, l.paid_cents, l.adjusted_cents, l.open_payer_cents, l.open_patient_cents, l.open_payer_cents + l.open_patient_cents AS open_cents,
        c.charge_cents - l.paid_cents - l.adjusted_cents - l.open_payer_cents - l.open_patient_cents AS difference_cents
      FROM (SELECT CAST(COALESCE(SUM(amount_cents), 0) AS SIGNED) AS charge_cents FROM charge_items WHERE status NOT IN ('entered-in-error', 'not-billable', 'aborted')) c
      CROSS JOIN (
        SELECT CAST(COALESCE(SUM(CASE WHEN ledger_account IN ('cash', 'payer-credit') THEN cents END), 0) AS SIGNED) AS paid_cents,
          CAST(COALESCE(SUM(CASE WHEN ledger_account IN ('contractual-adjustment', 'write-off') THEN cents END), 0) AS SIGNED) AS adjusted_cents,
          CAST(COALESCE(SUM(CASE WHEN ledger_account = 'receivable-payer' THEN cents END), 0) AS SIGNED) AS open_payer_cents,
          CAST(COALESCE(SUM(CASE WHEN ledger_account = 'receivable-patient' THEN cents END), 0) AS SIGNED) AS open_patient_cents
        FROM ledger_entries WHERE account_id IS NOT NULL
      ) l`,
  ],
};
