import { type Act, select, selectOne, trailList } from '../../http/act';
import { cursorTime, decodeCursor, encodeCursor } from '../../http/cursor';
import { BOARD_COLUMNS, BOARD_JOINS, type BoardRow, type JourneyInList, presentJourneys } from './boardRow';
import { type BoardFilter, type BoardQuery, filterBoard, isLookedThrough, type Narrowest } from './boardFilters';
import { tallyJourneys } from './boardTally';

/** An order of the board and the index that holds it. The ID comes last, so that no two journeys have one place. */
interface Order {
  readonly column: string;
  readonly direction: 'ASC' | 'DESC';
  readonly index: string;
  readonly of: (row: BoardRow) => string | number;
}

const ORDERS: Readonly<Record<BoardQuery['sort'], Order>> = {
  'longest-in-stage': { column: 'stage_started_at', direction: 'ASC', index: 'journeys_board', of: (row) => row.stageStartedAt.toISOString() },
  newest: { column: 'started_at', direction: 'DESC', index: 'journeys_newest', of: (row) => row.startedAt.toISOString() },
  'waiting-until': { column: 'waits_until', direction: 'ASC', index: 'journeys_until', of: (row) => row.waitsUntil.toISOString() },
  money: { column: 'money_cents', direction: 'DESC', index: 'journeys_money', of: (row) => Number(row.moneyCents) },
};

interface Found {
  readonly rows: readonly BoardRow[];
  readonly total: number | null;
}

/** One page of the journey board, on the trail. A page costs the same at a thousand journeys and at a hundred thousand. */
export async function listJourneys(act: Act, query: BoardQuery): Promise<{ items: JourneyInList[]; nextCursor: string | null; total: number | null }> {
  const filter = await filterBoard(act, query);
  const order = ORDERS[query.sort];
  const few = filter.isNarrow ? null : filter.narrowest;
  const { rows, total } = isLookedThrough(few) && filter.byName && query.count ? await readFew(act, query, filter, order, few) : await readLong(act, query, filter, order, few);
  const shown = rows.slice(0, query.limit);
  const last = shown[shown.length - 1];
  trailList(act, { action: 'journey.list', resourceType: 'journey' }, shown.map(({ patientId }) => patientId));
  return { items: await presentJourneys(act, shown), nextCursor: rows.length > query.limit && last ? encodeCursor([order.of(last), last.id]) : null, total };
}

async function readLong(act: Act, query: BoardQuery, filter: BoardFilter, order: Order, few: Narrowest | null): Promise<Found> {
  const [rows, total] = await Promise.all([readInOrder(act, query, filter, order, few), query.count ? countMatching(act, query, filter, few) : null]);
  return { rows, total };
}

/** A page of the few journeys of a filter whose patients bear a name, each with how many do: names are looked for once for both. */
async function readFew(act: Act, query: BoardQuery, filter: BoardFilter, order: Order, few: Narrowest): Promise<Found> {
  const after = afterCursor(query, order);
  const matching = `SELECT j.id, j.${order.column}, COUNT(*) OVER () AS matching FROM journeys j FORCE INDEX (${few.index}) WHERE ${[...filter.conditions, ...recognised(filter)].join(' AND ')}`;
  const rows = await select<BoardRow & { readonly matching: number }>(act, rowsOf(`SELECT j.* FROM (${matching}) j WHERE ${after.sql} ORDER BY ${orderOf('j', order)} LIMIT ${query.limit + 1}`, order, ', x.matching'), { ...filter.values, ...after.values });
  const [first] = rows;
  return { rows, total: first ? Number(first.matching) : query.cursor ? await countMatching(act, query, filter, few) : 0 };
}

/** The page's IDs by the index first, then the rows: what is not shown is not read. The index is named, because the optimiser's estimates turn over as tables grow. */
async function readInOrder(act: Act, query: BoardQuery, filter: BoardFilter, order: Order, few: Narrowest | null): Promise<BoardRow[]> {
  const after = afterCursor(query, order);
  const conditions = [...filter.conditions, ...recognised(filter), after.sql];
  const index = indexOf(query, filter, order, few);
  const page = `SELECT j.id, j.${order.column} FROM journeys j${index ? ` FORCE INDEX (${index})` : ''} WHERE ${conditions.join(' AND ')} ORDER BY ${orderOf('j', order)} LIMIT ${query.limit + 1}`;
  return select<BoardRow>(act, rowsOf(page, order), { ...filter.values, ...after.values });
}

function recognised({ byName }: BoardFilter): string[] {
  return byName ? [byName.recognised] : [];
}

function rowsOf(page: string, order: Order, more = ''): string {
  return `SELECT ${BOARD_COLUMNS}${more} FROM (${page}) x JOIN journeys j ON j.id = x.id ${BOARD_JOINS} ORDER BY ${orderOf('x', order)}`;
}

function orderOf(alias: string, { column, direction }: Order): string {
  return `${alias}.${column} ${direction}, ${alias}.id ${direction}`;
}

/** What lies beyond the last row of the page before. */
function afterCursor(query: BoardQuery, { column, direction }: Order): { readonly sql: string; readonly values: Record<string, unknown> } {
  const cursor = decodeCursor(query.cursor, 2);
  if (!cursor) return { sql: '1 = 1', values: {} };
  const beyond = direction === 'ASC' ? '>' : '<';
  return { sql: `j.${column} ${beyond}= :c0 AND (j.${column} ${beyond} :c0 OR j.id ${beyond} :c1)`, values: { c0: query.sort === 'money' ? Number(cursor[0]) : cursorTime(cursor[0]), c1: String(cursor[1]) } };
}

function indexOf({ incidents, sort }: BoardQuery, { isNarrow }: BoardFilter, order: Order, few: Narrowest | null): string | null {
  if (isNarrow) return incidents ? 'journeys_stuck' : null;
  if (!few) return order.index;
  return sort === 'longest-in-stage' || isLookedThrough(few) ? few.index : order.index;
}

/** With one filter at most the tally knows; a name is counted from its patients on, unless a filter leaves fewer; with more filters the journeys of the narrowest one are looked through, in its index alone. */
async function countMatching(act: Act, query: BoardQuery, filter: BoardFilter, few: Narrowest | null): Promise<number> {
  const { conditions, values, parts, byName, isNarrow } = filter;
  const [only] = parts;
  if (!isNarrow && !query.q && parts.length <= 1) {
    const tallies = await tallyJourneys(act, query.status, only?.dimension ?? 'stage');
    return tallies.filter(({ value }) => !only || value === only.value).reduce((sum, { n }) => sum + n, 0);
  }
  const isByName = byName && !isNarrow && !isLookedThrough(few);
  const from = isByName ? byName.from : `journeys j${few ? ` FORCE INDEX (${few.index})` : ''}`;
  const all = [...conditions, ...(isByName ? byName.conditions : recognised(filter))];
  const row = await selectOne<{ n: number }>(act, `SELECT COUNT(*) AS n FROM ${from} WHERE ${all.join(' AND ')}`, values);
  return Number(row?.n ?? 0);
}
