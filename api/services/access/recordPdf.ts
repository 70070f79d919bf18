import { printable } from '../../../domain/documents/printable';
import { type PatientRecord } from '../../../interop/fhir/record';
import { openPdf } from '../../presenters/letters/pdf';
import { sectionsOf } from './recordSections';
import { hospitalDay } from '../staff/hospitalZone';

const MARGIN = 54;
/** Where what was done begins, right of when. */
const INDENT = 96;
const INK = '#14202b';
const PALE = '#51606d';
/** A heading stands with the first lines below it. */
const HEADING = 64;

export interface RecordOnPaper {
  readonly hospital: string;
  readonly record: PatientRecord;
  readonly at: Date;
  readonly zone: string;
}

/** The whole record to read (45 CFR 164.524(c)(2)), on pages of US letter size. Each page says whose it is and how many there are. */
export async function recordPdf({ hospital, record, at, zone }: RecordOnPaper): Promise<Buffer> {
  const pdf = await openPdf({ title: 'Health record', margin: MARGIN, at, more: { bufferPages: true } });
  const { document } = pdf;
  const { patient } = record;
  const name = printable([...patient.given, patient.family].join(' '));
  const moment = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', month: 'short', day: 'numeric', year: 'numeric', hour: '2-digit', minute: '2-digit' });
  document.font('Helvetica-Bold').fontSize(18).fillColor(INK).text('Health record');
  document.font('Helvetica').fontSize(10).fillColor(PALE).text(printable(`${hospital} · everything on record on ${moment.format(at)}`)).moveDown();
  document.fillColor(INK).fontSize(12).text(name).fontSize(10).fillColor(PALE).text(printable(`Born ${patient.birthDate} · ${patient.gender} · MRN ${patient.mrn}`));
  for (const line of contactLines(patient)) document.text(printable(line));
  for (const { title, entries } of sectionsOf(record)) {
    if (document.y + HEADING > document.page.height - MARGIN) document.addPage();
    document.moveDown().font('Helvetica-Bold').fontSize(12).fillColor(INK).text(title, MARGIN).moveDown(0.3).font('Helvetica').fontSize(9.5);
    if (entries.length === 0) document.fillColor(PALE).text('None on record.');
    for (const entry of entries) writeEntry(document, entry.at === null ? '' : moment.format(new Date(entry.at)), printable(entry.text));
  }
  const { count } = document.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    document.switchToPage(page);
    document.page.margins.bottom = 0; // the line stands below what text may reach
    document.fontSize(9).fillColor(PALE).text(`Page ${page + 1} of ${count} · MRN ${printable(patient.mrn)} · ${name}`, MARGIN, document.page.height - 36, { width: document.page.width - 2 * MARGIN, height: 11, ellipsis: true });
  }
  return pdf.finish();
}

/** When on the left, what on the right; a long note runs over pages, its moment stands beside its beginning. */
function writeEntry(document: PDFKit.PDFDocument, at: string, text: string): void {
  const width = document.page.width - 2 * MARGIN - INDENT;
  if (document.y + document.heightOfString(text.split('\n', 2).join('\n').slice(0, 200), { width }) > document.page.height - MARGIN) document.addPage();
  const top = document.y;
  if (at !== '') document.fillColor(PALE).text(at, MARGIN, top, { width: INDENT - 8, lineBreak: false });
  document.fillColor(INK).text(text, MARGIN + INDENT, top, { width, lineGap: 1 }).moveDown(0.25);
}

function contactLines({ phone, email, address, deceasedAt }: PatientRecord['patient']): string[] {
  return [
    [phone, email].filter(Boolean).join(' · '), address === null ? '' : [address.line, address.city, `${address.state} ${address.postalCode}`].filter((part) => part.trim() !== '').join(', '),
    deceasedAt === null ? '' : `Died ${hospitalDay(new Date(deceasedAt))}`,
  ].filter((line) => line !== '');
}
