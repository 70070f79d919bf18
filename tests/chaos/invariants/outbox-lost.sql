-- What a workflow must hear was written down in the transaction that did it: a completed task has its update, a journey its start.
SELECT t.id, t.workflow_id FROM tasks t
LEFT JOIN workflow_commands c ON c.workflow_id = t.workflow_id AND c.dedup_id = CONCAT('task-', t.id, '-v', t.version - 1)
WHERE t.status = 'completed' AND t.workflow_id IS NOT NULL AND c.id IS NULL
UNION ALL
SELECT j.id, j.workflow_id FROM journeys j LEFT JOIN workflow_commands c ON c.workflow_id = j.workflow_id AND c.kind = 'start'
WHERE c.id IS NULL
