import { CLAIM_DAYS, DAILY_COUNTS } from '../analytics/dailyCounts';
import { BILLING_DAYS, OPEN_CLAIM_DAYS, OPEN_CLAIMS } from '../claims/counts';
import { type Sums } from '../foldSums';
import { DIMENSIONS } from '../journeys/boardTally';
import { TASK_COUNTS } from '../tasks/tally';

/** Sums the record keeps of itself, and what they are kept of. Both give the keys and then the sums, row by row; nobody has to add them up. */
export interface KeptCount extends Sums {
  /** From the things themselves. */
  readonly truth: readonly string[];
  /** Lines that are not folded yet. */
  readonly lines: readonly string[];
}

const PLACE = "CASE WHEN source <> 'careway' THEN 'imported' WHEN replay_of_encounter_id IS NULL THEN 'live' ELSE 'replayed' END";
const STAY = "class_code = 'IMP' AND status IN ('in-progress', 'finished')";
const IN_BED = "status IN ('active', 'completed')";
const END = 'GREATEST(period_end, period_start)';
const daily = (what: string, table: string, place: string, at: string, where: string) => `SELECT '${what}', ${place}, DATE(${at}), 1 FROM ${table} WHERE ${where}`;

const COUNTED_CLAIM = "c.status <> 'entered-in-error'";
/** Some of the sums by day and payer; the others of this thing are none. */
function billing(of: Readonly<Record<string, string>>, day: string, payer: string, from: string): string {
  return `SELECT DATE(${day}), ${payer}, ${BILLING_DAYS.sums.map((sum) => of[sum] ?? '0').join(', ')} FROM ${from}`;
}

/** Every count that is kept as things change, so that no list reads them: migrations 0066, 0192, 0270 and 0300. */
export const KEPT_COUNTS: readonly KeptCount[] = [
  {
    ...TASK_COUNTS,
    truth: ["SELECT role, COALESCE(ward_id, ''), type, holder_id IS NOT NULL, 1 FROM tasks WHERE is_open = 1"], lines: ['SELECT role, ward_id, type, is_held, n FROM task_count_changes'],
  },
  {
    table: 'journey_counts', keys: ['status', 'dimension', 'value'], sums: ['n', 'breached', 'incidents', 'money_cents'],
    truth: Object.entries(DIMENSIONS).map(([dimension, column]) => `SELECT status, '${dimension}', COALESCE(${column}, ''), 1, sla_state = 'breached', open_incidents, money_cents FROM journeys`),
    lines: Object.entries(DIMENSIONS).map(([dimension, column]) => `SELECT status, '${dimension}', ${column}, n, CASE WHEN sla_state = 'breached' THEN n ELSE 0 END, incidents, money_cents FROM journey_count_changes`),
  },
  {
    ...DAILY_COUNTS,
    truth: [
      daily('visit', 'encounters', PLACE, 'period_start', '1 = 1'), daily('stay-from', 'encounters', PLACE, 'period_start', STAY), daily('stay-to', 'encounters', PLACE, END, `${STAY} AND period_end IS NOT NULL`),
      daily('bed-from', 'encounter_locations', 'ward_id', 'period_start', IN_BED), daily('bed-to', 'encounter_locations', 'ward_id', END, `${IN_BED} AND period_end IS NOT NULL`),
    ],
    lines: ['SELECT what, place, day, n FROM daily_count_changes'],
  },
  {
    ...CLAIM_DAYS,
    truth: ["SELECT source = 'careway', payer_id, DATE(submitted_at), DATE(COALESCE(answered_at, closed_at, TIMESTAMP'9999-12-31 00:00:00')), 1, paid_cents = 0, charge_cents, paid_cents FROM claims WHERE submitted_at IS NOT NULL AND status NOT IN ('voided', 'entered-in-error')"],
    lines: ['SELECT is_own, payer_id, submitted_on, answered_on, n, unpaid, charge_cents, paid_cents FROM claim_day_changes'],
  },
  {
    ...OPEN_CLAIMS, truth: ["SELECT COALESCE(stuck_cause, ''), COALESCE(stuck_fingerprint, ''), payer_id, 1, open_cents FROM claims WHERE is_open = 1"],
    lines: ['SELECT stuck_cause, stuck_fingerprint, payer_id, n, open_cents FROM open_claim_changes'],
  },
  { ...OPEN_CLAIM_DAYS, truth: ['SELECT service_through, 1, open_cents FROM claims WHERE is_open = 1'], lines: ['SELECT service_through, n, open_cents FROM open_claim_changes'] },
  {
    ...BILLING_DAYS,
    truth: [
      billing({ charged_cents: 'c.charge_cents' }, 'c.created_at', 'c.payer_id', `claims c WHERE ${COUNTED_CLAIM}`),
      billing({ expected_cents: 'c.expected_cents', expected_paid_cents: 'c.paid_cents', underpaid: 'c.paid_cents < c.expected_cents' }, 'c.submitted_at', 'c.payer_id',
        `claims c WHERE ${COUNTED_CLAIM} AND c.expected_cents IS NOT NULL AND c.payer_claim_number IS NOT NULL AND c.submitted_at IS NOT NULL`),
      billing({ sent: '1', clean: "s.status = 'accepted' AND NOT EXISTS (SELECT 1 FROM claim_events e WHERE e.claim_id = s.claim_id AND e.kind = 'scrub-failed')" }, 's.submitted_at', 'c.payer_id',
        'claim_submissions s JOIN claims c ON c.id = s.claim_id WHERE s.attempt = 1 AND s.acknowledged_at IS NOT NULL'),
      billing({ answered: '1', denied: 'COALESCE(x.denied_cents, 0) > 0', denied_cents: 'COALESCE(x.denied_cents, 0)', timed: 'x.answer_minutes IS NOT NULL', minutes: 'COALESCE(x.answer_minutes, 0)' }, 'r.received_at', 'r.payer_id',
        "remittance_claims x JOIN remittances r ON r.id = x.remittance_id WHERE x.state = 'posted' AND x.status_code <> '22'"),
      billing({ patient_cents: 'cents' }, 'posted_at', "''", "ledger_entries WHERE ledger_account = 'receivable-patient'"),
    ],
    lines: [`SELECT ${[...BILLING_DAYS.keys, ...BILLING_DAYS.sums].join(', ')} FROM billing_day_changes`],
  },
];
