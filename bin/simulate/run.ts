import { randomUUID } from 'node:crypto';
import { ApiClient, ApiProblem, contract } from '../../api/client';
import { enter } from '../support/enter';
import { playAmendments } from './amendments';
import { type Script } from './answers';
import { workAsChargeNurse } from './chargeNurse';
import { orderOneByOne, testedOneByOne } from './oneByOne';
import { type Login, type SignedIn, signIn, withOnly } from './crew';
import { Chance } from './random';
import { claimsWithPayers, playMoney } from './playMoney';
import { layBack } from './pastWeeks';
import { playScenes } from './playScenes';
import { HOURS_IN_HOUSE, isLeftToPayer, isPlayedAnyway, leftAt, playsInScene, type Scene, sceneOf } from './scenes';
import { reportSafetyEvents } from './safetyReports';
import { playShowcase } from './showcase';
import { describe, pause, type Shift, workShift } from './staff';
import { type PastStay, StayQueue } from './stays';
import { type Progress, type Summary } from './summary';
import { keepTimePassing, passHours } from './time';

/** So long a trouble is told as the last one. */
const TOLD_FOR_MS = 10_000;

export interface SimulationOptions {
  readonly apiUrl: string;
  readonly logins: readonly Login[];
  readonly journeys: number;
  readonly staff: number;
  /** How many journeys may be under way at once. */
  readonly atOnce: number;
  /** Leave a living hospital behind: journeys stopped in every stage, overdue tasks, stuck claims. */
  readonly leaveLiving: boolean;
  /** Lay journeys that have ended back over so many past weeks, so that figures by week have something to show; 0: they end now. */
  readonly pastWeeks: number;
  readonly seed: string;
  readonly minutes: number;
  readonly onProgress: (progress: Progress) => void;
  readonly stopping: () => boolean;
}

/** Admit patients from the cohort and play staff until every journey of this run is closed (or left), through the HTTP API alone. */
export async function simulate(options: SimulationOptions): Promise<Summary> {
  const startedAt = Date.now();
  const nobody = new ApiClient({ baseUrl: options.apiUrl, timeoutMs: 90_000 });
  const colleagues = await signIn(nobody, options);
  const driver = colleagues.find((colleague) => colleague.role === 'administrator');
  if (!driver) throw new Error('The demonstration has no administrator login: start it again with npm start -- --fresh.');
  const run = new Run(options, driver.client);
  const playing = colleagues.filter((colleague) => colleague.role !== 'administrator').map((colleague, index) => (colleague.role === 'charge-nurse' ? workAsChargeNurse : workShift)(withOnly(colleague), run.shift, new Chance(`${options.seed}/${index}`)));
  const time = keepTimePassing(driver.client, run);
  const [physician, nurse, charge, biller] = ['physician', 'nurse', 'charge-nurse', 'billing'].map((role) => colleagues.find((colleague) => colleague.role === role)?.client);
  const showcase = physician && nurse ? playShowcase({ physician, nurse, stays: () => (options.leaveLiving ? run.staysIn('critical-potassium') : [...run.journeyIds]), isOver: () => run.shift.isOver(), trouble: (what) => run.shift.trouble(what) }) : Promise.resolve();
  const oneByOne = physician && options.leaveLiving ? orderOneByOne(physician, { journeyIds: run.journeyIds, isOver: run.shift.isOver, trouble: run.shift.trouble }) : Promise.resolve();
  await run.admitAll();
  await run.untilDone();
  if (options.leaveLiving) {
    const trouble = (what: string) => run.shift.trouble(what);
    await playScenes({ nurse: nurse ?? driver.client, charge: charge ?? driver.client, driver: driver.client }, run.openScenes(), trouble);
    if (nurse) await reportSafetyEvents(nurse, [...run.journeyIds]).catch((error: unknown) => trouble(`safety: ${describe(error)}`));
    await playPrivacy(options, nobody, colleagues, [...run.journeyIds]).catch((error: unknown) => trouble(`amendments: ${describe(error)}`));
    if (biller) await claimsWithPayers(driver.client, run.leftToPayers()).then((claimIds) => playMoney({ biller, administrator: driver.client, trouble }, claimIds)).catch((error: unknown) => trouble(`billing desk: ${describe(error)}`));
  }
  if (options.pastWeeks > 0) await layBack(driver.client, run.ended(), options.pastWeeks, run.shift.trouble);
  run.over = true;
  await Promise.all([...playing, time, showcase, oneByOne]);
  return run.summary((Date.now() - startedAt) / 1000);
}

/** The privacy officer signs in for this alone: the office is no part of a shift. */
async function playPrivacy({ logins }: SimulationOptions, nobody: ApiClient, colleagues: readonly SignedIn[], stays: readonly string[]): Promise<void> {
  const login = logins.find(({ role }) => role === 'privacy-officer');
  const registrar = colleagues.find(({ role }) => role === 'registrar')?.client;
  if (login && registrar) await playAmendments({ registrar, officer: (await enter(nobody, login)).client }, stays);
}

