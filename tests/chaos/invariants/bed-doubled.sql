-- No bed holds two patients and no patient two beds, reservations included.
SELECT bed_id, NULL AS encounter_id FROM encounter_locations WHERE status IN ('reserved', 'active') GROUP BY bed_id HAVING COUNT(*) > 1
UNION ALL
SELECT NULL, encounter_id FROM encounter_locations WHERE status = 'active' GROUP BY encounter_id HAVING COUNT(*) > 1
