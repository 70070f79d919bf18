-- Each payment is in the ledger with its amount, and each payment of the ledger is a payment.
SELECT p.id AS payment_id, p.operation_id FROM payments p
LEFT JOIN (SELECT operation_id, SUM(cents) AS cents FROM ledger_entries WHERE ledger_account = 'cash' GROUP BY operation_id) e ON e.operation_id = p.operation_id
WHERE COALESCE(e.cents, 0) <> p.cents
UNION ALL
SELECT NULL, o.id FROM ledger_operations o LEFT JOIN payments p ON p.operation_id = o.id
WHERE o.kind = 'patient-payment' AND p.id IS NULL
