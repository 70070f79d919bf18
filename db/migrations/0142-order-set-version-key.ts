import { type Migration } from '../migration';

/** A line belongs to a version that is on record. */
export const orderSetVersionKey: Migration = {
  name: '0142-order-set-version-key',
  up: ['ALTER TABLE order_set_items ADD CONSTRAINT line_of_a_version FOREIGN KEY (set_code, version) REFERENCES order_set_versions (set_code, version)'],
};
