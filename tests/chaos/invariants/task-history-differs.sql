-- A completed task was completed once: one line in its history, one event on its journey.
SELECT t.id, COALESCE(e.n, 0) AS times FROM tasks t
LEFT JOIN (SELECT task_id, COUNT(*) AS n FROM task_events WHERE kind = 'completed' GROUP BY task_id) e ON e.task_id = t.id
WHERE t.completed_at IS NOT NULL AND COALESCE(e.n, 0) <> CASE WHEN t.status = 'completed' THEN 1 ELSE 0 END
UNION ALL
SELECT t.id, COUNT(e.id) FROM tasks t LEFT JOIN journey_events e ON e.reference_type = 'task' AND e.reference_id = t.id AND e.activity = t.type
  AND e.journey_id = t.journey_id AND e.dedup_id LIKE '%/completed'
WHERE t.status = 'completed' AND t.journey_id IS NOT NULL GROUP BY t.id HAVING COUNT(e.id) <> 1
