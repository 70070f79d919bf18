import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { contract } from '../../../api/client';
import { Chance } from '../../../bin/simulate/random';
import { giveContact, numberFrom } from '../../factories/hospital';
import { type KeptHospital, type ProcessName } from '../../support/hospital';
import { PlayedHospital, type PlayedPlan } from '../../support/playedHospital';
import { playJourney } from '../../support/playJourney';
import { reconciled } from '../../support/reconciled';
import { ChaosHospital } from './chaosHospital';
import { type Fault, inAnyOrder } from './faults';
import { violations, type Violation } from './invariants';
import { Journal, OUTCOMES } from './journal';
import { JournalledClient, isRefusal } from './journalledClient';
import { judgeAll } from './judgeAll';
import { standingOutcome } from './judgement';
import { Visitors } from './visitors';

export interface TrialOptions {
  readonly journeys: number;
  /** Journeys under way side by side. */
  readonly atOnce: number;
  /** The same seed: the same faults in the same order, the same decisions of staff. */
  readonly seed: string;
  readonly faults: readonly Fault[];
  /** A fault so often. */
  readonly faultEveryMs: number;
  /** After so many all is well again; without end, when absent. */
  readonly faultsAtMost?: number;
  readonly processes: readonly ProcessName[];
  readonly journalFile: string;
  /** Workflow code of the first worker; the newest, when absent. */
  readonly oldBundle?: string;
  /** For one journey, faults included. */
  readonly withinMs: number;
  /** Once everything is healed, so long for the last messages and timers. */
  readonly graceMs: number;
  /** A sender that died counts as silent at once, and not only after its five minutes: its message is sent again within the grace. */
  readonly skipsSilence?: boolean;
  readonly say?: (text: string) => void;
  /** The hospital of an earlier trial: its journeys are played on, the new ones come after them. */
  readonly kept?: KeptHospital;
}

/** What a trial came to; sound when nothing is listed. */
export interface TrialResult {
  readonly journeys: number;
  /** All journeys of the record when everything was looked at, and how many of them were at their end. */
  readonly onRecord: { readonly journeys: number; readonly ended: number };
  /** Less than `journeys` when the trial was ended early. */
  readonly begun: number;
  readonly ended: number;
  /** How many of each kind people asked for. */
  readonly operations: Readonly<Record<string, number>>;
  /** What they came to, and how many had to be asked for more than once. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** What people who only looked were shown, by status. */
  readonly pages: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly met: object;
  /** Faults that were struck and never met anybody: they prove nothing. */
  readonly missed: readonly string[];
  readonly revived: number;
  readonly seconds: number;
  readonly unfinished: readonly string[];
  readonly broken: readonly string[];
  readonly violations: readonly Violation[];
  readonly differences: readonly object[];
}

const STAY = { 'place-orders': { plannedHours: 4, orderSet: 'acute-cardiac' } } as const;
const DOUBLED = 1;
const REKEYED = 0.1;
const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 1_000;
/** Seldom: what looks for work is not what is on trial, and costs as much as the work itself. */
const STAFF_LOOK_EVERY_MS = 800;
const PLANS = 24;

/** A whole hospital plays journeys from admission to the paid claim while everything fails around it; then everything is looked at. */
export class JourneyTrial {
  private readonly chance: Chance;
  private readonly counts: Record<string, number> = {};
  private readonly unfinished: string[] = [];
  private begun = 0;
  private ended = 0;
  private isHealing = false;
  private isOver = false;

  private constructor(
    private readonly options: TrialOptions, readonly chaos: ChaosHospital, readonly played: PlayedHospital, private readonly journal: Journal, private readonly visitors: Visitors, private readonly plans: readonly PlayedPlan[],
    /** Journeys of earlier trials. */
    private readonly before: number,
  ) {
    this.chance = new Chance(`${options.seed}/faults${before > 0 ? `/${before}` : ''}`);
  }

  static async start(options: TrialOptions): Promise<JourneyTrial> {
    const chaos = await ChaosHospital.start(options.seed, options.processes, options.oldBundle ? { CAREWAY_WORKFLOW_BUNDLE: options.oldBundle } : {}, options.kept);
    const journal = new Journal(options.journalFile);
    const door = new JournalledClient({ baseUrl: chaos.ways.door.url, timeoutMs: 20_000, journal, patienceMs: PATIENCE_MS });
    const played = await PlayedHospital.start({}, [], door, chaos.hospital);
    const visitors = await Visitors.signIn(options.processes.includes('web') ? chaos.hospital.webUrl : null, new Chance(`${options.seed}/visitors`));
    const plans = await Promise.all(Array.from({ length: PLANS }, () => played.makePlan()));
    const [earlier] = await played.rows<{ n: number; patients: number }>('SELECT COUNT(*) AS n, (SELECT COUNT(*) FROM patients) AS patients FROM journeys');
    // A leg gives a number to each patient, and to those that a fault kept out of the record.
    numberFrom(2 * (earlier?.patients ?? 0));
    return new JourneyTrial(options, chaos, played, journal, visitors, plans, earlier?.n ?? 0);
  }

