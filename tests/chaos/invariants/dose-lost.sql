-- When a stay is over every dose that was due is given or accounted for.
SELECT a.id, a.medication_request_id FROM medication_administrations a JOIN encounters e ON e.id = a.encounter_id
WHERE a.status = 'planned' AND e.status = 'finished'
