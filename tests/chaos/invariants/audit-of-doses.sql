-- A dose that was given has one event on the audit trail.
SELECT m.id, COUNT(e.sequence) AS events FROM medication_administrations m
LEFT JOIN (SELECT resource_id, sequence FROM audit_events WHERE action = 'medicine.given' AND outcome = 'done') e ON e.resource_id = m.id
WHERE m.status = 'completed' GROUP BY m.id HAVING COUNT(e.sequence) <> 1
