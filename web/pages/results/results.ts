import { contract } from '../../../api/client';
import { IMAGING_STUDIES } from '../../../domain/orders/imagingStudies';
import { PANELS } from '../../../domain/orders/panels';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { get, post } from '../../http/page';
import { barcodeSvg } from '../../render/barcode';
import { type Visit } from '../../http/visit';
import { readNumber } from '../../forms/number';
import { stayAtHand, type StayAtHand } from '../medicines/stay';

/** New results nobody has looked at; ordering tests; amending a report; labels for specimens. */
export const resultPages = [
  get('/results', showUnreviewed),
  post('/patients/:patientId/reports/:reportId/review', async (visit) => {
    const stay = await stayAtHand(visit);
    await visit.api.call(contract.reviewReport, { params: { encounterId: stay.encounterId, reportId: visit.param('reportId') }, body: { version: Number(visit.posted.get('version')) } });
    visit.redirect(visit.cameFrom('/results'), 'report-reviewed');
  }),
  get('/patients/:patientId/reports/:reportId/change', (visit) => showChange(visit)),
  post('/patients/:patientId/reports/:reportId/change', change),
  get('/patients/:patientId/order-tests', (visit) => showOrder(visit)),
  post('/patients/:patientId/order-tests', order),
  get('/patients/:patientId/specimens', async (visit) => {
    const stay = await stayAtHand(visit);
    const { items } = await visit.api.call(contract.listOrders, { params: { encounterId: stay.encounterId }, query: { category: 'laboratory', limit: 100 } });
    visit.render('results/specimens', { ...stay, back: resultsOf(stay), specimens: items.flatMap(({ display, specimen }) => (specimen ? [{ ...specimen, display, barcode: barcodeSvg(specimen.accession) }] : [])) });
  }),
];

const resultsOf = (stay: StayAtHand): string => `/patients/${stay.patient.id}/results?stay=${stay.encounterId}`;

async function showUnreviewed(visit: Visit): Promise<void> {
  const mine = visit.query.get('show') === 'mine';
  const { items } = await visit.api.call(contract.listUnreviewedReports, { query: { limit: 100, mine: mine ? 'true' : 'false' } as never });
  visit.render('results/unreviewed', { reports: items, chips: [{ label: 'All of my wards', href: '/results', current: !mine }, { label: 'Ordered by me', href: '/results?show=mine', current: mine }] });
}

async function showChange(visit: Visit, refusal: RefusedForm | null = null, at: StayAtHand | null = null): Promise<void> {
  const stay = at ?? (await stayAtHand(visit));
  const { items } = await visit.api.call(contract.listReports, { params: { encounterId: stay.encounterId }, query: { limit: 100 } });
  const report = items.find(({ id }) => id === visit.param('reportId'));
  if (!report) return visit.redirect(resultsOf(stay));
  const typed = Object.fromEntries(visit.posted);
  visit.render('results/change', {
    ...refusal, ...stay, back: resultsOf(stay), report, typed, errors: refusal?.errors ?? {},
    results: report.results.map((result) => ({ ...result, typed: typed[`result.${result.id}`] ?? '' })),
  }, { status: refusal?.status ?? 200 });
}

/** Only what was typed changes; an empty field leaves its value as it is. */
async function change(visit: Visit): Promise<void> {
  const stay = await stayAtHand(visit);
  const results = [...visit.posted].flatMap(([name, typed]) => {
    if (!name.startsWith('result.') || typed.trim() === '') return [];
    const isInWords = /[^\d.,\s+-]/.test(typed);
    return [{ observationId: name.slice('result.'.length), ...(isInWords ? { text: typed.trim() } : { value: readNumber(typed) as number }) }];
  });
  try {
    await visit.api.call(contract.changeReport, {
      params: { encounterId: stay.encounterId, reportId: visit.param('reportId') },
      body: { version: Number(visit.posted.get('version')), kind: visit.posted.get('kind') === 'amended' ? 'amended' : 'corrected', reason: visit.posted.get('reason')?.trim() ?? '', results },
    });
    visit.redirect(resultsOf(stay), 'report-changed');
  } catch (error) {
    await showChange(visit, refusalOf(error), stay);
  }
}

async function showOrder(visit: Visit, refusal: RefusedForm | null = null, at: StayAtHand | null = null): Promise<void> {
  const stay = at ?? (await stayAtHand(visit));
  const chosen = new Set(visit.posted.getAll('codes'));
  visit.render('results/order', { ...refusal, ...stay, back: resultsOf(stay), typed: Object.fromEntries(visit.posted), errors: refusal?.errors ?? {}, problems: refusal?.problems ?? [], stat: visit.posted.get('priority') === 'stat',
    studies: Object.entries(IMAGING_STUDIES).map(([code, { name }]) => ({ code, name, chosen: visit.posted.getAll('imaging').includes(code) })),
    panels: Object.entries(PANELS).map(([code, { name, specimen }]) => ({ code, name, specimen, chosen: chosen.has(code) })) }, { status: refusal?.status ?? 200 });
}

async function order(visit: Visit): Promise<void> {
  const stay = await stayAtHand(visit);
  const reason = visit.posted.get('duplicateReason')?.trim();
  const question = visit.posted.get('question')?.trim();
  try {
    await visit.api.call(contract.orderTests, { params: { encounterId: stay.encounterId }, body: { codes: visit.posted.getAll('codes'), imaging: visit.posted.getAll('imaging'), priority: visit.posted.get('priority') === 'stat' ? 'stat' : 'routine', ...(question ? { question } : {}), ...(reason ? { duplicateReason: reason } : {}) } });
    visit.redirect(resultsOf(stay), 'tests-ordered');
  } catch (error) {
    await showOrder(visit, refusalOf(error), stay);
  }
}
