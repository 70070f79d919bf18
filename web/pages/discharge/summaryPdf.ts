import PDFDocument from 'pdfkit';
import { printable } from '../../../domain/documents/printable';
import { type contract } from '../../../api/client';
import { type Reply } from '../../http/visit';
import { exactTime } from '../../render/time';

const MARGIN = 56;
/** A heading stands with the first lines below it. */
const HEADING = 60;

type Summary = Reply<typeof contract.readDischargeSummary>;

/** The signed summary on paper (A4): who, when, each part under its heading, and who signed. Each page says whose it is and how many there are. */
export async function summaryPdf(summary: Summary, zone: string): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: MARGIN, bufferPages: true, lang: 'en', info: { Title: 'Discharge summary' } });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Buffer>((resolve) => document.on('end', () => resolve(Buffer.concat(chunks))));
  const { patient, versions } = summary;
  document.font('Helvetica-Bold').fontSize(18).text('Discharge summary').moveDown(0.4);
  document.fontSize(12).text(printable(patient.name)).font('Helvetica').fontSize(10);
  document.text(`Born ${patient.birthDate} · ${patient.gender} · MRN ${printable(patient.mrn)}`);
  document.text(`Admitted ${exactTime(summary.admittedAt, zone)}${summary.dischargedAt ? ` · left ${exactTime(summary.dischargedAt, zone)}` : ''}`);
  document.text(`Allergies: ${patient.allergies.length > 0 ? printable(patient.allergies.map(({ display }) => display).join(', ')) : 'none on record'}`);
  for (const { label, text } of summary.parts) {
    document.moveDown(0.8);
    if (document.y + HEADING > document.page.height - MARGIN) document.addPage();
    if (label !== '') document.font('Helvetica-Bold').fontSize(11).text(label);
    document.font('Helvetica').fontSize(10).text(printable(text), { lineGap: 2 });
  }
  const [newest] = versions;
  document.moveDown(1.2).fontSize(9).text(`Signed by ${printable(newest?.author ?? 'a physician')}, ${newest ? exactTime(newest.signedAt, zone) : ''}${newest?.isAmendment ? ` (amended; first signed ${exactTime(versions[versions.length - 1]?.signedAt ?? newest.signedAt, zone)})` : ''}`);
  const { count } = document.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    document.switchToPage(page);
    document.page.margins.bottom = 0; // the line stands below what text may reach
    document.fontSize(9).text(`Page ${page + 1} of ${count} · MRN ${printable(patient.mrn)} · ${printable(patient.name)}`, MARGIN, document.page.height - 36, { width: document.page.width - 2 * MARGIN, height: 11, ellipsis: true });
  }
  document.end();
  return done;
}
