import { type Migration } from '../migration';

/** The periods a hospital begins with: ten years of clinical record, two of messages; ledger and audit trail as long as the law asks. */
export const retentionData: Migration = {
  name: '0222-retention-data',
  up: ["INSERT INTO retention_periods (kind, days) VALUES ('clinical', 3653), ('messages', 730), ('sessions', 400), ('ledger', 2557), ('audit-trail', 2192)"],
};
