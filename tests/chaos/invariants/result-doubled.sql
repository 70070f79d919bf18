-- An order has one specimen that counts and one report, and a code is ordered once in its round.
SELECT service_request_id, 'report' AS what FROM diagnostic_reports WHERE service_request_id IS NOT NULL GROUP BY service_request_id HAVING COUNT(*) > 1
UNION ALL
SELECT service_request_id, 'specimen' FROM specimens WHERE status <> 'unsatisfactory' GROUP BY service_request_id HAVING COUNT(*) > 1
UNION ALL
SELECT MIN(id), 'order' FROM service_requests WHERE source = 'careway' AND status <> 'revoked' AND category = 'laboratory'
GROUP BY encounter_id, category, code, round_number HAVING COUNT(*) > 1
