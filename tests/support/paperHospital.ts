import { endsWithStay } from '../../domain/discharge/branches';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { type Activities } from '../../activities';
import { type TaskTypeName } from '../../domain/tasks/types';
import { type RungDelay } from '../../workflows/contracts/messages';
import { STEP_FAILURES } from '../../workflows/contracts/failures';

export interface PaperTask {
  readonly taskId: string;
  readonly workflowId: string;
  readonly step: string;
  readonly type: TaskTypeName;
  readonly stuckCause: string | null;
  status: 'open' | 'completed' | 'cancelled';
  /** On hold in the record as of this version. */
  onHold?: number;
}

export interface PaperCall {
  readonly name: keyof Activities;
  readonly workflowId: string;
  readonly step: string;
  readonly isLocal: boolean;
  readonly input: Readonly<Record<string, unknown>>;
}

type Reply<Name extends keyof Activities> = Awaited<ReturnType<Activities[Name]>>;
type Input<Name extends keyof Activities> = Parameters<Activities[Name]>[0];

/** What a test can set: the answers of one workflow's record. */
export interface Answers {
  eligibility: Reply<'checkEligibility'>['status'];
  /** What the payer says of a claim it is asked about. */
  claimStanding: Reply<'inquireOverdueClaim'>['standing'];
  plan: (step: string) => Reply<'planCare'>;
  medicineRound: (round: number) => Reply<'planMedicineRound'>;
  captured: Reply<'captureCharges'>;
  claimId: string | null;
  scrubs: Reply<'scrubClaim'>[];
  submissions: string[];
  settlement: Reply<'settleClaim'>;
  /** Before that one, one after the other. */
  settlements: Reply<'settleClaim'>[];
  invoiceId: string | null;
  bedNeedsCleaning: boolean;
  accepted: boolean;
  /** What is left of the ladder of a task taken off hold. */
  rungs: readonly RungDelay[];
  /** When the rungs of its tasks fire, as a record with calendars says; without, it says nothing. */
  opened: readonly RungDelay[];
  /** What each chunk of a group fix leaves. */
  chunksLeft: number[];
  isTransferOver: boolean;
  /** The record knows that the patient has left: nobody can be asked for care at the bedside. */
  hasLeft: boolean;
  /** Somebody has said already whether the glass was broken rightly. */
  isJudged: boolean;
  /** When the record wants to be asked about an account again, look by look. */
  collect: (look: number) => number | null;
  /** How often the payer is down when it is to answer. */
  outages: number;
}

const NOTHING_ORDERED: Reply<'planCare'> = { laboratoryRounds: [], procedureRounds: [], unverifiedMedicines: 0, medicineEveryHours: null, plannedHours: 2 };

/**
 * A record kept in memory, for tests of workflows alone: it answers what the API would, remembers every call, and fails where a
 * test says so. Tests of the whole stack use the real API.
 */
export class PaperHospital {
  readonly calls: PaperCall[] = [];
  readonly tasks: PaperTask[] = [];
  readonly incidents: { readonly incidentId: string; readonly workflowId: string; readonly step: string; outcome: string }[] = [];
  private readonly planned = new Map<string, { readonly type: string; times: number; readonly problem: string; readonly afterEffect?: boolean }>();
  private readonly replies = new Map<string, unknown>();
  private readonly meanwhiles = new Map<string, () => Promise<void>>();
  private readonly answers = new Map<string, Partial<Answers>>();
  private sequence = 0;

  /** Answers for all workflows whose ID holds `key` (an encounter or claim ID). */
  answer(key: string, answers: Partial<Answers>): void {
    this.answers.set(key, { ...this.answers.get(key), ...answers });
  }

  /** Let the next calls of a step (by the start of its name) fail. */
  fail(step: string, kind: keyof typeof STEP_FAILURES, times = 1, problem = 'urn:careway:problem:test'): void {
    this.planned.set(step, { type: STEP_FAILURES[kind], times, problem });
  }

  /** Let calls of a step take effect, and their answers get lost on the way back. */
  loseAnswers(step: string, times: number): void {
    this.planned.set(step, { type: STEP_FAILURES.unavailable, times, problem: 'unreachable', afterEffect: true });
  }

  /** Let something happen once while a step of a workflow takes effect, before its answer is back. */
  meanwhile(workflowId: string, step: string, act: () => Promise<void>): void {
    this.meanwhiles.set(`${workflowId}/${step}`, act);
  }

  heal(step: string): void {
    this.planned.delete(step);
  }

  callsOf(workflowId: string, name?: keyof Activities): PaperCall[] {
    return this.calls.filter((call) => call.workflowId === workflowId && (!name || call.name === name));
  }

  openTasks(workflowId: string): PaperTask[] {
    return this.tasks.filter((task) => task.workflowId === workflowId && task.status === 'open');
  }

