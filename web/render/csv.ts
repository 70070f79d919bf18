import { plainText } from '../../domain/documents/csv';

type Cell = string | number | null;

/** A table as CSV (RFC 4180). Words that a spreadsheet would run as a formula are led by an apostrophe; numbers stay numbers. */
export function csvOf(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = plainText(value);
  return /[",\r\n']/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
