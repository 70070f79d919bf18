-- A refund gives back no more than the patient had paid too much at that moment, however many are asked for at once.
SELECT o.id, e.account_id, e.cents FROM ledger_operations o
JOIN ledger_entries e ON e.operation_id = o.id AND e.ledger_account = 'receivable-patient'
WHERE o.kind = 'refund'
  AND (SELECT SUM(b.cents) FROM ledger_entries b WHERE b.account_id = e.account_id AND b.ledger_account = 'receivable-patient' AND b.id <= e.id) > 0
