-- An invoice takes no more than it asks for, however many pay at once; what was taken back does not count.
SELECT i.id, i.total_cents, SUM(p.cents) AS paid_cents FROM invoices i JOIN payments p ON p.invoice_id = i.id
LEFT JOIN ledger_operations r ON r.reverses_id = p.operation_id
WHERE r.id IS NULL GROUP BY i.id, i.total_cents HAVING SUM(p.cents) > i.total_cents
