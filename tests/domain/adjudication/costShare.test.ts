import { accumulatorText, line, lineText, met, run, type Given } from './support';
import type { PlanInput } from '../../../domain/adjudication/input';

/** Allowed 100.00 unless said otherwise (rule 8). */
type ShareCase = readonly [what: string, plan: Partial<PlanInput>, more: Given, firstLine: string, accumulators: string];

const visit = (chargeCents = 10_000): Given['claim'] => ({ lines: [line(1, '99213', chargeCents, { visit: true })] });
const deductible = (individualCents: number, familyCents?: number) => ({ deductible: { individualCents, familyCents } });
const maximum = (individualCents: number, familyCents?: number) => ({ outOfPocketMax: { individualCents, familyCents } });
const accumulators = (...amounts: Parameters<typeof met>): Given => ({ member: { accumulators: met(...amounts) } });

describe('rule 8: copay, deductible, coinsurance', () => {
  const cases: readonly ShareCase[] = [
    ['no cost share', {}, {}, '10000 → 10000 | –', '2026 0/0 0/0'],
    ['copay only on visits', { copayCents: 3_000 }, {}, '10000 → 10000 | –', '2026 0/0 0/0'],
    ['copay on a visit', { copayCents: 3_000 }, { claim: visit() }, '10000 → 7000 | PR-3 3000', '2026 0/0 3000/3000'],
    ['copay never above the allowed amount', { copayCents: 3_000 }, { claim: visit(2_000) }, '2000 → 0 | PR-3 2000', '2026 0/0 2000/2000'],
    ['copay, then deductible, then coinsurance: 30, 20, 20 % of 50', { copayCents: 3_000, ...deductible(2_000), coinsuranceRate: 0.2 }, { claim: visit() }, '10000 → 4000 | PR-1 2000, PR-2 1000, PR-3 3000', '2026 2000/2000 6000/6000'],
    ['copay bypasses deductible and coinsurance', { copayCents: 3_000, copayBypassesDeductible: true, ...deductible(2_000), coinsuranceRate: 0.2 }, { claim: visit() }, '10000 → 7000 | PR-3 3000', '2026 0/0 3000/3000'],
    ['a bypassing copay of nothing frees the visit altogether', { copayBypassesDeductible: true, ...deductible(2_000), coinsuranceRate: 0.2 }, { claim: visit() }, '10000 → 10000 | –', '2026 0/0 0/0'],
    ['what is not a visit does not bypass', { copayCents: 3_000, copayBypassesDeductible: true, ...deductible(2_000), coinsuranceRate: 0.2 }, {}, '10000 → 6400 | PR-1 2000, PR-2 1600', '2026 2000/2000 3600/3600'],
    ['deductible larger than the allowed amount', deductible(50_000), {}, '10000 → 0 | PR-1 10000', '2026 10000/10000 10000/10000'],
    ['deductible partly met', deductible(50_000), accumulators('2026', 45_000, 45_000), '10000 → 5000 | PR-1 5000', '2026 50000/50000 50000/50000'],
    ['deductible met', deductible(50_000), accumulators('2026', 50_000, 50_000), '10000 → 10000 | –', '2026 50000/50000 50000/50000'],
    ['more met than the deductible asks (plan changed in the year)', deductible(50_000), accumulators('2026', 60_000, 60_000), '10000 → 10000 | –', '2026 60000/60000 60000/60000'],
    ['family deductible met first', deductible(50_000, 80_000), accumulators('2026', 10_000, 10_000, 80_000, 80_000), '10000 → 10000 | –', '2026 10000/80000 10000/80000'],
    ['family deductible almost met', deductible(50_000, 80_000), accumulators('2026', 10_000, 10_000, 79_000, 79_000), '10000 → 9000 | PR-1 1000', '2026 11000/80000 11000/80000'],
    ['individual deductible met first, family not', deductible(50_000, 80_000), accumulators('2026', 50_000, 50_000, 60_000, 60_000), '10000 → 10000 | –', '2026 50000/60000 50000/60000'],
    ['no family limit: family moves and binds nothing', deductible(50_000), accumulators('2026', 0, 0, 900_000, 900_000), '10000 → 0 | PR-1 10000', '2026 10000/910000 10000/910000'],
    ['coinsurance of everything', { coinsuranceRate: 1 }, {}, '10000 → 0 | PR-2 10000', '2026 0/0 10000/10000'],
    ['another year’s accumulators do not count', deductible(50_000), accumulators('2025', 50_000, 50_000), '10000 → 0 | PR-1 10000', '2025 50000/50000 50000/50000, 2026 10000/10000 10000/10000'],
    ['rule 10: the year of the first day of service', deductible(50_000), { claim: { serviceFrom: '2025-12-31', serviceThrough: '2026-01-02' }, ...accumulators('2025', 49_000, 49_000) }, '10000 → 9000 | PR-1 1000', '2025 50000/50000 50000/50000'],
  ];
  test.each(cases)('%s', (_what, plan, more, firstLine, after) => {
    const result = run({ ...more, plan });
    expect(lineText(result)).toBe(firstLine);
    expect(accumulatorText(result)).toBe(after);
  });
});

