-- A patient is asked for one thing once: one standing invoice per claim, and per stay without one.
SELECT account_id, claim_id, COUNT(*) AS invoices FROM invoices WHERE status <> 'cancelled' GROUP BY account_id, claim_id HAVING COUNT(*) > 1
