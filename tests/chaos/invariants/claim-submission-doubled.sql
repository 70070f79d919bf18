-- A claim goes to its payer once per attempt, and each attempt under a control number of its own.
SELECT claim_id, attempt, MIN(control_number) AS control_number FROM claim_submissions GROUP BY claim_id, attempt HAVING COUNT(*) > 1
UNION ALL
SELECT MIN(claim_id), 0, control_number FROM claim_submissions GROUP BY control_number HAVING COUNT(*) > 1
