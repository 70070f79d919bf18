/**
 * A thousand claims (CLAIMS) go to payers that misbehave in every way: slow, away, rejecting, denying, denying by chosen codes, paying twice,
 * answering twice and out of order, while API and worker are killed. At the end nothing is lost and nothing doubled, and each stuck
 * claim shows cause, deadline and fix. Then the stuck ones are fixed cause by cause, as groups, and the books are looked at again.
 */
import { Client, Connection } from '@temporalio/client';
import { contract } from '../../api/client';
import { claimWorkflowId, payerWorkflowId } from '../../workflows/contracts/ids';
import { WORKFLOW_TYPES } from '../../workflows/contracts/messages';
import { type ClaimInput } from '../../workflows/contracts/moneyMessages';
import { makePatient } from '../factories/hospital';
import { makeCrosswalk, makeHospital, makePayer, makeStay, type MadePayer, SIMPLE_PLAN } from '../factories/money';
import { createUser, type TestUser } from '../support/api';
import { TestHospital } from '../support/hospital';
import { pass } from '../support/timeSkipping';
import { PAYERS } from './misbehaving/payers';
import { TrialRecord } from './misbehaving/record';

const CLAIMS = Number(process.env['CLAIMS'] ?? 1000);
const WITHIN_MS = Number(process.env['WITHIN_MINUTES'] ?? 60) * 60_000;
/** What is made or moved at the same time. */
const LANES = 4;

class Trial {
  private readonly payers: (MadePayer & { readonly away?: 'for a while' | 'for good' })[] = [];

  private constructor(private readonly hospital: TestHospital, private readonly biller: TestUser, private readonly temporal: Client, readonly record: TrialRecord) {}

  static async start(): Promise<Trial> {
    const hospital = await TestHospital.start(['worker']);
    await makeHospital();
    await makeCrosswalk();
    const connection = await Connection.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233' });
    const temporal = new Client({ connection, namespace: process.env['TEMPORAL_NAMESPACE'] ?? 'default' });
    const biller = await createUser(hospital.record.database.cipher, hospital.nobody(), ['billing-supervisor']);
    return new Trial(hospital, biller, temporal, new TrialRecord(hospital.record.database));
  }

  async stop(): Promise<void> {
    await this.temporal.connection.close();
    await this.hospital.stop();
  }

  /** Claims of finished stays, each with its workflow, as a journey would start it. */
  async makeClaims(): Promise<void> {
    for (const { behaviour, rules, away } of PAYERS) {
      const made = await makePayer(this.hospital.record.database, { behaviour, rules: { ...SIMPLE_PLAN, ...rules } });
      this.payers.push({ ...made, ...(away ? { away } : {}) });
    }
    await inLanes(Array.from({ length: CLAIMS }, (_, index) => index), (index) => this.makeClaim(index));
  }

  private async makeClaim(index: number): Promise<void> {
    const { database } = this.hospital.record;
    const service = this.hospital.service();
    const stay = await makeStay(database, { payer: this.payers[index % this.payers.length] ?? null, patient: await makePatient(database), doses: 1, panels: 0 });
    const idempotencyKey = `chaos-${stay.encounterId}`;
    await service.call(contract.captureCharges, { params: { encounterId: stay.encounterId }, idempotencyKey: `${idempotencyKey}/charges` });
    const { claimId } = await service.call(contract.prepareClaim, { params: { encounterId: stay.encounterId }, idempotencyKey: `${idempotencyKey}/claim` });
    if (!claimId) throw new Error('No claim was made.');
    const workflowId = claimWorkflowId(claimId);
    const input: ClaimInput = { claimId, journeyWorkflowId: null, encounterId: null };
    const payload = database.cipher.sealJson({ table: 'workflow_commands', column: 'payload_enc', id: `start/${workflowId}` }, input);
    await this.record.execute('INSERT INTO workflow_commands (workflow_id, kind, name, payload_enc, dedup_id, next_attempt_at) VALUES (?)', [[workflowId, 'start', WORKFLOW_TYPES.claim, payload, `start/${workflowId}`, new Date()]]);
    if ((index + 1) % 100 === 0) process.stderr.write(`  ${index + 1} claims made\n`);
  }

  /** Kill what can be killed until every claim is either closed or waits for a person; those of payers that are away may wait for them. Answers the seconds it took. */
  async settle({ kill = false, waitForAway = true }: { kill?: boolean; waitForAway?: boolean }): Promise<number> {
    const started = Date.now();
    const away = waitForAway ? [''] : ['', ...this.payers.filter((payer) => payer.away).map(({ payerId }) => payerId)];
    for (let round = 1; ; round += 1) {
      const moving = await this.record.count(
        `SELECT COUNT(*) FROM claims c WHERE c.closed_at IS NULL AND NOT (c.payer_id IN (?) AND c.status = 'submitted')
           AND (NOT EXISTS (SELECT 1 FROM tasks t WHERE t.claim_id = c.id AND t.is_open = 1) OR EXISTS (SELECT 1 FROM workflow_commands w WHERE w.workflow_id = CONCAT('claim-', c.id) AND w.state = 'pending'))`,
        [away],
      );
      if (round % 10 === 0) process.stderr.write(`  ${moving} claims moving\n`);
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

  /** One of the payers that are away comes back and is asked again in its time; the other stays silent until somebody has to ask. */
  async letTimePass(): Promise<void> {
    for (const { payerId, away } of this.payers) {
      if (!away) continue;
      const sent = await this.record.rows<{ claimId: string; submissionId: string }>("SELECT c.id AS claimId, s.id AS submissionId FROM claims c JOIN claim_submissions s ON s.claim_id = c.id WHERE c.payer_id = ? AND c.status = 'submitted'", [payerId]);
      if (away === 'for a while') await this.record.execute('UPDATE payer_behaviours SET is_down = 0 WHERE payer_id = ?', [payerId]);
      await inLanes(sent, ({ claimId, submissionId }) => (away === 'for a while' ? pass(this.temporal, payerWorkflowId(submissionId), 2, 'hours') : pass(this.temporal, claimWorkflowId(claimId), 3, 'days')));
    }
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
}

/** A few at a time, each item once. */
async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  await Promise.all(Array.from({ length: LANES }, async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  }));
}

async function main(): Promise<number> {
  const trial = await Trial.start();
  const say = (phase: string, more: object) => console.log(JSON.stringify({ chaos: 'misbehavingPayer', phase, claims: CLAIMS, ...more }));
  const seconds = async (work: () => Promise<unknown>) => {
    const started = Date.now();
    await work();
    return Math.round((Date.now() - started) / 1000);
  };
  try {
    say('made', { payers: PAYERS.map(({ name }) => name), seconds: await seconds(() => trial.makeClaims()) });
    say('answered, while API and worker are killed', { seconds: await trial.settle({ kill: true, waitForAway: false }) });
    say('time passes', { seconds: await seconds(() => trial.letTimePass()) });
    const waited = await trial.settle({});
    const faults = await trial.record.faults(CLAIMS);
    say('played', { seconds: waited, ...(await trial.record.standing()), faults });
    const groups = await trial.fixGroups();
    const again = await trial.settle({ waitForAway: false });
    const left = await trial.record.faults(CLAIMS);
    say('fixed as groups', { groups, seconds: again, ...(await trial.record.standing()), faults: left });
    return faults.length + left.length === 0 ? 0 : 1;
  } finally {
    await trial.stop();
  }
}

main().then((code) => process.exit(code), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
