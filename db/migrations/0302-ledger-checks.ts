import { type Migration } from '../migration';

/** The last proof of the whole ledger, for pages that only want to say how it stands: making one reads everything that was ever posted. */
export const ledgerChecks: Migration = {
  name: '0302-ledger-checks',
  up: [
    `CREATE TABLE ledger_checks (
      id TINYINT PRIMARY KEY COMMENT '1: there is one row',
      checked_at DATETIME(3) NOT NULL,
      found JSON NOT NULL,
      CHECK (id = 1)
    )`,
  ],
};
