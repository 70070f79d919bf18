import { type Migration } from '../migration';

/** The tasks that were open before anybody counted. */
export const taskCountsFilled: Migration = {
  name: '0067-task-counts-filled',
  up: ["INSERT INTO task_counts (role, ward_id, type, is_held, n) SELECT role, COALESCE(ward_id, ''), type, holder_id IS NOT NULL, COUNT(*) FROM tasks WHERE is_open = 1 GROUP BY 1, 2, 3, 4"],
};
