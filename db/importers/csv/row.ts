import { isIsoDate, isIsoDateTime } from '../../../domain/time';
import { parseDollars } from '../../../domain/money';
import { RowRejected } from '../failure';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const CODE = /^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/;
const NUMBER = /^[+-]?\d{1,12}(\.\d{1,15})?([eE][+-]?\d{1,2})?$/;
const UNREADABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/;
const [EARLIEST, LATEST] = ['1850', '2200'];

/**
 * One row, read by the names of its columns. Each reader answers the value in the form the record keeps, or throws
 * RowRejected with the field and a reason that never repeats what stood there. A column the file does not have reads as
 * empty; "null", which some versions write for nothing, as well.
 */
export class Row {
  constructor(readonly line: number, private readonly columns: ReadonlyMap<string, number>, private readonly fields: readonly string[]) {}

  /** Refuse rows that are not as long as the header, or hold what no text holds. */
  check(width: number): void {
    if (this.fields.length !== width) throw new RowRejected('(row)', `has ${this.fields.length} fields where the header has ${width}`);
    for (const [column, index] of this.columns) {
      if (!UNREADABLE.test(this.fields[index] ?? '')) continue;
      throw new RowRejected(column, this.fields[index]?.includes('\ufffd') ? 'is not UTF-8' : 'has a control character');
    }
  }

  has(column: string): boolean {
    return this.columns.has(column);
  }

  /** The text, without blanks around it; empty when there is none. Longer than `most` is refused. */
  text(column: string, most = 300): string {
    const index = this.columns.get(column);
    const value = index === undefined ? '' : (this.fields[index] ?? '').trim();
    if (value.length > most) throw new RowRejected(column, `is longer than ${most} characters`);
    return value === 'null' ? '' : value;
  }

  required(column: string, most = 300): string {
    const value = this.text(column, most);
    if (value === '') throw new RowRejected(column, 'is missing');
    return value;
  }

  /** A UUID in lower case. */
  id(column: string): string {
    const value = this.required(column);
    if (!UUID.test(value)) throw new RowRejected(column, 'is not a UUID');
    return value.toLowerCase();
  }

  optionalId(column: string): string | null {
    return this.text(column) === '' ? null : this.id(column);
  }

  code(column: string): string {
    const value = this.required(column);
    if (!CODE.test(value)) throw new RowRejected(column, 'is not a code');
    return value;
  }

  optionalCode(column: string): string | null {
    return this.text(column) === '' ? null : this.code(column);
  }

  /** "YYYY-MM-DD"; a time of day is dropped. */
  date(column: string): string {
    return this.instant(column).slice(0, 10);
  }

  optionalDate(column: string): string | null {
    return this.text(column) === '' ? null : this.date(column);
  }

  /** "YYYY-MM-DD HH:MM:SS.mmm" in UTC, from a date or an ISO date and time; without an offset it is UTC. */
  instant(column: string): string {
    const value = this.required(column).replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, '$1T');
    if (isIsoDate(value)) return plausible(column, `${value} 00:00:00.000`);
    if (!isIsoDateTime(value)) throw new RowRejected(column, 'is not a date that exists');
    const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(value) ? value : `${value}Z`;
    return plausible(column, new Date(zoned).toISOString().replace('T', ' ').replace('Z', ''));
  }

  optionalInstant(column: string): string | null {
    return this.text(column) === '' ? null : this.instant(column);
  }

  /** A year of four digits. */
  year(column: string): number {
    const value = this.required(column);
    if (!/^\d{4}$/.test(value) || value < EARLIEST || value > LATEST) throw new RowRejected(column, 'is not a year');
    return Number(value);
  }

  /** Decimal dollars as integer cents, never negative. */
  cents(column: string): number {
    const amount = parseDollars(this.required(column));
    if (amount === null) throw new RowRejected(column, 'is not an amount in dollars and cents');
    if (amount < 0) throw new RowRejected(column, 'is a negative amount');
    return amount;
  }

  optionalCents(column: string): number | null {
    return this.text(column) === '' ? null : this.cents(column);
  }

  /** A whole number above zero, up to a million. */
  count(column: string): number {
    const value = this.required(column).replace(/\.0+$/, '');
    if (!/^\d{1,7}$/.test(value) || Number(value) < 1 || Number(value) > 1_000_000) throw new RowRejected(column, 'is not a whole number above zero');
    return Number(value);
  }

  /** A decimal number that fits the record (18 digits, 6 of them decimals). */
  number(column: string): number {
    const value = this.required(column);
    const number = Number(value);
    if (!NUMBER.test(value) || !Number.isFinite(number) || Math.abs(number) >= 1e12) throw new RowRejected(column, 'is not a number');
    return number;
  }

  /** One of the words a table knows, compared in lower case. */
  oneOf<T>(column: string, known: Readonly<Record<string, T>>): T {
    const value = this.required(column).toLowerCase();
    const found = Object.hasOwn(known, value) ? known[value] : undefined;
    if (found === undefined) throw new RowRejected(column, 'is none of the known values');
    return found;
  }
}

function plausible(column: string, instant: string): string {
  if (instant < EARLIEST || instant > LATEST) throw new RowRejected(column, 'is not a plausible date');
  return instant;
}
