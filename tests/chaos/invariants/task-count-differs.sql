-- The counts of the inbox are the tasks that are open.
SELECT role, ward_id, type, is_held, SUM(n) AS difference FROM (
  SELECT role, ward_id, type, is_held, n FROM task_counts
  UNION ALL SELECT role, ward_id, type, is_held, n FROM task_count_changes
  UNION ALL SELECT role, COALESCE(ward_id, ''), type, holder_id IS NOT NULL, -1 FROM tasks WHERE is_open = 1
) counted GROUP BY role, ward_id, type, is_held HAVING SUM(n) <> 0