/** The state of one run: which journeys are its own, which of them are left to visitors, what was counted. */
export class Run {
  readonly journeyIds = new Set<string>();
  readonly closed = new Map<string, { outcome: string; claim: string | null; status: string }>();
  over = false;
  private readonly leaveAt = new Map<string, string>();
  private readonly scenes = new Map<string, Scene>();
  private readonly patients = new Map<string, string>();
  private readonly scripts = new Map<string, Promise<Script | null>>();
  private readonly tasks = new Map<string, number>();
  private readonly troubles = new Map<string, number>();
  private readonly deadline: number;
  private readonly runId = `simulate-${randomUUID()}`;
  private lastTrouble = { what: '', at: 0 };
  private incidents = { opened: 0, solved: 0 };

  constructor(readonly options: SimulationOptions, private readonly driver: ApiClient) {
    this.deadline = Date.now() + options.minutes * 60_000;
  }

  readonly shift: Shift = {
    plays: ({ journeyId, stage, type }) => {
      // A past is played beside a hospital that is left to its visitors: what is theirs stays theirs, but for beds, of which there must be some.
      if (this.options.pastWeeks > 0) return type === 'clean-bed' || (journeyId !== null && this.journeyIds.has(journeyId));
      return !this.options.leaveLiving || journeyId === null || this.playsHere(this.scenes.get(journeyId) ?? null, { journeyId, stage, type });
    },
    scene: (journeyId) => (journeyId === null ? null : this.scenes.get(journeyId) ?? null),
    script: (encounterId) => (encounterId && this.journeyIds.has(encounterId) ? this.scriptOf(encounterId) : Promise.resolve(null)),
    isOurs: (encounterId) => this.journeyIds.has(encounterId),
    done: (type) => {
      this.tasks.set(type, (this.tasks.get(type) ?? 0) + 1);
      this.report();
    },
    trouble: (what) => {
      this.lastTrouble = { what, at: Date.now() };
      this.troubles.set(what, (this.troubles.get(what) ?? 0) + 1);
      this.report();
    },
    isOver: () => this.over || this.options.stopping(),
  };

  private playsHere(scene: Scene | null, { journeyId, stage, type }: { journeyId: string; stage: string; type: string }): boolean {
    if (type === 'review-claim' && testedOneByOne(this.journeyIds).includes(journeyId)) return false;
    return isPlayedAnyway(scene, type) || (!this.isLeft(journeyId, stage) && playsInScene(scene, type));
  }

  /** Is this journey left where it stands for visitors? */
  isLeft(journeyId: string, stage: string): boolean {
    return this.leaveAt.get(journeyId) === stage;
  }

  async admitAll(): Promise<void> {
    const stays = await StayQueue.read(this.driver, this.options.journeys);
    if (stays.isEmpty) throw new Error('No past encounters to play: import a cohort first (bin/careway import synthea db/data/synthea-ma-130-csv.tar.gz).');
    for (let index = 0; index < this.options.journeys && this.goesOn();) {
      const isSettled = this.options.leaveLiving && this.allSettled();
      const stay = isSettled || this.journeyIds.size - this.closed.size < this.options.atOnce ? stays.take(this.inHouse()) : null;
      if (stay) {
        await this.admit(stay, index);
        index += 1;
        continue;
      }
      if (isSettled && this.journeyIds.size > 0) return; // everybody left is in the house, and stays there
      await pause(500);
      await this.lookForClosed();
    }
  }

  private goesOn(): boolean {
    return !this.shift.isOver() && Date.now() < this.deadline;
  }

  private inHouse(): Set<string> {
    return new Set([...this.patients].flatMap(([journeyId, patientId]) => (this.closed.has(journeyId) ? [] : [patientId])));
  }

  /** Until every journey of the run is closed, or, for the demonstration, has reached the stage at which it is left. */
  async untilDone(): Promise<void> {
    while (this.goesOn()) {
      await this.lookForClosed();
      if (this.options.leaveLiving && this.allSettled()) return;
      if (this.closed.size >= this.journeyIds.size && (await this.isCleaned())) return;
      await pause(500);
    }
  }

  /** Beds left by a transfer are cleaned apart from any journey: a run ends with none waiting that nobody has taken. */
  private async isCleaned(): Promise<boolean> {
    const board = await this.driver.call(contract.readBedBoard, { query: {} }).catch((error: unknown) => this.shift.trouble(describe(error)));
    return board !== undefined && board.wards.every(({ beds }) => beds.every(({ cleaning }) => cleaning === null || cleaning.holder !== null));
  }

  /** Stays that play a scene and are going on. */
  openScenes(): (readonly [journeyId: string, scene: Scene])[] {
    return [...this.scenes].filter(([journeyId]) => !this.closed.has(journeyId));
  }

  /** Stays whose claims are left with their payers, to be denied. */
  leftToPayers(): string[] {
    return [...this.journeyIds].filter((journeyId, index) => isLeftToPayer(index) && !this.closed.has(journeyId));
  }

