-- A dose is planned and given once: by its number, and by the time it is due.
SELECT medication_request_id, dose_number, NULL AS due_at FROM medication_administrations
GROUP BY medication_request_id, dose_number HAVING COUNT(*) > 1
UNION ALL
SELECT medication_request_id, NULL, due_at FROM medication_administrations WHERE status IN ('planned', 'completed')
GROUP BY medication_request_id, due_at HAVING COUNT(*) > 1
