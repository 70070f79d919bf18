-- A remittance that came by file has one event on the audit trail.
SELECT m.id, COUNT(e.sequence) AS events FROM remittances m
LEFT JOIN (SELECT resource_id, sequence FROM audit_events WHERE action = 'remittance.received' AND outcome = 'done') e ON e.resource_id = m.id
WHERE m.source = 'x12' GROUP BY m.id HAVING COUNT(e.sequence) <> 1
