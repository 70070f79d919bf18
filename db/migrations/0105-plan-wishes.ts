import { type Migration } from '../migration';

/** A patient wishes to pay in instalments before it is known what they will owe: the plan is made with the first bill. And accounts are found by age. */
export const planWishes: Migration = {
  name: '0105-plan-wishes',
  up: [
    `CREATE TABLE payment_plan_wishes (
      account_id VARCHAR(36) PRIMARY KEY,
      instalments INT NOT NULL,
      rhythm VARCHAR(10) NOT NULL,
      wished_by VARCHAR(36) NOT NULL COMMENT 'who wrote it down',
      wished_at DATETIME(3) NOT NULL,
      plan_id VARCHAR(36) NULL UNIQUE COMMENT 'what came of it',
      FOREIGN KEY (account_id) REFERENCES accounts (id),
      FOREIGN KEY (wished_by) REFERENCES staff_users (id),
      FOREIGN KEY (plan_id) REFERENCES payment_plans (id),
      CHECK (instalments BETWEEN 2 AND 36),
      CHECK (rhythm IN ('month', 'two-weeks', 'week'))
    )`,
    `ALTER TABLE accounts ADD KEY accounts_opened (created_at, id)`,
  ],
};