  /** The activities a worker runs. */
  activities(): Activities {
    const on = <Name extends keyof Activities>(name: Name, reply: (input: Input<Name>, workflowId: string) => Reply<Name>) =>
      async (input: Input<Name>): Promise<Reply<Name>> => {
        const { workflowExecution, isLocal } = Context.current().info;
        const workflowId = workflowExecution?.workflowId ?? '';
        this.failIfPlanned(workflowId, input.step, false);
        // Like the API: the same step again (a workflow task that was lost and run anew) gets the same answer and changes nothing.
        const key = `${workflowId}/${input.step}#${JSON.stringify(input)}`;
        const known = this.replies.get(key);
        if (known !== undefined) {
          this.failIfPlanned(workflowId, input.step, true);
          return known as Reply<Name>;
        }
        this.calls.push({ name, workflowId, step: input.step, isLocal, input: input as never });
        const answer = reply(input, workflowId);
        this.replies.set(key, answer);
        const meanwhile = this.meanwhiles.get(`${workflowId}/${input.step}`);
        this.meanwhiles.delete(`${workflowId}/${input.step}`);
        await meanwhile?.();
        this.failIfPlanned(workflowId, input.step, true);
        return answer;
      };
    return {
      recordProgress: on('recordProgress', ({ progress }, workflowId) => ({ tasks: (progress.openTasks ?? []).map(({ step, type }) => this.of(workflowId).hasLeft && endsWithStay(type) ? { step, type, taskId: null } : this.answerOf(this.openTask(workflowId, step, type, null), workflowId)) })),
      openClaimTask: on('openClaimTask', ({ task }, workflowId) => ({ taskId: this.openTask(workflowId, task.task.step, task.task.type, task.stuckCause).taskId })),
      openBedTask: on('openBedTask', ({ task }, workflowId) => ({ taskId: this.openTask(workflowId, task.step, task.type, null).taskId })),
      openTransferTask: on('openTransferTask', ({ task }, workflowId) => ({ taskId: this.of(workflowId).isTransferOver ? null : this.openTask(workflowId, task.step, task.type, null).taskId })),
      openApprovalTask: on('openApprovalTask', ({ task }, workflowId) => ({ taskId: this.openTask(workflowId, task.step, task.type, null).taskId })),
      openAccessTask: on('openAccessTask', ({ task }, workflowId) => ({ taskId: this.openTask(workflowId, task.step, task.type, null).taskId })),
      openAmendmentTask: on('openAmendmentTask', ({ task }, workflowId) => this.answerOf(this.openTask(workflowId, task.step, task.type, null), workflowId)),
      openSafetyTask: on('openSafetyTask', ({ task }, workflowId) => ({ taskId: this.openTask(workflowId, task.step, task.type, null).taskId })),
      openSafetyActionTask: on('openSafetyActionTask', ({ task }, workflowId) => this.answerOf(this.openTask(workflowId, task.step, task.type, null), workflowId)),
      openGlassReview: on('openGlassReview', ({ task }, workflowId) => ({ taskId: this.of(workflowId).isJudged ? null : this.openTask(workflowId, task.step, task.type, null).taskId })),
      collectAccount: on('collectAccount', (_, id) => ({ afterMs: this.of(id).collect?.(this.callsOf(id, 'collectAccount').length) ?? null })),
      openCriticalTask: on('openCriticalTask', ({ task }, workflowId) => ({ taskId: this.openTask(workflowId, task.step, task.type, null).taskId })),
      endReservation: on('endReservation', () => ({ ended: true })),
      cancelTasks: on('cancelTasks', ({ taskIds, workflowId }) => {
        const open = this.openTasks(workflowId).filter(({ taskId }) => taskIds === null || taskIds.includes(taskId));
        for (const task of open) task.status = 'cancelled';
        return { cancelled: open.length };
      }),
      recordSlaFiring: on('recordSlaFiring', ({ taskId }) => {
        const task = this.tasks.find((one) => one.taskId === taskId);
        return { fired: task?.status === 'open' && task.onHold === undefined, ...(task?.onHold === undefined ? {} : { onHold: task.onHold }) };
      }),
      endHold: on('endHold', (_, id) => ({ rungs: [...(this.of(id).rungs ?? [])] })),
      openIncident: on('openIncident', ({ incident }) => {
        const incidentId = this.nextId('incident');
        this.incidents.push({ incidentId, workflowId: incident.workflowId, step: incident.step, outcome: 'open' });
        return { incidentId };
      }),
      settleIncident: on('settleIncident', ({ incidentId, settlement }) => {
        for (const incident of this.incidents) if (incident.incidentId === incidentId) incident.outcome = settlement.outcome;
        return { done: true };
      }),
      checkEligibility: on('checkEligibility', (_, id) => ({ status: this.of(id).eligibility ?? 'active' })),
      planCare: on('planCare', ({ step }, id) => this.of(id).plan?.(step) ?? NOTHING_ORDERED),
      planMedicineRound: on('planMedicineRound', ({ round }, id) => this.of(id).medicineRound?.(round) ?? { doses: 1, finished: false }),
      dischargeEncounter: on('dischargeEncounter', () => ({ done: true })),
      undoAdmission: on('undoAdmission', ({ what }, id) => ({ undone: 1, bedNeedsCleaning: what === 'bed' && (this.of(id).bedNeedsCleaning ?? false) })),
      captureCharges: on('captureCharges', (_, id) => this.of(id).captured ?? { charges: 3, totalCents: 120_000, uncodedCharges: 0, uncodedDiagnoses: 0, hasPrincipalDiagnosis: true }),
      prepareClaim: on('prepareClaim', (_, id) => ({ claimId: this.of(id).claimId ?? null })),
      billPatient: on('billPatient', (_, id) => ({ invoiceId: this.of(id).invoiceId ?? null, totalCents: 120_000 })),
      scrubClaim: on('scrubClaim', (_, id) => this.of(id).scrubs?.shift() ?? { clean: true, problems: [] }),
      submitClaim: on('submitClaim', (_, id) => ({ submissionId: this.of(id).submissions?.shift() ?? this.nextId('submission'), attempt: 1 })),
      appealClaim: on('appealClaim', (_, id) => ({ submissionId: this.of(id).submissions?.shift() ?? this.nextId('submission'), attempt: 1 })),
      settleClaim: on('settleClaim', (_, id) => this.of(id).settlements?.shift() ?? this.of(id).settlement ?? { patientCents: 0, invoiceId: null }),
      inquireOverdueClaim: on('inquireOverdueClaim', (_, id) => ({ standing: this.of(id).claimStanding ?? 'unanswered' })),
      requestAuthorization: on('requestAuthorization', () => ({ sent: true })),
      noteAuthorization: on('noteAuthorization', () => ({ noted: true })),
      answerAuthorization: on('answerAuthorization', () => ({ outcome: 'approved' as const })),
      warnOfDeadline: on('warnOfDeadline', () => ({ warned: true })),
      answerAcknowledgement: on('answerAcknowledgement', (_, id) => (this.isDown(id) ? { accepted: true, down: true } : { accepted: this.of(id).accepted ?? true })),
      answerRemittance: on('answerRemittance', (_, id) => (this.isDown(id) ? { posted: false, down: true } : { posted: true })),
      notifyPatient: on('notifyPatient', () => ({ notifications: 1 })),
      workGroupFix: on('workGroupFix', (_, id) => ({ left: this.of(id).chunksLeft?.shift() ?? 0 })),
      closeJourney: on('closeJourney', () => ({ done: true })),
    };
  }

