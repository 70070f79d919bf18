-- A claim to a first payer is the sum of its lines.
SELECT c.id, c.charge_cents, SUM(l.charge_cents) AS line_cents
FROM claims c LEFT JOIN claim_lines l ON l.claim_id = c.id
WHERE c.source = 'careway' AND c.primary_claim_id IS NULL AND c.status NOT IN ('entered-in-error', 'voided')
GROUP BY c.id, c.charge_cents HAVING c.charge_cents <> COALESCE(SUM(l.charge_cents), 0)
