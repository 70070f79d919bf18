-- A claim of a stay has one event of its preparation on the audit trail.
SELECT m.id, COUNT(e.sequence) AS events FROM claims m
LEFT JOIN (SELECT resource_id, sequence FROM audit_events WHERE action = 'claim.prepared' AND outcome = 'done') e ON e.resource_id = m.id
WHERE m.source = 'careway' AND m.primary_claim_id IS NULL AND m.encounter_id IS NOT NULL GROUP BY m.id HAVING COUNT(e.sequence) <> 1