  /** No new journeys and no more faults: those under way come to their end, and then everything is looked at as ever. */
  endEarly(): void {
    this.isHealing = true;
  }

  /** `keeps`: the hospital can be started again. */
  async stop({ keeps = false }: { readonly keeps?: boolean } = {}): Promise<void> {
    await this.chaos.stop({ keeps });
    this.journal.close();
  }

  async run(): Promise<TrialResult> {
    const began = performance.now();
    const { door, desk } = this.chaos.ways;
    Object.assign(desk, { doubles: DOUBLED, rekeys: REKEYED });
    door.doubles = REKEYED;
    const striking = this.strike();
    const solving = this.solveIncidents();
    const visiting = this.visitors.browse(() => this.isHealing);
    await this.playAll();
    this.isHealing = true;
    await striking;
    await this.chaos.heal();
    await this.journal.settle();
    await visiting;
    await this.visitors.lookAround();
    const result = await this.look(began);
    this.isOver = true;
    await solving;
    return result;
  }

  private async playAll(): Promise<void> {
    const { journeys, atOnce, kept } = this.options;
    const left = kept ? await this.again(() => this.played.rows<{ id: string }>("SELECT id FROM journeys WHERE status = 'running' ORDER BY id")) : [];
    const numbers = Array.from({ length: journeys }, (_, index) => this.before + index);
    await Promise.all(Array.from({ length: atOnce }, async () => {
      for (let one = left.shift(); one && !this.isHealing; one = left.shift()) await this.playOn(one.id);
      for (let number = numbers.shift(); number !== undefined && !this.isHealing; number = numbers.shift()) await this.playOne(number).catch((error: unknown) => this.unfinished.push(`journey ${String(number)}: ${String(error)}`));
    }));
  }

  /** One that an earlier trial was ended in the middle of. */
  private async playOn(journeyId: string): Promise<void> {
    await this.play(journeyId, journeyId).catch((error: unknown) => this.unfinished.push(`journey ${journeyId} of an earlier trial: ${String(error)}`));
  }

  private async play(journeyId: string, name: string): Promise<string> {
    const { seed, withinMs } = this.options;
    const { everybody, colleague } = this.played;
    const end = await playJourney(everybody, journeyId, { colleague, answers: STAY, seed: `${seed}/${name}`, withinMs, lookEveryMs: STAFF_LOOK_EVERY_MS });
    if (end.status !== 'closed') this.unfinished.push(`journey ${name}: ${end.status}`);
    return `${end.status}, ${end.outcome ?? ''}`;
  }

  private async playOne(number: number): Promise<void> {
    this.begun += 1;
    const journeyId = await this.again(() => this.played.admit({ plan: this.plans[number % PLANS] }));
    await this.again(() => giveContact(this.played.hospital.record.database, journeyId));
    const end = await this.play(journeyId, String(number));
    await this.pay(journeyId, 1_000 + number);
    await this.askAnew(journeyId);
    this.ended += 1;
    this.options.say?.(`${this.ended} of ${this.options.journeys} journeys at their end (${end}), ${Object.values(this.counts).reduce((sum, n) => sum + n, 0)} faults`);
  }

  /** A payment, and the same receipt once more under another key: it is refused. */
  private async pay(journeyId: string, cents: number): Promise<void> {
    const [account] = await this.again(() => this.played.rows<{ id: string }>('SELECT id FROM accounts WHERE encounter_id = ?', [journeyId]));
    if (!account) return;
    const body = { accountId: account.id, cents, method: 'cash' as const, reference: `R-${journeyId}` };
    await this.played.colleague.call(contract.takePayment, { body, idempotencyKey: `pay-${journeyId}` });
    await this.mustBeRefused(() => this.played.colleague.call(contract.takePayment, { body, idempotencyKey: `pay-${journeyId}-again` }), `the receipt ${body.reference} was taken twice`);
  }

  /** A completed task, completed once more under another key: it is refused. */
  private async askAnew(journeyId: string): Promise<void> {
    const [task] = await this.again(() => this.played.rows<{ id: string; version: number }>("SELECT id, version FROM tasks WHERE journey_id = ? AND status = 'completed' LIMIT 1", [journeyId]));
    if (!task) return;
    await this.mustBeRefused(() => this.played.everybody.call(contract.completeTask, { params: { taskId: task.id }, body: { version: task.version, values: {} }, idempotencyKey: randomUUID() }), `the task ${task.id} was completed twice`);
  }

  private async mustBeRefused(act: () => Promise<unknown>, otherwise: string): Promise<void> {
    const refused = await act().then(() => false, (error: unknown) => {
      if (isRefusal(error)) return true;
      throw error;
    });
    if (!refused) this.unfinished.push(otherwise);
  }

