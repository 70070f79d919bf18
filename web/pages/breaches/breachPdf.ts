import PDFDocument from 'pdfkit';
import { type contract } from '../../../api/client';
import { printable } from '../../../domain/documents/printable';
import { FINDING_LABELS, NOTICE_LABELS } from '../../../domain/privacy/breach';
import { type Reply } from '../../http/visit';
import { calendarDay, exactTime } from '../../render/time';

const MARGIN = 54;
const ROOM = 44;

/** The report of a breach on paper (US letter): what happened, who has to be told by when, who did it, and each record that was reached. */
export async function breachPdf(breach: Reply<typeof contract.readBreach>, zone: string, at: string): Promise<Buffer> {
  const document = new PDFDocument({ size: 'LETTER', margin: MARGIN, bufferPages: true, lang: 'en', info: { Title: `Breach ${breach.number}`, Producer: 'Careway' } });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Buffer>((resolve) => document.on('end', () => resolve(Buffer.concat(chunks))));
  const line = (text: string, size = 10, isBold = false) => {
    if (document.y + ROOM > document.page.height - MARGIN) document.addPage();
    document.font(isBold ? 'Helvetica-Bold' : 'Helvetica').fontSize(size).text(printable(text), { lineGap: 1 });
  };
  const part = (title: string) => {
    document.moveDown(0.7);
    line(title, 12, true);
  };
  line(`Breach ${breach.number}`, 18, true);
  line(`Report of ${exactTime(at, zone)}, made from the audit trail (45 CFR 164.404 to 164.410).`, 9);
  part('What happened');
  line(breach.story ?? 'Hidden with the record it is about.');
  line(`Discovered on ${calendarDay(breach.discoveredOn)}. Looked at: ${exactTime(breach.from, zone)} to ${exactTime(breach.to, zone)}; ${breach.actor ? `accesses of ${breach.actor.name}` : 'everybody’s accesses'}${breach.patient ? `, record of ${breach.patient.name}` : ''}.`);
  if (!breach.isWhole) line('There were more list views in this time than were opened for this report.', 10, true);
  part('Assessment');
  line(`${FINDING_LABELS[breach.finding]}${breach.decidedBy && breach.decidedAt ? `, by ${breach.decidedBy.name}, ${exactTime(breach.decidedAt, zone)}` : ''}.`);
  if (breach.assessment) line(breach.assessment);
  part('Who has to be told');
  if (breach.duties.length === 0) line('Nobody.');
  for (const { notice, dueOn, why, sentOn } of breach.duties) line(`${NOTICE_LABELS[notice]}: by ${calendarDay(dueOn)}, ${sentOn === null ? 'not sent yet' : `sent ${calendarDay(sentOn)}`}. ${why}`);
  if (breach.needsSubstituteNotice) line(`${breach.affected.unreachable} cannot be written to: substitute notice (45 CFR 164.404(d)(2)).`);
  part(`Affected: ${breach.affected.people}`);
  for (const [state, count] of Object.entries(breach.affected.byState)) line(`${state}: ${count}`, 9);
  for (const { name, reads } of breach.actors) line(`By ${name}: ${reads} accesses`, 9);
  document.moveDown(0.4);
  for (const one of breach.patients) {
    line(`${one.patient.name}, MRN ${one.patient.mrn}${one.state === null ? '' : `, ${one.state}`}`, 10, true);
    line(`${one.what.join('; ')} (${one.reads} times, ${exactTime(one.firstAt, zone)}${one.reads === 1 ? '' : ` to ${exactTime(one.lastAt, zone)}`}, by ${one.by.join(', ')})`, 9);
  }
  const { count } = document.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    document.switchToPage(page);
    document.page.margins.bottom = 0; // the line stands below what text may reach
    document.font('Helvetica').fontSize(8).text(`Page ${page + 1} of ${count} · ${breach.number}`, MARGIN, document.page.height - 36);
  }
  document.end();
  return done;
}
