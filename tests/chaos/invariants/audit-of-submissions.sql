-- Each time a claim went to its payer is on the audit trail once.
SELECT c.id, COALESCE(s.n, 0) AS submissions, COALESCE(e.n, 0) AS events FROM claims c
LEFT JOIN (SELECT claim_id, COUNT(*) AS n FROM claim_submissions GROUP BY claim_id) s ON s.claim_id = c.id
LEFT JOIN (SELECT resource_id, COUNT(*) AS n FROM audit_events WHERE action = 'claim.submitted' AND outcome = 'done' GROUP BY resource_id) e ON e.resource_id = c.id
WHERE c.source = 'careway' AND COALESCE(s.n, 0) <> COALESCE(e.n, 0)
