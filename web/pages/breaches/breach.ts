import { contract } from '../../../api/client';
import { FINDING_LABELS, NOTICE_LABELS, type Notice, NOTICES } from '../../../domain/privacy/breach';
import { writeCsv } from '../../../domain/documents/csv';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { type FlashCode } from '../../http/flash';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { breachPdf } from './breachPdf';
import { FINDING_TONES } from './breaches';

/** One breach: the report from the trail, what the assessment found, and the notices that are due. */
export const breachPage = [
  get('/breaches/:breachId', (visit) => showBreach(visit)),
  get('/breaches/:breachId/affected.csv', sendAffected),
  get('/breaches/:breachId/report.pdf', sendReport),
  post('/breaches/:breachId/finding', (visit) => change(visit, 'breach-decided', (params, text) => visit.api.call(contract.decideBreach, { params, body: { version: Number(text('version')), finding: text('finding') as 'breach', assessment: text('assessment') } }))),
  post('/breaches/:breachId/notices', (visit) => change(visit, 'notice-recorded', (params, text) => visit.api.call(contract.recordNotice, { params, body: { version: Number(text('version')), notice: text('notice') as Notice, sentOn: text('sentOn') } }))),
];

const paramsOf = (visit: Visit) => ({ breachId: visit.param('breachId') });

async function showBreach(visit: Visit, refusal: RefusedForm | null = null): Promise<void> {
  const breach = await visit.api.call(contract.readBreach, { params: paramsOf(visit) });
  const today = visit.now.toISOString().slice(0, 10);
  visit.render('breaches/breach', {
    ...refusal, errors: refusal?.errors ?? {}, typed: Object.fromEntries(visit.posted), breach, words: FINDING_LABELS[breach.finding], tone: FINDING_TONES[breach.finding], today,
    mayWrite: visit.has('administrator'), mayNotify: visit.has('administrator') && breach.finding !== 'no-breach' && breach.duties.length > 0,
    states: Object.entries(breach.affected.byState).sort((a, b) => b[1] - a[1]).map(([state, count]) => ({ state, count })),
    duties: breach.duties.map((duty) => ({ ...duty, label: NOTICE_LABELS[duty.notice], isLate: duty.sentOn === null && duty.dueOn < today })),
    notices: NOTICES.map((value) => ({ value, label: NOTICE_LABELS[value], chosen: visit.posted.get('notice') === value })),
  }, { status: refusal?.status ?? 200 });
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
