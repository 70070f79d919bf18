import { claimText, codes, fees, line, lineText, run, DAY, type Given } from './support';
import type { BundleInput } from '../../../domain/adjudication/input';

type LineCase = readonly [what: string, given: Given, firstLine: string];

describe('rule 6: a line denied by its whole charge', () => {
  const all = { notCovered: ['99213'], notNecessary: ['99213'], priorAuthorizationRequired: ['99213'] };
  const cases: readonly LineCase[] = [
    ['not covered is the patient’s', { plan: { notCovered: ['99213'] } }, '0 → 0 | PR-204 10000'],
    ['not necessary', { plan: { notNecessary: ['99213'] } }, '0 → 0 | CO-50 10000'],
    ['authorization required, none given', { plan: { priorAuthorizationRequired: ['99213'] } }, '0 → 0 | CO-197 10000'],
    ['authorization required, another procedure authorized', { plan: { priorAuthorizationRequired: ['99213'] }, claim: { authorizations: ['99214'] } }, '0 → 0 | CO-197 10000'],
    ['authorization required and given', { plan: { priorAuthorizationRequired: ['99213'] }, claim: { authorizations: ['99213'] } }, '10000 → 10000 | –'],
    ['not covered comes before not necessary', { plan: all }, '0 → 0 | PR-204 10000'],
    ['not necessary comes before authorization', { plan: { ...all, notCovered: [] } }, '0 → 0 | CO-50 10000'],
    ['authorization comes before bundling', { plan: { priorAuthorizationRequired: ['99213'], bundles: [{ column1: '99214', column2: '99213' }] }, claim: { lines: [line(1, '99213', 10_000), line(2, '99214', 12_000)] } }, '0 → 0 | CO-197 10000'],
    ['a line known by revenue code alone is outside the lists', { plan: all, claim: { lines: [line(1, null, 10_000, { revenueCode: '99213' })] } }, '10000 → 10000 | –'],
    ['a denied line of no charge needs no adjustment', { plan: all, claim: { lines: [line(1, '99213', 0)] } }, '0 → 0 | –'],
  ];
  test.each(cases)('%s', (_what, what, firstLine) => expect(lineText(run(what))).toBe(firstLine));

  test('PR-204 is the patient’s to pay but counts towards no accumulator', () => {
    const result = run({ plan: { notCovered: ['99213'], outOfPocketMax: { individualCents: 100 } } });
    expect(result.patientResponsibilityCents).toBe(10_000);
    expect(result.accumulators['2026']).toMatchObject({ deductibleIndividualCents: 0, outOfPocketIndividualCents: 0 });
  });
});

describe('rule 6: bundling, column 2 (line 1) into column 1 (line 2)', () => {
  type BundleCase = readonly [what: string, edit: Partial<BundleInput>, modifiers: readonly string[], column1Day: string, bundled: boolean];
  const cases: readonly BundleCase[] = [
    ['same day', {}, [], DAY, true],
    ['another day', {}, [], '2026-03-03', false],
    ['edit from that day', { from: DAY }, [], DAY, true],
    ['edit from the next day', { from: '2026-03-03' }, [], DAY, false],
    ['edit to that day', { to: DAY }, [], DAY, true],
    ['edit to the day before', { to: '2026-03-01' }, [], DAY, false],
    ['bypass modifier 59 allowed', { modifierAllowed: true }, ['59'], DAY, false],
    ['bypass modifier XE allowed', { modifierAllowed: true }, ['XE'], DAY, false],
    ['bypass modifier XP allowed', { modifierAllowed: true }, ['XP'], DAY, false],
    ['bypass modifier XS allowed', { modifierAllowed: true }, ['LT', 'XS'], DAY, false],
    ['bypass modifier XU allowed', { modifierAllowed: true }, ['XU'], DAY, false],
    ['modifier allowed, but 25 bypasses nothing', { modifierAllowed: true }, ['25'], DAY, true],
    ['modifier allowed, none there', { modifierAllowed: true }, [], DAY, true],
    ['bypass modifier not allowed', { modifierAllowed: false }, ['59'], DAY, true],
  ];
  test.each(cases)('%s', (_what, edit, modifiers, column1Day, bundled) => {
    const result = run({
      plan: { bundles: [{ column1: '80053', column2: '80048', modifierAllowed: false, ...edit }] },
      claim: { serviceThrough: '2026-03-03', lines: [line(1, '80048', 4_000, { modifiers }), line(2, '80053', 9_000, { serviceDate: column1Day })] },
    });
    expect(result.lines.map((each) => codes(each.adjustments))).toEqual([bundled ? 'CO-97 4000' : '–', '–']);
  });

  test('a bypass modifier on column 1 does not free column 2', () => {
    const result = run({
      plan: { bundles: [{ column1: '80053', column2: '80048', modifierAllowed: true }] },
      claim: { lines: [line(1, '80048', 4_000), line(2, '80053', 9_000, { modifiers: ['59'] })] },
    });
    expect(lineText(result)).toBe('0 → 0 | CO-97 4000');
  });

  test('column 1 bundles even when it is itself denied', () => {
    const result = run({
      plan: { notNecessary: ['80053'], bundles: [{ column1: '80053', column2: '80048' }] },
      claim: { lines: [line(1, '80048', 4_000), line(2, '80053', 9_000)] },
    });
    expect(result.lines.map((each) => codes(each.adjustments))).toEqual(['CO-97 4000', 'CO-50 9000']);
  });

  test('an edit of a code with itself needs another line', () => {
    const plan = { bundles: [{ column1: '80048', column2: '80048' }] };
    expect(lineText(run({ plan, claim: { lines: [line(1, '80048', 4_000)] } }))).toBe('4000 → 4000 | –');
    expect(lineText(run({ plan, claim: { lines: [line(1, '80048', 4_000), line(2, '80048', 4_000)] } }))).toBe('0 → 0 | CO-97 4000');
  });

  test('a later edit in force bundles although an earlier one has ended', () => {
    const plan = { bundles: [{ column1: '80053', column2: '80048', to: '2025-12-31' }, { column1: '80053', column2: '80048', from: '2026-01-01' }] };
    expect(lineText(run({ plan, claim: { lines: [line(1, '80048', 4_000), line(2, '80053', 9_000)] } }))).toBe('0 → 0 | CO-97 4000');
  });
});

