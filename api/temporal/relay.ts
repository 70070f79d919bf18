import { type Logger } from 'pino';
import { type Transaction } from 'sequelize';
import { type Database } from '../../db/connect';
import { transact } from '../../db/statement';
import { type Act, type Announcement, execute, executeLater, select } from '../http/act';
import { type IncidentResolution, UPDATES } from '../../workflows/contracts/messages';
import { inSpan } from '../../telemetry/trace';
import { relaySeconds } from '../metrics';
import { type Delivery, type DeliveryOutcome, isTemporalAway, type TemporalGateway } from './gateway';
import { asOfNow, isYetToCome } from './yetToCome';

const BATCH = 20;
/** Each lane holds a connection to the record until its workflow has answered, for which the workflow may itself ask this API. */
export const LANES_AT_ONCE = 24;
/**
 * Of lanes that have only begun, so many at once: a workflow that answers in its usual time lets the next one follow at once, and people at their screens find
 * the machine free. A lane that is older waits for something slow, and no other has to wait for it.
 */
const YOUNG_AT_ONCE = 6;
const YOUNG_MS = 250;
const SWEEP_MS = 1_000;
const PAUSE_MS = 1_000;
const BACKOFF_CAP_MS = 10_000;
const ERROR_LOCKED = 1205;
const ERROR_NOWAIT = 3572;

interface CommandRow {
  id: number;
  workflowId: string;
  kind: Delivery['kind'];
  name: string;
  starts: string | null;
  payloadEnc: Buffer;
  dedupId: string;
  attempts: number;
  nextAttemptAt: Date;
  lastError: string | null;
  createdAt: Date;
  traceparent: string | null;
}

/** What the relay does about one lane: with its locks, and with what is said of it after the commit. */
type LaneAct = Pick<Act, 'database' | 'transaction' | 'announcements'>;

/**
 * Carries committed commands to Temporal: in order within a workflow, at least once, workflows side by side.
 * A lane is held by the row locks of its pending commands, so several API processes can run a relay each and a killed one
 * frees its lanes. New commands wake it at once; the sweep finds what a crash left behind.
 */
export class Relay {
  private readonly busy = new Map<string, { again: boolean }>();
  private readonly waiting: string[] = [];
  private running = 0;
  private young = 0;
  private pausedUntil = 0;
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;

  /** `announce`: tells open pages what changed, once it is committed. */
  constructor(
    private readonly database: Database, private readonly gateway: TemporalGateway, private readonly logger: Logger,
    private readonly announce: (announcements: readonly Announcement[]) => void = () => undefined,
  ) {}

  start(): void {
    const sweep = async () => {
      await this.sweep().catch((error: unknown) => this.logger.warn({ error: (error as Error).name }, 'relay sweep failed; trying again'));
      if (!this.stopped) this.timer = setTimeout(sweep, SWEEP_MS);
    };
    void sweep();
  }

  /** Stop taking lanes and wait for those under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    while (this.running > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** Commands for these workflows were just committed. */
  wake = (workflowIds: readonly string[]): void => {
    if (this.stopped) return;
    for (const workflowId of workflowIds) {
      const busy = this.busy.get(workflowId);
      if (busy) busy.again = true;
      else {
        this.busy.set(workflowId, { again: false });
        this.waiting.push(workflowId);
      }
    }
    this.fill();
  };

  private async sweep(): Promise<void> {
    if (Date.now() < this.pausedUntil) return;
    const lanes = await select<{ workflowId: string }>(
      { database: this.database, transaction: null },
      `SELECT workflow_id AS workflowId FROM workflow_commands WHERE state = 'pending' AND next_attempt_at <= ? GROUP BY workflow_id ORDER BY MIN(id) LIMIT 500`,
      [new Date()],
    );
    this.wake(lanes.map((lane) => lane.workflowId).filter((workflowId) => !this.busy.has(workflowId)));
  }

  private fill(): void {
    while (this.running < LANES_AT_ONCE && this.young < YOUNG_AT_ONCE && this.waiting.length > 0) this.begin(this.waiting.shift() as string);
  }

  private begin(workflowId: string): void {
    let isYoung = true;
    const growUp = () => {
      if (isYoung) this.young -= 1;
      isYoung = false;
      this.fill();
    };
    const age = setTimeout(growUp, YOUNG_MS);
    this.running += 1;
    this.young += 1;
    void this.runLane(workflowId).finally(() => {
      clearTimeout(age);
      this.running -= 1;
      growUp();
    });
  }

  private async runLane(workflowId: string): Promise<void> {
    try {
      for (;;) {
        const state = this.busy.get(workflowId);
        if (state) state.again = false;
        const more = !this.stopped && Date.now() >= this.pausedUntil && (await this.deliverBatch(workflowId));
        if (!more && !this.busy.get(workflowId)?.again) break;
        if (this.stopped || Date.now() < this.pausedUntil) break;
      }
    } catch (error) {
      this.logger.warn({ workflowId, error: (error as Error).name }, 'relay lane failed; the sweep tries again');
    } finally {
      this.busy.delete(workflowId);
    }
  }

