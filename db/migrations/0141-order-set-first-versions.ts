import { type Migration } from '../migration';

/** What the sets hold so far is their first version, and stood at any time before. */
export const orderSetFirstVersions: Migration = {
  name: '0141-order-set-first-versions',
  up: ["INSERT INTO order_set_versions (set_code, version, label, source, is_retired, changed_at) SELECT code, version, label, source, retired_at IS NOT NULL, '2000-01-01 00:00:00.000' FROM order_sets"],
};
