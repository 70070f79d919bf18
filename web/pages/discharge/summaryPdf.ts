import PDFDocument from 'pdfkit';
import { type contract } from '../../../api/client';
import { type Reply } from '../../http/visit';
import { exactTime } from '../../render/time';

type Summary = Reply<typeof contract.readDischargeSummary>;

/** The signed summary on paper: who, when, each part under its heading, and who signed. A4, tagged for readers of screens. */
export async function summaryPdf(summary: Summary, zone: string): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: 56, tagged: true, lang: 'en', info: { Title: 'Discharge summary' } });
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
    if (label !== '') document.font('Helvetica-Bold').fontSize(11).text(label);
    document.font('Helvetica').fontSize(10).text(printable(text), { lineGap: 2 });
  }
  const [newest] = versions;
  document.moveDown(1.2).fontSize(9).text(`Signed by ${printable(newest?.author ?? 'a physician')}, ${newest ? exactTime(newest.signedAt, zone) : ''}${newest?.isAmendment ? ` (amended; first signed ${exactTime(versions[versions.length - 1]?.signedAt ?? newest.signedAt, zone)})` : ''}`);
  document.end();
  return done;
}

/** The standard fonts of PDF know Latin letters; a sign they lack is shown as such, never dropped unseen. */
function printable(text: string): string {
  return text.replace(/₂/g, '2').replace(/≥/g, '>=').replace(/≤/g, '<=').replace(/[^\n\x20-\x7e\u00a0-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac]/g, '?');
}