  /** Deliver pending commands of one workflow in order. True when the lane may hold more. */
  private async deliverBatch(workflowId: string): Promise<boolean> {
    const announcements: Announcement[] = [];
    const more = await transact(this.database.sequelize, async (transaction) => {
      const rows = await this.lockPending(workflowId, transaction);
      if (!rows) return false; // another relay has this lane and will empty it
      const act = { database: this.database, transaction, announcements };
      let answersWait = false;
      for (const row of rows) {
        const isDue = row.nextAttemptAt.getTime() <= Date.now();
        if (answersWait && row.name === UPDATES.resolveIncident) {
          if (isDue) await this.postpone(act, row, new TooEarly());
          continue;
        }
        if (!(isDue ? await this.deliver(row, act) : stepsAside(row))) return false;
        answersWait ||= stepsAside(row);
      }
      return rows.length === BATCH && !answersWait;
    });
    if (announcements.length > 0) this.announce(announcements);
    return more;
  }

  /** The workflow would not do what a person answered to an incident: it needs a decision again, and says why. */
  private async takeBackAnswer(act: LaneAct, { incidentId }: IncidentResolution, refusal: string): Promise<void> {
    const taken = await execute(act, "UPDATE incidents SET status = 'open', hold_until = NULL, refusal = ?, version = version + 1 WHERE id = ? AND status IN ('retrying', 'on-hold')", [refusal.slice(0, 40), incidentId]);
    if (taken > 0) act.announcements.push({ topic: 'incident', id: incidentId });
  }

  private async lockPending(workflowId: string, transaction: Transaction): Promise<CommandRow[] | null> {
    try {
      return await select<CommandRow>(
        { database: this.database, transaction },
        `SELECT id, workflow_id AS workflowId, kind, name, starts, payload_enc AS payloadEnc, dedup_id AS dedupId, attempts, next_attempt_at AS nextAttemptAt, last_error AS lastError, created_at AS createdAt, traceparent
         FROM workflow_commands WHERE state = 'pending' AND workflow_id = ? ORDER BY id LIMIT ${BATCH} FOR UPDATE NOWAIT`,
        [workflowId],
      );
    } catch (error) {
      const errno = (error as { parent?: { errno?: number } }).parent?.errno;
      if (errno === ERROR_LOCKED || errno === ERROR_NOWAIT) return null;
      throw error;
    }
  }

  /** Hand a command to Temporal, timed, and as part of the trace of the request that gave it. */
  private async carry(row: CommandRow, delivery: Delivery): Promise<DeliveryOutcome> {
    const end = relaySeconds.startTimer({ kind: row.kind });
    try {
      const outcome = await inSpan(`relay ${row.kind} ${row.name}`, { kind: 'producer', parent: row.traceparent, attributes: { 'careway.workflow': row.workflowId } }, () => this.gateway.deliver(delivery));
      end({ outcome: outcome.state });
      return outcome;
    } catch (error) {
      end({ outcome: 'failed' });
      throw error;
    }
  }

  /** Try again later, the later the more often it was tried. */
  private async postpone(act: LaneAct, row: CommandRow, error: Error): Promise<void> {
    row.lastError = error.name.slice(0, 300);
    const backoff = Math.min(BACKOFF_CAP_MS, 250 * 2 ** Math.min(row.attempts, 8));
    await execute(act, 'UPDATE workflow_commands SET attempts = attempts + 1, last_error = ?, next_attempt_at = ? WHERE id = ?', [row.lastError, new Date(Date.now() + backoff), row.id]);
  }

  /** True when the lane may go on to its next command. */
  private async deliver(row: CommandRow, act: LaneAct): Promise<boolean> {
    try {
      const content = this.database.cipher.openJson({ table: 'workflow_commands', column: 'payload_enc', id: row.dedupId }, row.payloadEnc);
      const outcome = await this.carry(row, { workflowId: row.workflowId, kind: row.kind, name: row.name, dedupId: row.dedupId, ...splitContent(row.starts, asOfNow(row, content, new Date())) });
      if (await isYetToCome(act, row, content, outcome)) throw new TooEarly();
      const state = outcome.state === 'delivered' ? outcome.state : 'refused';
      const reason = outcome.state === 'delivered' ? null : outcome.reason;
      if (reason) this.logger.warn({ workflowId: row.workflowId, command: row.name, reason }, 'command refused');
      if (outcome.state !== 'delivered' && row.name === UPDATES.resolveIncident) await this.takeBackAnswer(act, content as IncidentResolution, outcome.refusal ?? outcome.reason);
      await executeLater(act, 'UPDATE workflow_commands SET state = ?, attempts = attempts + 1, last_error = ?, delivered_at = ? WHERE id = ?', [state, reason, new Date(), row.id]);
      row.lastError = reason;
      return true;
    } catch (error) {
      if (isTemporalAway(error)) this.pausedUntil = Date.now() + PAUSE_MS;
      this.logger.warn({ workflowId: row.workflowId, command: row.name, attempt: row.attempts + 1, error: (error as Error).name }, 'command not delivered; trying again');
      await this.postpone(act, row, error as Error);
      return stepsAside(row);
    }
  }
}

class TooEarly extends Error {
  override readonly name = 'TooEarly';
}

/**
 * An answer to a stuck step that its workflow has yet to come to holds up only later ones of the kind: the step may pass by itself this time, and what people do
 * beside it goes on.
 */
function stepsAside({ name, lastError }: CommandRow): boolean {
  return name === UPDATES.resolveIncident && lastError === 'TooEarly';
}

function splitContent(starts: string | null, content: unknown): Pick<Delivery, 'payload' | 'starts'> {
  if (starts === null) return { payload: content };
  const { payload, input } = content as { payload: unknown; input: unknown };
  return { payload, starts: { type: starts, input } };
}
