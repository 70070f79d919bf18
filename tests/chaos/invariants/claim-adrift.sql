-- A claim is at its end, with a payer that will be missed, or with a person: none is forgotten between them.
SELECT c.id, c.status FROM claims c
WHERE c.source = 'careway' AND c.closed_at IS NULL AND c.status NOT IN ('entered-in-error', 'voided', 'closed')
  AND NOT (c.status IN ('submitted', 'acknowledged', 'appealed') AND c.next_deadline_at IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.is_open = 1 AND (t.claim_id = c.id OR (t.encounter_id = c.encounter_id AND t.stage = 'billing')))
  AND NOT EXISTS (SELECT 1 FROM incidents i WHERE i.status IN ('open', 'retrying', 'on-hold') AND (i.claim_id = c.id OR i.journey_id = c.encounter_id))
