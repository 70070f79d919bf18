-- One answer of a payer, one charge, one decision moves money once: no two operations of one kind are for one thing and both stand.
SELECT x.posted_operation_id, COUNT(*) AS answers FROM remittance_claims x WHERE x.posted_operation_id IS NOT NULL GROUP BY x.posted_operation_id HAVING COUNT(*) > 1
UNION ALL
SELECT MIN(e.operation_id), COUNT(DISTINCT e.operation_id) FROM ledger_entries e JOIN ledger_operations o ON o.id = e.operation_id
WHERE o.kind = 'charge' AND e.charge_item_id IS NOT NULL GROUP BY e.charge_item_id HAVING COUNT(DISTINCT e.operation_id) > 1
