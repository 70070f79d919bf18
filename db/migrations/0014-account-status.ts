import { type Migration } from '../migration';

/** Room for every FHIR Account.status. */
export const accountStatus: Migration = {
  name: '0014-account-status',
  up: [
    `ALTER TABLE accounts MODIFY status VARCHAR(20) NOT NULL DEFAULT 'active'`,
    `ALTER TABLE accounts ADD CHECK (status IN ('active', 'inactive', 'on-hold', 'entered-in-error'))`,
  ],
};
