import { type Migration } from '../migration';

type Row = 'OLD' | 'NEW';

const isOpen = (row: Row) => `(${row}.closed_at IS NULL AND ${row}.status NOT IN ('closed', 'voided', 'entered-in-error'))`;
const openCents = (row: Row) => `${row}.charge_cents - ${row}.paid_cents - ${row}.adjustment_cents`;
const open = (row: Row, n: string, cents: string) =>
  `INSERT INTO open_claim_changes (stuck_cause, stuck_fingerprint, payer_id, service_through, n, open_cents) VALUES (COALESCE(${row}.stuck_cause, ''), COALESCE(${row}.stuck_fingerprint, ''), ${row}.payer_id, ${row}.service_through, ${n}, ${cents});`;
const opened = (row: Row, sign: '1' | '-1') => `IF ${isOpen(row)} THEN ${open(row, sign, `${sign} * (${openCents(row)})`)} END IF;`;

const counts = (row: Row) => `(${row}.status <> 'entered-in-error')`;
const charged = (row: Row, sign: '1' | '-1') => `IF ${counts(row)} THEN INSERT INTO billing_day_changes (day, payer_id, charged_cents) VALUES (DATE(${row}.created_at), ${row}.payer_id, ${sign} * ${row}.charge_cents); END IF;`;
const isExpected = (row: Row) => `(${counts(row)} AND ${row}.expected_cents IS NOT NULL AND ${row}.payer_claim_number IS NOT NULL AND ${row}.submitted_at IS NOT NULL)`;
const expected = (row: Row, sign: '1' | '-1') => `IF ${isExpected(row)} THEN INSERT INTO billing_day_changes (day, payer_id, expected_cents, expected_paid_cents, underpaid)
  VALUES (DATE(${row}.submitted_at), ${row}.payer_id, ${sign} * ${row}.expected_cents, ${sign} * ${row}.paid_cents, ${sign} * (${row}.paid_cents < ${row}.expected_cents)); END IF;`;

/** Sent first, and answered for by the payer: clean when taken in and never kept back by the scrubber. */
const isSent = (row: Row) => `(${row}.attempt = 1 AND ${row}.acknowledged_at IS NOT NULL)`;
const sent = (row: Row, sign: '1' | '-1') => `IF ${isSent(row)} THEN INSERT INTO billing_day_changes (day, payer_id, sent, clean)
  SELECT DATE(${row}.submitted_at), c.payer_id, ${sign}, ${sign} * (${row}.status = 'accepted' AND NOT EXISTS (SELECT 1 FROM claim_events e WHERE e.claim_id = ${row}.claim_id AND e.kind = 'scrub-failed')) FROM claims c WHERE c.id = ${row}.claim_id; END IF;`;

const isAnswer = (row: Row) => `(${row}.state = 'posted' AND ${row}.status_code <> '22')`;
const answered = (row: Row, sign: '1' | '-1') => `IF ${isAnswer(row)} THEN INSERT INTO billing_day_changes (day, payer_id, answered, denied, denied_cents, timed, minutes)
  SELECT DATE(r.received_at), r.payer_id, ${sign}, ${sign} * (COALESCE(${row}.denied_cents, 0) > 0), ${sign} * COALESCE(${row}.denied_cents, 0), ${sign} * (${row}.answer_minutes IS NOT NULL), ${sign} * COALESCE(${row}.answer_minutes, 0) FROM remittances r WHERE r.id = ${row}.remittance_id; END IF;`;

const unchanged = (...columns: readonly string[]) => columns.map((column) => `OLD.${column} <=> NEW.${column}`).join(' AND ');
const within = (name: string, when: string, table: string, ...acts: readonly string[]) => `CREATE TRIGGER ${name} AFTER ${when} ON ${table} FOR EACH ROW BEGIN ${acts.join(' ')} END`;
/** Two lines, unless what is counted under one heading has only got more or less money. */
const openAnew = `IF NOT (${isOpen('OLD')} <=> ${isOpen('NEW')} AND ${unchanged('payer_id', 'stuck_cause', 'stuck_fingerprint', 'service_through')}) THEN ${opened('OLD', '-1')} ${opened('NEW', '1')}
  ELSEIF ${isOpen('NEW')} AND ${openCents('OLD')} <> ${openCents('NEW')} THEN ${open('NEW', '0', `(${openCents('NEW')}) - (${openCents('OLD')})`)} END IF;`;

const SUMS = ['charged_cents', 'sent', 'clean', 'expected_cents', 'expected_paid_cents', 'underpaid', 'answered', 'denied', 'denied_cents', 'timed', 'minutes', 'patient_cents'];

/**
 * What the claims desk and its dashboard count, kept as it changes, so that neither reads all open claims: open claims by what stops them and by their
 * last day of service, and what was charged, sent, expected and answered by day and payer. As for the board's counts (0192) each change adds a line in its own
 * transaction, lines are folded now and then (api/services/claims/counts.ts), and whoever reads adds both up.
 */
