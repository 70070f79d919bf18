import { type z } from 'zod';
import { type exchangeContract } from '../../contract/exchange';
import { type Act, select } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { fileNameOf } from './fileNames';

type Query = z.output<typeof exchangeContract.listOutboundFiles.query>;
type Files = z.input<typeof exchangeContract.listOutboundFiles.reply>;

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly controlNumber: number;
  readonly payerId: string;
  readonly payerName: string;
  readonly claimId: string | null;
  readonly claimNumber: string | null;
  readonly madeAt: Date;
  readonly deliveredAt: Date | null;
  readonly answeredAt: Date | null;
}

/** Claims and questions that go out as files: what waits, what lies in the folder, what was answered. */
const OUTBOUND = `SELECT s.id, CASE WHEN c.type = 'professional' THEN '837P' ELSE '837I' END AS kind, s.control_number AS controlNumber, p.id AS payerId, p.name AS payerName, c.id AS claimId, c.number AS claimNumber,
    s.submitted_at AS madeAt, s.delivered_at AS deliveredAt, s.acknowledged_at AS answeredAt
  FROM claim_submissions s JOIN claims c ON c.id = s.claim_id JOIN payers p ON p.id = c.payer_id WHERE s.adapter = 'folder' AND s.kind <> 'appeal'
  UNION ALL SELECT q.id, q.kind, q.control_number, p.id, p.name, c.id, c.number, q.asked_at, q.delivered_at, q.answered_at
  FROM payer_inquiries q JOIN payers p ON p.id = q.payer_id LEFT JOIN claims c ON c.id = q.claim_id WHERE q.adapter = 'folder'`;

const STATES: Readonly<Record<NonNullable<Query['state']>, string>> = { waiting: 'deliveredAt IS NULL', 'handed-over': 'deliveredAt IS NOT NULL AND answeredAt IS NULL', answered: 'answeredAt IS NOT NULL' };

export async function listOutboundFiles(act: Act, { cursor, limit, state, q, payerId }: Query): Promise<Files> {
  const after = decodeCursor(cursor, 1);
  const where = [
    ...(state ? [STATES[state]] : []), ...(payerId ? ['payerId = :payerId'] : []), ...(q ? ['(claimNumber = :q OR controlNumber = :number OR kind = :q)'] : []), ...(after ? ['controlNumber < :after'] : []),
  ];
  const rows = await select<Row>(
    act, `SELECT * FROM (${OUTBOUND}) AS outbound ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY controlNumber DESC LIMIT ${limit + 1}`,
    { payerId: payerId ?? null, q: q ?? null, number: /^\d{1,9}$/.test(q ?? '') ? Number(q) : -1, after: after ? Number(after[0]) : null },
  );
  const page = pageOf(rows, limit, (row) => [String(row.controlNumber)]);
  return {
    items: page.items.map(({ payerId: id, payerName, claimId, claimNumber, madeAt, deliveredAt, answeredAt, ...row }) => ({
      ...row, name: fileNameOf(row.kind, row.controlNumber), payer: { id, name: payerName }, claim: claimId && claimNumber ? { id: claimId, number: claimNumber } : null,
      madeAt: madeAt.toISOString(), handedOverAt: deliveredAt?.toISOString() ?? null, answeredAt: answeredAt?.toISOString() ?? null,
    })),
    nextCursor: page.nextCursor, total: null,
  };
}
