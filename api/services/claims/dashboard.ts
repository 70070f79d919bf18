import { STUCK_CAUSES, type StuckCause } from '../../../domain/claims/causes';
import { DAY_MS } from '../../../domain/time';
import { type Act, select, selectOne } from '../../http/act';

const BUCKETS = ['0-30', '31-60', '61-90', '91-120', '121+'] as const;
type Bucket = (typeof BUCKETS)[number];

export interface Rate {
  readonly part: number;
  readonly of: number;
  readonly rate: number | null;
}

export interface Dashboard {
  readonly openCents: number;
  readonly openClaims: number;
  readonly stuckCents: number;
  readonly stuckClaims: number;
  readonly patientOpenCents: number;
  readonly daysInReceivables: number | null;
  readonly ageing: { bucket: Bucket; claims: number; openCents: number }[];
  readonly cleanClaims: Rate;
  readonly denials: Rate;
  readonly denialsByPayer: { payer: { id: string; name: string }; answered: number; denied: number; deniedCents: number }[];
  readonly denialsByCause: { cause: StuckCause; label: string; claims: number; openCents: number }[];
  readonly expectedCents: number;
  readonly paidAgainstExpectedCents: number;
  readonly underpaidClaims: number;
}

/** Money outstanding now, and how claims went over the last `days`. Every figure is counted from the record. */
export async function readDashboard(act: Act, days: number): Promise<Dashboard> {
  const since = new Date(act.now.getTime() - days * DAY_MS);
  const open = await openMoney(act);
  const charged = await selectOne<{ cents: number }>(act, 'SELECT CAST(COALESCE(SUM(charge_cents), 0) AS SIGNED) AS cents FROM claims WHERE created_at >= ? AND status <> ?', [since, 'entered-in-error']);
  const perDay = Number(charged?.cents ?? 0) / days;
  return {
    ...open,
    patientOpenCents: await patientOpen(act),
    daysInReceivables: perDay > 0 ? Math.round((open.openCents / perDay) * 10) / 10 : null,
    ageing: await ageing(act),
    cleanClaims: await cleanClaims(act, since),
    ...(await denials(act, since)),
    denialsByCause: await denialsByCause(act),
    ...(await expectation(act, since)),
  };
}

async function openMoney(act: Act): Promise<Pick<Dashboard, 'openCents' | 'openClaims' | 'stuckCents' | 'stuckClaims'>> {
  const row = await selectOne<Record<'openCents' | 'openClaims' | 'stuckCents' | 'stuckClaims', number>>(
    act,
    `SELECT CAST(COALESCE(SUM(open_cents), 0) AS SIGNED) AS openCents, COUNT(*) AS openClaims,
       CAST(COALESCE(SUM(CASE WHEN stuck_cause IS NOT NULL THEN open_cents END), 0) AS SIGNED) AS stuckCents, COUNT(stuck_cause) AS stuckClaims FROM claims WHERE is_open = 1`,
  );
  return { openCents: Number(row?.openCents ?? 0), openClaims: Number(row?.openClaims ?? 0), stuckCents: Number(row?.stuckCents ?? 0), stuckClaims: Number(row?.stuckClaims ?? 0) };
}

async function patientOpen(act: Act): Promise<number> {
  const row = await selectOne<{ cents: number }>(act, "SELECT CAST(COALESCE(SUM(cents), 0) AS SIGNED) AS cents FROM ledger_entries WHERE ledger_account = 'receivable-patient'");
  return Number(row?.cents ?? 0);
}

/** By the last day of service, as receivables are aged. */
async function ageing(act: Act): Promise<Dashboard['ageing']> {
  const rows = await select<{ bucket: Bucket; claims: number; openCents: number }>(
    act,
    `SELECT CASE WHEN age <= 30 THEN '0-30' WHEN age <= 60 THEN '31-60' WHEN age <= 90 THEN '61-90' WHEN age <= 120 THEN '91-120' ELSE '121+' END AS bucket,
       COUNT(*) AS claims, CAST(SUM(open_cents) AS SIGNED) AS openCents
     FROM (SELECT DATEDIFF(:now, service_through) AS age, open_cents FROM claims WHERE is_open = 1) aged GROUP BY bucket`,
    { now: act.now },
  );
  return BUCKETS.map((bucket) => {
    const row = rows.find((one) => one.bucket === bucket);
    return { bucket, claims: Number(row?.claims ?? 0), openCents: Number(row?.openCents ?? 0) };
  });
}

