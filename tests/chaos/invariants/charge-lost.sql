-- Everything done is charged, as often as it was done; no journey ends without its charges captured.
SELECT encounter_id, origin_type, origin_id FROM v_uncharged_services
UNION ALL
SELECT j.id, 'journey', j.id FROM journeys j LEFT JOIN accounts a ON a.encounter_id = j.id AND a.charges_captured_at IS NOT NULL
WHERE j.status = 'closed' AND a.id IS NULL
