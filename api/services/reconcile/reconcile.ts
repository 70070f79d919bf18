import { setTimeout as pause } from 'node:timers/promises';
import { claimWorkflowId, followUpWorkflowId, journeyWorkflowId } from '../../../workflows/contracts/ids';
import { selectOne } from '../../http/act';
import { actUnattended, type Unattended } from '../../http/unattended';
import { ProcessReader } from '../../temporal/processReader';
import { type TemporalGateway } from '../../temporal/gateway';
import { recentRestore } from '../../temporal/restores';
import { type Difference, type Found, withoutMend } from './difference';
import { compareCounts } from './compareCounts';
import { type Case } from './compareWork';
import { lookAt } from './look';
import { inParallel } from './parallel';
import { claimOnRecord, type ClaimOnRecord, claimsOfJourney, journeyOnBoard, type JourneyOnBoard, ofJourneysOrClaims, othersWithWork, pageOfClaims, pageOfJourneys, workflowsWithWork, workOf } from './recordSide';

const PAGE = 500;
const AT_ONCE = 16;
/** A difference counts when it is there in this many looks, this far apart: record and process are moving while they are compared. */
const LOOKS = 4;
const BETWEEN_LOOKS_MS = 1_500;
/** A query waits for the workflow task that is under way, and for a worker; without one it would be asked for ever. */
const ANSWER_MS = 10_000;
/** So many workflows in a row without an answer: there is no worker, or it does not answer; nothing more is asked. */
const SILENCES = 3;

export interface Reconciliation {
  readonly journeys: number;
  readonly claims: number;
  /** Follow-ups, errands and whatever else runs or has open work. */
  readonly others: number;
  readonly running: number;
  /** Workflows that answered about themselves. */
  readonly asked: number;
  readonly unanswered: number;
  /** Every running workflow answered: nothing was left out. */
  readonly complete: boolean;
  readonly differences: readonly (Difference & { readonly mended: boolean })[];
  readonly mended: number;
  readonly notes: readonly string[];
}

export interface ReconcileOptions {
  /** One journey with its claims, follow-up and errands; null: all. */
  readonly journeyId: string | null;
  readonly repair: boolean;
  /** Milliseconds between two looks, and for an answer: on a hospital at rest less will do. */
  readonly patience?: { readonly betweenMs: number; readonly answerMs: number };
  readonly onProgress?: (looked: number, of: number) => void;
}

/** Compare the record with Temporal, workflow by workflow, and mend the record where that can make them agree. The process is never touched. */
export async function reconcile(house: Unattended, gateway: TemporalGateway, options: ReconcileOptions): Promise<Reconciliation> {
  return new Comparison(house, new ProcessReader(gateway, options.patience?.answerMs ?? ANSWER_MS), options).run();
}

class Comparison {
  /** What runs and was not compared yet: what has been is let go, so that memory follows what runs and never what is on record. */
  private readonly running = new Map<string, string>();
  private readonly differences: (Difference & { mended: boolean })[] = [];
  private readonly notes: string[] = [];
  private readonly counts = { journeys: 0, claims: 0, others: 0, running: 0, asked: 0, unanswered: 0, looked: 0, of: 0 };
  private silences = 0;
  private asks = false;
  private restoredAt: Date | null = null;

  constructor(private readonly house: Unattended, private readonly reader: ProcessReader, private readonly options: ReconcileOptions) {}

  private get act() {
    return { database: this.house.database, transaction: null };
  }

  async run(): Promise<Reconciliation> {
    this.asks = await this.reader.hasWorker();
    this.restoredAt = await recentRestore(this.act, new Date());
    if (!this.asks) this.notes.push('No worker is polling, so no workflow could be asked about itself: compared were what runs and what has ended, commands, and the board’s rows. Start a worker and run this again.');
    if (this.options.journeyId === null) await this.wholeHouse();
    else await this.oneJourney(this.options.journeyId);
    const { looked: _looked, of: _of, ...counts } = this.counts;
    return {
      ...counts, complete: this.asks && counts.unanswered === 0, differences: this.differences,
      mended: this.differences.filter(({ mended }) => mended).length, notes: this.notes,
    };
  }

