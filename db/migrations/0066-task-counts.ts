import { type Migration } from '../migration';

const COLUMNS = 'role, ward_id, type, is_held, n';
const key = (row: 'OLD' | 'NEW', n: 1 | -1) => `${row}.role, COALESCE(${row}.ward_id, ''), ${row}.type, ${row}.holder_id IS NOT NULL, ${n}`;

/**
 * How many tasks are open, kept as they change: counting 100,000 of them anew for every look at an inbox takes longer than the
 * inbox. Each change adds a line, in its own transaction and waiting for nobody; lines are folded into the counts now and then
 * (api/services/tasks/tally.ts), and whoever counts adds both up. Triggers, so that no statement can forget it.
 */
export const taskCounts: Migration = {
  name: '0066-task-counts',
  up: [
    `CREATE TABLE task_counts (
      role VARCHAR(30) NOT NULL,
      ward_id VARCHAR(36) NOT NULL COMMENT 'empty: on no ward',
      type VARCHAR(40) NOT NULL,
      is_held TINYINT NOT NULL,
      n BIGINT NOT NULL,
      PRIMARY KEY (role, ward_id, type, is_held)
    )`,
    `CREATE TABLE task_count_changes (
      id BIGINT AUTO_INCREMENT PRIMARY KEY,
      role VARCHAR(30) NOT NULL,
      ward_id VARCHAR(36) NOT NULL,
      type VARCHAR(40) NOT NULL,
      is_held TINYINT NOT NULL,
      n INT NOT NULL
    )`,
    `CREATE TRIGGER tasks_counted_in AFTER INSERT ON tasks FOR EACH ROW
      INSERT INTO task_count_changes (${COLUMNS}) SELECT ${key('NEW', 1)} FROM DUAL WHERE NEW.is_open = 1`,
    `CREATE TRIGGER tasks_counted_out AFTER DELETE ON tasks FOR EACH ROW
      INSERT INTO task_count_changes (${COLUMNS}) SELECT ${key('OLD', -1)} FROM DUAL WHERE OLD.is_open = 1`,
    `CREATE TRIGGER tasks_counted_anew AFTER UPDATE ON tasks FOR EACH ROW
      IF NOT (OLD.is_open = NEW.is_open AND OLD.role = NEW.role AND OLD.ward_id <=> NEW.ward_id AND OLD.type = NEW.type AND (OLD.holder_id IS NULL) = (NEW.holder_id IS NULL)) THEN
        INSERT INTO task_count_changes (${COLUMNS}) SELECT ${key('OLD', -1)} FROM DUAL WHERE OLD.is_open = 1 UNION ALL SELECT ${key('NEW', 1)} FROM DUAL WHERE NEW.is_open = 1;
      END IF`,
  ],
};
