import { SIGNALS } from '../../workflows/contracts/messages';
import { type Acknowledged, type ClaimInput, type ClaimSettled, type Remitted } from '../../workflows/contracts/moneyMessages';
import { claimWorkflowId } from '../../workflows/contracts/ids';
import { type Answers, type PaperCall } from './paperHospital';
import { uniqueId, type WorkflowBench } from './workflowBench';

type Outcome = ClaimSettled['outcome'];

/** One claim under test, with its payer. Its submissions are `s1`, `s2`, … */
export class ClaimDriver {
  readonly claimId = uniqueId();
  readonly id = claimWorkflowId(this.claimId);

  constructor(private readonly bench: WorkflowBench) {}

  async start(answers: Partial<Answers> = {}): Promise<this> {
    this.bench.hospital.answer(this.claimId, { submissions: ['s1', 's2', 's3', 's4'], ...answers });
    const input: ClaimInput = { claimId: this.claimId, encounterId: `e-${this.claimId}`, journeyWorkflowId: null };
    await this.bench.start('claim', this.id, input);
    return this;
  }

  acknowledge(submissionId: string, accepted = true, messageId = uniqueId()): Promise<void> {
    return this.bench.signal(this.id, SIGNALS.acknowledged, { submissionId, accepted, messageId } satisfies Acknowledged);
  }

  remit(outcome: Remitted['outcome'], remittanceClaimId = uniqueId()): Promise<void> {
    return this.bench.signal(this.id, SIGNALS.remitted, { remittanceClaimId, outcome, patientCents: 2_000 } satisfies Remitted);
  }

  do(type: Parameters<WorkflowBench['complete']>[1], values: Parameters<WorkflowBench['complete']>[2] = {}) {
    return this.bench.complete(this.id, type, values);
  }

  task(type: Parameters<WorkflowBench['task']>[1]) {
    return this.bench.task(this.id, type);
  }

  calls(name: PaperCall['name']): PaperCall[] {
    return this.bench.hospital.callsOf(this.id, name);
  }

  submitted(times = 1): Promise<unknown> {
    return this.bench.until(`submission ${times}`, () => this.calls('submitClaim').length >= times);
  }

  waits(waitingFor: string) {
    return this.bench.until(waitingFor, async () => (await this.bench.progress(this.id)).waitingFor === waitingFor);
  }

  pass(amount: number, unit: 'hours' | 'days'): Promise<void> {
    return this.bench.pass(this.id, amount, unit);
  }

  get openTypes(): string[] {
    return this.bench.hospital.openTasks(this.id).map(({ type }) => type);
  }

  result(): Promise<Outcome> {
    return this.bench.result<Outcome>(this.id);
  }

  async settledAs(outcome: Outcome, how: string): Promise<void> {
    expect(await this.result()).toBe(outcome);
    expect(this.calls('settleClaim')).toMatchObject([{ input: { how } }]);
    expect(this.openTypes).toEqual([]);
  }
}
