-- A completed task has one event of its completion on the audit trail.
SELECT m.id, COUNT(e.sequence) AS events FROM tasks m
LEFT JOIN (SELECT resource_id, sequence FROM audit_events WHERE action = 'task.completed' AND outcome = 'done') e ON e.resource_id = m.id
WHERE m.status = 'completed' GROUP BY m.id HAVING COUNT(e.sequence) <> 1
