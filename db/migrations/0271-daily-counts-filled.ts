import { type Migration } from '../migration';

const PLACE = "CASE WHEN source <> 'careway' THEN 'imported' WHEN replay_of_encounter_id IS NULL THEN 'live' ELSE 'replayed' END";
const STAY = "class_code = 'IMP' AND status IN ('in-progress', 'finished')";
const IN_BED = "status IN ('active', 'completed')";

const count = (what: string, table: string, place: string, at: string, where: string) =>
  `INSERT INTO daily_counts (what, place, day, n) SELECT '${what}', ${place}, DATE(${at}), COUNT(*) FROM ${table} WHERE ${where} GROUP BY 2, 3`;
const END = 'GREATEST(period_end, period_start)';

/** The visits, stays, beds and claims that were there before anybody counted. What the first statement changes of claims leaves lines; they say what the last one says and go. */
export const dailyCountsFilled: Migration = {
  name: '0271-daily-counts-filled',
  up: [
    "UPDATE claims c JOIN (SELECT claim_id, MIN(at) AS at FROM claim_events WHERE kind = 'remitted' GROUP BY claim_id) e ON e.claim_id = c.id SET c.answered_at = e.at",
    'DELETE FROM claim_day_changes',
    'DELETE FROM daily_count_changes',
    count('visit', 'encounters', PLACE, 'period_start', '1 = 1'),
    count('stay-from', 'encounters', PLACE, 'period_start', STAY),
    count('stay-to', 'encounters', PLACE, END, `${STAY} AND period_end IS NOT NULL`),
    count('bed-from', 'encounter_locations', 'ward_id', 'period_start', IN_BED),
    count('bed-to', 'encounter_locations', 'ward_id', END, `${IN_BED} AND period_end IS NOT NULL`),
    `INSERT INTO claim_days (is_own, payer_id, submitted_on, answered_on, n, unpaid, charge_cents, paid_cents)
      SELECT source = 'careway', payer_id, DATE(submitted_at), DATE(COALESCE(answered_at, closed_at, TIMESTAMP'9999-12-31 00:00:00')), COUNT(*), SUM(paid_cents = 0), SUM(charge_cents), SUM(paid_cents)
      FROM claims WHERE submitted_at IS NOT NULL AND status NOT IN ('voided', 'entered-in-error') GROUP BY 1, 2, 3, 4`,
  ],
};
