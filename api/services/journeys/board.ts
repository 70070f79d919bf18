import { type Act, select, selectOne, trailList } from '../../http/act';
import { cursorTime, decodeCursor, encodeCursor } from '../../http/cursor';
import { BOARD_COLUMNS, BOARD_JOINS, type BoardRow, type JourneyInList, presentJourneys } from './boardRow';
import { type BoardFilter, type BoardQuery, FEW_JOURNEYS, filterBoard, narrowest } from './boardFilters';
import { tallyJourneys } from './boardTally';

/** An order of the board and the index that holds it. The ID comes last, so that no two journeys have one place. */
interface Order {
  readonly column: string;
  readonly direction: 'ASC' | 'DESC';
  readonly index: string;
  readonly of: (row: BoardRow) => string | number;
}

type Few = Awaited<ReturnType<typeof narrowest>>;

const ORDERS: Readonly<Record<BoardQuery['sort'], Order>> = {
  'longest-in-stage': { column: 'stage_started_at', direction: 'ASC', index: 'journeys_board', of: (row) => row.stageStartedAt.toISOString() },
  newest: { column: 'started_at', direction: 'DESC', index: 'journeys_newest', of: (row) => row.startedAt.toISOString() },
  'waiting-until': { column: 'waits_until', direction: 'ASC', index: 'journeys_until', of: (row) => row.waitsUntil.toISOString() },
  money: { column: 'money_cents', direction: 'DESC', index: 'journeys_money', of: (row) => Number(row.moneyCents) },
};

/** One page of the journey board, on the trail. A page costs the same at a thousand journeys and at a hundred thousand. */
export async function listJourneys(act: Act, query: BoardQuery): Promise<{ items: JourneyInList[]; nextCursor: string | null; total: number | null }> {
  const filter = await filterBoard(act, query);
  const order = ORDERS[query.sort];
  const few = filter.isNarrow ? null : await narrowest(act, query.status, filter.parts);
  const [rows, total] = await Promise.all([readInOrder(act, query, filter, order, few), query.count ? countMatching(act, query, filter, few) : null]);
  const shown = rows.slice(0, query.limit);
  const last = shown[shown.length - 1];
  trailList(act, { action: 'journey.list', resourceType: 'journey' }, shown.map(({ patientId }) => patientId));
  return { items: await presentJourneys(act, shown), nextCursor: rows.length > query.limit && last ? encodeCursor([order.of(last), last.id]) : null, total };
}

/** The page's IDs by the index first, then the rows: what is not shown is not read. The index is named, because the optimiser's estimates turn over as tables grow. */
async function readInOrder(act: Act, query: BoardQuery, filter: BoardFilter, order: Order, few: Few): Promise<BoardRow[]> {
  const { column, direction } = order;
  const cursor = decodeCursor(query.cursor, 2);
  const beyond = direction === 'ASC' ? '>' : '<';
  const values: Record<string, unknown> = { ...filter.values };
  const conditions = [...filter.conditions, ...(filter.byName ? [filter.byName.recognised] : [])];
  if (cursor) {
    conditions.push(`j.${column} ${beyond}= :c0 AND (j.${column} ${beyond} :c0 OR j.id ${beyond} :c1)`);
    Object.assign(values, { c0: query.sort === 'money' ? Number(cursor[0]) : cursorTime(cursor[0]), c1: String(cursor[1]) });
  }
  const index = indexOf(query, filter, order, few);
  const page = `SELECT j.id, j.${column} FROM journeys j${index ? ` FORCE INDEX (${index})` : ''} WHERE ${conditions.join(' AND ')} ORDER BY j.${column} ${direction}, j.id ${direction} LIMIT ${query.limit + 1}`;
  return select<BoardRow>(act, `SELECT ${BOARD_COLUMNS} FROM (${page}) x JOIN journeys j ON j.id = x.id ${BOARD_JOINS} ORDER BY x.${column} ${direction}, x.id ${direction}`, values);
}

function indexOf({ incidents, sort }: BoardQuery, { isNarrow }: BoardFilter, order: Order, few: Few): string | null {
  if (isNarrow) return incidents ? 'journeys_stuck' : null;
  if (!few) return order.index;
  return sort === 'longest-in-stage' || few.n <= FEW_JOURNEYS ? few.index : order.index;
}

/** With one filter at most the tally knows; a name is counted from its patients on, unless a filter leaves fewer; with more filters the journeys of the narrowest one are looked through, in its index alone. */
async function countMatching(act: Act, query: BoardQuery, { conditions, values, parts, byName, isNarrow }: BoardFilter, few: Few): Promise<number> {
  const [only] = parts;
  if (!isNarrow && !query.q && parts.length <= 1) {
    const tallies = await tallyJourneys(act, query.status, only?.dimension ?? 'stage');
    return tallies.filter(({ value }) => !only || value === only.value).reduce((sum, { n }) => sum + n, 0);
  }
  const isByName = byName && !isNarrow && !(few && few.n <= FEW_JOURNEYS);
  const from = isByName ? byName.from : `journeys j${few ? ` FORCE INDEX (${few.index})` : ''}`;
  const all = [...conditions, ...(isByName ? byName.conditions : byName ? [byName.recognised] : [])];
  const row = await selectOne<{ n: number }>(act, `SELECT COUNT(*) AS n FROM ${from} WHERE ${all.join(' AND ')}`, values);
  return Number(row?.n ?? 0);
}
