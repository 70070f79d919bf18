-- A rung of the ladder never fires for a task that is done: by the order in which its history was written, which no clock changes.
SELECT f.task_id, f.kind FROM tasks t
JOIN (SELECT task_id, MAX(id) AS id FROM task_events WHERE kind IN ('completed', 'cancelled') GROUP BY task_id) d ON d.task_id = t.id
JOIN task_events f ON f.task_id = t.id AND f.id > d.id AND f.kind LIKE 'sla-%'
WHERE t.is_open = 0
