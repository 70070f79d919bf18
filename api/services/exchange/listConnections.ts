import { type z } from 'zod';
import { readTexts } from '../../../db/models/table';
import { type exchangeContract } from '../../contract/exchange';
import { type Act, select } from '../../http/act';
import { literal } from '../../http/like';

type Query = z.output<typeof exchangeContract.listPayerConnections.query>;
type Connections = z.input<typeof exchangeContract.listPayerConnections.reply>;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly identifier: string;
  readonly kind: string;
  readonly adapter: 'demonstration' | 'folder';
  readonly usage: 'T' | 'P';
  readonly isDown: number | null;
  readonly payTwice: number | null;
  readonly copies: number | null;
  readonly outOfOrder: number | null;
  readonly denyCodes: unknown;
  readonly openClaims: number;
  readonly openQuestions: number;
  readonly lateQuestions: number;
}

const ORDERS = { name: 'name, id', open: 'openClaims DESC, name, id', late: 'lateQuestions DESC, openQuestions DESC, name, id' } as const;

/** Every payer, how it is reached, and what waits for its answer. There are few: one page holds them. */
export async function listConnections(act: Act, { q, adapter, sort }: Query): Promise<Connections> {
  const rows = await select<Row>(
    act,
    `SELECT p.id, p.name, p.payer_identifier AS identifier, p.kind, COALESCE(c.adapter, 'demonstration') AS adapter, COALESCE(c.usage_indicator, 'T') AS \`usage\`,
       b.is_down AS isDown, b.pay_twice AS payTwice, b.copies, b.out_of_order AS outOfOrder, b.deny_codes AS denyCodes,
       (SELECT COUNT(*) FROM claims x WHERE x.payer_id = p.id AND x.status IN ('submitted', 'acknowledged', 'appealed')) AS openClaims,
       (SELECT COUNT(*) FROM payer_inquiries i WHERE i.payer_id = p.id AND i.status = 'asked') AS openQuestions,
       (SELECT COUNT(*) FROM payer_inquiries i WHERE i.payer_id = p.id AND i.status = 'asked' AND i.answer_due_at < :now) AS lateQuestions
     FROM payers p LEFT JOIN payer_connections c ON c.payer_id = p.id LEFT JOIN payer_behaviours b ON b.payer_id = p.id
     WHERE p.kind <> 'self-pay' ${q ? 'AND (p.name LIKE :words OR p.payer_identifier LIKE :words)' : ''} ${adapter ? "AND COALESCE(c.adapter, 'demonstration') = :adapter" : ''} ORDER BY ${ORDERS[sort]} LIMIT 500`,
    { now: act.now, words: `%${literal(q ?? '')}%`, adapter: adapter ?? null },
  );
  return {
    items: rows.map(({ id, name, identifier, kind, adapter: way, usage, openClaims, openQuestions, lateQuestions, ...told }) => ({
      payer: { id, name }, identifier, kind, adapter: way, usage, openClaims: Number(openClaims), openQuestions: Number(openQuestions), lateQuestions: Number(lateQuestions), misbehaves: way === 'demonstration' ? misbehaviour(told) : [],
    })),
  };
}

function misbehaviour({ isDown, payTwice, copies, outOfOrder, denyCodes }: Pick<Row, 'isDown' | 'payTwice' | 'copies' | 'outOfOrder' | 'denyCodes'>): string[] {
  const codes = readTexts(denyCodes);
  return [
    ...(Number(isDown) === 1 ? ['is down'] : []), ...(Number(payTwice) === 1 ? ['pays twice'] : []), ...(Number(copies ?? 1) > 1 ? [`sends each answer ${Number(copies)} times`] : []),
    ...(Number(outOfOrder) === 1 ? ['answers out of order'] : []), ...(codes.length > 0 ? [`denies with ${codes.join(', ')}`] : []),
  ];
}
