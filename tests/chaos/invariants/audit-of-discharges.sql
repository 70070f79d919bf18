-- A discharge has one event on the audit trail.
SELECT m.id, COUNT(e.sequence) AS events FROM encounters m
LEFT JOIN (SELECT resource_id, sequence FROM audit_events WHERE action = 'encounter.discharged' AND outcome = 'done') e ON e.resource_id = m.id
WHERE m.source = 'careway' AND m.status = 'finished' AND EXISTS (SELECT 1 FROM journeys j WHERE j.id = m.id) GROUP BY m.id HAVING COUNT(e.sequence) <> 1
