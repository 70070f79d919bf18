import { contract } from '../../../api/client';
import { FINDING_LABELS, LETTER_FIELDS, LETTERS_A_FILE, NOTICE_LABELS, type Notice, NOTICES } from '../../../domain/privacy/breach';
import { writeCsv } from '../../../domain/documents/csv';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { type FlashCode } from '../../http/flash';
import { get, post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';
import { breachPdf } from './breachPdf';
import { FINDING_TONES } from './breaches';

/** One breach: the report from the trail, what the assessment found, and the notices that are due. */
export const breachPage = [
  get('/breaches/:breachId', (visit) => showBreach(visit)),
  get('/breaches/:breachId/affected.csv', sendAffected),
  get('/breaches/:breachId/report.pdf', sendReport),
  post('/breaches/:breachId/finding', (visit) => change(visit, 'breach-decided', (params, text) => visit.api.call(contract.decideBreach, { params, body: { version: Number(text('version')), finding: text('finding') as 'breach', assessment: text('assessment') } }))),
  get('/breaches/:breachId/letters.pdf', sendLetters),
  get('/breaches/:breachId/letters/:patientId', sendLetter),
  post('/breaches/:breachId/letter', (visit) => change(visit, 'breach-letter-written', (params, text) => visit.api.call(contract.writeBreachNotice, { params, body: { version: Number(text('version')), happened: text('happened'), data: text('data'), steps: text('steps'), doing: text('doing'), contact: text('contact') } }))),
  post('/breaches/:breachId/letters', (visit) => change(visit, 'breach-letters-sent', (params, text) => visit.api.call(contract.markLettersSent, { params, body: { version: Number(text('version')), patientIds: visit.posted.getAll('patientIds'), sentOn: text('lettersOn'), way: text('way') === 'email' ? 'email' : 'mail' } }))),
  post('/breaches/:breachId/notices', (visit) => change(visit, 'notice-recorded', (params, text) => visit.api.call(contract.recordNotice, { params, body: { version: Number(text('version')), notice: text('notice') as Notice, sentOn: text('sentOn') } }))),
];

const paramsOf = (visit: Visit) => ({ breachId: visit.param('breachId') });

async function showBreach(visit: Visit, refusal: RefusedForm | null = null): Promise<void> {
  const breach = await visit.api.call(contract.readBreach, { params: paramsOf(visit) });
  const today = visit.day();
  visit.render('breaches/breach', {
    ...refusal, errors: refusal?.errors ?? {}, typed: Object.fromEntries(visit.posted), breach, words: FINDING_LABELS[breach.finding], tone: FINDING_TONES[breach.finding], today,
    mayWrite: visit.has('privacy-officer'), mayPrint: visit.has('privacy-officer') && breach.notice !== null && breach.finding !== 'no-breach', mayNotify: visit.has('privacy-officer') && breach.finding !== 'no-breach' && breach.duties.length > 0,
    letterFields: LETTER_FIELDS.map((field) => ({ ...field, value: visit.posted.get(field.name) ?? breach.notice?.[field.name] ?? '', error: refusal?.errors?.[field.name] })),
    isLetterOpen: breach.notice === null || LETTER_FIELDS.some(({ name }) => refusal?.errors?.[name]), ways: [{ value: 'mail', label: 'First-class mail', chosen: true }, { value: 'email', label: 'E-mail, as the patient agreed' }],
    letterFiles: filesOf(breach, 'all'), unsentFiles: breach.lettersSent > 0 ? filesOf(breach, 'unsent') : [],
    states: Object.entries(breach.affected.byState).sort((a, b) => b[1] - a[1]).map(([state, count]) => ({ state, count })),
    duties: breach.duties.map((duty) => ({ ...duty, label: NOTICE_LABELS[duty.notice], isLate: duty.sentOn === null && duty.dueOn < today })),
    notices: NOTICES.map((value) => ({ value, label: NOTICE_LABELS[value], chosen: visit.posted.get('notice') === value })),
  }, { status: refusal?.status ?? 200 });
}

/** Letters of a breach are printed so many to a file; one file needs no number. */
function filesOf({ id, affected, lettersSent }: Reply<typeof contract.readBreach>, only: 'all' | 'unsent'): { href: string; label: string }[] {
  const letters = affected.people - affected.unreachable - (only === 'unsent' ? lettersSent : 0);
  const files = Math.ceil(letters / LETTERS_A_FILE);
  const label = only === 'unsent' ? 'Letters still to be sent' : 'All letters';
  return Array.from({ length: Math.max(files, 0) }, (_, index) => ({ href: `/breaches/${id}/letters.pdf?${new URLSearchParams({ only, part: String(index + 1) })}`, label: files === 1 ? label : `${label}, part ${index + 1} of ${files}` }));
}

/** The letter to one of them, made afresh; shown, so that it is read before it is sent. */
async function sendLetter(visit: Visit): Promise<void> {
  sendPdf(visit, 'inline', await visit.api.call(contract.printBreachLetter, { params: { ...paramsOf(visit), patientId: visit.param('patientId') } }));
}

/** Those that are still to be sent, or all, in one file: for the printer. */
async function sendLetters(visit: Visit): Promise<void> {
  const only = visit.query.get('only') === 'unsent' ? 'unsent' : 'all';
  sendPdf(visit, 'attachment', await visit.api.call(contract.printBreachLetters, { params: paramsOf(visit), query: { only, part: Number(visit.query.get('part') ?? 1) } }));
}

function sendPdf(visit: Visit, how: 'inline' | 'attachment', { fileName, contentType, base64 }: { readonly fileName: string; readonly contentType: string; readonly base64: string }): void {
  visit.ctx.type = contentType;
  visit.ctx.set({ 'content-disposition': `${how}; filename="${fileName}"`, 'cache-control': 'no-store' });
  visit.ctx.body = Buffer.from(base64, 'base64');
}

/** Those affected, for the letters: names as this person may see them. */
async function sendAffected(visit: Visit): Promise<void> {
  const { number, patients } = await visit.api.call(contract.readBreach, { params: paramsOf(visit) });
  visit.ctx.type = 'text/csv';
  visit.ctx.set({ 'content-disposition': `attachment; filename="${number}-affected.csv"`, 'cache-control': 'no-store' });
  visit.ctx.body = writeCsv([['MRN', 'Name', 'State', 'Can be written to', 'First', 'Last', 'Times', 'What', 'By'], ...patients.map((one) => [one.patient.mrn, one.patient.name, one.state, one.isReachable ? 'yes' : 'no', one.firstAt, one.lastAt, one.reads, one.what.join('; '), one.by.join('; ')])]);
}

/** The report on paper, for those who decide and for the regulator. */
async function sendReport(visit: Visit): Promise<void> {
  const breach = await visit.api.call(contract.readBreach, { params: paramsOf(visit) });
  visit.ctx.type = 'application/pdf';
  visit.ctx.set({ 'content-disposition': `attachment; filename="${breach.number}.pdf"`, 'cache-control': 'no-store' });
  visit.ctx.body = await breachPdf(breach, visit.deps.config.timeZone, visit.now.toISOString());
}

async function change(visit: Visit, flash: FlashCode, perform: (params: { breachId: string }, text: (name: string) => string) => Promise<unknown>): Promise<void> {
  try {
    await perform(paramsOf(visit), (name) => visit.posted.get(name)?.trim() ?? '');
    visit.redirect(`/breaches/${visit.param('breachId')}`, flash);
  } catch (error) {
    await showBreach(visit, refusalOf(error));
  }
}
