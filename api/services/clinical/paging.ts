import { cursorTime, decodeCursor } from '../../http/cursor';

export interface PageQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** A page of a list: what comes after it, and no total. */
export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
  readonly total: null;
}

/** SQL for "newest first by a time, then the ID", from where the page before ended. `time` and `id` are column names from code. */
export function newestFirst(query: PageQuery, time: string, id: string): { after: string; order: string; values: Record<string, unknown> } {
  const cursor = decodeCursor(query.cursor, 2);
  return {
    after: cursor ? `AND (${time} < :cursorAt OR (${time} = :cursorAt AND ${id} < :cursorId))` : '',
    order: `ORDER BY ${time} DESC, ${id} DESC LIMIT ${query.limit + 1}`,
    values: { cursorAt: cursor ? cursorTime(cursor[0]) : null, cursorId: cursor?.[1] ?? null },
  };
}

/** A time of the record as the API says it. */
export function iso(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
