import { type Migration } from '../migration';

/** The inbox stays instant at 100,000 open tasks: one index per order it offers, one that answers its counts alone. */
export const inboxIndexes: Migration = {
  name: '0011-inbox-indexes',
  up: [
    'CREATE INDEX tasks_inbox_priority ON tasks (is_open, role, priority, due_at, id)',
    'CREATE INDEX tasks_inbox_newest ON tasks (is_open, role, created_at, id)',
    'CREATE INDEX tasks_inbox_counts ON tasks (is_open, role, type, ward_id, due_at, holder_id)',
    'CREATE INDEX journeys_waiting ON journeys (status, waiting_for, id)',
    'CREATE INDEX journeys_closed ON journeys (closed_at)',
    'CREATE INDEX journeys_started ON journeys (started_at)',
  ],
};
