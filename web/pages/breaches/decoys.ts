import { contract } from '../../../api/client';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { ListAddress, options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';

const GENDERS = [['female', 'Female'], ['male', 'Male'], ['other', 'Other'], ['unknown', 'Unknown']] as const;

/** Made-up patients nobody has a reason to open, and who did. */
export const decoyPages = [
  get('/decoys', (visit) => showDecoys(visit)),
  post('/decoys', async (visit) => {
    const text = (name: string): string => visit.posted.get(name)?.trim() ?? '';
    try {
      const note = text('note');
      await visit.api.call(contract.plantDecoy, { body: { family: text('family'), given: text('given'), birthDate: text('birthDate'), gender: text('gender') as 'female', ...(note ? { note } : {}) } });
      visit.redirect('/decoys', 'decoy-planted');
    } catch (error) {
      await showDecoys(visit, refusalOf(error));
    }
  }),
  post('/decoys/:decoyId/end', async (visit) => {
    try {
      await visit.api.call(contract.endDecoy, { params: { decoyId: visit.param('decoyId') } });
      visit.redirect('/decoys', 'decoy-ended');
    } catch (error) {
      await showDecoys(visit, refusalOf(error));
    }
  }),
];

async function showDecoys(visit: Visit, refusal: RefusedForm | null = null): Promise<void> {
  const address = new ListAddress('/decoys', ['q'] as const, visit.query);
  const page = await visit.api.call(contract.listDecoys, { query: { ...address.filters, limit: 50, ...(address.cursor ? { cursor: address.cursor } : {}) } as { limit: number } });
  visit.render('breaches/decoys', {
    ...refusal, errors: refusal?.errors ?? {}, typed: Object.fromEntries(visit.posted), mayWrite: visit.has('privacy-officer', 'administrator'), genders: options(visit.posted.get('gender'), GENDERS),
    search: { hidden: address.hidden('q'), value: address.value('q') ?? '' },
    list: {
      rows: page.items, total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: address.isFiltered ? { title: 'Nothing matches', text: 'Search by name or MRN.', href: '/decoys', action: 'Clear the search' } : { title: 'No decoy yet', text: 'Make up a patient with a name somebody curious would look for.', href: null, action: null },
    },
  }, { status: refusal?.status ?? 200 });
}
