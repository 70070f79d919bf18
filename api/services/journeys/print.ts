import { isStage, STAGE_LABELS } from '../../../domain/journey/stages';
import { printable } from '../../../domain/documents/printable';
import { formatDollars } from '../../../domain/money';
import { type Act } from '../../http/act';
import { openPdf } from '../../presenters/letters/pdf';
import { hospitalMoment } from '../staff/hospitalZone';
import { readJourneyPage } from './page';
import { type JourneyRow } from './progress';
import { listTimeline } from './timeline';

const STATES = { waiting: 'to come', current: 'now', done: 'done', skipped: 'left out', 'in-trouble': 'in trouble' } as const;
/** A long stay's story fits on some thirty pages; nobody prints more of it. */
const MOST_LINES = 1_000;
const PAGE = 200;

/** The journey on paper: where it stands, what it waits for, everything that happened. */
export async function printJourney(act: Act, journey: JourneyRow): Promise<{ fileName: string; content: string }> {
  const page = await readJourneyPage(act, journey);
  const { lines, isCut } = await wholeStory(act, journey);
  const { document: pdf, finish } = await openPdf({ title: 'Patient journey', margin: 54, at: act.now });
  const heading = (text: string) => pdf.moveDown(0.8).font('Helvetica-Bold').fontSize(12).text(text).moveDown(0.3).font('Helvetica').fontSize(9.5);
  const { patient, ward, payer, claim, waitingFor, waitingUntil, status, outcome, moneyCents } = page.journey;
  pdf.font('Helvetica-Bold').fontSize(16).text(printable(patient.name)).font('Helvetica').fontSize(10);
  pdf.text(printable(`MRN ${patient.mrn} · born ${patient.birthDate} · admitted ${moment(page.journey.startedAt)}${ward ? ` · ${ward.name}` : ''}${payer ? ` · ${payer.name}` : ''}`));
  pdf.text(printable(`${status === 'running' ? `In ${STAGE_LABELS[page.journey.stage]}` : `${status}${outcome ? `: ${outcome}` : ''}`} · charges ${formatDollars(moneyCents)}${claim ? ` · claim ${claim.number} (${claim.status})` : ''}`));
  pdf.text(`Printed ${moment(act.now.toISOString())}`);
  heading('Pathway');
  for (const { label, status: state, startedAt, endedAt } of page.stages) pdf.text(printable(`${label}: ${STATES[state]}${startedAt ? `, from ${moment(startedAt)}` : ''}${endedAt && startedAt ? ` to ${moment(endedAt)}` : ''}`));
  for (const { label, status: state, done, of } of page.branches) pdf.text(printable(`${label}: ${STATES[state]}${of > 1 ? `, ${done} of ${of}` : ''}`), { indent: 12 });
  heading('What it waits for');
  for (const { step, status: state, message } of page.incidents) pdf.text(printable(`Stuck at ${step} (${state}): ${message ?? 'no message'}`));
  for (const { title, holder, dueAt } of page.tasks) pdf.text(printable(`${title}, due ${moment(dueAt)}, ${holder ? `with ${holder.name}` : 'nobody has it'}`));
  if (page.tasks.length + page.incidents.length === 0) pdf.text(printable(waitingFor ? `${waitingFor}${waitingUntil ? ` until ${moment(waitingUntil)}` : ''}` : 'Nothing: it is closed or moving on.'));
  heading('What happened, newest first');
  for (const { at, stage, sentence } of lines) pdf.text(printable(`${moment(at)}  ${sentence}${stage && isStage(stage) ? `  (${STAGE_LABELS[stage]})` : ''}`), { lineGap: 1.5 });
  if (isCut) pdf.text(`Older lines are not printed: the page shows them.`);
  act.audits.push({ action: 'journey.print', resourceType: 'journey', resourceId: journey.id, patientId: journey.patientId });
  return { fileName: `journey-${journey.id}.pdf`, content: (await finish()).toString('base64') };
}

async function wholeStory(act: Act, journey: JourneyRow): Promise<{ lines: Awaited<ReturnType<typeof listTimeline>>['items']; isCut: boolean }> {
  const lines: Awaited<ReturnType<typeof listTimeline>>['items'] = [];
  for (let cursor: string | undefined; ; ) {
    const part = await listTimeline(act, journey, { limit: PAGE, cursor });
    lines.push(...part.items);
    if (part.nextCursor === null || lines.length >= MOST_LINES) return { lines, isCut: part.nextCursor !== null };
    cursor = part.nextCursor;
  }
}

const moment = (iso: string): string => hospitalMoment(new Date(iso));
