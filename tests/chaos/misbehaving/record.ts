import { QueryTypes } from 'sequelize';
import { DIFFERING_CLAIMS, UNBALANCED_OPERATIONS } from '../../../api/services/money/ledgerCheck';
import { type Database } from '../../../db/connect';
import { isStuckCause, STUCK_CAUSES } from '../../../domain/claims/causes';

const OPEN_TASK = 'SELECT 1 FROM tasks t WHERE t.claim_id = c.id AND t.is_open = 1';

/** Everything that must never be, one sentence and one count each. */
const NEVER = (claims: number): readonly (readonly [string, string])[] => [
  ['claims lost', `SELECT ${claims} - COUNT(*) FROM claims`],
  ['stays billed twice', "SELECT COUNT(*) FROM (SELECT encounter_id FROM claims WHERE status <> 'entered-in-error' GROUP BY encounter_id HAVING COUNT(*) > 1) x"],
  ['claims that do not add up', 'SELECT COUNT(*) FROM v_claim_balance WHERE charge <> paid + adjustments + `open` OR `open` < 0'],
  ['claims that differ from the ledger', `SELECT COUNT(*) FROM (${DIFFERING_CLAIMS}) x`],
  ['operations out of balance', `SELECT COUNT(*) FROM (${UNBALANCED_OPERATIONS}) x`],
  ['cents that came from nowhere', 'SELECT COALESCE(SUM(cents), 0) FROM v_ledger'],
  ['answers of the payer lost', `SELECT COUNT(*) FROM payer_decisions d JOIN payer_decisions p ON p.submission_id = COALESCE(d.paid_with, d.submission_id) JOIN claim_submissions s ON s.id = d.submission_id
     WHERE NOT EXISTS (SELECT 1 FROM remittances r JOIN remittance_claims x ON x.remittance_id = r.id JOIN claims c ON c.number = x.claim_number WHERE r.payer_id = d.payer_id AND r.trace_number = p.trace_number AND c.id = s.claim_id)`],
  ['remittances without an answer', 'SELECT COUNT(*) FROM remittances r WHERE NOT EXISTS (SELECT 1 FROM remittance_claims x WHERE x.remittance_id = r.id)'],
  ['claims with two answers that stand', "SELECT COUNT(*) FROM (SELECT claim_id FROM remittance_claims WHERE state = 'posted' AND status_code <> '22' AND reversed_by_id IS NULL GROUP BY claim_id HAVING COUNT(*) > 1) x"],
  ['claims that count more or less paid than their answer that stands', `SELECT COUNT(*) FROM claims c WHERE paid_cents <> (SELECT COALESCE(SUM(x.paid_cents), 0) FROM remittance_claims x WHERE x.claim_id = c.id AND x.state = 'posted' AND x.status_code <> '22' AND x.reversed_by_id IS NULL)`],
  ['second payments that no person is asked about', "SELECT COUNT(*) FROM remittances r JOIN remittance_claims x ON x.remittance_id = r.id WHERE r.trace_number LIKE '%-%-2' AND x.state <> 'unmatched'"],
  ['claims with two open tasks of one kind', 'SELECT COUNT(*) FROM (SELECT claim_id FROM tasks WHERE is_open = 1 GROUP BY claim_id, type HAVING COUNT(*) > 1) x'],
  ['claims that are neither with a payer nor with a person', `SELECT COUNT(*) FROM claims c WHERE c.closed_at IS NULL AND c.status NOT IN ('entered-in-error', 'submitted', 'acknowledged', 'appealed') AND NOT EXISTS (${OPEN_TASK})`],
  ['claims with a payer that nobody would ever miss', "SELECT COUNT(*) FROM claims WHERE closed_at IS NULL AND status IN ('submitted', 'acknowledged', 'appealed') AND next_deadline_at IS NULL"],
  ['stuck claims without a cause', `SELECT COUNT(*) FROM claims c WHERE closed_at IS NULL AND stuck_cause IS NULL AND EXISTS (${OPEN_TASK})`],
  ['stuck claims without a deadline', 'SELECT COUNT(*) FROM claims WHERE closed_at IS NULL AND stuck_cause IS NOT NULL AND next_deadline_at IS NULL'],
  ['refused commands', "SELECT COUNT(*) FROM workflow_commands WHERE state = 'refused'"],
];

/** The record of a trial, as an outsider would look at it. */
export class TrialRecord {
  constructor(private readonly database: Database) {}

  async rows<T extends object>(sql: string, replacements: unknown[] = []): Promise<T[]> {
    return this.database.sequelize.query<T>(sql, { replacements, type: QueryTypes.SELECT });
  }

  async count(sql: string, replacements: unknown[] = []): Promise<number> {
    const [row] = await this.rows<Record<string, unknown>>(sql, replacements);
    return Number(Object.values(row ?? {})[0]);
  }

  async execute(sql: string, replacements: unknown[] = []): Promise<void> {
    await this.database.sequelize.query(sql, { replacements });
  }

  async faults(claims: number): Promise<string[]> {
    const found: string[] = [];
    for (const [what, sql] of NEVER(claims)) {
      const count = await this.count(sql);
      if (count !== 0) found.push(`${count} ${what}`);
    }
    const causes = await this.rows<{ cause: string }>('SELECT DISTINCT stuck_cause AS cause FROM claims WHERE stuck_cause IS NOT NULL');
    return [...found, ...causes.filter(({ cause }) => !isStuckCause(cause)).map(({ cause }) => `no fix is known for ${cause}`)];
  }

  /** Where the claims stand, and of the stuck ones why, until when and what solves it. */
  async standing(): Promise<{ states: object[]; stuck: object[]; refusedCommands: object[]; waitingRemittances: object[] }> {
    const stuck = await this.rows<{ cause: string; claims: number; openCents: number; nearest: string; latest: string }>(
      `SELECT stuck_cause AS cause, COUNT(*) AS claims, CAST(SUM(open_cents) AS SIGNED) AS openCents, CAST(DATE(MIN(next_deadline_at)) AS CHAR) AS nearest, CAST(DATE(MAX(next_deadline_at)) AS CHAR) AS latest
       FROM claims WHERE closed_at IS NULL AND stuck_cause IS NOT NULL GROUP BY stuck_cause ORDER BY claims DESC`,
    );
    return {
      states: await this.rows('SELECT status, COUNT(*) AS claims, CAST(SUM(open_cents) AS SIGNED) AS openCents FROM claims GROUP BY status ORDER BY claims DESC'),
      stuck: stuck.map(({ cause, ...row }) => (isStuckCause(cause) ? { cause: STUCK_CAUSES[cause].label, ...row, fix: STUCK_CAUSES[cause].fix } : { cause, ...row })),
      refusedCommands: await this.rows("SELECT name, last_error AS reason, COUNT(*) AS commands FROM workflow_commands WHERE state = 'refused' GROUP BY name, last_error"),
      waitingRemittances: await this.rows("SELECT queue_reason AS reason, COUNT(*) AS answers FROM remittance_claims WHERE state IN ('unmatched', 'unbalanced') GROUP BY queue_reason"),
    };
  }
}
