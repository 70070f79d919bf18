import { invalid } from './problem';

/** Where a page ended: the sort values of its last row. Opaque to callers, carries no patient data. */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The inverse; a cursor that was not made here is refused. */
export function decodeCursor(cursor: string | undefined, length: number): (string | number | null)[] | null {
  if (cursor === undefined) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(values) && values.length === length && values.every((value) => value === null || typeof value === 'string' || typeof value === 'number')) return values;
  } catch {
    // refused below
  }
  throw madeUp();
}

/** A time that a cursor carries. Throws the refusal of a cursor that was made up. */
export function cursorTime(value: string | number | null | undefined): Date {
  const time = new Date(typeof value === 'string' ? value : Number.NaN);
  if (Number.isNaN(time.getTime())) throw madeUp();
  return time;
}

function madeUp(): Error {
  return invalid([{ field: 'cursor', message: 'This cursor is not one the API gave. Start from the first page.' }]);
}

/** Cut one extra row off a page and say where the next begins. */
export function pageOf<T>(rows: readonly T[], limit: number, key: (row: T) => readonly (string | number | null)[]): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items[items.length - 1];
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(key(last)) : null };
}
