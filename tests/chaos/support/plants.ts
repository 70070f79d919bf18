import { type PlantStep } from './unguardedCopy';

/** A violation to plant in a sound record, and which other invariants it cannot help breaking. */
export interface Plant {
  readonly steps: readonly PlantStep[];
  readonly also?: readonly string[];
}

const STANDING = "state = 'posted' AND status_code <> '22' AND reversed_by_id IS NULL AND claim_id IS NOT NULL";
const unaudited = (action: string): Plant => ({ steps: [`UPDATE audit_events SET action = 'forgotten' WHERE action = '${action}' LIMIT 1`] });

/** One for each invariant, by its name. */
export const PLANTS: Readonly<Record<string, Plant>> = {
  'charge-doubled': { steps: [{ repeat: 'charge_items', but: { id: 'x', status: 'aborted' } }] },
  'charge-lost': { steps: [{ repeat: 'diagnostic_reports', where: "status = 'final' AND encounter_id IN (SELECT encounter_id FROM accounts WHERE charges_captured_at IS NOT NULL)", but: { id: 'x', service_request_id: null } }] },
  'charge-extra': { steps: [{ repeat: 'charge_items', but: { id: 'x', origin_type: 'procedure', origin_id: 'never done', amount_cents: 0 } }] },
  'charge-ledger-differs': { steps: ["UPDATE ledger_entries SET charge_item_id = NULL WHERE ledger_account = 'revenue' AND charge_item_id IS NOT NULL LIMIT 1"] },
  'payment-doubled': {
    steps: [
      { repeat: 'payments', but: { id: 'x', dedup_id: 'another key', operation_id: 'x' } },
      { repeat: 'ledger_operations', where: "kind = 'patient-payment'", but: { id: 'x', dedup_id: 'another key' } },
      { repeat: 'ledger_entries', where: "ledger_account = 'cash' AND operation_id IN (SELECT operation_id FROM payments)", but: { id: 9_000_001, operation_id: 'x' } },
      { repeat: 'ledger_entries', where: "ledger_account = 'receivable-patient' AND operation_id IN (SELECT operation_id FROM payments)", but: { id: 9_000_002, operation_id: 'x' } },
    ],
    also: ['audit-of-payments'],
  },
  'payment-lost': { steps: ['DELETE FROM payments LIMIT 1'] },
  'remittance-doubled': {
    steps: [
      { repeat: 'remittances', but: { id: 'x', source: 'paper' } },
      { repeat: 'remittance_claims', but: { id: 'x', remittance_id: 'x', claim_id: null, state: 'ignored', posted_operation_id: null } },
    ],
  },
  'remittance-lost': { steps: ["UPDATE payer_decisions SET trace_number = 'never arrived' LIMIT 1"] },
  'payer-payment-doubled': { steps: [{ repeat: 'remittance_claims', where: STANDING, but: { id: 'x', posted_operation_id: null, paid_cents: 0 } }] },
  'payer-payment-lost': { steps: [`UPDATE remittance_claims SET paid_cents = paid_cents - 1 WHERE ${STANDING} LIMIT 1`] },
  'claim-doubled': { steps: [{ repeat: 'claim_lines', where: 'claim_id <> (SELECT MAX(id) FROM claims)', but: { id: 'x', charge_cents: 0, claim_id: { sql: 'SELECT MAX(id) FROM claims' } } }] },
  'claim-lost': { steps: ['UPDATE claims SET encounter_id = NULL LIMIT 1'] },
  'claim-lines-differ': { steps: ['UPDATE claim_lines SET charge_cents = charge_cents + 1 LIMIT 1'] },
  'claim-ledger-differs': { steps: ['UPDATE claims SET adjustment_cents = adjustment_cents + 1 LIMIT 1'] },
  'claim-adrift': { steps: ["UPDATE claims SET status = 'denied', closed_at = NULL WHERE closed_at IS NOT NULL AND id NOT IN (SELECT claim_id FROM tasks WHERE is_open = 1 AND claim_id IS NOT NULL) LIMIT 1"] },
  'claim-submission-doubled': { steps: ['UPDATE claim_submissions SET control_number = 1'] },
  'invoice-doubled': { steps: ["UPDATE invoices SET account_id = 'one', claim_id = NULL"] },
  'invoice-overpaid': { steps: ['UPDATE payments SET invoice_id = (SELECT MIN(id) FROM invoices) LIMIT 1', 'UPDATE invoices SET total_cents = 1'] },
  'ledger-operation-unbalanced': { steps: [{ repeat: 'ledger_entries', but: { id: 9_000_001, ledger_account: 'interest', account_id: null, claim_id: null, charge_item_id: null, cents: 1 } }] },
  'ledger-entry-stray': { steps: [{ repeat: 'ledger_entries', but: { id: 9_000_001, operation_id: 'nowhere', ledger_account: 'interest', account_id: null, claim_id: null, charge_item_id: null } }] },
  'house-differs': {
    steps: [
      { repeat: 'ledger_entries', where: 'account_id IS NOT NULL', but: { id: 9_000_001, ledger_account: 'receivable-patient', claim_id: null, charge_item_id: null, cents: -1 } },
      { repeat: 'ledger_entries', where: 'account_id IS NOT NULL', but: { id: 9_000_002, ledger_account: 'interest', claim_id: null, charge_item_id: null, cents: 1 } },
    ],
  },
  'refund-exceeds-credit': {
    steps: [
      { repeat: 'ledger_operations', but: { id: 'x', dedup_id: 'x', kind: 'refund' } },
      { repeat: 'ledger_entries', where: "ledger_account = 'receivable-patient' AND cents > 5000", but: { id: 9_000_001, operation_id: 'x', claim_id: null, charge_item_id: null, cents: 1 } },
      { repeat: 'ledger_entries', where: "ledger_account = 'receivable-patient' AND cents > 5000", but: { id: 9_000_002, operation_id: 'x', ledger_account: 'cash', claim_id: null, charge_item_id: null, cents: -1 } },
    ],
  },
  'operation-doubled': { steps: ["UPDATE remittance_claims SET posted_operation_id = 'one' WHERE posted_operation_id IS NOT NULL"] },
  'stay-doubled': {
    steps: [
      { repeat: 'encounters', where: "id IN (SELECT id FROM journeys WHERE status = 'running')", but: { id: 'x' } },
      { repeat: 'journeys', where: "status = 'running'", but: { id: 'x', workflow_id: 'journey-x', own_wait: 'timer', open_tasks: 0 } },
      { repeat: 'workflow_commands', where: "kind = 'start'", but: { id: 9_000_001, workflow_id: 'journey-x', dedup_id: 'start-journey-x' } },
    ],
    also: ['audit-of-admissions'],
  },
  'bed-doubled': { steps: [{ repeat: 'encounter_locations', where: "status = 'active'", but: { id: 'x', encounter_id: 'somebody else' } }] },
  'bed-status-differs': { steps: ["UPDATE beds SET operational_status = 'O' WHERE operational_status = 'U' LIMIT 1"] },
  'bed-kept': { steps: [{ repeat: 'encounter_locations', where: "status = 'completed'", but: { id: 'x', status: 'reserved', bed_id: { sql: "SELECT MIN(id) FROM beds WHERE operational_status = 'U'" } } }] },
  'slot-doubled': { steps: ["UPDATE appointments SET practitioner_id = 'one' LIMIT 1", { repeat: 'appointments', where: "practitioner_id = 'one'", but: { id: 'x', encounter_id: null, kind: 'visit' } }] },
  'appointment-doubled': { steps: ["UPDATE appointments SET kind = 'visit', practitioner_id = NULL LIMIT 1", { repeat: 'appointments', where: "kind = 'visit'", but: { id: 'x' } }] },
  'dose-doubled': { steps: [{ repeat: 'medication_administrations', but: { id: 'x', status: 'not-done' } }] },
  'dose-lost': { steps: [{ repeat: 'medication_administrations', where: "encounter_id IN (SELECT id FROM encounters WHERE status = 'finished')", but: { id: 'x', status: 'planned', dose_number: 99, due_at: '2030-01-01' } }] },
  'result-doubled': { steps: [{ repeat: 'specimens', but: { id: 'x' } }] },
  'task-doubled': { steps: [{ repeat: 'tasks', where: "status = 'completed'", but: { id: 'x', status: 'cancelled', is_open: 0, completed_at: null } }] },
  'task-done-twice': { steps: [{ repeat: 'tasks', where: "status = 'completed' AND type = 'register-patient'", but: { id: 'x', dedup_id: 'another key/another step' } }], also: ['audit-of-tasks', 'outbox-lost', 'task-history-differs'] },
  'task-history-differs': { steps: [{ repeat: 'task_events', where: "kind = 'completed'", but: { id: 9_000_001 } }] },
  'task-open-after-end': {
    steps: [
      { repeat: 'tasks', where: "journey_id IN (SELECT id FROM journeys WHERE status = 'closed') AND workflow_id LIKE 'journey-%'", but: { id: 'x', dedup_id: 'late/step', status: 'requested', is_open: 1, holder_id: null, completed_at: null } },
      "INSERT INTO task_count_changes (id, role, ward_id, type, is_held, n) SELECT 9000001, role, COALESCE(ward_id, ''), type, 0, 1 FROM tasks WHERE id = 'x'",
    ],
  },
  'task-count-differs': { steps: ["INSERT INTO task_counts (role, ward_id, type, is_held, n) VALUES ('nurse', 'no ward', 'clean-bed', 0, 1)"] },
  'sla-after-end': { steps: ["INSERT INTO task_events (id, task_id, kind, at) SELECT 9000000, task_id, 'sla-due', at FROM task_events WHERE kind = 'completed' LIMIT 1"] },
  'incident-left': {
    steps: ["INSERT INTO incidents (id, dedup_id, workflow_id, journey_id, step, error_class, fingerprint, status, attempts, opened_at, version) SELECT 'x', 'x', workflow_id, id, 'step', 'class', 'print', 'open', 1, updated_at, 1 FROM journeys WHERE status = 'closed' LIMIT 1"],
  },
  'journey-waits-for-nothing': {
    steps: [
      "INSERT INTO task_count_changes (id, role, ward_id, type, is_held, n) SELECT 9000000 + ROW_NUMBER() OVER (ORDER BY id), role, COALESCE(ward_id, ''), type, holder_id IS NOT NULL, -1 FROM tasks WHERE is_open = 1 AND journey_id IN (SELECT id FROM journeys WHERE status = 'running')",
      "UPDATE tasks SET status = 'cancelled', is_open = 0 WHERE is_open = 1 AND journey_id IN (SELECT id FROM journeys WHERE status = 'running')",
      "UPDATE journeys SET open_tasks = 0, own_wait = NULL WHERE status = 'running'",
    ],
  },
  'journey-row-differs': { steps: ["UPDATE journeys SET open_tasks = open_tasks + 1 WHERE status = 'running' LIMIT 1"] },
  'journey-closed-unfinished': { steps: ["UPDATE journeys SET outcome = NULL WHERE status = 'closed' LIMIT 1"] },
  'notification-doubled': { steps: [{ repeat: 'notifications', but: { id: 'x' } }] },
  'notification-undelivered': { steps: ["UPDATE notifications SET status = 'pending', not_before = '2020-01-01' LIMIT 1"] },
  'notification-lost': { steps: ["DELETE FROM notifications WHERE template = 'appointment-booked' LIMIT 1"] },
  'outbox-undelivered': { steps: ["UPDATE workflow_commands SET state = 'pending' LIMIT 1"] },
  'outbox-lost': { steps: ["DELETE FROM workflow_commands WHERE name = 'completeTask' LIMIT 1"] },
  'reply-lost': { steps: ['UPDATE idempotency_keys SET status = NULL LIMIT 1'] },
  'audit-chain-broken': { steps: ["DELETE FROM audit_events WHERE action = 'journey.read' LIMIT 1"] },
  'audit-of-tasks': unaudited('task.completed'),
  'audit-of-admissions': unaudited('encounter.admitted'),
  'audit-of-discharges': unaudited('encounter.discharged'),
  'audit-of-doses': unaudited('medicine.given'),
  'audit-of-payments': unaudited('payment.taken'),
  'audit-of-invoices': unaudited('invoice.issued'),
  'audit-of-appointments': unaudited('appointment.booked'),
  'audit-of-remittances': unaudited('remittance.received'),
  'audit-of-claims': unaudited('claim.prepared'),
  'audit-of-submissions': unaudited('claim.submitted'),
};
