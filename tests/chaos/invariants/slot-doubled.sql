-- A clinician sees one patient at a time.
SELECT a.id, b.id AS other_id FROM appointments a
JOIN appointments b ON b.practitioner_id = a.practitioner_id AND b.id > a.id AND b.starts_at < a.ends_at AND a.starts_at < b.ends_at
WHERE a.status IN ('booked', 'arrived', 'fulfilled') AND b.status IN ('booked', 'arrived', 'fulfilled')