  private async wholeHouse(): Promise<void> {
    for await (const { workflowId, type } of this.reader.running()) {
      this.running.set(workflowId, type);
      this.options.onProgress?.(0, this.running.size);
    }
    this.counts.running = this.running.size;
    const size = await selectOne<{ journeys: number; claims: number }>(this.act, "SELECT (SELECT COUNT(*) FROM journeys) AS journeys, (SELECT COUNT(*) FROM claims WHERE source = 'careway') AS claims");
    this.counts.of = Number(size?.journeys ?? 0) + Number(size?.claims ?? 0);
    for (let after = ''; ; ) {
      const page = await pageOfJourneys(this.act, after, PAGE);
      await this.journeys(page);
      if (page.length < PAGE) break;
      after = page[page.length - 1]?.id ?? '';
    }
    for (let after = ''; ; ) {
      const page = await pageOfClaims(this.act, after, PAGE);
      await this.claims(page);
      if (page.length < PAGE) break;
      after = page[page.length - 1]?.id ?? '';
    }
    const others = [...new Set([...this.running.keys(), ...(await othersWithWork(this.act))])];
    this.counts.of += others.length;
    for (let from = 0; from < others.length; from += PAGE) {
      const page = others.slice(from, from + PAGE);
      // A journey or claim that runs has had its turn above, or began meanwhile.
      const known = await ofJourneysOrClaims(this.act, page);
      this.counts.looked += known.size;
      await this.others(page.filter((workflowId) => !known.has(workflowId)));
    }
    this.differences.push(...(await compareCounts(this.act, this.options.repair)));
  }

  private async oneJourney(journeyId: string): Promise<void> {
    const journey = await journeyOnBoard(this.act, journeyId);
    const claims = await claimsOfJourney(this.act, journeyId);
    const own = [journeyWorkflowId(journeyId), ...claims.map(({ id }) => claimWorkflowId(id)), followUpWorkflowId(journeyId), ...(await workflowsWithWork(this.act, journeyId))];
    for (const workflowId of new Set(own)) {
      const { status, type } = await this.reader.state(workflowId);
      if (status === 'RUNNING') this.running.set(workflowId, type ?? '');
    }
    this.counts.running = this.running.size;
    const compared = new Set([...(journey ? [journey.workflowId] : []), ...claims.map(({ id }) => claimWorkflowId(id))]);
    await this.journeys(journey ? [journey] : []);
    await this.claims(claims);
    await this.others([...new Set(own)].filter((workflowId) => !compared.has(workflowId)));
  }

  private async journeys(page: readonly JourneyOnBoard[]): Promise<void> {
    this.counts.journeys += page.length;
    const work = await workOf(this.act, page.map(({ workflowId }) => workflowId), page.filter(({ status }) => status === 'running').map(({ id }) => id));
    await this.compare(page.map((journey) => ({ workflowId: journey.workflowId, journeyId: journey.id, claimId: null, journey, claim: null, work: ofCase(work, journey.workflowId, journey.id) })));
  }

  private async claims(page: readonly ClaimOnRecord[]): Promise<void> {
    this.counts.claims += page.length;
    const work = await workOf(this.act, page.map(({ id }) => claimWorkflowId(id)), []);
    await this.compare(page.map((claim) => ({ workflowId: claimWorkflowId(claim.id), journeyId: claim.encounterId, claimId: claim.id, journey: null, claim, work: ofCase(work, claimWorkflowId(claim.id), null) })));
  }

