-- A running journey waits for somebody or something: a task, an incident, a timer, its payer.
SELECT j.id, j.stage, j.step FROM journeys j
WHERE j.status = 'running' AND j.own_wait IS NULL
  AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.journey_id = j.id AND t.is_open = 1)
  AND NOT EXISTS (SELECT 1 FROM incidents i WHERE i.journey_id = j.id AND i.status IN ('open', 'retrying', 'on-hold'))
