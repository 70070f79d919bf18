-- A bed says occupied exactly when somebody lies in it.
SELECT b.id, b.operational_status FROM beds b
LEFT JOIN encounter_locations l ON l.bed_id = b.id AND l.status = 'active'
WHERE (b.operational_status = 'O') <> (l.id IS NOT NULL)