describe('rule 7: the allowed amount', () => {
  const balance = { outOfNetworkBalanceBilling: true };
  const cases: readonly LineCase[] = [
    ['billed: the charge', { plan: { feeSchedule: { '99213': 100 } } }, '10000 → 10000 | –'],
    ['fee below the charge', { plan: fees({ '99213': 8_000 }) }, '8000 → 8000 | CO-45 2000'],
    ['fee equal to the charge', { plan: fees({ '99213': 10_000 }) }, '10000 → 10000 | –'],
    ['fee above the charge', { plan: fees({ '99213': 12_500 }) }, '12500 → 12500 | OA-94 -2500'],
    ['fee above the charge, lesser of', { plan: fees({ '99213': 12_500 }, true) }, '10000 → 10000 | –'],
    ['fee below the charge, lesser of', { plan: fees({ '99213': 8_000 }, true) }, '8000 → 8000 | CO-45 2000'],
    ['fee × units', { plan: fees({ '99213': 3_333 }), claim: { lines: [line(1, '99213', 10_000, { units: 3 })] } }, '9999 → 9999 | CO-45 1'],
    ['fee × units above the charge', { plan: fees({ '99213': 3_334 }), claim: { lines: [line(1, '99213', 10_000, { units: 3 })] } }, '10002 → 10002 | OA-94 -2'],
    ['no fee: the billed charge', { plan: fees({ '99214': 8_000 }) }, '10000 → 10000 | –'],
    ['no procedure: the billed charge', { plan: fees({ '0250': 8_000 }), claim: { lines: [line(1, null, 10_000, { revenueCode: '0250' })] } }, '10000 → 10000 | –'],
    ['a procedure called like something every object has', { plan: fees({}), claim: { lines: [line(1, 'constructor', 10_000)] } }, '10000 → 10000 | –'],
    ['free of charge, with a fee', { plan: fees({ '99213': 8_000 }), claim: { lines: [line(1, '99213', 0)] } }, '8000 → 8000 | OA-94 -8000'],
    ['free of charge, with a fee, lesser of', { plan: fees({ '99213': 8_000 }, true), claim: { lines: [line(1, '99213', 0)] } }, '0 → 0 | –'],
    ['balance billing below the charge', { plan: { ...fees({ '99213': 8_000 }), ...balance } }, '8000 → 8000 | PR-45 2000'],
    ['balance billing above the charge', { plan: { ...fees({ '99213': 12_500 }), ...balance } }, '12500 → 12500 | OA-94 -2500'],
    ['professional under DRG: the fee schedule', { plan: { pricing: { basis: 'drg', lesserOf: false }, feeSchedule: { '99213': 8_000 } } }, '8000 → 8000 | CO-45 2000'],
    ['professional under DRG, no fee: the billed charge', { plan: { pricing: { basis: 'drg', lesserOf: false } } }, '10000 → 10000 | –'],
    ['institutional under a fee schedule', { plan: fees({ '99213': 8_000 }), claim: { type: 'institutional' } }, '8000 → 8000 | CO-45 2000'],
  ];
  test.each(cases)('%s', (_what, what, firstLine) => expect(lineText(run(what))).toBe(firstLine));

  test('PR-45 stands behind the shares and counts towards no accumulator', () => {
    const result = run({ plan: { ...fees({ '99213': 8_000 }), ...balance, coinsuranceRate: 0.1, deductible: { individualCents: 3_000 } } });
    expect(lineText(result)).toBe('8000 → 4500 | PR-1 3000, PR-2 500, PR-45 2000');
    expect(result.patientResponsibilityCents).toBe(5_500);
    expect(result.accumulators['2026']).toMatchObject({ outOfPocketIndividualCents: 3_500 });
  });
});

