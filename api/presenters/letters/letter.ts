import { printable } from '../../../domain/documents/printable';
import { type OpenPdf, openPdf } from './pdf';

/** Who writes, to whom. */
export interface Letterhead {
  readonly sender: { readonly name: string; readonly lines: readonly string[] };
  readonly recipient: { readonly name: string; readonly lines: readonly string[] };
  readonly title: string;
  readonly date: Date;
  /** Its day by the hospital's calendar, "YYYY-MM-DD". */
  readonly on: string;
  /** "Account A00000042 · Statement of 26 November 2026", on every page. */
  readonly footer: string;
}

export interface Column {
  readonly label: string;
  /** Share of the width; all together 1. */
  readonly width: number;
  readonly align?: 'left' | 'right';
}

export interface Fact {
  readonly label: string;
  readonly value: string;
  /** The one that matters. */
  readonly strong?: boolean;
}

const MARGIN = 56;
const INK = '#1b2733';
const MUTED = '#566573';
const LINE = '#c9d2da';

/** A file for one letter, or for several one after the other. */
export function openLetterFile({ title, sender, date }: Pick<Letterhead, 'title' | 'sender' | 'date'>): Promise<OpenPdf> {
  return openPdf({ title, author: sender.name, margin: MARGIN, at: date, more: { margins: { top: MARGIN, bottom: MARGIN + 20, left: MARGIN, right: MARGIN }, bufferPages: true, autoFirstPage: false } });
}

/** A letter with headings and tables that flow over pages; every page says whose it is and which. The address fits a window envelope. */
export class Letter {
  private readonly doc: PDFKit.PDFDocument;

  /** In a file of its own. */
  static async open(head: Letterhead): Promise<Letter> {
    return new Letter(head, await openLetterFile(head));
  }

  constructor(private readonly head: Letterhead, private readonly pdf: OpenPdf) {
    this.doc = pdf.document;
    this.doc.addPage();
    this.begin();
  }

  heading(words: string): this {
    this.keep(70);
    this.doc.moveDown(1).font('Helvetica-Bold').fontSize(12).fillColor(INK).text(printable(words), MARGIN).moveDown(0.4);
    return this;
  }

  paragraph(words: string): this {
    this.doc.font('Helvetica').fontSize(10).fillColor(INK).text(printable(words), MARGIN, undefined, { width: this.width, lineGap: 2 }).moveDown(0.6);
    return this;
  }

  /** Label and value, one under the other. */
  facts(rows: readonly Fact[]): this {
    for (const { label, value, strong } of rows) {
      this.keep(20);
      const { y } = this.doc;
      this.doc.font('Helvetica').fontSize(10).fillColor(MUTED).text(printable(label), MARGIN, y, { width: this.width * 0.6 });
      this.doc.font(strong ? 'Helvetica-Bold' : 'Helvetica').fontSize(strong ? 13 : 10).fillColor(INK).text(printable(value), MARGIN + this.width * 0.6, y - (strong ? 2 : 0), { width: this.width * 0.4, align: 'right' });
      this.doc.y = y + (strong ? 22 : 16);
    }
    this.doc.moveDown(0.4);
    return this;
  }

  table(columns: readonly Column[], rows: readonly (readonly string[])[], total?: readonly string[]): this {
    this.row(columns, columns.map(({ label }) => label), 'head');
    for (const cells of rows) this.row(columns, cells, 'body');
    if (total) this.row(columns, total, 'total');
    this.doc.x = MARGIN;
    this.doc.moveDown(0.5);
    return this;
  }

  /** The finished file, when nothing follows. */
  finish(): Promise<Buffer> {
    this.close();
    return this.pdf.finish();
  }

  /** End this letter; the next one in the file begins on a page of its own. Its pages are written out, and no more kept in memory but as bytes. */
  close(): void {
    const { start, count } = this.doc.bufferedPageRange();
    for (let page = start; page < start + count; page += 1) {
      this.doc.switchToPage(page);
      this.doc.page.margins.bottom = 0; // the footer stands in the margin
      this.doc.font('Helvetica').fontSize(8).fillColor(MUTED).text(printable(`${this.head.footer} · Page ${page - start + 1} of ${count}`), MARGIN, this.doc.page.height - MARGIN, { width: this.width, align: 'center', lineBreak: false });
    }
    this.doc.flushPages();
  }

  private get width(): number {
    return this.doc.page.width - 2 * MARGIN;
  }

  private begin(): void {
    const { sender, recipient, title, on } = this.head;
    this.doc.font('Helvetica-Bold').fontSize(14).fillColor(INK).text(printable(sender.name), MARGIN, MARGIN);
    this.doc.font('Helvetica').fontSize(9).fillColor(MUTED);
    for (const line of sender.lines) this.doc.text(printable(line));
    this.doc.fontSize(10).fillColor(INK).text(printable([recipient.name, ...recipient.lines].join('\n')), MARGIN, 150, { lineGap: 2 });
    this.doc.text(dayOf(on), MARGIN, 150, { width: this.width, align: 'right' });
    this.doc.font('Helvetica-Bold').fontSize(18).text(printable(title), MARGIN, 230).moveDown(0.5);
  }

  private row(columns: readonly Column[], cells: readonly string[], kind: 'head' | 'body' | 'total'): void {
    const strong = kind !== 'body';
    this.doc.font(strong ? 'Helvetica-Bold' : 'Helvetica').fontSize(kind === 'head' ? 8.5 : 9.5).fillColor(kind === 'head' ? MUTED : INK);
    const widths = columns.map(({ width }) => width * this.width - 8);
    const height = Math.max(...cells.map((cell, index) => this.doc.heightOfString(printable(cell), { width: widths[index] ?? 0 })));
    this.keep(height + 10);
    const { y } = this.doc;
    let x = MARGIN;
    columns.forEach(({ width, align }, index) => {
      this.doc.text(printable(cells[index] ?? ''), x + 4, y + 3, { width: widths[index] ?? 0, align: align ?? 'left' });
      x += width * this.width;
    });
    this.doc.moveTo(MARGIN, y + height + 7).lineTo(MARGIN + this.width, y + height + 7).lineWidth(kind === 'body' ? 0.5 : 1).strokeColor(LINE).stroke();
    this.doc.y = y + height + 9;
  }

  /** Start a new page rather than break what follows in two. */
  private keep(height: number): void {
    if (this.doc.y + height > this.doc.page.height - this.doc.page.margins.bottom) this.doc.addPage();
  }
}

/** "26 November 2026" of "2026-11-26". */
export function dayOf(date: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
}
