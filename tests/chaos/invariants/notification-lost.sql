-- A patient who can be reached hears of each appointment that was booked for after the stay.
SELECT a.id, a.encounter_id FROM appointments a JOIN patients p ON p.id = a.patient_id JOIN journeys j ON j.id = a.encounter_id
WHERE a.status = 'booked' AND a.kind = 'follow-up' AND p.contact_enc IS NOT NULL AND p.deleted_at IS NULL AND j.status = 'closed'
  AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.encounter_id = a.encounter_id AND n.template = 'appointment-booked')
