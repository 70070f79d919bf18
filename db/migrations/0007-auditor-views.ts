import { type Migration } from '../migration';

/** The views a read-only auditor relies on, whatever the tables behind them are called (the contract's names). */
export const auditorViews: Migration = {
  name: '0007-auditor-views',
  up: [
    `CREATE VIEW v_ledger AS
      SELECT id AS entry, ledger_account AS account, cents, operation_id AS operation FROM ledger_entries`,
    `CREATE VIEW v_claim_balance AS
      SELECT id AS claim, charge_cents AS charge, paid_cents AS paid, adjustment_cents AS adjustments, patient_cents AS patient,
        charge_cents - paid_cents - adjustment_cents AS open FROM claims`,
    `CREATE VIEW v_journeys AS
      SELECT id AS journey, id AS encounter, stage, status, workflow_id FROM journeys`,
    `CREATE VIEW v_open_tasks AS
      SELECT id AS task, journey_id AS journey, type, status, holder_id AS holder, due_at AS due FROM tasks WHERE is_open = 1`,
  ],
};
