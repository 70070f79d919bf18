import { type CountedEvent, INDICATORS, type IndicatorName, measure, type MonthFacts, together } from '../../../domain/quality/indicators';
import { lastMonths } from '../../../domain/quality/months';
import { patientDays } from '../../../domain/quality/patientDays';

const at = (text: string): number => Date.parse(text);
const event = (kind: CountedEvent['kind'], harm: CountedEvent['harm'] = 'none', detail: string | null = null): CountedEvent => ({ kind, harm, detail });
const nothing: MonthFacts = { events: [], patientDays: 0, dosesGiven: 0, handovers: 0, handoversAccepted: 0, criticals: 0, criticalsInTime: 0 };
const ward: MonthFacts = {
  events: [
    event('fall'), event('fall', 'mild'), event('fall', 'near-miss'), event('fall', 'severe'), event('pressure-injury', 'mild', 'stage-1'), event('pressure-injury', 'mild', 'stage-2'), event('pressure-injury', 'moderate', 'deep-tissue'),
    event('medication-error', 'near-miss', 'merp-a'), event('medication-error', 'near-miss', 'merp-b'), event('medication-error', 'none', 'merp-c'), event('medication-error', 'moderate', 'merp-f'), event('infection', 'moderate', 'clabsi'), event('infection', 'mild', 'cdi'), event('device', 'mild'),
  ],
  patientDays: 800, dosesGiven: 4000, handovers: 60, handoversAccepted: 57, criticals: 8, criticalsInTime: 7,
};

describe('a measure', () => {
  // Worked by hand: 3 falls / 800 patient days × 1,000 = 3.75, and so on.
  test.each<[IndicatorName, number, number, number | null]>([
    ['falls', 3, 800, 3.75], ['falls-with-injury', 2, 800, 2.5], ['pressure-injuries', 2, 800, 2.5], ['medication-errors', 2, 4000, 0.5], ['clabsi', 1, 800, 1.25], ['cauti', 0, 800, 0], ['vap', 0, 800, 0], ['cdi', 1, 800, 1.25], ['ssi', 0, 800, 0],
    ['hand-offs', 57, 60, 95], ['critical-results', 7, 8, 87.5],
  ])('%s: %d of %d', (name, numerator, denominator, value) => {
    expect(measure(name, ward)).toEqual({ numerator, denominator, value });
  });

  test('has no value, not zero, where there is nothing to measure by', () => {
    for (const name of Object.keys(INDICATORS) as IndicatorName[]) expect(measure(name, nothing).value).toBeNull();
  });

  test('of two wards is of their counts together, not the mean of their rates', () => {
    const small: MonthFacts = { ...nothing, events: [event('fall')], patientDays: 10 };
    expect([measure('falls', ward).value, measure('falls', small).value, measure('falls', together([ward, small])).value]).toEqual([3.75, 100, 4.94]); // 4 / 810
  });

  test('says what is counted, by what, and where that comes from', () => {
    for (const { numerator, denominator, source } of Object.values(INDICATORS)) expect([numerator, denominator, source].every((text) => text.length > 8)).toBe(true);
  });
});

describe('patient days', () => {
  const november = { from: at('2026-11-01T00:00:00Z'), to: at('2026-12-01T00:00:00Z') };
  const now = at('2026-11-20T00:00:00Z');
  test.each([
    ['a day and a half', [{ wardId: 'a', from: at('2026-11-03T06:00:00Z'), to: at('2026-11-04T18:00:00Z') }], 1.5],
    ['only what lies in the month', [{ wardId: 'a', from: at('2026-10-30T00:00:00Z'), to: at('2026-11-02T00:00:00Z') }], 1],
    ['up to now for who is still there', [{ wardId: 'a', from: at('2026-11-19T00:00:00Z'), to: null }], 1],
    ['nothing of another ward', [{ wardId: 'b', from: at('2026-11-03T00:00:00Z'), to: at('2026-11-05T00:00:00Z') }], 0],
    ['nothing of the month before', [{ wardId: 'a', from: at('2026-10-03T00:00:00Z'), to: at('2026-10-05T00:00:00Z') }], 0],
    ['two patients side by side', [{ wardId: 'a', from: at('2026-11-03T00:00:00Z'), to: at('2026-11-04T00:00:00Z') }, { wardId: 'a', from: at('2026-11-03T12:00:00Z'), to: at('2026-11-04T00:00:00Z') }], 1.5],
  ])('count %s', (_what, times, days) => expect(patientDays(times, 'a', november, now)).toBe(days));
});

test('the months of a zone begin at its midnight, across a year and a change of clocks', () => {
  const months = lastMonths('America/New_York', '2027-03-15', 4);
  expect(months.map(({ name }) => name)).toEqual(['2026-12', '2027-01', '2027-02', '2027-03']);
  expect([new Date(months[3]?.from ?? 0).toISOString(), new Date(months[3]?.to ?? 0).toISOString()]).toEqual(['2027-03-01T05:00:00.000Z', '2027-04-01T04:00:00.000Z']);
});
