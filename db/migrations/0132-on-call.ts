import { type Migration } from '../migration';

/** Who is on call for the whole house, shift by shift. */
export const onCall: Migration = {
  name: '0132-on-call',
  up: [
    `CREATE TABLE on_call_duties (
      id VARCHAR(36) PRIMARY KEY,
      user_id VARCHAR(36) NOT NULL,
      duty VARCHAR(20) NOT NULL COMMENT 'domain/shifts/onCall',
      shift_date DATE NOT NULL COMMENT 'the day the shift begins',
      shift VARCHAR(10) NOT NULL,
      status VARCHAR(10) NOT NULL DEFAULT 'planned',
      created_by VARCHAR(36) NULL,
      version INT NOT NULL DEFAULT 1,
      created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
      planned_user_id VARCHAR(36) GENERATED ALWAYS AS (CASE WHEN status = 'planned' THEN user_id END) VIRTUAL,
      UNIQUE KEY one_duty_at_a_time (planned_user_id, shift_date, shift),
      KEY on_call_duties_shift (duty, shift_date, shift),
      FOREIGN KEY (user_id) REFERENCES staff_users (id),
      CHECK (shift IN ('day', 'night')),
      CHECK (status IN ('planned', 'cancelled'))
    )`,
  ],
};
