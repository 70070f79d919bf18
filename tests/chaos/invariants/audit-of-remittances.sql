-- A remittance that came by file has one event on the audit trail.
SELECT m.id, COALESCE(e.n, 0) AS events FROM remittances m
LEFT JOIN (SELECT resource_id, COUNT(*) AS n FROM audit_events WHERE action = 'remittance.received' AND outcome = 'done' GROUP BY resource_id) e ON e.resource_id = m.id
WHERE m.source = 'x12' AND COALESCE(e.n, 0) <> 1
