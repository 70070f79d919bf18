-- An invoice has one event on the audit trail.
SELECT m.id, COALESCE(e.n, 0) AS events FROM invoices m
LEFT JOIN (SELECT resource_id, COUNT(*) AS n FROM audit_events WHERE action = 'invoice.issued' AND outcome = 'done' GROUP BY resource_id) e ON e.resource_id = m.id
WHERE COALESCE(e.n, 0) <> 1
