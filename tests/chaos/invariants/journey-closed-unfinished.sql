-- A journey is over on the board exactly when it has an outcome and a time at which it ended.
SELECT id, status, outcome, closed_at FROM journeys WHERE (status = 'running') <> (closed_at IS NULL) OR (status = 'running') <> (outcome IS NULL)
