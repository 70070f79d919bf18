import { type Migration } from '../migration';

/** Balances paid in parts: what the patient agreed to pay, and when. What is paid on it is read from payments and ledger, never stored twice. */
export const paymentPlans: Migration = {
  name: '0103-payment-plans',
  up: [
    `CREATE TABLE payment_plans (
      id VARCHAR(36) PRIMARY KEY,
      account_id VARCHAR(36) NOT NULL,
      patient_id VARCHAR(36) NOT NULL,
      total_cents BIGINT NOT NULL,
      status VARCHAR(10) NOT NULL,
      agreement VARCHAR(10) NULL COMMENT 'how the patient consented; null until they did',
      proposed_by VARCHAR(36) NOT NULL,
      proposed_at DATETIME(3) NOT NULL,
      agreed_at DATETIME(3) NULL,
      ended_at DATETIME(3) NULL,
      ended_by VARCHAR(36) NULL,
      reason_enc BLOB NULL COMMENT 'why it was cancelled',
      version INT NOT NULL DEFAULT 1,
      standing_account_id VARCHAR(36) GENERATED ALWAYS AS (CASE WHEN status IN ('proposed', 'active') THEN account_id END) VIRTUAL,
      UNIQUE KEY one_plan_per_account (standing_account_id),
      KEY payment_plans_account (account_id, proposed_at),
      FOREIGN KEY (account_id) REFERENCES accounts (id),
      FOREIGN KEY (patient_id) REFERENCES patients (id),
      FOREIGN KEY (proposed_by) REFERENCES staff_users (id),
      FOREIGN KEY (ended_by) REFERENCES staff_users (id),
      CHECK (total_cents > 0),
      CHECK (status IN ('proposed', 'active', 'kept', 'defaulted', 'cancelled')),
      CHECK (agreement IS NULL OR agreement IN ('portal', 'in-person', 'phone')),
      CHECK (status IN ('proposed', 'cancelled') OR (agreement IS NOT NULL AND agreed_at IS NOT NULL))
    )`,
    `CREATE TABLE payment_plan_instalments (
      plan_id VARCHAR(36) NOT NULL,
      number INT NOT NULL,
      due_on DATE NOT NULL,
      cents BIGINT NOT NULL,
      PRIMARY KEY (plan_id, number),
      FOREIGN KEY (plan_id) REFERENCES payment_plans (id),
      CHECK (number > 0),
      CHECK (cents > 0)
    )`,
  ],
};
