import { type Migration } from '../migration';

const COUNTS = "status <> 'entered-in-error'";
const days = (columns: string, values: string, from: string) => `INSERT INTO billing_days (day, payer_id, ${columns}) SELECT ${values} FROM ${from} GROUP BY 1, 2
  ON DUPLICATE KEY UPDATE ${columns.split(', ').map((column) => `${column} = billing_days.${column} + VALUES(${column})`).join(', ')}`;

/** The claims, submissions, answers and entries that were there before anybody counted. What was counted since the tables were made is in this, too. */
export const claimsDeskCountsFilled: Migration = {
  name: '0301-claims-desk-counts-filled',
  up: [
    'DELETE FROM open_claim_changes',
    'DELETE FROM billing_day_changes',
    "INSERT INTO open_claims (stuck_cause, stuck_fingerprint, payer_id, n, open_cents) SELECT COALESCE(stuck_cause, ''), COALESCE(stuck_fingerprint, ''), payer_id, COUNT(*), SUM(open_cents) FROM claims WHERE is_open = 1 GROUP BY 1, 2, 3",
    'INSERT INTO open_claim_days (service_through, n, open_cents) SELECT service_through, COUNT(*), SUM(open_cents) FROM claims WHERE is_open = 1 GROUP BY 1',
    days('charged_cents', 'DATE(created_at), payer_id, SUM(charge_cents)', `claims WHERE ${COUNTS}`),
    days('expected_cents, expected_paid_cents, underpaid', 'DATE(submitted_at), payer_id, SUM(expected_cents), SUM(paid_cents), SUM(paid_cents < expected_cents)', `claims WHERE ${COUNTS} AND expected_cents IS NOT NULL AND payer_claim_number IS NOT NULL AND submitted_at IS NOT NULL`),
    days('sent, clean', "DATE(s.submitted_at), c.payer_id, COUNT(*), SUM(s.status = 'accepted' AND NOT EXISTS (SELECT 1 FROM claim_events e WHERE e.claim_id = s.claim_id AND e.kind = 'scrub-failed'))",
      'claim_submissions s JOIN claims c ON c.id = s.claim_id WHERE s.attempt = 1 AND s.acknowledged_at IS NOT NULL'),
    days('answered, denied, denied_cents', 'DATE(r.received_at), r.payer_id, COUNT(*), SUM(COALESCE(x.denied_cents, 0) > 0), SUM(COALESCE(x.denied_cents, 0))',
      "remittance_claims x JOIN remittances r ON r.id = x.remittance_id WHERE x.state = 'posted' AND x.status_code <> '22'"),
    days('patient_cents', "DATE(posted_at), '', SUM(cents)", "ledger_entries WHERE ledger_account = 'receivable-patient'"),
  ],
};
