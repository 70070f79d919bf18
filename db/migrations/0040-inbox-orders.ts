import { type Migration } from '../migration';

/**
 * The inbox sorts and filters by all it shows, at 100,000 open tasks: one index per order, one that answers every count alone.
 * The patient's early-warning score stands on the task because no index spans two tables.
 */
export const inboxOrders: Migration = {
  name: '0040-inbox-orders',
  up: [
    `ALTER TABLE tasks ADD COLUMN acuity TINYINT NOT NULL DEFAULT -1 COMMENT 'NEWS2 of the patient when last scored; -1: never'`,
    'CREATE INDEX tasks_inbox_acuity ON tasks (is_open, role, acuity DESC, due_at, id)',
    'CREATE INDEX tasks_inbox_type ON tasks (is_open, role, type, due_at, id)',
    'CREATE INDEX tasks_inbox_follow_up ON tasks (is_open, role, follow_up_at, id)',
    'CREATE INDEX tasks_inbox_status ON tasks (status, role, due_at, id)',
    'DROP INDEX tasks_inbox_counts ON tasks',
    'CREATE INDEX tasks_inbox_counts ON tasks (is_open, role, type, ward_id, due_at, holder_id, priority, acuity)',
  ],
};
