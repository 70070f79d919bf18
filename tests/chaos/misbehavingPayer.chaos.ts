/**
 * A thousand claims (CLAIMS) go to payers that misbehave in every way at once: slow, away, rejecting, denying, paying twice, answering twice
 * and out of order, while API and worker are killed. At the end nothing is lost and nothing doubled, and each stuck claim shows cause,
 * deadline and fix. Then the stuck ones are fixed cause by cause, as groups, and the books are looked at again.
 */
import { contract } from '../../api/client';
import { DIFFERING_CLAIMS, UNBALANCED_OPERATIONS } from '../../api/services/money/ledgerCheck';
import { STUCK_CAUSES } from '../../domain/claims/causes';
import { claimWorkflowId } from '../../workflows/contracts/ids';
import { type ClaimInput, WORKFLOW_TYPES } from '../../workflows/contracts/messages';
import { makePatient } from '../factories/hospital';
import { makeCrosswalk, makeHospital, makePayer, makeStay, type MadeBehaviour, SIMPLE_PLAN } from '../factories/money';
import { createUser, type TestUser } from '../support/api';
import { TestHospital } from '../support/hospital';

const CLAIMS = Number(process.env['CLAIMS'] ?? 1000);
const WITHIN_MS = Number(process.env['WITHIN_MINUTES'] ?? 60) * 60_000;

/** Each way a payer can be difficult, alone and together. Times are short so that the run ends today; the timers are the same durable ones. */
const PAYERS: readonly (readonly [string, Partial<MadeBehaviour>, object])[] = [
  ['slow', { acknowledgeAfterMs: 4_000, remitAfterMs: 15_000 }, {}],
  ['rejects', { rejectPercent: 40 }, {}],
  ['denies', { denyPercent: 50, upholdPercent: 50 }, {}],
  ['denies without authorisation', {}, { priorAuthorizationRequired: ['G0463'] }],
  ['pays and says everything three times', { copies: 3 }, {}],
  ['answers out of order', { outOfOrder: true, acknowledgeAfterMs: 3_000, remitAfterMs: 1_000 }, {}],
  ['all of it', { copies: 2, outOfOrder: true, rejectPercent: 25, denyPercent: 30, upholdPercent: 50, acknowledgeAfterMs: 2_000, remitAfterMs: 4_000 }, { priorAuthorizationRequired: ['G0463'] }],
];

class Trial {
  private constructor(private readonly hospital: TestHospital, private readonly biller: TestUser) {}

  static async start(): Promise<Trial> {
    const hospital = await TestHospital.start(['worker']);
    await makeHospital();
    await makeCrosswalk();
    return new Trial(hospital, await createUser(hospital.record.database.cipher, hospital.nobody(), ['billing-supervisor']));
  }

  stop = () => this.hospital.stop();

  async rows<T>(sql: string, replacements: unknown[] = []): Promise<T[]> {
    const [rows] = await this.hospital.record.database.sequelize.query(sql, { replacements });
    return rows as T[];
  }

  async count(sql: string): Promise<number> {
    const [row] = await this.rows<Record<string, unknown>>(sql);
    return Number(Object.values(row ?? {})[0]);
  }

  /** Claims of finished stays, each with its workflow, as a journey would start it. */
  async makeClaims(): Promise<void> {
    const { database } = this.hospital.record;
    const payers = [];
    for (const [, behaviour, rules] of PAYERS) payers.push(await makePayer(database, { behaviour, rules: { ...SIMPLE_PLAN, ...rules } }));
    const service = this.hospital.service();
    for (let index = 0; index < CLAIMS; index += 1) {
      const stay = await makeStay(database, { payer: payers[index % payers.length] ?? null, patient: await makePatient(database), doses: 1, panels: 0 });
      const idempotencyKey = `chaos-${stay.encounterId}`;
      await service.call(contract.captureCharges, { params: { encounterId: stay.encounterId }, idempotencyKey: `${idempotencyKey}/charges` });
      const { claimId } = await service.call(contract.prepareClaim, { params: { encounterId: stay.encounterId }, idempotencyKey: `${idempotencyKey}/claim` });
      if (!claimId) throw new Error('No claim was made.');
      const workflowId = claimWorkflowId(claimId);
      const input: ClaimInput = { claimId, journeyWorkflowId: null, encounterId: null };
      const payload = database.cipher.sealJson({ table: 'workflow_commands', column: 'payload_enc', id: `start/${workflowId}` }, input);
      await this.rows('INSERT INTO workflow_commands (workflow_id, kind, name, payload_enc, dedup_id, next_attempt_at) VALUES (?)', [[workflowId, 'start', WORKFLOW_TYPES.claim, payload, `start/${workflowId}`, new Date()]]);
    }
  }

