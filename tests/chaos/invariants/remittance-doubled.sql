-- An 835 is taken in once: one row per payer and trace number.
SELECT payer_id, trace_number, COUNT(*) AS remittances FROM remittances GROUP BY payer_id, trace_number HAVING COUNT(*) > 1