  private openTask(workflowId: string, step: string, type: TaskTypeName, stuckCause: string | null): PaperTask {
    const known = this.tasks.find((task) => task.workflowId === workflowId && task.step === step);
    if (known) return known;
    const task: PaperTask = { taskId: this.nextId('task'), workflowId, step, type, stuckCause, status: 'open' };
    this.tasks.push(task);
    return task;
  }

  private answerOf({ step, type, taskId }: PaperTask, workflowId: string): { step: string; type: TaskTypeName; taskId: string; rungs?: RungDelay[] } {
    const { opened } = this.of(workflowId);
    return { step, type, taskId, ...(opened ? { rungs: [...opened] } : {}) };
  }

  private isDown(workflowId: string): boolean {
    const answers = this.of(workflowId);
    if (!answers.outages) return false;
    answers.outages -= 1;
    return true;
  }

  private of(workflowId: string): Partial<Answers> {
    for (const [key, answers] of this.answers) if (workflowId.includes(key)) return answers;
    return {};
  }

  private failIfPlanned(workflowId: string, step: string, afterEffect: boolean): void {
    for (const [key, failure] of this.planned) {
      const [workflow, start] = key.includes('/') ? key.split('/') : ['', key];
      if ((failure.afterEffect ?? false) !== afterEffect || !workflowId.includes(workflow ?? '') || !step.startsWith(start ?? '') || failure.times <= 0) continue;
      failure.times -= 1;
      const nonRetryable = failure.type !== STEP_FAILURES.unavailable;
      throw ApplicationFailure.create({ type: failure.type, message: `${step}: ${failure.problem}`, nonRetryable, details: [{ status: null, problem: failure.problem }] });
    }
  }

  private nextId(kind: string): string {
    this.sequence += 1;
    return `${kind}-${this.sequence}-${Math.random().toString(36).slice(2, 8)}`;
  }
}
