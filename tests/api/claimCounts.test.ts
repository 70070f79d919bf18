import fc from 'fast-check';
import { contract } from '../../api/client';
import { type Act, execute, select } from '../../api/http/act';
import { foldDailyCounts } from '../../api/services/analytics/dailyCounts';
import { foldClaimCounts, readBilled } from '../../api/services/claims/counts';
import { foldBoardTally } from '../../api/services/journeys/boardTally';
import { compareCounts } from '../../api/services/reconcile/compareCounts';
import { KEPT_COUNTS } from '../../api/services/reconcile/keptCounts';
import { foldTally } from '../../api/services/tasks/tally';
import { newId } from '../../db/newId';
import { type MadePayer, makePayer, makeStay } from '../factories/money';
import { type TestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';

let api: TestApi;
let act: Act;
let biller: TestUser;
let payers: MadePayer[];
let claims: string[];
let remittances: string[];
beforeAll(async () => {
  const billing = await BillingDriver.open();
  ({ api } = billing);
  act = { database: api.database, transaction: null } as Act;
  biller = await api.as('billing');
  payers = [await makePayer(api.database), await makePayer(api.database)];
  const sent = [];
  for (let n = 0; n < 6; n += 1) sent.push(await billing.adjudicate((await makeStay(api.database, { payer: payers[n % 2]! })).encounterId));
  claims = sent.map(({ claimId }) => claimId);
  remittances = (await select<{ id: string }>(act, 'SELECT id FROM remittances')).map(({ id }) => id);
});
afterAll(() => api.stop());

/** What happens to a claim, as far as the desk counts it; `?` is the claim. */
const CLAIM_ACTS = [
  "stuck_cause = 'denied-late', stuck_fingerprint = 'f1f1f1f1f1f1f1f1', next_deadline_at = NOW(3) + INTERVAL 3 DAY", "stuck_cause = 'denied-late', stuck_fingerprint = 'f2f2f2f2f2f2f2f2', next_deadline_at = NOW(3) + INTERVAL 1 DAY", "stuck_cause = 'payer-silent', stuck_fingerprint = NULL, next_deadline_at = NULL",
  'stuck_cause = NULL, stuck_fingerprint = NULL, hold_until = NULL', 'hold_until = NOW(3) + INTERVAL 5 DAY', 'hold_until = NOW(3) - INTERVAL 1 DAY', 'closed_at = NOW(3)', 'closed_at = NULL', "status = 'voided'", "status = 'submitted'", "status = 'entered-in-error'",
  'paid_cents = paid_cents + 100', 'adjustment_cents = adjustment_cents + 7', 'charge_cents = charge_cents + 1000', 'service_through = DATE_SUB(service_through, INTERVAL 40 DAY)', 'created_at = DATE_SUB(created_at, INTERVAL 2 DAY)', 'submitted_at = DATE_SUB(submitted_at, INTERVAL 1 DAY)',
  'expected_cents = 9000', 'expected_cents = NULL', 'payer_claim_number = NULL', "payer_claim_number = 'P1'", 'version = version + 1',
].map((set) => `UPDATE claims SET ${set} WHERE id = ?`);
const OTHER_ACTS = [
  'UPDATE claim_submissions SET acknowledged_at = NULL WHERE claim_id = ?', "UPDATE claim_submissions SET acknowledged_at = NOW(3), status = 'rejected' WHERE claim_id = ?", "UPDATE claim_submissions SET acknowledged_at = NOW(3), status = 'accepted' WHERE claim_id = ?",
  'UPDATE claim_submissions SET submitted_at = DATE_SUB(submitted_at, INTERVAL 3 DAY) WHERE claim_id = ?', "INSERT INTO claim_events (claim_id, kind, actor_kind, at, dedup_id) VALUES (?, 'scrub-failed', 'process', NOW(3), UUID())",
  "UPDATE remittance_claims SET state = 'unmatched', denied_cents = NULL, answer_minutes = NULL WHERE claim_id = ?", "UPDATE remittance_claims SET state = 'posted', denied_cents = 500, answer_minutes = 90 WHERE claim_id = ?", "UPDATE remittance_claims SET state = 'posted', denied_cents = 0 WHERE claim_id = ?",
];

const steps = fc.array(fc.record({ pick: fc.nat(5), sql: fc.constantFrom(...CLAIM_ACTS, ...OTHER_ACTS), folds: fc.boolean() }), { minLength: 8, maxLength: 40 });
const play = async (all: readonly { readonly pick: number; readonly sql: string; readonly folds: boolean }[]) => {
  for (const { pick, sql, folds } of all) {
    await execute(act, sql, [claims[pick]]);
    if (folds) await foldClaimCounts(api.database, 1);
  }
};
const list = (query: object) => biller.client.call(contract.listClaims, { query: { limit: 200, count: 'true', ...query } as never });

/** The queues as they were once counted: from every open claim. */
async function queuesByLooking(by: 'cause' | 'root-cause') {
  const cause = "CASE WHEN c.hold_until > NOW(3) THEN 'on-hold' ELSE c.stuck_cause END";
  const finer = by === 'root-cause' ? ", COALESCE(c.stuck_fingerprint, ''), c.payer_id" : '';
  const rows = await select<{ cause: string; n: number; cents: number; deadline: Date | null; fingerprint: string | null; payerId: string | null }>(
    act, `SELECT ${cause} AS cause, COUNT(*) AS n, SUM(c.open_cents) AS cents, MIN(c.next_deadline_at) AS deadline${finer ? ', MAX(c.stuck_fingerprint) AS fingerprint, c.payer_id AS payerId' : ', NULL AS fingerprint, NULL AS payerId'}
     FROM claims c WHERE c.is_open = 1 AND (c.stuck_cause IS NOT NULL OR c.hold_until > NOW(3)) GROUP BY ${cause}${finer}`);
  return rows.map(({ n, cents, deadline, ...row }) => ({ ...row, count: Number(n), openCents: Number(cents), nearestDeadlineAt: deadline?.toISOString() ?? null })).sort(byEverything);
}
const byEverything = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

describe('what the claims desk counts', () => {
  test('is what looking at every claim says, after any acts, folded or not (camunda#51397)', async () => {
    await fc.assert(fc.asyncProperty(steps, async (all) => {
      await play(all);
      expect(await compareCounts(act, false)).toEqual([]);
      for (const by of ['cause', 'root-cause'] as const) {
        const { items } = await biller.client.call(contract.listClaimCauses, { query: { by } });
        expect(items.map(({ cause, count, openCents, nearestDeadlineAt, fingerprint, payer }) => ({ cause, fingerprint, payerId: payer?.id ?? null, count, openCents, nearestDeadlineAt })).sort(byEverything)).toEqual(await queuesByLooking(by));
      }
      for (const query of [{ state: 'open' }, { state: 'stuck' }, { state: 'open', cause: 'on-hold' }, { state: 'stuck', causeKind: 'denied' }, { state: 'stuck', fingerprint: 'f1f1f1f1f1f1f1f1' }, { state: 'open', payerId: payers[0]!.payerId, cause: 'denied-late' }]) {
        const { items, total } = await list(query);
        // Seen to differ once in some hundred runs: what the claims are then, and what a second look says, tell which of both was wrong.
        if (total !== items.length) throw new Error(`${JSON.stringify(query)}: ${total} counted, ${items.length} shown, then ${JSON.stringify(await list(query))} of ${JSON.stringify(await select(act, 'SELECT id, is_open, stuck_cause, hold_until FROM claims'))}`);
      }
      const [truth] = await select<{ n: number; cents: number; stuck: number }>(act, 'SELECT COUNT(*) AS n, COALESCE(SUM(open_cents), 0) AS cents, COUNT(stuck_cause) AS stuck FROM claims WHERE is_open = 1');
      const figures = await biller.client.call(contract.readClaimsDashboard, {});
      expect([figures.openClaims, figures.openCents, figures.stuckClaims]).toEqual([Number(truth?.n), Number(truth?.cents), Number(truth?.stuck)]);
      expect(figures.ageing.reduce((sum, { claims: n }) => sum + n, 0)).toBe(figures.openClaims);
    }), { numRuns: 8 });
  });

  test('nothing is counted twice or lost while acts and folding race', async () => {
    await Promise.all([
      ...claims.map(async (claimId, at) => {
        for (let round = 0; round < 12; round += 1) await execute(act, CLAIM_ACTS[(round * 5 + at) % CLAIM_ACTS.length]!, [claimId]);
      }),
      (async () => {
        for (let round = 0; round < 15; round += 1) await foldClaimCounts(api.database, 1);
      })(),
    ]);
    expect(await compareCounts(act, false)).toEqual([]);
  });

  test('an answer that was posted says how long the payer took', async () => {
    await execute(act, "UPDATE remittance_claims SET state = 'posted', answer_minutes = 2880, denied_cents = 0");
    const { byPayer } = await biller.client.call(contract.readPayerPerformance, {});
    expect(byPayer.map(({ daysToAnswer }) => daysToAnswer)).toEqual([2, 2]);
    const timed = (await readBilled(act, '2000-01-01')).reduce((sum, row) => sum + row.timed, 0);
    expect(timed).toBe(remittances.length);
  });
});

describe('counts that went wrong', () => {
  test('are found and mended, each of them, and only they; twice changes nothing more', async () => {
    for (const fold of [foldTally, foldBoardTally, foldDailyCounts, foldClaimCounts]) await fold(api.database, 1);
    const wrong = new Set<string>();
    for (const { table, sums } of KEPT_COUNTS) if ((await execute(act, `UPDATE ${table} SET ${sums[0]} = ${sums[0]} + 3 LIMIT 1`)) > 0) wrong.add(table);
    expect(wrong.size).toBeGreaterThanOrEqual(6);
    await execute(act, `INSERT INTO open_claims (stuck_cause, stuck_fingerprint, payer_id, n, open_cents) VALUES ('denied-late', 'gone', ?, 4, 100)`, [newId()]);
    await execute(act, 'DELETE FROM open_claim_days LIMIT 1');
    const found = await compareCounts(act, false);
    expect(new Set(found.map(({ about }) => about.split(':')[0]))).toEqual(wrong);
    expect(found.some(({ mended }) => mended)).toBe(false);
    expect((await compareCounts(act, true)).every(({ mended }) => mended)).toBe(true);
    expect(await compareCounts(act, false)).toEqual([]);
    expect((await list({ state: 'open' })).total).toBe((await list({ state: 'open' })).items.length);
  });
});
