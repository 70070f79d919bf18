import { type Migration } from '../migration';

/** What a physician orders together, by reason of admission: sets, their items, and the reasons that suggest them. */
export const orderSets: Migration = {
  name: '0134-order-sets',
  up: [
    `CREATE TABLE order_sets (
      code VARCHAR(40) PRIMARY KEY,
      label VARCHAR(80) NOT NULL,
      source VARCHAR(400) NOT NULL COMMENT 'where the idea comes from',
      position INT NOT NULL,
      retired_at DATETIME(3) NULL
    )`,
    `CREATE TABLE order_set_items (
      set_code VARCHAR(40) NOT NULL,
      position INT NOT NULL,
      category VARCHAR(20) NOT NULL,
      system_code VARCHAR(20) NOT NULL,
      code VARCHAR(40) NOT NULL,
      is_preselected TINYINT NOT NULL DEFAULT 1,
      priority VARCHAR(10) NOT NULL DEFAULT 'routine',
      dose_quantity DECIMAL(12, 4) NULL,
      dose_unit VARCHAR(30) NULL,
      route VARCHAR(30) NULL,
      every_hours INT NULL COMMENT 'null: once',
      note VARCHAR(200) NULL COMMENT 'when to leave it out, or to add it',
      PRIMARY KEY (set_code, position),
      UNIQUE KEY one_line_per_order (set_code, system_code, code),
      FOREIGN KEY (set_code) REFERENCES order_sets (code),
      CHECK (category IN ('laboratory', 'imaging', 'medicine')),
      CHECK (priority IN ('routine', 'urgent', 'stat')),
      CHECK ((category = 'medicine') = (dose_quantity IS NOT NULL))
    )`,
    `CREATE TABLE order_set_reasons (
      set_code VARCHAR(40) NOT NULL,
      system_code VARCHAR(20) NOT NULL,
      code VARCHAR(40) NOT NULL COMMENT 'reason of the admission',
      PRIMARY KEY (system_code, code),
      FOREIGN KEY (set_code) REFERENCES order_sets (code)
    )`,
  ],
};