  /** Journeys of this run that were played to their end, in the order of their admissions. */
  ended(): string[] {
    return [...this.journeyIds].filter((journeyId) => this.closed.has(journeyId));
  }

  /** Stays of a scene, by its name. */
  staysIn(scene: Scene): string[] {
    return [...this.scenes].flatMap(([journeyId, one]) => (one === scene ? [journeyId] : []));
  }

  async summary(seconds: number): Promise<Summary> {
    await this.lookForClosed();
    const count = (values: Iterable<string>) => [...values].reduce<Record<string, number>>((counts, value) => ({ ...counts, [value]: (counts[value] ?? 0) + 1 }), {});
    const ended = [...this.closed.values()];
    await this.countIncidents();
    return {
      started: this.journeyIds.size,
      closed: ended.filter((journey) => journey.status === 'closed').length,
      cancelled: ended.filter((journey) => journey.status === 'cancelled').length,
      open: this.journeyIds.size - this.closed.size,
      byOutcome: count(ended.map((journey) => journey.outcome)),
      byClaimStatus: count(ended.map((journey) => journey.claim ?? 'none')),
      tasksDone: [...this.tasks.values()].reduce((sum, n) => sum + n, 0),
      tasksByType: Object.fromEntries([...this.tasks].sort((a, b) => b[1] - a[1])),
      incidents: this.incidents,
      troubles: Object.fromEntries([...this.troubles].sort((a, b) => b[1] - a[1]).slice(0, 20)),
      seconds: Math.round(seconds * 10) / 10,
    };
  }

  private stages = new Map<string, string>();

  /** One look at the board: which of ours have closed, and where the others stand. */
  private async lookForClosed(): Promise<void> {
    for (const status of ['running', 'closed', 'cancelled'] as const) {
      let cursor: string | undefined;
      do {
        const page = await this.driver.call(contract.listJourneys, { query: { status, limit: 200, sort: 'newest', ...(cursor ? { cursor } : {}) } }).catch((error: unknown) => {
          this.shift.trouble(describe(error));
          return null;
        });
        if (!page) return;
        const ours = page.items.filter((journey) => this.journeyIds.has(journey.id));
        for (const journey of ours) {
          if (status === 'running') this.stages.set(journey.id, journey.stage);
          else this.closed.set(journey.id, { outcome: journey.outcome ?? 'unknown', claim: journey.claim?.status ?? null, status });
        }
        cursor = ours.length > 0 ? (page.nextCursor ?? undefined) : undefined;
      } while (cursor);
    }
    this.report();
  }

  private allSettled(): boolean {
    return [...this.journeyIds].every((journeyId) => this.closed.has(journeyId) || this.isLeft(journeyId, this.stages.get(journeyId) ?? ''));
  }

  /** The key names the admission of this run, so a repeat after a lost answer admits nobody twice. */
  private async admit({ encounterId, patientId }: PastStay, index: number): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        const { journeyId } = await this.driver.call(contract.replayEncounter, { body: { encounterId }, idempotencyKey: `${this.runId}-${index}` });
        this.journeyIds.add(journeyId);
        this.patients.set(journeyId, patientId);
        const leave = this.options.leaveLiving ? leftAt(index) : null;
        if (leave) this.leaveAt.set(journeyId, leave);
        const scene = this.options.leaveLiving ? sceneOf(index) : null;
        if (scene) {
          this.scenes.set(journeyId, scene);
          await passHours(this.driver, journeyId, HOURS_IN_HOUSE).catch((error: unknown) => this.shift.trouble(`scene: ${describe(error)}`));
        }
        this.report();
        return;
      } catch (error) {
        this.shift.trouble(`admission: ${describe(error)}`);
        if ((error instanceof ApiProblem && error.status < 500) || tries >= 30) return;
        await pause(1_000);
      }
    }
  }

  private scriptOf(journeyId: string): Promise<Script | null> {
    let script = this.scripts.get(journeyId);
    if (!script) {
      script = this.driver.call(contract.readScript, { params: { encounterId: journeyId } }).catch(() => null);
      this.scripts.set(journeyId, script);
    }
    return script;
  }

  private async countIncidents(): Promise<void> {
    for (const status of ['solved', 'unsettled'] as const) {
      const page = await this.driver.call(contract.listIncidents, { query: { status, limit: 200, count: 'true' } }).catch(() => null);
      const ours = page?.items.filter((incident) => incident.journeyId !== null && this.journeyIds.has(incident.journeyId)).length ?? 0;
      this.incidents = { opened: this.incidents.opened + ours, solved: this.incidents.solved + (status === 'solved' ? ours : 0) };
    }
  }

  private report(): void {
    const { what, at } = this.lastTrouble;
    this.options.onProgress({ started: this.journeyIds.size, closed: this.closed.size, wanted: this.options.journeys, tasks: [...this.tasks.values()].reduce((sum, n) => sum + n, 0), trouble: Date.now() - at < TOLD_FOR_MS ? what : null });
  }
}
