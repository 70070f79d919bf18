/**
 * A table as CSV (RFC 4180). A text that a spreadsheet would run as a formula is told to be text by an apostrophe in front (OWASP, CSV injection);
 * numbers are numbers, minus signs included.
 */
export function writeCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

/** A text no spreadsheet runs as a formula: what begins like one is led by an apostrophe. */
export const plainText = (text: string): string => (/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text);

function cellOf(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = plainText(value);
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
