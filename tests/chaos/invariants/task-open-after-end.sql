-- No task of a journey that is over, or of a claim that is at its end, is in anybody’s inbox.
SELECT t.id, t.type FROM tasks t JOIN journeys j ON j.id = t.journey_id
WHERE t.is_open = 1 AND j.status <> 'running' AND t.workflow_id = j.workflow_id
UNION ALL
SELECT t.id, t.type FROM tasks t JOIN claims c ON c.id = t.claim_id
WHERE t.is_open = 1 AND c.closed_at IS NOT NULL AND t.workflow_id = CONCAT('claim-', c.id)
