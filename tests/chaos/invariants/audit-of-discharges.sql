-- A discharge has one event on the audit trail.
SELECT m.id, COALESCE(e.n, 0) AS events FROM encounters m
LEFT JOIN (SELECT resource_id, COUNT(*) AS n FROM audit_events WHERE action = 'encounter.discharged' AND outcome = 'done' GROUP BY resource_id) e ON e.resource_id = m.id
WHERE m.source = 'careway' AND m.status = 'finished' AND EXISTS (SELECT 1 FROM journeys j WHERE j.id = m.id) AND COALESCE(e.n, 0) <> 1
