-- One service is claimed once: no charge stands on two claims to a first payer.
SELECT l.charge_item_id, COUNT(DISTINCT c.id) AS claims
FROM claim_lines l JOIN claims c ON c.id = l.claim_id
WHERE c.primary_claim_id IS NULL AND c.source = 'careway' AND c.status NOT IN ('entered-in-error', 'voided') AND l.charge_item_id IS NOT NULL
GROUP BY l.charge_item_id HAVING COUNT(DISTINCT c.id) > 1
