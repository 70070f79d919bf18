-- A claim of a stay has one event of its preparation on the audit trail.
SELECT m.id, COALESCE(e.n, 0) AS events FROM claims m
LEFT JOIN (SELECT resource_id, COUNT(*) AS n FROM audit_events WHERE action = 'claim.prepared' AND outcome = 'done' GROUP BY resource_id) e ON e.resource_id = m.id
WHERE m.source = 'careway' AND m.primary_claim_id IS NULL AND m.encounter_id IS NOT NULL AND COALESCE(e.n, 0) <> 1
