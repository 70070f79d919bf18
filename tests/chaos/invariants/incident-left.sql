-- No incident is unsettled on a journey that is over.
SELECT i.id, i.journey_id FROM incidents i JOIN journeys j ON j.id = i.journey_id
WHERE i.status IN ('open', 'retrying', 'on-hold') AND j.status <> 'running' AND i.workflow_id = j.workflow_id
