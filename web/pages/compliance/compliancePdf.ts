import PDFDocument from 'pdfkit';
import { type contract } from '../../../api/client';
import { printable } from '../../../domain/documents/printable';
import { type Reply } from '../../http/visit';
import { exactTime } from '../../render/time';

const MARGIN = 56;
const ROOM = 48;
const WORDS = { proven: 'shown', broken: 'BROKEN', unknown: 'not shown' } as const;

/** The report on paper (A4): what was looked at, then control by control with its last result and commit. */
export async function compliancePdf(report: Reply<typeof contract.readCompliance>, zone: string): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: MARGIN, bufferPages: true, lang: 'en', info: { Title: 'Compliance report' } });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Buffer>((resolve) => document.on('end', () => resolve(Buffer.concat(chunks))));
  const line = (text: string, size = 9, isBold = false) => {
    if (document.y + ROOM > document.page.height - MARGIN) document.addPage();
    document.font(isBold ? 'Helvetica-Bold' : 'Helvetica').fontSize(size).text(printable(text));
  };
  line('Compliance report', 18, true);
  line(`Of ${exactTime(report.at, zone)}. ${report.counts.proven} controls shown, ${report.counts.broken} broken, ${report.counts.unknown} not shown. A control without a recorded result counts as not shown.`);
  document.moveDown();
  line('Looked at in the running hospital', 12, true);
  for (const { label, standing, says } of report.probes) line(`${label}: ${WORDS[standing]}. ${says}`);
  for (const { name, source, controls } of report.frameworks) {
    document.moveDown();
    line(`${name} (${source})`, 12, true);
    for (const { id, words, standing, tests, probes } of controls) {
      line(`${id}  ${words}: ${WORDS[standing]}`, 10, true);
      for (const test of tests) line(`   ${test.file}${test.title === null ? '' : `: ${test.title}`} - ${test.ranAt === null ? 'no result on record' : `${test.tests - test.failed} of ${test.tests} passed, ${exactTime(test.ranAt, zone)}, commit ${test.commit ?? 'not known'}`}`, 8);
      for (const probe of probes) line(`   Live: ${report.probes.find((one) => one.name === probe)?.label ?? probe}`, 8);
    }
  }
  const { count } = document.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    document.switchToPage(page);
    document.page.margins.bottom = 0;
    document.font('Helvetica').fontSize(8).text(`Page ${page + 1} of ${count}`, MARGIN, document.page.height - 36);
  }
  document.end();
  return done;
}
