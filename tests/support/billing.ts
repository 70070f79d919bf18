import { type ApiClient, contract } from '../../api/client';
import { makeCrosswalk, makeHospital } from '../factories/money';
import { startTestApi, type TestApi } from './api';

/** Walks a stay through billing as the workflows do, each step under a key of its own. */
export class BillingDriver {
  private keys = 0;

  private constructor(readonly api: TestApi, readonly service: ApiClient) {}

  static async start(api: TestApi): Promise<BillingDriver> {
    return new BillingDriver(api, await api.service());
  }

  /** The same, in a hospital that can bill. */
  static async inHospital(api: TestApi): Promise<BillingDriver> {
    await makeHospital();
    await makeCrosswalk();
    return BillingDriver.start(api);
  }

  /** The same, with an API of its own, which the test stops. */
  static async open(options: Parameters<typeof startTestApi>[0] = {}): Promise<BillingDriver> {
    return BillingDriver.inHospital(await startTestApi(options));
  }

  key = (): string => `billing-test-${(this.keys += 1)}`;

  capture = (encounterId: string) => this.service.call(contract.captureCharges, { params: { encounterId }, idempotencyKey: this.key() });
  bill = (encounterId: string) => this.service.call(contract.billPatient, { params: { encounterId }, idempotencyKey: this.key() });
  scrub = (claimId: string) => this.service.call(contract.scrubClaim, { params: { claimId }, idempotencyKey: this.key() });
  submit = (claimId: string) => this.service.call(contract.submitClaim, { params: { claimId }, idempotencyKey: this.key() });
  appeal = (claimId: string) => this.service.call(contract.appealClaim, { params: { claimId }, idempotencyKey: this.key() });
  settle = (claimId: string, how: 'paid' | 'bill-patient' | 'write-off' | 'self-pay' | 'void') => this.service.call(contract.settleClaim, { params: { claimId }, body: { how }, idempotencyKey: this.key() });
  acknowledge = (submissionId: string, copy = 1) => this.service.call(contract.answerAcknowledgement, { params: { submissionId }, body: { copy }, idempotencyKey: this.key() });
  remit = (submissionId: string, copy = 1) => this.service.call(contract.answerRemittance, { params: { submissionId }, body: { copy }, idempotencyKey: this.key() });

  async prepare(encounterId: string): Promise<string> {
    await this.capture(encounterId);
    const { claimId } = await this.service.call(contract.prepareClaim, { params: { encounterId }, idempotencyKey: this.key() });
    if (!claimId) throw new Error('No claim was made.');
    return claimId;
  }

  /** Prepared, scrubbed and sent. */
  async send(encounterId: string): Promise<{ claimId: string; submissionId: string }> {
    const claimId = await this.prepare(encounterId);
    await this.scrub(claimId);
    return { claimId, submissionId: (await this.submit(claimId)).submissionId };
  }

  /** Sent, taken in and adjudicated. */
  async adjudicate(encounterId: string): Promise<{ claimId: string; submissionId: string }> {
    const sent = await this.send(encounterId);
    await this.acknowledge(sent.submissionId);
    await this.remit(sent.submissionId);
    return sent;
  }

  /** A task on a claim, as its workflow opens it. */
  async openTask(claimId: string, type: 'fix-claim' | 'review-claim' | 'resolve-rejection' | 'resolve-denial' | 'approve-write-off' | 'chase-payer', stuckCause: string, focusTaskId?: string): Promise<string> {
    const { taskId } = await this.service.call(contract.openClaimTask, {
      params: { claimId }, idempotencyKey: this.key(), body: { workflowId: `claim-${claimId}`, stuckCause, task: { step: `${type}-${this.key()}`, type, ...(focusTaskId ? { focusType: 'task', focusId: focusTaskId } : {}) } },
    });
    return taskId;
  }

  /** Works a group fix to its end, as its workflow does; answers how many chunks that took. */
  async workGroupFix(groupFixId: string, phase: 'plan' | 'apply'): Promise<number> {
    for (let chunk = 1; ; chunk += 1) {
      const { left } = await this.service.call(contract.workGroupFix, { params: { groupFixId }, body: { phase }, idempotencyKey: `group-fix-${groupFixId}-${phase}/${phase}-${chunk}` });
      if (left === 0) return chunk;
    }
  }

  async rows<T>(sql: string, replacements: unknown[] = []): Promise<T[]> {
    const [rows] = await this.api.database.sequelize.query(sql, { replacements });
    return rows as T[];
  }

  async scalar(sql: string, replacements: unknown[] = []): Promise<number> {
    const [row] = await this.rows<Record<string, unknown>>(sql, replacements);
    return Number(Object.values(row ?? {})[0]);
  }

  /** What must hold after everything: operations balance, claims agree with the ledger, nothing done is uncharged. */
  async expectSound(): Promise<void> {
    const manager = await this.api.as('manager');
    expect(await manager.client.call(contract.checkLedger, {})).toMatchObject({ balanced: true, unbalancedOperations: 0, differingClaims: 0, unchargedServices: 0, house: { differenceCents: 0 } });
    expect(await this.scalar('SELECT COUNT(*) FROM v_claim_balance WHERE charge <> paid + adjustments + `open` OR `open` < 0')).toBe(0);
    expect(await this.scalar('SELECT COALESCE(SUM(cents), 0) FROM v_ledger')).toBe(0);
  }
}
