import { contract } from '../../../api/client';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { ListAddress } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';

const STATES = [['standing', 'Standing'], ['lifted', 'Lifted'], ['all', 'All']] as const;

/** Records that stay whatever their age. */
export const holdPages = [
  get('/legal-holds', (visit) => showHolds(visit)),
  post('/legal-holds', async (visit) => {
    try {
      const mrn = visit.posted.get('mrn')?.trim() ?? '';
      const [patient] = mrn === '' ? [] : (await visit.api.call(contract.listPatients, { query: { mrn } })).items;
      if (!patient) return await showHolds(visit, { refused: 'Nobody has this MRN.', errors: { mrn: 'Nobody has this MRN.' }, status: 422 });
      await visit.api.call(contract.placeLegalHold, { body: { patientId: patient.id, reason: visit.posted.get('reason')?.trim() ?? '' } });
      visit.redirect('/legal-holds', 'hold-placed');
    } catch (error) {
      await showHolds(visit, refusalOf(error));
    }
  }),
  post('/legal-holds/:holdId/lift', async (visit) => {
    try {
      await visit.api.call(contract.liftLegalHold, { params: { holdId: visit.param('holdId') }, body: { version: Number(visit.posted.get('version')), reason: visit.posted.get('liftReason')?.trim() ?? '' } });
      visit.redirect('/legal-holds', 'hold-lifted');
    } catch (error) {
      await showHolds(visit, refusalOf(error));
    }
  }),
];

async function showHolds(visit: Visit, refusal: RefusedForm | null = null): Promise<void> {
  const address = new ListAddress('/legal-holds', ['state', 'q'] as const, visit.query);
  const state = address.value('state') ?? 'standing';
  const page = await visit.api.call(contract.listLegalHolds, { query: { ...address.filters, limit: 50, ...(address.cursor ? { cursor: address.cursor } : {}) } as { limit: number } });
  visit.render('retention/holds', {
    ...refusal, errors: refusal?.errors ?? {}, typed: refusal ? Object.fromEntries(visit.posted) : {}, mayWrite: visit.has('privacy-officer'), search: { hidden: address.hidden('q'), value: address.value('q') ?? '' },
    chips: STATES.map(([value, label]) => ({ label, href: address.with({ state: value === 'standing' ? null : value }), current: state === value })),
    list: {
      rows: page.items, total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: address.isFiltered ? { title: 'Nothing matches', text: 'Search by patient name or MRN.', href: '/legal-holds', action: 'Clear the filters' } : { title: 'No hold stands', text: 'When a court, an insurer or an inquiry may ask for a record, hold it here: nothing of it is removed.', href: null, action: null },
    },
  }, { status: refusal?.status ?? 200 });
}
