import { type Database } from '../../../db/connect';
import { type Act, select, selectOne } from '../../http/act';
import { foldAlone } from '../folding';
import { foldSums, type Sums } from '../foldSums';

type Reading = Pick<Act, 'database' | 'transaction'>;

/** Open claims that the same payer stopped for the same codes; empty: nothing stops them. */
export interface OpenClaims {
  readonly cause: string;
  readonly fingerprint: string;
  readonly payerId: string;
  readonly n: number;
  readonly openCents: number;
}

const BILLING = ['charged_cents', 'sent', 'clean', 'expected_cents', 'expected_paid_cents', 'underpaid', 'answered', 'denied', 'denied_cents', 'timed', 'minutes', 'patient_cents'] as const;

/** Sums of the claims desk: what it counts of open claims, and of what was billed by day and payer (migration 0300). */
export const OPEN_CLAIMS: Sums = { table: 'open_claims', keys: ['stuck_cause', 'stuck_fingerprint', 'payer_id'], sums: ['n', 'open_cents'] };
export const OPEN_CLAIM_DAYS: Sums = { table: 'open_claim_days', keys: ['service_through'], sums: ['n', 'open_cents'] };
export const BILLING_DAYS: Sums = { table: 'billing_days', keys: ['day', 'payer_id'], sums: BILLING };

/** Fewer lines cost a reader nothing. */
const WORTH_FOLDING = 200;

/** Open claims by what stops them, exact at this moment and without reading one of them. */
export async function readOpenClaims(act: Reading): Promise<OpenClaims[]> {
  const of = (table: string) => `SELECT stuck_cause, stuck_fingerprint, payer_id, n, open_cents FROM ${table}`;
  const rows = await select<OpenClaims>(
    act,
    `SELECT x.stuck_cause AS cause, x.stuck_fingerprint AS fingerprint, x.payer_id AS payerId, SUM(x.n) AS n, SUM(x.open_cents) AS openCents
     FROM (${of('open_claims')} UNION ALL ${of('open_claim_changes')}) x GROUP BY x.stuck_cause, x.stuck_fingerprint, x.payer_id HAVING SUM(x.n) > 0`,
  );
  return rows.map((row) => ({ ...row, n: Number(row.n), openCents: Number(row.openCents) }));
}

/** Open claims that people have put on hold, by what had stopped them; `cause` null: nothing had. */
export interface HeldClaims extends Omit<OpenClaims, 'cause'> {
  readonly cause: string | null;
  /** The end of time: none of them has one. */
  readonly deadlineAt: Date;
}

/** Reads each of them, and no other claim. */
export async function readHeldClaims(act: Reading & Pick<Act, 'now'>): Promise<HeldClaims[]> {
  const rows = await select<HeldClaims>(
    act,
    `SELECT c.stuck_cause AS cause, COALESCE(c.stuck_fingerprint, '') AS fingerprint, c.payer_id AS payerId, COUNT(*) AS n, SUM(c.open_cents) AS openCents, MIN(c.desk_deadline_at) AS deadlineAt
     FROM claims c FORCE INDEX (claims_desk_held) WHERE c.is_open = 1 AND c.hold_until > :now GROUP BY c.stuck_cause, COALESCE(c.stuck_fingerprint, ''), c.payer_id`,
    { now: act.now },
  );
  return rows.map((row) => ({ ...row, n: Number(row.n), openCents: Number(row.openCents) }));
}

/** The same by their last day of service: "YYYY-MM-DD". */
export async function readOpenClaimDays(act: Reading): Promise<{ readonly day: string; readonly n: number; readonly openCents: number }[]> {
  const of = (table: string) => `SELECT service_through, n, open_cents FROM ${table}`;
  const rows = await select<{ day: string; n: number; openCents: number }>(
    act, `SELECT x.service_through AS day, SUM(x.n) AS n, SUM(x.open_cents) AS openCents FROM (${of('open_claim_days')} UNION ALL ${of('open_claim_changes')}) x GROUP BY x.service_through HAVING SUM(x.n) > 0`);
  return rows.map(({ day, n, openCents }) => ({ day, n: Number(n), openCents: Number(openCents) }));
}

/** What was billed since a day, by payer. */
export interface Billed {
  readonly payerId: string;
  readonly chargedCents: number;
  /** Claims sent first and acknowledged, and those of them that the payer took in without the scrubber ever having kept one back. */
  readonly sent: number;
  readonly clean: number;
  /** Of claims a payer has answered: what their plans should pay and what was paid; how many got less. */
  readonly expectedCents: number;
  readonly expectedPaidCents: number;
  readonly underpaid: number;
  readonly answered: number;
  readonly denied: number;
  readonly deniedCents: number;
  /** Answers of which it is known how long they took, and their minutes together. */
  readonly timed: number;
  readonly minutes: number;
}

/** What was billed since the beginning of a day, "YYYY-MM-DD"; costs as much as there are days. */
export async function readBilled(act: Reading, since: string): Promise<Billed[]> {
  const of = (table: string) => `SELECT payer_id, ${BILLING.join(', ')} FROM ${table} WHERE day >= :since AND payer_id <> ''`;
  const rows = await select<Record<string, string | number>>(
    act,
    `SELECT x.payer_id AS payerId, SUM(x.charged_cents) AS chargedCents, SUM(x.sent) AS sent, SUM(x.clean) AS clean, SUM(x.expected_cents) AS expectedCents, SUM(x.expected_paid_cents) AS expectedPaidCents,
       SUM(x.underpaid) AS underpaid, SUM(x.answered) AS answered, SUM(x.denied) AS denied, SUM(x.denied_cents) AS deniedCents, SUM(x.timed) AS timed, SUM(x.minutes) AS minutes
     FROM (${of('billing_days')} UNION ALL ${of('billing_day_changes')}) x GROUP BY x.payer_id`,
    { since },
  );
  const amount = (row: Record<string, string | number>, name: Exclude<keyof Billed, 'payerId'>) => Number(row[name] ?? 0);
  return rows.map((row) => ({
    payerId: String(row['payerId']), chargedCents: amount(row, 'chargedCents'), sent: amount(row, 'sent'), clean: amount(row, 'clean'), expectedCents: amount(row, 'expectedCents'), expectedPaidCents: amount(row, 'expectedPaidCents'),
    underpaid: amount(row, 'underpaid'), answered: amount(row, 'answered'), denied: amount(row, 'denied'), deniedCents: amount(row, 'deniedCents'), timed: amount(row, 'timed'), minutes: amount(row, 'minutes'),
  }));
}

/** What patients owe, by the ledger. */
export async function readPatientOpenCents(act: Reading): Promise<number> {
  const row = await selectOne<{ cents: number }>(
    act, "SELECT CAST(COALESCE(SUM(x.cents), 0) AS SIGNED) AS cents FROM (SELECT patient_cents AS cents FROM billing_days WHERE payer_id = '' UNION ALL SELECT patient_cents FROM billing_day_changes WHERE payer_id = '') x");
  return Number(row?.cents ?? 0);
}

/** Fold the changes seen now into the sums, when there are enough to be worth it. Answers how many lines it folded. */
export async function foldClaimCounts(database: Database, worthFolding = WORTH_FOLDING): Promise<number> {
  return foldAlone(database, 'claims', async (act) =>
    (await foldSums(act, 'open_claim_changes', [OPEN_CLAIMS, OPEN_CLAIM_DAYS], worthFolding)) + (await foldSums(act, 'billing_day_changes', [BILLING_DAYS], worthFolding)));
}