export const claimsDeskCounts: Migration = {
  name: '0300-claims-desk-counts',
  up: [
    `CREATE TABLE open_claims (
      stuck_cause VARCHAR(40) NOT NULL COMMENT 'empty: nothing',
      stuck_fingerprint VARCHAR(16) NOT NULL,
      payer_id VARCHAR(36) NOT NULL,
      n BIGINT NOT NULL,
      open_cents BIGINT NOT NULL,
      PRIMARY KEY (stuck_cause, stuck_fingerprint, payer_id)
    )`,
    `CREATE TABLE open_claim_days (
      service_through DATE PRIMARY KEY,
      n BIGINT NOT NULL,
      open_cents BIGINT NOT NULL
    )`,
    `CREATE TABLE open_claim_changes (
      id BIGINT AUTO_INCREMENT PRIMARY KEY,
      stuck_cause VARCHAR(40) NOT NULL,
      stuck_fingerprint VARCHAR(16) NOT NULL,
      payer_id VARCHAR(36) NOT NULL,
      service_through DATE NOT NULL,
      n INT NOT NULL,
      open_cents BIGINT NOT NULL
    )`,
    `CREATE TABLE billing_days (
      day DATE NOT NULL COMMENT 'of writing, sending, answer or posting: each figure its own',
      payer_id VARCHAR(36) NOT NULL COMMENT 'empty: the patients',
      ${SUMS.map((sum) => `${sum} BIGINT NOT NULL DEFAULT 0`).join(', ')},
      PRIMARY KEY (day, payer_id),
      KEY billing_days_payer (payer_id, patient_cents)
    )`,
    `CREATE TABLE billing_day_changes (
      id BIGINT AUTO_INCREMENT PRIMARY KEY,
      day DATE NOT NULL,
      payer_id VARCHAR(36) NOT NULL,
      ${SUMS.map((sum) => `${sum} BIGINT NOT NULL DEFAULT 0`).join(', ')}
    )`,
    `ALTER TABLE remittance_claims
      ADD COLUMN answer_minutes INT NULL COMMENT 'from the last sending or appeal to this answer',
      ADD KEY remittance_claims_denied (remittance_id, denied_cents)`,
    `ALTER TABLE claims
      ADD KEY claims_desk_root (is_open, stuck_cause, stuck_fingerprint, payer_id, desk_deadline_at),
      ADD KEY claims_desk_held (is_open, hold_until)`,
    within('claims_desk_in', 'INSERT', 'claims', opened('NEW', '1'), charged('NEW', '1'), expected('NEW', '1')),
    within('claims_desk_out', 'DELETE', 'claims', opened('OLD', '-1'), charged('OLD', '-1'), expected('OLD', '-1')),
    within('claims_desk_anew', 'UPDATE', 'claims', openAnew,
      `IF NOT (${counts('OLD')} <=> ${counts('NEW')} AND ${unchanged('payer_id', 'created_at', 'charge_cents')}) THEN ${charged('OLD', '-1')} ${charged('NEW', '1')} END IF;`,
      `IF NOT (${isExpected('OLD')} <=> ${isExpected('NEW')} AND ${unchanged('payer_id', 'submitted_at', 'expected_cents', 'paid_cents')}) THEN ${expected('OLD', '-1')} ${expected('NEW', '1')} END IF;`),
    within('submissions_by_day_in', 'INSERT', 'claim_submissions', sent('NEW', '1')),
    within('submissions_by_day_out', 'DELETE', 'claim_submissions', sent('OLD', '-1')),
    within('submissions_by_day_anew', 'UPDATE', 'claim_submissions', `IF NOT (${unchanged('acknowledged_at', 'status', 'submitted_at')}) THEN ${sent('OLD', '-1')} ${sent('NEW', '1')} END IF;`),
    within('claim_events_unclean', 'INSERT', 'claim_events', `IF NEW.kind = 'scrub-failed' AND NOT EXISTS (SELECT 1 FROM claim_events e WHERE e.claim_id = NEW.claim_id AND e.kind = 'scrub-failed' AND e.id <> NEW.id) THEN
      INSERT INTO billing_day_changes (day, payer_id, clean) SELECT DATE(s.submitted_at), c.payer_id, -1 FROM claim_submissions s JOIN claims c ON c.id = s.claim_id
        WHERE s.claim_id = NEW.claim_id AND s.attempt = 1 AND s.acknowledged_at IS NOT NULL AND s.status = 'accepted'; END IF;`),
    within('answers_by_day_in', 'INSERT', 'remittance_claims', answered('NEW', '1')),
    within('answers_by_day_out', 'DELETE', 'remittance_claims', answered('OLD', '-1')),
    within('answers_by_day_anew', 'UPDATE', 'remittance_claims', `IF NOT (${isAnswer('OLD')} <=> ${isAnswer('NEW')} AND ${unchanged('denied_cents', 'answer_minutes')}) THEN ${answered('OLD', '-1')} ${answered('NEW', '1')} END IF;`),
    within('patient_money_by_day', 'INSERT', 'ledger_entries', "IF NEW.ledger_account = 'receivable-patient' THEN INSERT INTO billing_day_changes (day, payer_id, patient_cents) VALUES (DATE(NEW.posted_at), '', NEW.cents); END IF;"),
  ],
};
