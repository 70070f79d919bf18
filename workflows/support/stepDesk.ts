import { CancellationScope, condition, log, sleep, workflowInfo } from '@temporalio/workflow';
import { isIsoDateTime, MINUTE_MS, HOUR_MS } from '../../domain/time';
import { type Activities } from '../../activities';
import { STEP_FAILURES } from '../contracts/failures';
import { INCIDENT_ACTIONS, type IncidentAnswer, type IncidentResolution, type WorkflowProgress } from '../contracts/messages';
import { type AlarmSource } from './alarmClock';
import { problemOf, record, scheduled, type StepProblem } from './apiCalls';
import { epochMs, iso, now } from './clock';
import { refuse } from './refusal';

/** Attempts at a step that answers with a server error, and the pause after the first (it doubles). */
const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 1_000;

/** Whose steps these are, and how they end early. */
export interface StepOwner {
  readonly journeyId: string | null;
  readonly claimId: string | null;
  /** Throws the refusal when work of this kind cannot be cancelled now. */
  assertCancellable(): void;
  /** A person cancelled the work at an incident. */
  cancel(): void;
}

export interface StepOptions<T> {
  /** What the pathway goes on with when a person skips the step. Absent: the step cannot be skipped. */
  readonly skipAs?: T;
  /** The step runs as a normal activity: it may be slow, or must never be run again with what came in meanwhile. */
  readonly scheduled?: boolean;
}

/** One activity call, given the step it belongs to: `(calls, at) => calls.planCare({ ...at, encounterId })`. */
export type StepAct<T> = (calls: Activities, at: { readonly step: string }) => Promise<T>;

interface Incident {
  readonly incidentId: string;
  readonly step: string;
  readonly skippable: boolean;
  readonly openedAt: number;
  problem: StepProblem;
  attempts: number;
  heldUntil: number | null;
  resolution: IncidentResolution | null;
}

/** The work this step belongs to was cancelled while the step was in trouble. */
export class StepCancelled extends Error {
  constructor(step: string) {
    super(`${step}: cancelled`);
    this.name = 'StepCancelled';
  }
}

/**
 * Runs the steps of a workflow. A step that has spent its retries becomes an incident and waits for a person: it never fails
 * the workflow, and an incident counts as solved only when the step has passed.
 */
export class StepDesk {
  private readonly incidents = new Map<string, Incident>();
  private readonly retrying = new Map<string, WorkflowProgress['retrying'][number]>();
  private active = 0;
  /** Steps begun in an earlier epoch belong to work that was cancelled since. */
  private epoch = 0;

  constructor(private readonly owner: StepOwner) {}

  /** No step is running; those in trouble wait for people. */
  get isIdle(): boolean {
    return this.active === 0;
  }

  get inTrouble(): boolean {
    return this.incidents.size > 0;
  }

  /** When the oldest open incident was opened, in epoch milliseconds. */
  get inTroubleSince(): number | null {
    return this.inTrouble ? Math.min(...[...this.incidents.values()].map(({ openedAt }) => openedAt)) : null;
  }

  readonly alarm: AlarmSource = () => {
    const ends = [...this.incidents.values()].flatMap(({ heldUntil }) => heldUntil ?? []);
    return ends.length > 0 ? Math.min(...ends) : null;
  };

  /** Run one step to its end: passed, or skipped by a person. Throws StepCancelled when its work is cancelled meanwhile. */
  async attempt<T>(step: string, act: StepAct<T>, options: StepOptions<T> = {}): Promise<T> {
    if (CancellationScope.current().consideredCancelled) throw new StepCancelled(step);
    // Once begun, a step gives up by `cancelOpen`, so that it can settle its incident; a cancelled scope would tear it out half done.
    return CancellationScope.nonCancellable(() => this.run(step, act, options));
  }

  private async run<T>(step: string, act: StepAct<T>, options: StepOptions<T>): Promise<T> {
    const epoch = this.epoch;
    let incident: Incident | null = null;
    this.active += 1;
    try {
      for (;;) {
        const tried = await this.tryBounded(step, act, options);
        if ('value' in tried) {
          if (incident) await this.settle(incident, { outcome: 'solved' });
          return tried.value;
        }
        if (incident) await this.failAgain(incident, tried);
        else if (epoch !== this.epoch) throw new StepCancelled(step);
        else incident = await this.openIncident(step, tried, 'skipAs' in options);
        const action = epoch === this.epoch ? await this.waitForPerson(incident) : 'cancel';
        if (action === 'retry') continue;
        await this.settle(incident, { outcome: action === 'skip' ? 'skipped' : 'cancelled' });
        if (action === 'skip') return options.skipAs as T;
        throw new StepCancelled(step);
      }
    } finally {
      this.active -= 1;
    }
  }