  /** Kill what can be killed until every claim is either closed or waits for a person. */
  async settle(kill: boolean): Promise<number> {
    const started = Date.now();
    for (let round = 1; ; round += 1) {
      const moving = await this.count("SELECT COUNT(*) FROM claims c WHERE c.is_open = 1 AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.claim_id = c.id AND t.is_open = 1)");
      if (moving === 0) return Math.round((Date.now() - started) / 1000);
      if (Date.now() - started > WITHIN_MS) throw new Error(`${moving} claims neither closed nor waiting for anybody`);
      if (kill && round % 8 === 3) await this.crash(round % 16 === 3 ? 'api' : 'worker');
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }

  private async crash(name: 'api' | 'worker'): Promise<void> {
    await this.hospital.kill(name);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await this.hospital.run(name);
  }

  /** Everything that must never be, one sentence each. */
  async faults(): Promise<string[]> {
    const never: readonly (readonly [string, string])[] = [
      ['claims lost', `SELECT ${CLAIMS} - COUNT(*) FROM claims`],
      ['stays billed twice', "SELECT COUNT(*) FROM (SELECT encounter_id FROM claims WHERE status <> 'entered-in-error' GROUP BY encounter_id HAVING COUNT(*) > 1) x"],
      ['claims that do not add up', 'SELECT COUNT(*) FROM v_claim_balance WHERE charge <> paid + adjustments + `open` OR `open` < 0'],
      ['claims that differ from the ledger', `SELECT COUNT(*) FROM (${DIFFERING_CLAIMS}) x`],
      ['operations out of balance', `SELECT COUNT(*) FROM (${UNBALANCED_OPERATIONS}) x`],
      ['cents that came from nowhere', 'SELECT COALESCE(SUM(cents), 0) FROM v_ledger'],
      ['claims with two answers that stand', "SELECT COUNT(*) FROM (SELECT claim_id FROM remittance_claims WHERE state = 'posted' AND status_code <> '22' AND reversed_by_id IS NULL GROUP BY claim_id HAVING COUNT(*) > 1) x"],
      ['payments posted twice', 'SELECT COUNT(*) FROM (SELECT payer_id, trace_number FROM remittances GROUP BY payer_id, trace_number HAVING COUNT(*) > 1) x'],
      ['tasks opened twice', 'SELECT COUNT(*) FROM (SELECT dedup_id FROM tasks GROUP BY dedup_id HAVING COUNT(*) > 1) x'],
      ['stuck claims without a cause', "SELECT COUNT(*) FROM claims c WHERE is_open = 1 AND stuck_cause IS NULL AND EXISTS (SELECT 1 FROM tasks t WHERE t.claim_id = c.id AND t.is_open = 1)"],
      ['stuck claims without a deadline', 'SELECT COUNT(*) FROM claims WHERE is_open = 1 AND stuck_cause IS NOT NULL AND next_deadline_at IS NULL'],
      ['refused commands', "SELECT COUNT(*) FROM workflow_commands WHERE state = 'refused'"],
    ];
    const found: string[] = [];
    for (const [what, sql] of never) {
      const count = await this.count(sql);
      if (count !== 0) found.push(`${count} ${what}`);
    }
    const unknown = (await this.rows<{ cause: string }>('SELECT DISTINCT stuck_cause AS cause FROM claims WHERE stuck_cause IS NOT NULL')).filter(({ cause }) => !Object.hasOwn(STUCK_CAUSES, cause));
    return [...found, ...unknown.map(({ cause }) => `no fix is known for ${cause}`)];
  }

  /** Fix every cause as a group; answers what each group came to. */
  async fixGroups(): Promise<object[]> {
    const { items } = await this.biller.client.call(contract.listClaimCauses, { query: { by: 'root-cause' } });
    const outcomes: object[] = [];
    for (const { cause, fingerprint, kind } of items) {
      const fix = kind === 'denied' ? { action: 'send-on' as const, changes: { authorizationNumber: 'AUTH-CHAOS' } } : kind === 'no-answer' ? { action: 'keep-waiting' as const } : { action: 'send-on' as const };
      const { id } = await this.biller.client.call(contract.planClaimGroupFix, { body: { select: { state: 'stuck', cause, ...(fingerprint ? { fingerprint } : {}) }, fix } });
      const planned = await this.reach(id, 'planned');
      await this.biller.client.call(contract.applyGroupFix, { params: { groupFixId: id }, body: { version: planned.version } });
      const { counts, total } = await this.reach(id, 'done');
      outcomes.push({ cause, total, done: counts.done, not: counts.impossible + counts.failed });
    }
    return outcomes;
  }

  private async reach(groupFixId: string, state: string) {
    const deadline = Date.now() + WITHIN_MS;
    for (;;) {
      const { groupFix } = await this.biller.client.call(contract.readGroupFix, { params: { groupFixId } });
      if (groupFix.state === state) return groupFix;
      if (Date.now() > deadline) throw new Error(`The group fix did not come to ${state}.`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  async standing(): Promise<object[]> {
    return this.rows("SELECT status, COALESCE(stuck_cause, '') AS cause, COUNT(*) AS claims, CAST(SUM(open_cents) AS SIGNED) AS openCents FROM claims GROUP BY status, stuck_cause ORDER BY claims DESC");
  }
}

async function main(): Promise<number> {
  const trial = await Trial.start();
  try {
    await trial.makeClaims();
    const seconds = await trial.settle(true);
    const faults = await trial.faults();
    console.log(JSON.stringify({ chaos: 'misbehavingPayer', phase: 'played', claims: CLAIMS, seconds, standing: await trial.standing(), faults }));
    const groups = await trial.fixGroups();
    const again = await trial.settle(false);
    const left = await trial.faults();
    console.log(JSON.stringify({ chaos: 'misbehavingPayer', phase: 'fixed as groups', groups, seconds: again, standing: await trial.standing(), faults: left }));
    return faults.length + left.length === 0 ? 0 : 1;
  } finally {
    await trial.stop();
  }
}

main().then((code) => process.exit(code), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