  private async strike(): Promise<void> {
    const { faults, faultEveryMs, faultsAtMost = Infinity, say } = this.options;
    const order = inAnyOrder(faults, this.chance);
    const execute = (sql: string, values: readonly unknown[] = []) => this.again(() => this.played.rows(sql, [...values])).then(() => undefined);
    for (let struck = 0; struck < faultsAtMost; struck += 1) {
      for (const until = Date.now() + faultEveryMs; Date.now() < until; await pause(200)) if (this.isHealing) return;
      const fault = order.next().value;
      this.counts[fault.name] = (this.counts[fault.name] ?? 0) + 1;
      say?.(`fault: ${fault.name}`);
      await fault.strike({ chaos: this.chaos, chance: this.chance, execute }).catch((error: unknown) => say?.(`fault ${fault.name} failed: ${String(error)}`));
    }
  }

  /** An operator retries what has given up. */
  private async solveIncidents(): Promise<void> {
    for (; !this.isOver; await pause(LOOK_EVERY_MS * 3)) {
      const page = await this.played.everybody.call(contract.listIncidents, { query: { status: 'open', limit: 50 } }).catch(() => null);
      for (const { id, version } of page?.items ?? []) await this.played.everybody.call(contract.resolveIncident, { params: { incidentId: id }, body: { version, action: 'retry' }, idempotencyKey: `retry-${id}-${version}` }).catch(() => undefined);
    }
  }

  /** Everything is healed: within the grace, no invariant is broken, record and process agree, and each operation took effect as often as was said. */
  private async look(began: number): Promise<TrialResult> {
    const deadline = Date.now() + this.options.graceMs;
    if (this.options.skipsSilence) await this.again(() => this.played.rows("UPDATE notifications SET updated_at = updated_at - INTERVAL 6 MINUTE WHERE status = 'sending'"));
    let found = await this.violations();
    for (; found.length > 0 && Date.now() < deadline; found = await this.violations()) await pause(LOOK_EVERY_MS);
    const { differences, complete } = await reconciled(this.chaos.hospital);
    const operations = this.journal.operations();
    const { desk, door, record, process, work, queue } = this.chaos.ways;
    const unlike = [...desk.unlike, ...door.unlike].map(({ request, first, second }) => `answered ${first} and, under the same key, ${second}: ${request}`);
    const [onRecord] = await this.again(() => this.played.rows<{ journeys: number; ended: number }>("SELECT COUNT(*) AS journeys, CAST(COUNT(CASE WHEN status <> 'running' THEN 1 END) AS SIGNED) AS ended FROM journeys"));
    return {
      journeys: this.options.journeys, onRecord: onRecord ?? { journeys: 0, ended: 0 }, begun: this.begun, ended: this.ended, faults: this.counts, met: { door: door.met, desk: desk.met, record: record.met, process: process.met, work: work.met, queue: queue.met }, revived: this.chaos.revived, seconds: Math.round((performance.now() - began) / 1000),
      operations: countBy(operations, ({ kind }) => kind),
      outcomes: { ...Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])), ...countBy(operations, ({ outcomes }) => standingOutcome(outcomes)), askedAgain: operations.filter(({ outcomes }) => outcomes.length > 1).length },
      pages: this.visitors.met, missed: this.missed(),
      unfinished: this.unfinished, broken: [...(await judgeAll(operations, this.played)), ...unlike, ...this.visitors.wrong, ...(complete ? [] : ['not every workflow could be asked'])], violations: found, differences,
    };
  }

  private missed(): string[] {
    const { record } = this.chaos.ways;
    return [['before', record.met.before], ['after', record.met.after]].flatMap(([when, met]) => (met === 0 && this.counts[`connections cut ${when} commits`] ? [`connections cut ${when} commits`] : []));
  }

  /** A command that was delivered twice may find its workflow at its end the second time: that is what it ought to find. */
  private async forgetDoubledCommands(): Promise<void> {
    await this.again(() => this.played.rows("UPDATE workflow_commands SET state = 'delivered' WHERE state = 'refused' AND last_error = 'workflow-not-running' AND attempts > 1 AND workflow_id IN (SELECT workflow_id FROM journeys WHERE status <> 'running')"));
  }

  private async violations(): Promise<Violation[]> {
    await this.forgetDoubledCommands(); // also those that wait for their turn when all is healed
    const connection = await createConnection({ uri: this.played.hospital.record.url, timezone: 'Z' });
    try {
      return await violations(connection);
    } finally {
      await connection.end();
    }
  }

  /** The trial's own look at the record, while its server is killed now and then. */
  private async again<T>(act: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await act();
      } catch (error) {
        if (tries > 60 || isRefusal(error)) throw error;
        await pause(500);
      }
    }
  }
}

function countBy<T>(all: readonly T[], of: (one: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of all) counts[of(one)] = (counts[of(one)] ?? 0) + 1;
  return counts;
}
