-- A journey that ended with a claim has one.
SELECT j.id, j.outcome FROM journeys j
WHERE j.status = 'closed' AND j.outcome IN ('claim-paid', 'claim-denied', 'claim-with-staff') AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.encounter_id = j.id)
