import { type Migration } from '../migration';

/**
 * What managers look at, worked out beforehand. A journey's facts are a function of its record; a day's figures are the sum of facts. Each
 * event of a journey leaves a line (a trigger, so that no statement can forget it), and whoever projects takes the lines it sees,
 * works out those journeys anew and adds the difference (api/services/analytics/project.ts).
 */
export const analytics: Migration = {
  name: '0200-analytics',
  up: [
    `CREATE TABLE analytics_changes (
      id BIGINT AUTO_INCREMENT PRIMARY KEY,
      journey_id VARCHAR(36) NOT NULL,
      at DATETIME(3) NOT NULL
    )`,
    `CREATE TABLE analytics_journeys (
      journey_id VARCHAR(36) PRIMARY KEY,
      started_on DATE NOT NULL,
      ended_on DATE NULL COMMENT 'closed or cancelled',
      status VARCHAR(12) NOT NULL,
      outcome VARCHAR(30) NULL,
      last_stage VARCHAR(20) NOT NULL,
      ward_id VARCHAR(36) NULL,
      payer_id VARCHAR(36) NULL,
      diagnosis VARCHAR(20) NOT NULL COMMENT 'domain/analytics/diagnosisGroups',
      variant CHAR(32) NULL,
      fitness DECIMAL(6, 5) NULL COMMENT 'null while it runs',
      deviations TEXT NULL COMMENT 'JSON; codes only',
      facts MEDIUMTEXT NOT NULL COMMENT 'JSON; what this journey has added to the days',
      KEY analytics_journeys_ended (ended_on, fitness),
      KEY analytics_journeys_left (ended_on, status, outcome, last_stage),
      FOREIGN KEY (journey_id) REFERENCES journeys (id)
    )`,
    `CREATE TABLE analytics_days (
      id VARCHAR(190) PRIMARY KEY COMMENT 'kind, dimension, value, day, name: one row each',
      kind VARCHAR(10) NOT NULL,
      dimension VARCHAR(10) NOT NULL COMMENT 'all, ward, payer, diagnosis or role',
      value VARCHAR(36) NOT NULL COMMENT 'empty for all',
      day DATE NOT NULL,
      name VARCHAR(60) NOT NULL,
      n BIGINT NOT NULL,
      total_ms BIGINT NOT NULL,
      waiting_ms BIGINT NOT NULL,
      working_ms BIGINT NOT NULL,
      idle_ms BIGINT NOT NULL,
      sketch TEXT NOT NULL COMMENT 'JSON: bucket to count (domain/analytics/sketch)',
      KEY analytics_days_look (kind, dimension, value, day),
      KEY analytics_days_name (kind, dimension, name, day)
    )`,
    `CREATE TABLE analytics_variants (
      id CHAR(32) PRIMARY KEY,
      path TEXT NOT NULL COMMENT 'JSON: codes of the pathway in order'
    )`,
    `CREATE TABLE analytics_lags (
      id BIGINT AUTO_INCREMENT PRIMARY KEY,
      at DATETIME(3) NOT NULL,
      lag_ms INT NOT NULL
    )`,
    `CREATE TRIGGER journey_events_analysed AFTER INSERT ON journey_events FOR EACH ROW
      INSERT INTO analytics_changes (journey_id, at) VALUES (NEW.journey_id, UTC_TIMESTAMP(3))`,
  ],
};
