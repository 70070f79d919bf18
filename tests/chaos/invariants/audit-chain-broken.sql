-- Each audit chain is whole: its events are numbered from one to its head without a gap.
SELECT c.chain, c.sequence, COUNT(e.sequence) AS events, COALESCE(MAX(e.sequence), 0) AS last
FROM audit_chains c LEFT JOIN audit_events e ON e.chain = c.chain
GROUP BY c.chain, c.sequence HAVING c.sequence <> COUNT(e.sequence) OR c.sequence <> COALESCE(MAX(e.sequence), 0)
