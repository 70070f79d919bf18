import { type Migration } from '../migration';

/** Every state an order set had: who changed it, when and why. A task goes by the one that stood when it was opened. */
export const orderSetVersions: Migration = {
  name: '0140-order-set-versions',
  up: [
    'ALTER TABLE order_sets ADD COLUMN version INT NOT NULL DEFAULT 1',
    `CREATE TABLE order_set_versions (
      set_code VARCHAR(40) NOT NULL,
      version INT NOT NULL,
      label VARCHAR(80) NOT NULL,
      source VARCHAR(400) NOT NULL,
      is_retired TINYINT NOT NULL DEFAULT 0,
      why_enc BLOB NULL,
      changed_by VARCHAR(36) NULL COMMENT 'null: came with Careway',
      changed_at DATETIME(3) NOT NULL,
      PRIMARY KEY (set_code, version),
      FOREIGN KEY (set_code) REFERENCES order_sets (code),
      FOREIGN KEY (changed_by) REFERENCES staff_users (id)
    )`,
    'ALTER TABLE order_set_items ADD COLUMN version INT NOT NULL DEFAULT 1',
    // The foreign key of set_code needs an index at every moment: the new ones come before the old ones go.
    'ALTER TABLE order_set_items ADD UNIQUE KEY one_line_per_version (set_code, version, system_code, code)',
    'ALTER TABLE order_set_items DROP PRIMARY KEY, ADD PRIMARY KEY (set_code, version, position)',
    'ALTER TABLE order_set_items DROP KEY one_line_per_order',
  ],
};
