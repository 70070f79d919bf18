-- A completed task has one event of its completion on the audit trail.
SELECT m.id, COALESCE(e.n, 0) AS events FROM tasks m
LEFT JOIN (SELECT resource_id, COUNT(*) AS n FROM audit_events WHERE action = 'task.completed' AND outcome = 'done' GROUP BY resource_id) e ON e.resource_id = m.id
WHERE m.status = 'completed' AND COALESCE(e.n, 0) <> 1