describe('rule 8: coinsurance rounds half up, exactly', () => {
  const cases: readonly (readonly [rate: number, allowed: number, coinsurance: number, why: string])[] = [
    [0.15, 1_030, 155, '154.5'],
    [0.15, 1_029, 154, '154.35'],
    [0.15, 1_010, 152, '151.5'],
    [0.35, 10, 4, '3.5'],
    [0.145, 1_000, 145, '145 exactly'],
    [0.285, 100, 29, '28.5; floats say 28.499999999999996'],
    [0.2, 1, 0, '0.2'],
    [0.5, 1, 1, '0.5'],
    [0.07, 50, 4, '3.5; floats say 3.5000000000000004'],
    [0.333, 1_000, 333, '333 exactly'],
    [0.3333, 5_000, 1_667, '1666.5'],
    [0.29, 50, 15, '14.5; floats say 14.499999999999998'],
    [0.1, 9_007_199_254_740_991, 900_719_925_474_099, 'the largest amount there is: …099.1'],
    [0.5, 9_007_199_254_740_991, 4_503_599_627_370_496, '…495.5'],
    [1e-7, 5_000_000, 1, '0.5, and a rate JavaScript prints with an exponent'],
    [1e-7, 4_999_999, 0, '0.4999999'],
    [0.12345678901234566, 100_000_000, 12_345_679, '12345678.9…'],
  ];
  test.each(cases)('%p × %p = %p (%s)', (coinsuranceRate, chargeCents, coinsurance) => {
    const result = run({ plan: { coinsuranceRate }, claim: { lines: [line(1, '99213', chargeCents)] } });
    expect(result.patientResponsibilityCents).toBe(coinsurance);
    expect(result.paidCents).toBe(chargeCents - coinsurance);
  });

  test('each line is rounded on its own: three times 0.5 makes 3', () => {
    const result = run({ plan: { coinsuranceRate: 0.5 }, claim: { lines: [line(1, 'A', 1), line(2, 'B', 1), line(3, 'C', 1)] } });
    expect(result.patientResponsibilityCents).toBe(3);
  });
});

