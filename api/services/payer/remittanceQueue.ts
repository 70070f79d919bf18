import { type z } from 'zod';
import { type moneyContract } from '../../contract/money';
import { type Act, select, selectOne } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { QUEUE_REASONS, type QueueReason } from './remittanceRows';

type Queue = z.input<typeof moneyContract.listRemittanceQueue.reply>;

interface Row {
  id: string; remittanceId: string; payerId: string; payerName: string; traceNumber: string; claimNumber: string; claimId: string | null; chargeCents: number; paidCents: number;
  state: 'unmatched' | 'unbalanced'; queueReason: string | null; receivedAt: Date;
}

/** Answers that wait for a person, newest first. */
export async function listRemittanceQueue(act: Act, query: { cursor?: string | undefined; limit: number }): Promise<Queue> {
  const cursor = decodeCursor(query.cursor, 1);
  const rows = await select<Row>(
    act,
    `SELECT x.id, x.remittance_id AS remittanceId, r.payer_id AS payerId, p.name AS payerName, r.trace_number AS traceNumber, x.claim_number AS claimNumber, x.claim_id AS claimId,
       x.charge_cents AS chargeCents, x.paid_cents AS paidCents, x.state, x.queue_reason AS queueReason, r.received_at AS receivedAt
     FROM remittance_claims x JOIN remittances r ON r.id = x.remittance_id JOIN payers p ON p.id = r.payer_id
     WHERE x.state IN ('unmatched', 'unbalanced') ${cursor ? 'AND x.id < :afterId' : ''} ORDER BY x.id DESC LIMIT ${query.limit + 1}`,
    { afterId: cursor?.[0] ?? null },
  );
  const { items, nextCursor } = pageOf(rows, query.limit, (row) => [row.id]);
  const total = Number((await selectOne<{ count: number }>(act, "SELECT COUNT(*) AS count FROM remittance_claims WHERE state IN ('unmatched', 'unbalanced')"))?.count ?? 0);
  return {
    items: items.map(({ payerId, payerName, queueReason, ...row }) => ({
      ...row, payer: { id: payerId, name: payerName }, chargeCents: Number(row.chargeCents), paidCents: Number(row.paidCents), receivedAt: row.receivedAt.toISOString(),
      reason: QUEUE_REASONS[queueReason as QueueReason] ?? queueReason ?? 'Not posted.',
    })),
    nextCursor, total,
  };
}
