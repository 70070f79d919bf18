-- A patient is admitted once: no two journeys of one patient run at the same time.
SELECT j.patient_id, COUNT(*) AS journeys FROM journeys j JOIN encounters e ON e.id = j.id
WHERE j.status = 'running' AND e.status IN ('planned', 'in-progress') AND e.replay_of_encounter_id IS NULL
GROUP BY j.patient_id HAVING COUNT(*) > 1
