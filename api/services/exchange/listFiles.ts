import { type z } from 'zod';
import { type exchangeContract } from '../../contract/exchange';
import { type Act, select, selectOne } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { literal } from '../../http/like';
import { type ExchangeFileRow, FILE_COLUMNS, nameOf } from './retryFile';

type Query = z.output<typeof exchangeContract.listExchangeFiles.query>;
type Files = z.input<typeof exchangeContract.listExchangeFiles.reply>;
type File = z.input<typeof exchangeContract.readExchangeFile.reply>;

const STATES: Readonly<Record<NonNullable<Query['state']>, string>> = {
  'taken-in': "f.state = 'taken-in'", failed: "f.state = 'failed'", 'to-do': "f.state = 'failed' AND f.superseded_by IS NULL",
};

/** Files of payers. `to-do`: failed, and not taken in since. */
export async function listExchangeFiles(act: Act, { cursor, limit, state, q, sort }: Query): Promise<Files> {
  const after = decodeCursor(cursor, 2);
  const [direction, sign] = sort === 'oldest' ? ['ASC', '>'] : ['DESC', '<'];
  const where = [
    ...(state ? [STATES[state]] : []), ...(q ? ['(f.kinds LIKE :words OR f.problem LIKE :words)'] : []),
    ...(after ? [`(f.received_at ${sign} :at OR (f.received_at = :at AND f.id ${sign} :id))`] : []),
  ];
  const rows = await select<ExchangeFileRow>(
    act, `SELECT ${FILE_COLUMNS} FROM exchange_files f ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY f.received_at ${direction}, f.id ${direction} LIMIT ${limit + 1}`,
    { words: `%${literal(q ?? '')}%`, at: after ? new Date(String(after[0])) : null, id: after?.[1] ?? null },
  );
  const page = pageOf(rows, limit, (row) => [row.receivedAt.toISOString(), row.id]);
  return { items: page.items.map((row) => present(act, row)), nextCursor: page.nextCursor, total: null };
}

/** One file, and what came of it. */
export async function readExchangeFile(act: Act, row: ExchangeFileRow): Promise<File> {
  const remittances = await select<{ id: string; traceNumber: string; payer: string }>(
    act, 'SELECT r.id, r.trace_number AS traceNumber, p.name AS payer FROM remittances r JOIN payers p ON p.id = r.payer_id WHERE r.file_id = ? ORDER BY r.id LIMIT 200', [row.id],
  );
  const before = await selectOne<{ id: string }>(act, 'SELECT id FROM exchange_files WHERE superseded_by = ? ORDER BY received_at LIMIT 1', [row.id]);
  act.audits.push({ action: 'exchange.file-looked-at', resourceType: 'exchange file', resourceId: row.id });
  return { ...present(act, row), problems: row.problem === null ? [] : row.problem.split('; '), supersededBy: row.supersededBy, supersedes: before?.id ?? null, remittances };
}

function present(act: Act, row: ExchangeFileRow): Files['items'][number] {
  const { id, kinds, bytes, state, problem, receivedAt } = row;
  return {
    id, name: nameOf(act, row), bytes: Number(bytes), state, problem, kinds: kinds === null ? [] : kinds.split(', '), receivedAt: receivedAt.toISOString(), isKept: Number(row.isKept) === 1, isTakenInSince: row.supersededBy !== null,
  };
}
