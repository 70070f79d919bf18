-- One step of a workflow asks people once.
SELECT workflow_id, type, SUBSTRING_INDEX(dedup_id, '/', -1) AS step, COUNT(*) AS tasks FROM tasks
WHERE workflow_id IS NOT NULL GROUP BY workflow_id, type, SUBSTRING_INDEX(dedup_id, '/', -1) HAVING COUNT(*) > 1
