-- An admission has one event on the audit trail.
SELECT m.id, COUNT(e.sequence) AS events FROM journeys m
LEFT JOIN (SELECT resource_id, sequence FROM audit_events WHERE action = 'encounter.admitted' AND outcome = 'done') e ON e.resource_id = m.id
WHERE m.id IS NOT NULL GROUP BY m.id HAVING COUNT(e.sequence) <> 1
