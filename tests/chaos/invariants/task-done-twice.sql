-- What a journey needs done once is done once, whatever step or key asked for it.
SELECT journey_id, type, COUNT(*) AS tasks FROM tasks
WHERE status = 'completed' AND journey_id IS NOT NULL
  AND type IN ('register-patient', 'admission-assessment', 'place-orders', 'sign-discharge-summary', 'discharge-teaching', 'financial-clearance', 'confirm-departure', 'book-follow-up')
GROUP BY journey_id, type HAVING COUNT(*) > 1
