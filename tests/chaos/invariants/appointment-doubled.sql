-- A stay books its follow-up once.
SELECT encounter_id, kind, COUNT(*) AS appointments FROM appointments
WHERE status IN ('proposed', 'booked', 'arrived', 'fulfilled') AND encounter_id IS NOT NULL
GROUP BY encounter_id, kind HAVING COUNT(*) > 1
