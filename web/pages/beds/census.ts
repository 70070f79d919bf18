import { contract } from '../../../api/client';
import { CONFIDENCE_LABELS } from '../../../domain/beds/prediction';
import { ListAddress, options } from '../../http/listQuery';
import { get } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';

type WardCensus = Reply<typeof contract.readCensus>['wards'][number];

/** How full the wards are, were, and are likely to be. */
export const censusPages = [get('/beds/census', showCensus)];

async function showCensus(visit: Visit): Promise<void> {
  const address = new ListAddress('/beds/census', ['wardId'] as const, visit.query);
  const wardId = address.value('wardId');
  const [{ wards }, { items: allWards }] = await Promise.all([
    visit.api.call(contract.readCensus, { query: wardId ? { wardId } : {} }),
    visit.api.call(contract.listWards, { query: { limit: 200 } }),
  ]);
  const sum = (pick: (ward: WardCensus) => number) => wards.reduce((total, ward) => total + pick(ward), 0);
  const inUse = sum(({ beds, outOfUse }) => beds - outOfUse);
  visit.render('beds/census', {
    figures: [
      { label: 'Occupancy', value: inUse === 0 ? '—' : `${Math.round((100 * sum(({ occupied }) => occupied)) / inUse)} %` }, { label: 'Patients in beds', value: sum(({ occupied }) => occupied) }, { label: 'Came today', value: sum(({ came }) => came) },
      { label: 'Left today', value: sum(({ left }) => left) }, { label: 'Free now', value: sum(({ free }) => free) }, { label: 'Free within 24 h', value: sum(({ freeWithin24Hours }) => freeWithin24Hours) },
    ],
    selects: [{ name: 'wardId', label: 'Ward', hidden: [], options: options(wardId, [['', 'All wards'], ...allWards.map(({ id, name }) => [id, name] as const)]) }],
    wards: wards.map((ward) => ({ ...ward, bars: bars(ward), discharges: ward.discharges.map((one) => ({ ...one, confidence: CONFIDENCE_LABELS[one.prediction.confidence] })) })),
    dates: wards[0]?.days.map(({ date }) => date) ?? [],
  }, { parts: { census: 'beds/census-part' } });
}

/** The midnight census as bars of at most 48 units height, read without colour; the table below says the numbers. */
function bars({ days, beds }: WardCensus): { x: number; y: number; height: number; date: string; patients: number }[] {
  const top = Math.max(beds, ...days.map(({ patients }) => patients), 1);
  return days.map(({ date, patients }, index) => {
    const height = Math.round((48 * patients) / top);
    return { x: index * 14, y: 48 - height, height, date, patients };
  });
}
