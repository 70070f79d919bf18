-- An admission has one event on the audit trail.
SELECT m.id, COALESCE(e.n, 0) AS events FROM journeys m
LEFT JOIN (SELECT resource_id, COUNT(*) AS n FROM audit_events WHERE action = 'encounter.admitted' AND outcome = 'done' GROUP BY resource_id) e ON e.resource_id = m.id
WHERE COALESCE(e.n, 0) <> 1
