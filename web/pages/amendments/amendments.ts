import { contract } from '../../../api/client';
import { AMENDMENT_STATE_LABELS, AMENDMENT_STATES, type AmendmentState, ENTRY_KINDS } from '../../../domain/privacy/amendment';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { type FlashCode } from '../../http/flash';
import { ListAddress } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { Refusal } from '../../http/refusal';
import { type Visit } from '../../http/visit';
import { patientHeader } from '../patients/header';
import { ask, type Asking, showAsking } from './choose';
import { amendmentView, STATE_TONES } from './view';

/** What patients ask to have amended in their record: at the desk of the privacy officer, of one patient, and for the patient. */
export const amendmentPages = [
  get('/amendments', showDesk),
  ...pagesOf('/patients/:patientId/amendments', (visit) => ({ patientId: visit.param('patientId'), base: `/patients/${visit.param('patientId')}/amendments`, isOwn: false })),
  ...pagesOf('/my-care/amendments', (visit) => {
    const { patientId } = visit.person;
    if (!patientId) throw new Refusal(403, 'This page is for patients.');
    return { patientId, base: '/my-care/amendments', isOwn: true };
  }),
  post('/patients/:patientId/amendments/:amendmentId/rebuttal', (visit) => {
    const patientId = visit.param('patientId');
    return change(visit, { patientId, base: `/patients/${patientId}/amendments`, isOwn: false }, 'amendment-rebutted', (params, text) => visit.api.call(contract.rebutDisagreement, { params, body: { version: Number(text('version')), text: text('text') } }));
  }),
];

/** The same pages for the desk and for the patient, below two addresses. */
function pagesOf(path: string, asking: (visit: Visit) => Asking) {
  return [
    get(path, (visit) => showRequests(visit, asking(visit))),
    get(`${path}/new`, (visit) => showAsking(visit, asking(visit))),
    post(path, (visit) => ask(visit, asking(visit))),
    post(`${path}/:amendmentId/disagreement`, (visit) => change(visit, asking(visit), 'amendment-disagreed', (params, text) => visit.api.call(contract.disagreeWithDenial, { params, body: { version: Number(text('version')), statement: text('statement') } }))),
  ];
}

async function showRequests(visit: Visit, { patientId, base, isOwn }: Asking, refusal: RefusedForm | null = null): Promise<void> {
  const [patient, { items }] = await Promise.all([isOwn ? null : patientHeader(visit, patientId), visit.api.call(contract.listPatientAmendments, { params: { patientId } })]);
  visit.render(isOwn ? 'amendments/mine' : 'amendments/patient', {
    ...refusal, errors: refusal?.errors ?? {}, patient, base, items: items.map((one) => amendmentView(one, visit.now)), mayAsk: isOwn || visit.has('registrar', 'privacy-officer'), mayAnswer: visit.has('privacy-officer'),
  }, { status: refusal?.status ?? 200 });
}

async function change(visit: Visit, asking: Asking, flash: FlashCode, perform: (params: { patientId: string; amendmentId: string }, text: (name: string) => string) => Promise<unknown>): Promise<void> {
  try {
    await perform({ patientId: asking.patientId, amendmentId: visit.param('amendmentId') }, (name) => visit.posted.get(name)?.trim() ?? '');
    visit.redirect(asking.base, flash);
  } catch (error) {
    await showRequests(visit, asking, refusalOf(error));
  }
}

async function showDesk(visit: Visit): Promise<void> {
  const address = new ListAddress('/amendments', ['status', 'q'] as const, visit.query);
  const page = await visit.api.call(contract.listAmendments, { query: { ...address.filters, limit: 50, ...(address.cursor ? { cursor: address.cursor } : {}) } as { limit: number } });
  const status = address.value('status');
  const chip = (value: AmendmentState | null, label: string) => ({ label, href: address.with({ status: value }), current: status === value });
  visit.render('amendments/desk', {
    search: { hidden: address.hidden('q'), value: address.value('q') ?? '' }, chips: [chip(null, 'All'), ...AMENDMENT_STATES.map((one) => chip(one, AMENDMENT_STATE_LABELS[one]))], mayWork: visit.has('privacy-officer'),
    list: {
      rows: page.items.map((one) => ({ ...one, kindLabel: ENTRY_KINDS[one.kind].label, state: AMENDMENT_STATE_LABELS[one.status], tone: STATE_TONES[one.status], isOpen: one.status === 'asked', isLate: one.status === 'asked' && one.dueAt < visit.now.toISOString() })),
      total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: address.isFiltered ? { title: 'Nothing matches', text: 'Search by patient name or MRN.', href: '/amendments', action: 'Clear the filters' } : { title: 'Nobody has asked', text: 'What patients want amended in their record stands here, by the date of the law.', href: null, action: null },
    },
  });
}
