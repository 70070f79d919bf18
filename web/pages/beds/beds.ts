import { contract } from '../../../api/client';
import { CLOSURE_REASONS, type ClosureReason } from '../../../domain/beds/status';
import { ListAddress, options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { type Board, bedView } from './bedView';

/** The bed board: every bed by ward, who lies in it, who is on the way in or out. */
export const bedPages = [
  get('/beds', showBoard),
  post('/beds/:bedId/closure', async (visit) => {
    await visit.api.call(contract.closeBed, { params: bedOf(visit), body: { version: Number(visit.posted.get('version')), reason: visit.posted.get('reason') as ClosureReason } });
    visit.redirect(visit.cameFrom('/beds'), 'bed-closed');
  }),
  post('/beds/:bedId/reopening', async (visit) => {
    await visit.api.call(contract.reopenBed, { params: bedOf(visit), body: { version: Number(visit.posted.get('version')), cleaned: true } });
    visit.redirect(visit.cameFrom('/beds'), 'bed-opened');
  }),
];

const bedOf = (visit: Visit): { bedId: string } => ({ bedId: visit.param('bedId') });

async function showBoard(visit: Visit): Promise<void> {
  const address = new ListAddress('/beds', ['wardId', 'show'] as const, visit.query);
  const wardId = address.value('wardId');
  const [{ wards, waiting }, { items: allWards }, { items: transfers }] = await Promise.all([
    visit.api.call(contract.readBedBoard, { query: wardId ? { wardId } : {} }),
    visit.api.call(contract.listWards, { query: { limit: 200 } }),
    visit.api.call(contract.listTransfers, { query: { limit: 50, ...(wardId ? { wardId } : {}) } }),
  ]);
  const mine = visit.person.wards.map(({ id }) => id);
  const show = address.value('show');
  const isMine = (id: string) => wardId !== null || mine.length === 0 || mine.includes(id) || show === 'all';
  const shown = wards.filter(({ id }) => isMine(id));
  const sum = (pick: (counts: Board['wards'][number]['counts']) => number) => shown.reduce((total, { counts }) => total + pick(counts), 0);
  visit.render('beds/beds', {
    figures: [
      { label: 'Beds', value: sum(({ beds }) => beds) }, { label: 'Occupied', value: sum(({ occupied }) => occupied) }, { label: 'Free', value: sum(({ free }) => free), tone: sum(({ free }) => free) === 0 ? 'red' : '' },
      { label: 'Reserved', value: sum(({ reserved }) => reserved) }, { label: 'Leaving', value: sum(({ leaving }) => leaving) }, { label: 'Cleaning', value: sum(({ cleaning }) => cleaning) }, { label: 'Out of use', value: sum(({ outOfUse }) => outOfUse) },
    ],
    selects: [{ name: 'wardId', label: 'Ward', hidden: [], options: options(wardId, [['', mine.length > 0 && show !== 'all' ? 'My wards' : 'All wards'], ...allWards.map(({ id, name }) => [id, name] as const)]) }],
    allHref: shown.length < wards.length ? address.with({ show: 'all' }) : null,
    wards: shown.map((ward) => ({ ...ward, beds: ward.beds.map(bedView) })),
    transfers: transfers.filter(({ from, to }) => isMine(from.wardId) || isMine(to.wardId)), waiting: visit.has('bed-manager', 'charge-nurse', 'administrator') ? waiting : [],
    mayChange: visit.has('bed-manager', 'charge-nurse', 'administrator'), mayMove: visit.has('nurse', 'charge-nurse', 'bed-manager', 'administrator'), mayTransfer: visit.has('nurse', 'charge-nurse', 'bed-manager', 'administrator', 'physician'),
    reasons: Object.entries(CLOSURE_REASONS).map(([value, label]) => ({ value, label })),
  }, { parts: { beds: 'beds/part' } });
}
