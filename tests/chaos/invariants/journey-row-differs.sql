-- The board shows as many open tasks and incidents as there are.
SELECT j.id, j.open_tasks, j.open_incidents FROM journeys j
LEFT JOIN (SELECT journey_id, COUNT(*) AS n FROM tasks WHERE is_open = 1 AND journey_id IS NOT NULL GROUP BY journey_id) t ON t.journey_id = j.id
LEFT JOIN (SELECT journey_id, COUNT(*) AS n FROM incidents WHERE status IN ('open', 'retrying', 'on-hold') AND journey_id IS NOT NULL GROUP BY journey_id) i ON i.journey_id = j.id
WHERE j.status = 'running' AND (j.open_tasks <> COALESCE(t.n, 0) OR j.open_incidents <> COALESCE(i.n, 0))