  /** Repeat a write that keeps the books (never the work itself) until it is done; a refusal is logged and let go. */
  async insist<T>(step: string, act: StepAct<T>): Promise<T | null> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, HOUR_MS)) {
      try {
        return await record((calls) => act(calls, { step }));
      } catch (error) {
        const problem = problemOf(error);
        if (!problem) throw error;
        log.warn('bookkeeping step failed', { step, type: problem.type, problem: problem.problem });
        if (problem.type === STEP_FAILURES.refused) return null;
      }
      await sleep(pause);
    }
  }

  /** The work is cancelled: steps in trouble give up, steps under way end as they may. */
  cancelOpen(): void {
    this.epoch += 1;
    for (const incident of this.incidents.values()) incident.resolution = { incidentId: incident.incidentId, action: 'cancel' };
  }

  validate(resolution: IncidentResolution): void {
    const incident = this.incidents.get(resolution.incidentId);
    if (!incident) refuse('UnknownIncident', 'No such incident is open here.');
    if (!INCIDENT_ACTIONS.includes(resolution.action)) refuse('ActionNotPossible', 'There is no such action.');
    if (incident.resolution) refuse('BeingActedOn', 'This incident is being acted on just now.');
    if (resolution.action === 'skip' && !incident.skippable) refuse('ActionNotPossible', 'This step cannot be skipped: what follows needs it.');
    if (resolution.action === 'cancel') this.owner.assertCancellable();
    if (resolution.action === 'hold') {
      if (!resolution.until || !isIsoDateTime(resolution.until) || epochMs(resolution.until) <= now()) refuse('InvalidDate', 'A hold needs a date and time ahead.');
    }
  }

  resolve(resolution: IncidentResolution): IncidentAnswer {
    const incident = this.incidents.get(resolution.incidentId);
    if (incident) incident.resolution = resolution;
    if (resolution.action === 'cancel') this.owner.cancel();
    return { incidentId: resolution.incidentId, accepted: true };
  }

  progress(): Pick<WorkflowProgress, 'incidents' | 'retrying'> {
    const incidents = [...this.incidents.values()].map(({ incidentId, step, problem, attempts, skippable, heldUntil }) =>
      ({ incidentId, step, errorClass: problem.type, attempts, skippable, heldUntil: heldUntil === null ? null : iso(heldUntil) }));
    return { incidents, retrying: [...this.retrying.values()] };
  }

  /** Refusals come back at once, server errors after a few attempts; an API that is away is waited for without limit. */
  private async tryBounded<T>(step: string, act: StepAct<T>, options: StepOptions<T>): Promise<{ value: T } | { problem: StepProblem; attempts: number }> {
    const away = () => void this.retrying.set(step, { step, errorClass: STEP_FAILURES.unavailable, attempts: 1, nextTryAt: null });
    try {
      for (let attempts = 1; ; attempts += 1) {
        try {
          return { value: await (options.scheduled ? scheduled((calls) => act(calls, { step })) : record((calls) => act(calls, { step }), away)) };
        } catch (error) {
          const problem = problemOf(error);
          if (!problem) throw error;
          if (problem.type !== STEP_FAILURES.server || attempts >= ATTEMPTS) return { problem, attempts };
          const pause = FIRST_PAUSE_MS * 2 ** (attempts - 1);
          this.retrying.set(step, { step, errorClass: problem.type, attempts, nextTryAt: iso(now() + pause) });
          await sleep(pause);
        }
      }
    } finally {
      this.retrying.delete(step);
    }
  }

  private async openIncident(step: string, { problem, attempts }: { problem: StepProblem; attempts: number }, skippable: boolean): Promise<Incident> {
    const { journeyId, claimId } = this.owner;
    const report = { workflowId: workflowInfo().workflowId, journeyId, claimId, step, errorClass: problem.type, message: problem.message, attempts };
    for (let pause = MINUTE_MS; ; pause = Math.min(pause * 2, HOUR_MS)) {
      const opened = await this.insist(`incident-of-${step}`, (calls, at) => calls.openIncident({ ...at, incident: report }));
      if (opened) {
        const incident: Incident = { incidentId: opened.incidentId, step, skippable, openedAt: now(), problem, attempts, heldUntil: null, resolution: null };
        this.incidents.set(incident.incidentId, incident);
        return incident;
      }
      await sleep(pause);
    }
  }

  private async failAgain(incident: Incident, { problem, attempts }: { problem: StepProblem; attempts: number }): Promise<void> {
    incident.problem = problem;
    incident.attempts += attempts;
    incident.resolution = null;
    incident.heldUntil = null;
    await this.insist(`failed-again-${incident.attempts}-${incident.step}`, (calls, at) => calls.settleIncident({ ...at, incidentId: incident.incidentId, settlement: { outcome: 'failed-again' } }));
  }

  /** What the person decides; a hold ends as a retry. */
  private async waitForPerson(incident: Incident): Promise<'retry' | 'skip' | 'cancel'> {
    this.active -= 1;
    try {
      for (;;) {
        await condition(() => incident.resolution !== null || (incident.heldUntil !== null && now() >= incident.heldUntil));
        const resolution = incident.resolution ?? { incidentId: incident.incidentId, action: 'retry' as const };
        if (resolution.action !== 'hold') return resolution.action;
        const until = resolution.until as string;
        await this.insist(`hold-${until}-${incident.step}`, (calls, at) => calls.settleIncident({ ...at, incidentId: incident.incidentId, settlement: { outcome: 'on-hold', until } }));
        incident.heldUntil = epochMs(until);
        // A cancellation of the work that came in meanwhile stands.
        if (incident.resolution === resolution) incident.resolution = null;
      }
    } finally {
      this.active += 1;
    }
  }

  private async settle(incident: Incident, settlement: { outcome: 'solved' | 'skipped' | 'cancelled' }): Promise<void> {
    await this.insist(`${settlement.outcome}-${incident.step}`, (calls, at) => calls.settleIncident({ ...at, incidentId: incident.incidentId, settlement }));
    this.incidents.delete(incident.incidentId);
  }
}
