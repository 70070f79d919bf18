import { contract } from '../../../api/client';
import { ListAddress, options } from '../../http/listQuery';
import { get } from '../../http/page';
import { type Visit } from '../../http/visit';
import { accountPages } from './account';
import { answerPages } from './answer';
import { entryPages } from './entry';
import { paperPages } from './papers';
import { remittancePage } from './remittance';
import { remittancePages } from './remittances';
import { requestPages } from './requests';

/** What patients owe and have paid, what is given back or up, and answers of payers that could not be posted. */
export const moneyPages = [
  ...remittancePages, ...entryPages, ...remittancePage, ...answerPages,
  get('/accounts', showAccounts),
  ...accountPages, ...paperPages, ...requestPages,
];

async function showAccounts(visit: Visit): Promise<void> {
  const address = new ListAddress('/accounts', ['owing', 'patientId', 'q', 'sort'] as const, visit.query);
  const page = await visit.api.call(contract.listAccounts, { query: { ...address.filters, limit: 50, ...(address.cursor ? { cursor: address.cursor } : {}) } as { limit: number } });
  const owing = address.value('owing') === 'true';
  visit.render('money/accounts', {
    search: { hidden: address.hidden('q'), value: address.value('q') ?? '' },
    selects: [{ name: 'sort', label: 'Sort', hidden: address.hidden('sort'), options: options(address.value('sort'), [['', 'Newest first'], ['oldest', 'Oldest first'], ['owes', 'Patient owes most'], ['payers', 'Most with payers']]) }],
    chips: [{ label: 'All', href: address.with({ owing: null }), current: !owing }, { label: 'Patient owes', href: address.with({ owing: 'true' }), current: owing }],
    list: { rows: page.items, total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null, empty: emptyOf(address.value('q') !== null, owing) },
  });
}

function emptyOf(isSearch: boolean, owing: boolean): object {
  if (isSearch) return { title: 'Nothing matches', text: 'Search by account number, patient name or MRN.', href: '/accounts', action: 'Clear the search' };
  return { title: 'No account here', text: owing ? 'No patient owes anything.' : 'An account opens with the first admission.', href: null, action: null };
}
