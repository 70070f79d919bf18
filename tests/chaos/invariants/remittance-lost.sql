-- What a payer decided has arrived, and each remittance that came has its answers.
SELECT d.submission_id AS id, 'decision' AS what FROM payer_decisions d
JOIN payer_decisions p ON p.submission_id = COALESCE(d.paid_with, d.submission_id)
JOIN claim_submissions s ON s.id = d.submission_id JOIN claims c ON c.id = s.claim_id
WHERE NOT EXISTS (SELECT 1 FROM remittances r JOIN remittance_claims x ON x.remittance_id = r.id WHERE r.payer_id = d.payer_id AND r.trace_number = p.trace_number AND x.claim_number = c.number)
UNION ALL
SELECT r.id, 'remittance' FROM remittances r WHERE NOT EXISTS (SELECT 1 FROM remittance_claims x WHERE x.remittance_id = r.id)
