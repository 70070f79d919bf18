import { type z } from 'zod';
import { type StuckCause, STUCK_CAUSES } from '../../../domain/claims/causes';
import { type SignalName, SIGNAL_NAMES, SIGNALS } from '../../../domain/claims/signals/signal';
import { type signalsContract } from '../../contract/signals';
import { type Act, select } from '../../http/act';
import { listClaims } from '../claims/desk';
import { presentSignal } from './readClaimSignals';
import { readSignals } from './signalRows';
import { grouped } from './record';

type Query = z.output<typeof signalsContract.listReviews.query>;
type Page = z.input<typeof signalsContract.listReviews.reply>;

/** Claims a person is to look at, as the claims desk lists them, each with what stands out; and the queues by signal. */
export async function listReviews(act: Act, { signal, ...query }: Query): Promise<Page> {
  const page = await listClaims(act, { ...query, state: 'open', ...(signal ? { cause: causeOf(signal) } : { causeKind: 'review' }) });
  const ids = page.items.map(({ id }) => id);
  const signals = grouped((await readSignals(act, ids)).filter(({ state }) => state === 'standing'), ({ claimId }) => claimId);
  const heldAt = ids.length === 0 ? new Map<string, Date>() : new Map((await select<{ claimId: string; heldAt: Date }>(act, 'SELECT claim_id AS claimId, held_at AS heldAt FROM claim_reviews WHERE open_claim_id IN (:ids)', { ids })).map((row) => [row.claimId, row.heldAt]));
  return {
    ...page, queues: await queues(act),
    items: page.items.map((claim) => ({ claim, heldAt: (heldAt.get(claim.id) ?? new Date(claim.updatedAt)).toISOString(), signals: (signals.get(claim.id) ?? []).map(presentSignal) })),
  };
}

const causeOf = (signal: SignalName): StuckCause => `review-${signal}`;

async function queues(act: Act): Promise<Page['queues']> {
  const causes = (Object.keys(STUCK_CAUSES) as StuckCause[]).filter((cause) => STUCK_CAUSES[cause].kind === 'review');
  const rows = await select<{ cause: string; count: number; openCents: number; nearestDeadlineAt: Date | null }>(
    act,
    `SELECT stuck_cause AS cause, COUNT(*) AS count, CAST(SUM(open_cents) AS SIGNED) AS openCents, MIN(next_deadline_at) AS nearestDeadlineAt FROM claims
     WHERE is_open = 1 AND stuck_cause IN (:causes) AND (hold_until IS NULL OR hold_until <= :now) GROUP BY stuck_cause`,
    { causes, now: act.now },
  );
  return SIGNAL_NAMES.flatMap((signal) => {
    const row = rows.find(({ cause }) => cause === causeOf(signal));
    return row ? [{ signal, ...SIGNALS[signal], count: Number(row.count), openCents: Number(row.openCents), nearestDeadlineAt: row.nearestDeadlineAt?.toISOString() ?? null }] : [];
  });
}
