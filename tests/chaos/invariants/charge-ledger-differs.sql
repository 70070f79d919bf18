-- Each charge stands in the ledger with its amount, once; one taken back stands there with nothing.
SELECT c.id, c.amount_cents, COALESCE(e.cents, 0) AS ledger_cents
FROM charge_items c
LEFT JOIN (SELECT charge_item_id, -SUM(cents) AS cents FROM ledger_entries WHERE ledger_account = 'revenue' AND charge_item_id IS NOT NULL GROUP BY charge_item_id) e ON e.charge_item_id = c.id
WHERE COALESCE(e.cents, 0) <> CASE WHEN c.status IN ('entered-in-error', 'not-billable', 'aborted') THEN 0 ELSE c.amount_cents END
