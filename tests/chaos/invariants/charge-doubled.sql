-- One service is charged once: no origin stands under two charges, whatever key asked for them.
SELECT encounter_id, origin_type, origin_id, COUNT(*) AS charges
FROM charge_items WHERE status <> 'entered-in-error'
GROUP BY encounter_id, origin_type, origin_id HAVING COUNT(*) > 1
