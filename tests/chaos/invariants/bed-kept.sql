-- A stay that is over holds no bed.
SELECT l.id, l.bed_id, l.encounter_id FROM encounter_locations l JOIN encounters e ON e.id = l.encounter_id
WHERE l.status IN ('reserved', 'active') AND e.status IN ('finished', 'cancelled', 'entered-in-error')
