import { type Migration } from '../migration';

/** The claims desk sorts open claims by deadline and by money without reading the closed ones. */
export const claimsDesk: Migration = {
  name: '0012-claims-desk',
  up: [
    `ALTER TABLE claims
      ADD COLUMN is_open TINYINT GENERATED ALWAYS AS (CASE WHEN closed_at IS NULL AND status NOT IN ('closed', 'voided', 'entered-in-error') THEN 1 ELSE 0 END) VIRTUAL,
      ADD COLUMN open_cents BIGINT GENERATED ALWAYS AS (charge_cents - paid_cents - adjustment_cents) VIRTUAL,
      ADD COLUMN desk_deadline_at DATETIME(3) GENERATED ALWAYS AS (COALESCE(next_deadline_at, TIMESTAMP'9999-12-31 00:00:00')) VIRTUAL`,
    `ALTER TABLE claims
      ADD KEY claims_desk_deadline (is_open, desk_deadline_at, id),
      ADD KEY claims_desk_money (is_open, open_cents, id),
      ADD KEY claims_desk_cause (is_open, stuck_cause, desk_deadline_at, id),
      ADD KEY claims_desk_new (is_open, created_at, id)`,
  ],
};
