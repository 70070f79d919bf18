import { type Migration } from '../migration';

/** Who holds which role, looked at one by one: kept or withdrawn, by whom and why. */
export const accessReviews: Migration = {
  name: '0223-access-reviews',
  up: [
    `CREATE TABLE access_reviews (
      id VARCHAR(36) PRIMARY KEY,
      number VARCHAR(20) NOT NULL UNIQUE,
      due_on DATE NOT NULL,
      started_by VARCHAR(36) NOT NULL,
      started_at DATETIME(3) NOT NULL,
      completed_at DATETIME(3) NULL,
      open_one TINYINT GENERATED ALWAYS AS (CASE WHEN completed_at IS NULL THEN 1 END) VIRTUAL,
      UNIQUE KEY one_open_review (open_one),
      KEY access_reviews_started (started_at, id),
      FOREIGN KEY (started_by) REFERENCES staff_users (id)
    )`,
    `CREATE TABLE access_review_items (
      id VARCHAR(36) PRIMARY KEY,
      review_id VARCHAR(36) NOT NULL,
      user_id VARCHAR(36) NOT NULL,
      role VARCHAR(30) NOT NULL,
      decision VARCHAR(10) NULL,
      reason_enc BLOB NULL,
      decided_by VARCHAR(36) NULL,
      decided_at DATETIME(3) NULL,
      UNIQUE KEY one_item_per_holding (review_id, user_id, role),
      KEY access_review_items_decision (review_id, decision, role),
      FOREIGN KEY (review_id) REFERENCES access_reviews (id),
      FOREIGN KEY (user_id) REFERENCES staff_users (id),
      FOREIGN KEY (decided_by) REFERENCES staff_users (id),
      CHECK (decision IN ('kept', 'withdrawn')),
      CHECK ((decision IS NULL) = (decided_by IS NULL)),
      CONSTRAINT access_review_not_oneself CHECK (decided_by IS NULL OR decided_by <> user_id)
    )`,
  ],
};