describe('rule 7: DRG', () => {
  const stay = (drgBaseRateCents: number, weight: number, chargeCents: number, more: Given['plan'] = {}, lesserOf = false): Given => ({
    plan: { pricing: { basis: 'drg', lesserOf, drgBaseRateCents, drgWeights: { 470: weight } }, ...more },
    claim: { type: 'institutional', drg: '470', lines: [line(1, null, chargeCents - 100, { revenueCode: '0120' }), line(2, '27447', 100)] },
  });
  const cases: readonly (readonly [string, Given, string])[] = [
    ['600,000 × 1.2667 = 760,020', stay(600_000, 1.2667, 5_000_000), '1 | 760020 | CO-45 4239980 | –'],
    ['half a cent goes up: 1,001 × 0.5 = 500.5', stay(1_001, 0.5, 10_000), '1 | 501 | CO-45 9499 | –'],
    ['less than half goes down: 1,001 × 0.4 = 400.4', stay(1_001, 0.4, 10_000), '1 | 400 | CO-45 9600 | –'],
    ['1.005 × 100 = 100.5, where floats say 100.49999999999999', stay(100, 1.005, 10_000), '1 | 101 | CO-45 9899 | –'],
    ['above the charge', stay(600_000, 1.2667, 700_000), '1 | 760020 | OA-94 -60020 | –'],
    ['above the charge, lesser of', stay(600_000, 1.2667, 700_000, {}, true), '1 | 700000 | – | –'],
    ['equal to the charge', stay(600_000, 1, 600_000), '1 | 600000 | – | –'],
    ['balance billing', stay(600_000, 1, 700_000, { outOfNetworkBalanceBilling: true }), '1 | 600000 | PR-45 100000 | –'],
    ['line rules do not look at DRG claims', stay(600_000, 1, 600_000, { notCovered: ['27447'], notNecessary: ['27447'], priorAuthorizationRequired: ['27447'] }), '1 | 600000 | – | –'],
    ['rule 8 once: deductible 1,500, 20 % of 4,500', stay(600_000, 1, 700_000, { deductible: { individualCents: 150_000 }, coinsuranceRate: 0.2 }), '1 | 360000 | CO-45 100000, PR-1 150000, PR-2 90000 | –'],
    ['rule 8 once, to the out-of-pocket maximum', stay(600_000, 1, 700_000, { deductible: { individualCents: 150_000 }, coinsuranceRate: 0.2, outOfPocketMax: { individualCents: 200_000 } }), '1 | 400000 | CO-45 100000, PR-1 150000, PR-2 50000 | –'],
  ];
  test.each(cases)('%s', (_what, what, claim) => expect(claimText(run(what))).toBe(claim));

  test('lines carry number and charge only', () => {
    expect(run(stay(600_000, 1, 700_000)).lines).toEqual([
      { number: 1, chargeCents: 699_900, allowedCents: null, paidCents: null, adjustments: [], remarks: [] },
      { number: 2, chargeCents: 100, allowedCents: null, paidCents: null, adjustments: [], remarks: [] },
    ]);
  });

  test('a stay owes no copay, even with a visit among its lines', () => {
    const result = run({
      plan: { pricing: { basis: 'drg', lesserOf: false, drgBaseRateCents: 600_000, drgWeights: { 470: 1 } }, copayCents: 5_000, copayBypassesDeductible: true, coinsuranceRate: 0.1 },
      claim: { type: 'institutional', drg: '470', lines: [line(1, '99283', 700_000, { visit: true })] },
    });
    expect(claimText(result)).toBe('1 | 540000 | CO-45 100000, PR-2 60000 | –');
  });
});
