import { DAY, claimText, codes, fees, line, lineText, met, run } from './support';

// The seven cases the contract works by hand (contract "Adjudication", last table).
describe('the contract’s worked cases', () => {
  test('visit 150, fee 110, copay 30 bypasses the deductible: paid 80, CO-45 40', () => {
    const result = run({
      plan: { ...fees({ '99213': 11_000 }), copayCents: 3_000, copayBypassesDeductible: true, deductible: { individualCents: 100_000 }, coinsuranceRate: 0.2 },
      claim: { lines: [line(1, '99213', 15_000, { visit: true })] },
    });
    expect(lineText(result)).toBe('11000 → 8000 | CO-45 4000, PR-3 3000');
    expect(result).toMatchObject({ status: '1', chargeCents: 15_000, paidCents: 8_000, patientResponsibilityCents: 3_000, adjustments: [], remarks: [] });
  });

  test('11,000, fee 1,500, deductible left 1,000, 20 %: PR-1 1000, PR-2 100, paid 400, CO-45 9500', () => {
    const result = run({
      plan: { ...fees({ '70553': 150_000 }), deductible: { individualCents: 150_000 }, coinsuranceRate: 0.2 },
      member: { accumulators: met('2026', 50_000, 50_000) },
      claim: { lines: [line(1, '70553', 1_100_000)] },
    });
    expect(lineText(result)).toBe('150000 → 40000 | CO-45 950000, PR-1 100000, PR-2 10000');
  });

  test('50,000 at billed, 20 %, OOP maximum 6,000 with 1,100 met: PR-2 4900, paid 45,100', () => {
    const result = run({
      plan: { coinsuranceRate: 0.2, outOfPocketMax: { individualCents: 600_000 } },
      member: { accumulators: met('2026', 0, 110_000) },
      claim: { lines: [line(1, '27447', 5_000_000)] },
    });
    expect(lineText(result)).toBe('5000000 → 4510000 | PR-2 490000');
  });

  test('150 (fee 80) + 100 bundled into it: paid 80, CO-45 70, CO-97 100', () => {
    const result = run({
      plan: { ...fees({ '80053': 8_000 }), bundles: [{ column1: '80053', column2: '80048', modifierAllowed: true }] },
      claim: { lines: [line(1, '80053', 15_000), line(2, '80048', 10_000)] },
    });
    expect(result.paidCents).toBe(8_000);
    expect(result.lines.map((each) => codes(each.adjustments))).toEqual(['CO-45 7000', 'CO-97 10000']);
  });

  test('exact duplicate, 250: paid 0, OA-18 250', () => {
    const claim = { lines: [line(1, '99214', 25_000)] };
    const first = run({ claim });
    const result = run({ claim: { ...claim, number: 'C2' }, history: [{ claim: { number: 'C1', type: 'professional', frequency: '1', serviceFrom: DAY, serviceThrough: DAY, diagnoses: ['J10.1'], ...claim }, result: first }] });
    expect(lineText(result)).toBe('0 → 0 | OA-18 25000');
    expect(claimText(result)).toBe('1 | 0 | – | –');
  });

  test('900, authorisation required, none: paid 0, CO-197 900', () => {
    const result = run({ plan: { priorAuthorizationRequired: ['70553'] }, claim: { lines: [line(1, '70553', 90_000)] } });
    expect(lineText(result)).toBe('0 → 0 | CO-197 90000');
  });

  test('250, member not found: paid 0, CO-31 250, status 4', () => {
    const result = run({ member: { found: false }, claim: { lines: [line(1, '99214', 25_000)] } });
    expect(lineText(result)).toBe('0 → 0 | CO-31 25000');
    expect(claimText(result)).toBe('4 | 0 | – | –');
  });
});
