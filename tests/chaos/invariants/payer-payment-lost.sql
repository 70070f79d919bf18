-- A claim counts as paid what its answer that stands paid, no more and no less.
SELECT c.id, c.paid_cents, COALESCE(x.cents, 0) AS answered_cents
FROM claims c
LEFT JOIN (SELECT claim_id, SUM(paid_cents) AS cents FROM remittance_claims WHERE state = 'posted' AND status_code <> '22' AND reversed_by_id IS NULL GROUP BY claim_id) x ON x.claim_id = c.id
WHERE c.source = 'careway' AND c.paid_cents <> COALESCE(x.cents, 0)