  private async others(workflowIds: readonly string[]): Promise<void> {
    this.counts.others += workflowIds.length;
    const work = await workOf(this.act, workflowIds, []);
    await this.compare(workflowIds.map((workflowId) => ({ workflowId, journeyId: null, claimId: null, journey: null, claim: null, work: ofCase(work, workflowId, null) })));
  }

  private async compare(cases: readonly Case[]): Promise<void> {
    await inParallel(cases, AT_ONCE, async (one) => {
      await this.settle(one);
      this.running.delete(one.workflowId);
      this.counts.looked += 1;
      this.options.onProgress?.(this.counts.looked, Math.max(this.counts.of, this.counts.looked));
    });
  }

  /** Look until both sides agree, or have disagreed for long enough; then mend, and look whether that helped. */
  private async settle(first: Case): Promise<void> {
    let one = first;
    let looked = await this.look(one, true);
    for (let looks = 1; looked.length > 0 && looks < LOOKS; looks += 1) {
      await pause(this.options.patience?.betweenMs ?? BETWEEN_LOOKS_MS);
      one = await this.again(one);
      looked = await this.look(one, false);
    }
    const left = this.options.repair && looked.some(({ mend }) => mend) ? await this.mend(one, looked) : looked;
    const isLeft = new Set(left.map(keyOf));
    for (const difference of looked) this.differences.push({ ...withoutMend(difference), mended: this.options.repair && !isLeft.has(keyOf(difference)) });
  }

  private async look(one: Case, counts: boolean): Promise<Found[]> {
    const { found, answered, silent } = await lookAt(this.act, this.reader, one, { runs: this.running.has(one.workflowId), asks: this.asks, now: Date.now(), restoredAt: this.restoredAt });
    if (answered) this.silences = 0;
    if (silent) this.silences += 1;
    if (counts && answered) this.counts.asked += 1;
    if (counts && silent) {
      this.counts.unanswered += 1;
      if (this.counts.unanswered <= 20) this.notes.push(`${one.workflowId} did not answer within its time.`);
    }
    if (this.asks && this.silences >= SILENCES) {
      this.asks = false;
      this.notes.push(`${SILENCES} workflows one after the other did not answer: the workers are gone or stuck (look at their logs). The rest was compared without asking.`);
    }
    return found;
  }

  /** Mends what was found, in one transaction and only if the journey has not moved since the look. Answers what is there after it. */
  private async mend(one: Case, looked: readonly Found[]): Promise<Found[]> {
    const mends = [...new Map(looked.filter(({ mend }) => mend).map((difference) => [difference.kind === 'row' ? 'row' : keyOf(difference), difference.mend as NonNullable<Found['mend']>])).values()];
    await actUnattended(this.house, async (act) => {
      if (one.journey) {
        const row = await selectOne<{ version: number }>(act, 'SELECT version FROM journeys WHERE id = ? FOR UPDATE', [one.journey.id]);
        if (row?.version !== one.journey.version) return;
      }
      for (const mend of mends) await mend(act);
    });
    return this.look(await this.again(one), false);
  }

  /** The case as the record has it now. */
  private async again(one: Case): Promise<Case> {
    const journey = one.journey ? await journeyOnBoard(this.act, one.journey.id) : null;
    const claim = one.claim ? await claimOnRecord(this.act, one.claim.id) : null;
    return { ...one, journey, claim, work: await workOf(this.act, [one.workflowId], journey ? [journey.id] : []) };
  }
}

function keyOf({ kind, about }: Difference): string {
  return `${kind}/${about}`;
}

/** Of a page's work what belongs to one case. */
function ofCase(work: Case['work'], workflowId: string, journeyId: string | null): Case['work'] {
  const own = (row: { readonly workflowId: string | null; readonly journeyId?: string | null }) => row.workflowId === workflowId || (journeyId !== null && row.journeyId === journeyId);
  return { tasks: work.tasks.filter(own), incidents: work.incidents.filter(own), commands: work.commands.filter(own), stages: work.stages.filter((stage) => stage.journeyId === journeyId) };
}
