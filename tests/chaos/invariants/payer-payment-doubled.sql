-- A claim has one answer that stands; the same control number of a payer is never posted twice.
SELECT claim_id, COUNT(*) AS answers FROM remittance_claims
WHERE state = 'posted' AND status_code <> '22' AND reversed_by_id IS NULL AND claim_id IS NOT NULL
GROUP BY claim_id HAVING COUNT(*) > 1
