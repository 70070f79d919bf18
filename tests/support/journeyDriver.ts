import { type Stage, STAGES } from '../../domain/journey/stages';
import { type FormValue } from '../../domain/tasks/form';
import { type TaskTypeName } from '../../domain/tasks/types';
import { claimWorkflowId, followUpWorkflowId, journeyWorkflowId } from '../../workflows/contracts/ids';
import { type JourneyInput, SIGNALS, type TaskAnswer, type WorkflowProgress } from '../../workflows/contracts/messages';
import { type Answers, type PaperCall, type PaperTask } from './paperHospital';
import { uniqueId, type WorkflowBench } from './workflowBench';

type Values = Record<string, FormValue>;

const SCORE: Values = { news2: 1, risk: 'low' };

/** One journey under test, and the people who do its tasks. */
export class JourneyDriver {
  readonly encounterId = uniqueId();
  readonly id = journeyWorkflowId(this.encounterId);
  readonly claimId = `c-${this.encounterId}`;
  readonly claim = claimWorkflowId(this.claimId);
  readonly followUp = followUpWorkflowId(this.encounterId);
  /** Its claim's submissions are `sub-1-…`, `sub-2-…`. */
  readonly submissions = [1, 2, 3].map((number) => `sub-${number}-${this.encounterId}`);

  constructor(private readonly bench: WorkflowBench) {}

  async start(answers: Partial<Answers> = {}, input: Partial<JourneyInput> = {}): Promise<this> {
    this.bench.hospital.answer(this.encounterId, { claimId: this.claimId, submissions: [...this.submissions], ...answers });
    await this.bench.start('patientJourney', this.id, { encounterId: this.encounterId, ...input });
    return this;
  }

  /** People do everything up to the first task of a stage. */
  async reach(stage: Stage): Promise<this> {
    const acts: Record<Stage, () => Promise<void>> = {
      admission: async () => undefined,
      diagnostics: () => this.admit(),
      treatment: () => this.diagnose(),
      discharge: () => this.treat(),
      billing: () => this.discharge(),
      adjudication: async () => undefined,
      'follow-up': async () => undefined,
    };
    for (const one of STAGES.slice(0, STAGES.indexOf(stage) + 1)) await acts[one]();
    return this;
  }

  async admit(score: Values = SCORE): Promise<void> {
    await this.do('register-patient', { coverage: 'verified' });
    await this.do('assign-bed');
    await this.do('admission-assessment', {}, score);
  }

  /** Orders, and the laboratory rounds they bring. */
  async diagnose(plannedHours = 2): Promise<void> {
    await this.do('place-orders', { plannedHours });
    await this.until('treatment', ({ stage, openTasks }) => stage === 'treatment' || openTasks.some(({ type }) => type === 'collect-specimens'));
    while ((await this.progress()).stage === 'diagnostics') {
      await this.do('collect-specimens');
      await this.do('receive-specimens');
      await this.do('enter-results', {}, { critical: 0 });
      await this.until('next round', ({ stage, openTasks }) => stage === 'treatment' || openTasks.some(({ type }) => type === 'collect-specimens'));
    }
  }

  /** The planned stay passes, with its rounds done as often as people look in, until a physician discharges. */
  async treat(hours = 2, every = hours): Promise<void> {
    const rounds = ['medicine-round', 'observation-round', 'review-deterioration', 'emergency-response', 'perform-procedures'] as const;
    await this.doOpen(['verify-medicines', ...rounds]);
    for (let passed = 0; passed < hours; passed += every) {
      await this.pass(every, 'hours');
      await this.doOpen(rounds);
    }
    await this.do('decide-discharge', { decision: 'discharge' });
  }

  async discharge(): Promise<void> {
    await this.doOpen(['medicine-round', 'observation-round', 'review-deterioration', 'emergency-response', 'perform-procedures']);
    await this.do('sign-discharge-summary');
    await this.do('discharge-teaching');
    await this.do('financial-clearance');
    await this.do('confirm-departure');
  }

  /** The patient is gone: the bed, the next appointment. */
  async afterwards(): Promise<void> {
    await this.do('clean-bed');
    await this.do('book-follow-up', { needed: true, startsAt: '2031-01-10T09:00:00Z' }, { appointmentId: `a-${this.encounterId}` });
  }

  /** The payer takes the claim in and pays. */
  async paid(): Promise<void> {
    const [submissionId] = this.submissions;
    await this.bench.until('submission', () => this.bench.hospital.callsOf(this.claim, 'submitClaim').length > 0);
    await this.bench.signal(this.claim, SIGNALS.acknowledged, { submissionId, accepted: true, messageId: 'm1' });
    await this.bench.signal(this.claim, SIGNALS.remitted, { remittanceClaimId: 'r1', outcome: 'paid', patientCents: 0 });
  }

  do(type: TaskTypeName, values: Values = {}, facts: Values = type === 'observation-round' ? SCORE : {}): Promise<TaskAnswer> {
    return this.bench.complete(this.id, type, values, facts);
  }

  /** Do every open task of these types, and those that follow at once. */
  async doOpen(types: readonly TaskTypeName[]): Promise<void> {
    for (let task = this.first(types); task; task = this.first(types)) {
      await this.do(task.type);
      await this.settled();
    }
  }

  /** The workflow has come to rest: nothing is on its way into an inbox. */
  settled(): Promise<void> {
    return this.bench.settled(this.id);
  }

  open(type: TaskTypeName): PaperTask | undefined {
    return this.first([type]);
  }

  task(type: TaskTypeName): Promise<PaperTask> {
    return this.bench.task(this.id, type);
  }

  calls(name?: Parameters<WorkflowBench['hospital']['callsOf']>[1]): PaperCall[] {
    return this.bench.hospital.callsOf(this.id, name);
  }

  steps(name: Parameters<WorkflowBench['hospital']['callsOf']>[1]): string[] {
    return this.calls(name).map(({ step }) => step);
  }

  progress(): Promise<WorkflowProgress> {
    return this.bench.progress(this.id);
  }

  until(what: string, is: (progress: WorkflowProgress) => boolean): Promise<WorkflowProgress> {
    return this.bench.until(what, async () => {
      const progress = await this.progress();
      return is(progress) && progress;
    });
  }

  pass(amount: number, unit: 'minutes' | 'hours' | 'days'): Promise<void> {
    return this.bench.pass(this.id, amount, unit);
  }

  private first(types: readonly TaskTypeName[]): PaperTask | undefined {
    return this.bench.hospital.openTasks(this.id).find(({ type }) => types.includes(type));
  }
}