describe('rule 8: the out-of-pocket maximum trims coinsurance, then copay, then deductible', () => {
  // Untrimmed on an allowed 100.00 visit: copay 30, deductible 20, coinsurance 20 % of 50 = 10; together 60.
  const plan = { copayCents: 3_000, ...deductible(2_000), coinsuranceRate: 0.2 };
  const cases: readonly (readonly [left: number, firstLine: string])[] = [
    [6_001, '10000 → 4000 | PR-1 2000, PR-2 1000, PR-3 3000'],
    [6_000, '10000 → 4000 | PR-1 2000, PR-2 1000, PR-3 3000'],
    [5_999, '10000 → 4001 | PR-1 2000, PR-2 999, PR-3 3000'],
    [5_000, '10000 → 5000 | PR-1 2000, PR-3 3000'],
    [4_999, '10000 → 5001 | PR-1 2000, PR-3 2999'],
    [2_000, '10000 → 8000 | PR-1 2000'],
    [1_999, '10000 → 8001 | PR-1 1999'],
    [1, '10000 → 9999 | PR-1 1'],
    [0, '10000 → 10000 | –'],
  ];
  test.each(cases)('%p cents left to the maximum', (left, firstLine) => {
    const individual = run({ plan: { ...plan, ...maximum(100_000) }, claim: visit(), ...accumulators('2026', 0, 100_000 - left, 0, 0) });
    expect(lineText(individual)).toBe(firstLine);
    const family = run({ plan: { ...plan, ...maximum(1_000_000, 100_000) }, claim: visit(), ...accumulators('2026', 0, 0, 0, 100_000 - left) });
    expect(lineText(family)).toBe(firstLine);
  });

  test('the trimmed deductible is not met either', () => {
    const result = run({ plan: { ...deductible(2_000), ...maximum(1_500) } });
    expect(accumulatorText(result)).toBe('2026 1500/1500 1500/1500');
  });

  test('more met than the maximum: nothing is owed, nothing moves', () => {
    const result = run({ plan: { ...plan, ...maximum(1_000) }, ...accumulators('2026', 0, 5_000) });
    expect(lineText(result)).toBe('10000 → 10000 | –');
    expect(accumulatorText(result)).toBe('2026 0/0 5000/5000');
  });

  test('a maximum of nothing means the plan pays it all', () => {
    expect(lineText(run({ plan: { ...plan, ...maximum(0) }, claim: visit() }))).toBe('10000 → 10000 | –');
  });
});

describe('rule 8: lines in order of number, each on what the one before left', () => {
  const plan = { ...deductible(12_000), coinsuranceRate: 0.1 };
  test('written out of order, settled and answered in order', () => {
    const result = run({ plan, claim: { lines: [line(7, 'C', 5_000), line(2, 'A', 10_000), line(3, 'B', 4_000)] } });
    expect(result.lines.map((each) => each.number)).toEqual([2, 3, 7]);
    expect([0, 1, 2].map((index) => lineText(result, index))).toEqual([
      '10000 → 0 | PR-1 10000', // deductible left 12,000
      '4000 → 1800 | PR-1 2000, PR-2 200', // left 2,000, then 10 % of 2,000
      '5000 → 4500 | PR-2 500',
    ]);
    expect(accumulatorText(result)).toBe('2026 12000/12000 12700/12700');
  });

  test('a denied line in between takes nothing out of the deductible', () => {
    const result = run({ plan: { ...plan, notNecessary: ['B'] }, claim: { lines: [line(1, 'A', 10_000), line(2, 'B', 4_000), line(3, 'C', 5_000)] } });
    expect([0, 1, 2].map((index) => lineText(result, index))).toEqual(['10000 → 0 | PR-1 10000', '0 → 0 | CO-50 4000', '5000 → 2700 | PR-1 2000, PR-2 300']);
  });

  test('two visits owe two copays, and the second meets the maximum', () => {
    const result = run({ plan: { copayCents: 3_000, ...maximum(5_000) }, claim: { lines: [line(1, 'A', 10_000, { visit: true }), line(2, 'B', 10_000, { visit: true })] } });
    expect([0, 1].map((index) => lineText(result, index))).toEqual(['10000 → 7000 | PR-3 3000', '10000 → 8000 | PR-3 2000']);
  });

  test('a line allowed above its charge shares cost on what is allowed', () => {
    const result = run({ plan: { pricing: { basis: 'fee-schedule', lesserOf: false }, feeSchedule: { A: 12_000 }, coinsuranceRate: 0.25 }, claim: { lines: [line(1, 'A', 10_000)] } });
    expect(lineText(result)).toBe('12000 → 9000 | OA-94 -2000, PR-2 3000');
  });
});