/** Taken in by the payer at the first submission, and never kept back by the scrubber. */
async function cleanClaims(act: Act, since: Date): Promise<Rate> {
  const row = await selectOne<{ part: number; of: number }>(
    act,
    `SELECT COUNT(*) AS \`of\`, COALESCE(SUM(s.status = 'accepted' AND NOT EXISTS (SELECT 1 FROM claim_events e WHERE e.claim_id = s.claim_id AND e.kind = 'scrub-failed')), 0) AS part
     FROM claim_submissions s WHERE s.attempt = 1 AND s.acknowledged_at IS NOT NULL AND s.submitted_at >= ?`,
    [since],
  );
  return rateOf(Number(row?.part ?? 0), Number(row?.of ?? 0));
}

async function denials(act: Act, since: Date): Promise<Pick<Dashboard, 'denials' | 'denialsByPayer'>> {
  const rows = await select<{ payerId: string; payerName: string; answered: number; denied: number; deniedCents: number }>(
    act,
    `SELECT r.payer_id AS payerId, p.name AS payerName, COUNT(*) AS answered, SUM(x.denied_cents > 0) AS denied, CAST(COALESCE(SUM(x.denied_cents), 0) AS SIGNED) AS deniedCents
     FROM remittance_claims x JOIN remittances r ON r.id = x.remittance_id JOIN payers p ON p.id = r.payer_id
     WHERE x.state = 'posted' AND x.status_code <> '22' AND r.received_at >= ? GROUP BY r.payer_id, p.name ORDER BY deniedCents DESC`,
    [since],
  );
  const byPayer = rows.map((row) => ({ payer: { id: row.payerId, name: row.payerName }, answered: Number(row.answered), denied: Number(row.denied), deniedCents: Number(row.deniedCents) }));
  const sum = (pick: (row: (typeof byPayer)[number]) => number) => byPayer.reduce((total, row) => total + pick(row), 0);
  return { denials: rateOf(sum((row) => row.denied), sum((row) => row.answered)), denialsByPayer: byPayer };
}

async function denialsByCause(act: Act): Promise<Dashboard['denialsByCause']> {
  const rows = await select<{ cause: string; claims: number; openCents: number }>(
    act,
    "SELECT stuck_cause AS cause, COUNT(*) AS claims, CAST(SUM(open_cents) AS SIGNED) AS openCents FROM claims WHERE is_open = 1 AND stuck_cause LIKE 'denied-%' GROUP BY stuck_cause ORDER BY openCents DESC",
  );
  return rows.filter((row) => Object.hasOwn(STUCK_CAUSES, row.cause)).map((row) => ({ cause: row.cause as StuckCause, label: STUCK_CAUSES[row.cause as StuckCause].label, claims: Number(row.claims), openCents: Number(row.openCents) }));
}

/** What plans should have paid by their own rules, against what payers paid: claims answered in the window. */
async function expectation(act: Act, since: Date): Promise<Pick<Dashboard, 'expectedCents' | 'paidAgainstExpectedCents' | 'underpaidClaims'>> {
  const row = await selectOne<{ expected: number; paid: number; under: number }>(
    act,
    `SELECT CAST(COALESCE(SUM(expected_cents), 0) AS SIGNED) AS expected, CAST(COALESCE(SUM(paid_cents), 0) AS SIGNED) AS paid, COALESCE(SUM(paid_cents < expected_cents), 0) AS under
     FROM claims WHERE expected_cents IS NOT NULL AND payer_claim_number IS NOT NULL AND submitted_at >= ? AND status <> 'entered-in-error'`,
    [since],
  );
  return { expectedCents: Number(row?.expected ?? 0), paidAgainstExpectedCents: Number(row?.paid ?? 0), underpaidClaims: Number(row?.under ?? 0) };
}

function rateOf(part: number, of: number): Rate {
  return { part, of, rate: of === 0 ? null : part / of };
}
