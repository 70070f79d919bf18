-- A follow-up that was booked has one event on the audit trail.
SELECT m.id, COALESCE(e.n, 0) AS events FROM appointments m
LEFT JOIN (SELECT resource_id, COUNT(*) AS n FROM audit_events WHERE action = 'appointment.booked' AND outcome = 'done' GROUP BY resource_id) e ON e.resource_id = m.id
WHERE m.kind = 'follow-up' AND COALESCE(e.n, 0) <> 1
