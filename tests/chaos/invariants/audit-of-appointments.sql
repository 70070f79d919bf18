-- A follow-up that was booked has one event on the audit trail.
SELECT m.id, COUNT(e.sequence) AS events FROM appointments m
LEFT JOIN (SELECT resource_id, sequence FROM audit_events WHERE action = 'appointment.booked' AND outcome = 'done') e ON e.resource_id = m.id
WHERE m.kind = 'follow-up' GROUP BY m.id HAVING COUNT(e.sequence) <> 1
