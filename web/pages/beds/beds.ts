import { contract } from '../../../api/client';
import { CLOSURE_REASONS, type ClosureReason } from '../../../domain/beds/status';
import { ListAddress, options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';
import { type IconName } from '../../render/icons';

type Board = Reply<typeof contract.readBedBoard>;
type Bed = Board['wards'][number]['beds'][number];

/** The bed board: every bed by ward, and who lies in it. */
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
  const [{ wards }, { items: allWards }] = await Promise.all([
    visit.api.call(contract.readBedBoard, { query: wardId ? { wardId } : {} }),
    visit.api.call(contract.listWards, { query: { limit: 200 } }),
  ]);
  const mine = visit.person.wards.map(({ id }) => id);
  const show = address.value('show');
  const shown = wards.filter(({ id }) => wardId !== null || mine.length === 0 || mine.includes(id) || show === 'all');
  const sum = (pick: (counts: Board['wards'][number]['counts']) => number) => shown.reduce((total, { counts }) => total + pick(counts), 0);
  visit.render('beds/beds', {
    figures: [
      { label: 'Beds', value: sum(({ beds }) => beds) }, { label: 'Occupied', value: sum(({ occupied }) => occupied) }, { label: 'Free', value: sum(({ free }) => free), tone: sum(({ free }) => free) === 0 ? 'red' : '' },
      { label: 'Leaving', value: sum(({ leaving }) => leaving) }, { label: 'Cleaning', value: sum(({ cleaning }) => cleaning) }, { label: 'Out of use', value: sum(({ outOfUse }) => outOfUse) },
    ],
    selects: [{ name: 'wardId', label: 'Ward', hidden: [], options: options(wardId, [['', mine.length > 0 && show !== 'all' ? 'My wards' : 'All wards'], ...allWards.map(({ id, name }) => [id, name] as const)]) }],
    allHref: shown.length < wards.length ? address.with({ show: 'all' }) : null,
    wards: shown.map((ward) => ({ ...ward, beds: ward.beds.map(bedView) })),
    mayChange: visit.has('bed-manager', 'charge-nurse', 'administrator'),
    reasons: Object.entries(CLOSURE_REASONS).map(([value, label]) => ({ value, label })),
  }, { parts: { beds: 'beds/part' } });
}

/** How a bed looks at a glance: a word, an icon and a colour for each state. */
function bedView(bed: Bed): Bed & { kind: string; glyph: IconName; words: string } {
  if (bed.status === 'C') return { ...bed, kind: 'out', glyph: 'lock', words: bed.closedReason ? `Out of use: ${CLOSURE_REASONS[bed.closedReason as ClosureReason] ?? bed.closedReason}` : 'Out of use' };
  if (bed.isLeaving) return { ...bed, kind: 'leaving', glyph: 'out', words: 'Leaving' };
  if (bed.status === 'O') return { ...bed, kind: 'occupied', glyph: 'person', words: 'Occupied' };
  if (bed.status === 'H' || bed.status === 'K') return { ...bed, kind: 'cleaning', glyph: 'sparkle', words: bed.statusLabel };
  if (bed.isReserved) return { ...bed, kind: 'reserved', glyph: 'clock', words: 'Reserved' };
  return { ...bed, kind: bed.status === 'U' ? 'free' : 'out', glyph: bed.status === 'U' ? 'done' : 'shield', words: bed.statusLabel };
}
