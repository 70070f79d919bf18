import { parse } from 'csv-parse/sync';
import { type LineBlock, LONGEST_LINE } from './lines';

/** One record of a CSV file: its fields, or why it cannot be told apart. `line` is where it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
  readonly problem?: string;
}

/** A quoted field may hold line ends; after this many the quote is a stray one. */
const MOST_JOINED = 20;

/**
 * Records from lines. A line without a quote, which is nearly all of them, is split at its commas; the others go through
 * csv-parse one record at a time: given the whole stream, it would take everything behind one stray quote for a single
 * field, where here it costs that row alone.
 */
export class RecordReader {
  private open: { line: number; texts: string[] } | undefined;

  /** Records of the next lines; what is still open is kept for the ones after. */
  next({ firstLine, lines }: LineBlock): CsvRecord[] {
    const records: CsvRecord[] = [];
    lines.forEach((text, index) => this.take(firstLine + index, text, records));
    return records;
  }

  /** What was still open when the file ended. */
  end(): CsvRecord[] {
    const records: CsvRecord[] = [];
    while (this.open) this.giveUp(records);
    return records;
  }

  private take(line: number, text: string | null, records: CsvRecord[]): void {
    if (text === null) {
      while (this.open) this.giveUp(records);
      records.push({ line, fields: [], problem: `is longer than ${LONGEST_LINE} characters` });
      return;
    }
    if (!this.open) {
      if (!text.includes('"')) {
        if (text !== '') records.push({ line, fields: text.split(',') });
        return;
      }
      this.open = { line, texts: [] };
    }
    const { open } = this;
    open.texts.push(text);
    // Only a further quote can close one.
    const fields = open.texts.length === 1 || text.includes('"') ? fieldsOf(open.texts.join('\n')) : null;
    if (fields) {
      records.push({ line: open.line, fields });
      this.open = undefined;
    } else if (open.texts.length > MOST_JOINED) this.giveUp(records);
  }

  /** The first of the open lines is a bad row; the others are read again by themselves. */
  private giveUp(records: CsvRecord[]): void {
    const { open } = this;
    if (!open) return;
    this.open = undefined;
    records.push({ line: open.line, fields: [], problem: 'has a quote that is never closed' });
    open.texts.slice(1).forEach((text, index) => this.take(open.line + 1 + index, text, records));
  }
}

/** Null when a quote is still open. A quote inside an unquoted field stands for itself: Synthea writes no quotes around fields. */
function fieldsOf(text: string): string[] | null {
  try {
    const [fields] = parse(text, { relax_quotes: true, relax_column_count: true });
    return fields ?? [''];
  } catch {
    return null;
  }
}
