-- Every operation of the ledger sums to zero, and has at least two entries.
SELECT o.id, COALESCE(SUM(e.cents), 0) AS cents, COUNT(e.id) AS entries
FROM ledger_operations o LEFT JOIN ledger_entries e ON e.operation_id = o.id
GROUP BY o.id HAVING COALESCE(SUM(e.cents), 0) <> 0 OR COUNT(e.id) < 2
