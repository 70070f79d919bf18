import { type z } from 'zod';
import { localDate } from '../../../domain/calendar/zone';
import { type Indicator, INDICATOR_NAMES, INDICATORS, type IndicatorName, measure, type MonthFacts, together } from '../../../domain/quality/indicators';
import { lastMonths } from '../../../domain/quality/months';
import { type qualityContract } from '../../contract/quality';
import { type Act, select } from '../../http/act';
import { invalid } from '../../http/problem';
import { hospitalZone } from '../staff/hospitalZone';
import { readFacts } from './monthFacts';

type Reply = z.input<typeof qualityContract.readIndicators.reply>;

/** Every measure by month, of the house with its wards or of one ward. Computed afresh: a corrected event changes the figures at once. */
export async function readIndicators(act: Act, { months: count, wardId }: z.output<typeof qualityContract.readIndicators.query>): Promise<Reply> {
  const zone = hospitalZone();
  const months = lastMonths(zone, localDate(zone, act.now.getTime()), count);
  const wards = await select<{ id: string; name: string }>(act, 'SELECT id, name FROM wards ORDER BY name, id LIMIT 500');
  const ward = wardId === undefined ? null : wards.find(({ id }) => id === wardId);
  if (ward === undefined) throw invalid([{ field: 'wardId', message: 'There is no such ward.' }]);
  const facts = await readFacts(act, months);
  const ofWard = (id: string): readonly MonthFacts[] => facts.get(id) ?? months.map(() => together([]));
  const shown = ward === null ? months.map((_, index) => together([...facts.values()].map((one) => one[index] ?? together([])))) : ofWard(ward.id);
  const present = (name: IndicatorName): Reply['indicators'][number] => {
    const { count: _, ...definition }: Indicator = INDICATORS[name];
    return {
      name, ...definition, months: months.map((month, index) => ({ month: month.name, ...measure(name, shown[index] ?? together([])) })), whole: measure(name, together(shown)),
      wards: ward === null ? wards.map((one) => ({ ...one, ...measure(name, together(ofWard(one.id))) })).filter(({ numerator, denominator }) => numerator > 0 || denominator > 0) : [],
    };
  };
  act.audits.push({ action: 'quality.read', resourceType: 'quality', detail: { months: count, wardId: wardId ?? null } });
  return { months: months.map(({ name }) => name), ward, indicators: INDICATOR_NAMES.map(present) };
}
