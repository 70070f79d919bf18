import { type Migration } from '../migration';

/**
 * The board stays instant at 100,000 journeys: one index per order and per filter. Those of the orders carry the patient, so that a common
 * name is recognised without reading the row.
 */
export const boardOrders: Migration = {
  name: '0191-board-orders',
  up: [
    `ALTER TABLE journeys ADD COLUMN waits_until DATETIME(3) GENERATED ALWAYS AS (COALESCE(waiting_until, TIMESTAMP'9999-12-31 00:00:00.000')) STORED COMMENT 'waiting_until, with those that wait for no time at the end'`,
    `ALTER TABLE journeys
      DROP INDEX journeys_board, ADD INDEX journeys_board (status, stage_started_at, id, patient_id),
      ADD INDEX journeys_newest (status, started_at, id, patient_id),
      ADD INDEX journeys_until (status, waits_until, id, patient_id),
      ADD INDEX journeys_money (status, money_cents, id, patient_id),
      DROP INDEX journeys_waiting, ADD INDEX journeys_waiting (status, waiting_for, stage_started_at, id),
      ADD INDEX journeys_sla (status, sla_state, stage_started_at, id),
      ADD INDEX journeys_stuck (status, open_incidents, id),
      DROP INDEX journeys_patient, ADD INDEX journeys_patient (patient_id, status)`,
  ],
};
