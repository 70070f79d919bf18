-- No entry of the ledger stands without its operation: what one statement wrote is whole or not there.
SELECT e.id, e.operation_id, e.cents FROM ledger_entries e LEFT JOIN ledger_operations o ON o.id = e.operation_id WHERE o.id IS NULL
