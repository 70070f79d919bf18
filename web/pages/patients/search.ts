import { contract } from '../../../api/client';
import { ListAddress } from '../../http/listQuery';
import { get } from '../../http/page';
import { type Visit } from '../../http/visit';

/** Find a patient; without words, those who lie in the house now. */
export const patientSearchPages = [get('/patients', showPatients)];

async function showPatients(visit: Visit): Promise<void> {
  const address = new ListAddress('/patients', ['q'] as const, visit.query);
  const page = await visit.api.call(contract.listPatients, { query: { ...address.filters, limit: 50, ...(address.cursor ? { cursor: address.cursor } : {}) } });
  visit.render('patients/search', {
    search: { hidden: [], value: address.value('q') ?? '' },
    mayRegister: visit.has('registrar', 'administrator'),
    list: {
      rows: page.items, total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: address.value('q') ? { title: 'Nobody matches', text: 'Type at least three letters of a name, or the whole MRN.', href: '/patients', action: 'Clear the search' } : { title: 'No patients yet', text: 'Registered patients appear here.', href: null, action: null },
    },
  });
}
