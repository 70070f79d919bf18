-- A payment is taken once: no receipt of one account counts twice, also under another key. One taken back may come again.
SELECT p.account_id, p.method, p.cents, COUNT(*) AS payments
FROM payments p LEFT JOIN ledger_operations r ON r.reverses_id = p.operation_id
WHERE p.reference_index IS NOT NULL AND r.id IS NULL
GROUP BY p.account_id, p.method, p.cents, p.reference_index HAVING COUNT(*) > 1
