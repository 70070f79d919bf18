-- Charge = paid + adjustments + open for every claim, told by the ledger: what left the payer’s receivable under a claim is what the claim says was paid and adjusted.
SELECT c.id, c.charge_cents, c.paid_cents, c.adjustment_cents, COALESCE(e.moved, 0) AS ledger_cents
FROM claims c
LEFT JOIN (SELECT claim_id, SUM(cents) AS moved FROM ledger_entries WHERE ledger_account = 'receivable-payer' AND claim_id IS NOT NULL GROUP BY claim_id) e ON e.claim_id = c.id
WHERE c.source = 'careway' AND c.status <> 'entered-in-error'
  AND COALESCE(e.moved, 0) <> CASE WHEN c.primary_claim_id IS NULL THEN 0 ELSE c.charge_cents END - c.paid_cents - c.adjustment_cents
