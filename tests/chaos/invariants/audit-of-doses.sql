-- A dose that was given has one event on the audit trail.
SELECT m.id, COALESCE(e.n, 0) AS events FROM medication_administrations m
LEFT JOIN (SELECT resource_id, COUNT(*) AS n FROM audit_events WHERE action = 'medicine.given' AND outcome = 'done' GROUP BY resource_id) e ON e.resource_id = m.id
WHERE m.status = 'completed' AND COALESCE(e.n, 0) <> 1
