import { type Migration } from '../migration';

type Row = 'OLD' | 'NEW';

const line = (what: string, place: string, at: string, n: number) => `INSERT INTO daily_count_changes (what, place, day, n) VALUES ('${what}', ${place}, DATE(${at}), ${n})`;
/** A time that ends before it began is no time at all, as for whoever looks at a midnight. */
const end = (row: Row) => `GREATEST(${row}.period_end, ${row}.period_start)`;
const placeOfVisit = (row: Row) => `CASE WHEN ${row}.source <> 'careway' THEN 'imported' WHEN ${row}.replay_of_encounter_id IS NULL THEN 'live' ELSE 'replayed' END`;
const fromTo = (row: Row, kind: string, isCounted: string, place: string, n: number) =>
  `IF ${isCounted} THEN ${line(`${kind}-from`, place, `${row}.period_start`, n)}; IF ${row}.period_end IS NOT NULL THEN ${line(`${kind}-to`, place, end(row), n)}; END IF; END IF;`;
const visit = (row: Row, n: number) => `${line('visit', placeOfVisit(row), `${row}.period_start`, n)}; ${fromTo(row, 'stay', `${row}.class_code = 'IMP' AND ${row}.status IN ('in-progress', 'finished')`, placeOfVisit(row), n)}`;
const inBed = (row: Row, n: number) => fromTo(row, 'bed', `${row}.status IN ('active', 'completed')`, `${row}.ward_id`, n);

const CLAIM_COLUMNS = 'is_own, payer_id, submitted_on, answered_on, n, unpaid, charge_cents, paid_cents';
const claim = (row: Row, n: number) => `IF ${row}.submitted_at IS NOT NULL AND ${row}.status NOT IN ('voided', 'entered-in-error') THEN
    INSERT INTO claim_day_changes (${CLAIM_COLUMNS}) VALUES (${row}.source = 'careway', ${row}.payer_id, DATE(${row}.submitted_at), DATE(COALESCE(${row}.answered_at, ${row}.closed_at, TIMESTAMP'9999-12-31 00:00:00')),
      ${n}, ${n} * (${row}.paid_cents = 0), ${n} * ${row}.charge_cents, ${n} * ${row}.paid_cents); END IF;`;

const unchanged = (columns: readonly string[]) => columns.map((column) => `OLD.${column} <=> NEW.${column}`).join(' AND ');
const counted = (name: string, table: string, of: (row: Row, n: number) => string, columns: readonly string[]): string[] => [
  `CREATE TRIGGER ${name}_in AFTER INSERT ON ${table} FOR EACH ROW BEGIN ${of('NEW', 1)} END`,
  `CREATE TRIGGER ${name}_out AFTER DELETE ON ${table} FOR EACH ROW BEGIN ${of('OLD', -1)} END`,
  `CREATE TRIGGER ${name}_anew AFTER UPDATE ON ${table} FOR EACH ROW BEGIN IF NOT (${unchanged(columns)}) THEN ${of('OLD', -1)} ${of('NEW', 1)} END IF; END`,
];

/**
 * What forecasts look back on, counted by day as it happens, so that none of them reads a stay or a claim: visits begun, stays and times in a ward's
 * beds begun and ended, and claims by payer, day of sending and day of their answer. As for the board's counts (0192) each change adds a line in its
 * own transaction, lines are folded now and then (api/services/analytics/dailyCounts.ts), and whoever reads adds both up.
 */
export const dailyCounts: Migration = {
  name: '0270-daily-counts',
  up: [
    `CREATE TABLE daily_counts (
      what VARCHAR(12) NOT NULL COMMENT 'visit, stay-from, stay-to, bed-from or bed-to',
      place VARCHAR(36) NOT NULL COMMENT 'of a visit or stay live, replayed or imported; of a bed its ward',
      day DATE NOT NULL,
      n BIGINT NOT NULL,
      PRIMARY KEY (what, place, day)
    )`,
    `CREATE TABLE daily_count_changes (
      id BIGINT AUTO_INCREMENT PRIMARY KEY,
      what VARCHAR(12) NOT NULL,
      place VARCHAR(36) NOT NULL,
      day DATE NOT NULL,
      n INT NOT NULL
    )`,
    `CREATE TABLE claim_days (
      is_own TINYINT NOT NULL COMMENT '0: imported',
      payer_id VARCHAR(36) NOT NULL,
      submitted_on DATE NOT NULL,
      answered_on DATE NOT NULL COMMENT 'the end of time: not yet',
      n BIGINT NOT NULL,
      unpaid BIGINT NOT NULL COMMENT 'of them without a cent',
      charge_cents BIGINT NOT NULL,
      paid_cents BIGINT NOT NULL,
      PRIMARY KEY (is_own, submitted_on, payer_id, answered_on)
    )`,
    `CREATE TABLE claim_day_changes (
      id BIGINT AUTO_INCREMENT PRIMARY KEY,
      is_own TINYINT NOT NULL,
      payer_id VARCHAR(36) NOT NULL,
      submitted_on DATE NOT NULL,
      answered_on DATE NOT NULL,
      n INT NOT NULL,
      unpaid INT NOT NULL,
      charge_cents BIGINT NOT NULL,
      paid_cents BIGINT NOT NULL
    )`,
    "ALTER TABLE claims ADD COLUMN answered_at DATETIME(3) NULL COMMENT 'its first remittance'",
    `CREATE TRIGGER claim_events_answered AFTER INSERT ON claim_events FOR EACH ROW
      IF NEW.kind = 'remitted' THEN
        UPDATE claims SET answered_at = NEW.at WHERE id = NEW.claim_id AND (answered_at IS NULL OR answered_at > NEW.at);
      END IF`,
    ...counted('encounters_by_day', 'encounters', visit, ['source', 'replay_of_encounter_id', 'class_code', 'status', 'period_start', 'period_end']),
    ...counted('locations_by_day', 'encounter_locations', inBed, ['ward_id', 'status', 'period_start', 'period_end']),
    ...counted('claims_by_day', 'claims', claim, ['source', 'payer_id', 'status', 'submitted_at', 'answered_at', 'closed_at', 'charge_cents', 'paid_cents']),
  ],
};
