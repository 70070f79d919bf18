import { type Migration } from '../migration';

const COLUMNS = 'status, stage, ward_id, payer_id, waiting_for, sla_state, n, incidents, money_cents';
const line = (row: 'OLD' | 'NEW', sign: 1 | -1) =>
  `${row}.status, ${row}.stage, COALESCE(${row}.ward_id, ''), COALESCE(${row}.payer_id, ''), COALESCE(${row}.waiting_for, ''), ${row}.sla_state, ${sign}, ${sign} * ${row}.open_incidents, ${sign} * ${row}.money_cents`;
const same = ['status', 'stage', 'ward_id', 'payer_id', 'waiting_for', 'sla_state', 'open_incidents', 'money_cents'].map((column) => `OLD.${column} <=> NEW.${column}`).join(' AND ');

/**
 * How many journeys are where, kept as they change, as for tasks (0066): each change adds a line in its own transaction, lines are folded into
 * the counts of each dimension now and then (api/services/journeys/boardTally.ts), and whoever counts adds both up.
 */
export const journeyCounts: Migration = {
  name: '0192-journey-counts',
  up: [
    `CREATE TABLE journey_counts (
      status VARCHAR(12) NOT NULL,
      dimension VARCHAR(12) NOT NULL COMMENT 'stage, ward, payer, waitingFor or sla',
      value VARCHAR(80) NOT NULL COMMENT 'empty: none',
      n BIGINT NOT NULL,
      breached BIGINT NOT NULL,
      incidents BIGINT NOT NULL,
      money_cents BIGINT NOT NULL,
      PRIMARY KEY (status, dimension, value)
    )`,
    `CREATE TABLE journey_count_changes (
      id BIGINT AUTO_INCREMENT PRIMARY KEY,
      status VARCHAR(12) NOT NULL,
      stage VARCHAR(20) NOT NULL,
      ward_id VARCHAR(36) NOT NULL,
      payer_id VARCHAR(36) NOT NULL,
      waiting_for VARCHAR(80) NOT NULL,
      sla_state VARCHAR(8) NOT NULL,
      n INT NOT NULL,
      incidents INT NOT NULL,
      money_cents BIGINT NOT NULL
    )`,
    `CREATE TRIGGER journeys_counted_in AFTER INSERT ON journeys FOR EACH ROW INSERT INTO journey_count_changes (${COLUMNS}) VALUES (${line('NEW', 1)})`,
    `CREATE TRIGGER journeys_counted_out AFTER DELETE ON journeys FOR EACH ROW INSERT INTO journey_count_changes (${COLUMNS}) VALUES (${line('OLD', -1)})`,
    `CREATE TRIGGER journeys_counted_anew AFTER UPDATE ON journeys FOR EACH ROW
      IF NOT (${same}) THEN
        INSERT INTO journey_count_changes (${COLUMNS}) VALUES (${line('OLD', -1)}), (${line('NEW', 1)});
      END IF`,
  ],
};
