import { accumulatorText, claimText, fees, line, lineText, met, run, type Given } from './support';
import type { AdjustmentInput } from '../../../domain/adjudication/input';
import type { Group } from '../../../domain/adjudication';

/** "CO-45 2000, PR-2 1000" as the primary's adjustments. */
function adjustments(text: string): AdjustmentInput[] {
  return text.split(', ').filter(Boolean).map((each) => {
    const [, group, reason, cents] = /^(\w+)-(\w+) (-?\d+)$/.exec(each) ?? [];
    return { group: group as Group, reason: reason ?? '', cents: Number(cents) };
  });
}

/** Charge 100.00, ours allowed at `fee` with `coinsuranceRate` 20 % unless said otherwise; `normal` is what we would pay as primary. */
interface SecondaryCase {
  readonly what: string;
  readonly primaryPaid: number;
  readonly primaryAdjusted: string;
  readonly normal: number;
  readonly nonDuplication?: boolean;
  readonly plan?: Given['plan'];
  readonly claim: string;
}

describe('rule 9: behind another payer', () => {
  const cases: readonly SecondaryCase[] = [
    { what: 'standard: normal benefit 64 covers the 16 left', primaryPaid: 6_400, primaryAdjusted: 'CO-45 2000, PR-2 1600', normal: 6_400, claim: '2 | 1600 | OA-23 8400 | –' },
    { what: 'standard: normal benefit 64 short of the 80 left', primaryPaid: 0, primaryAdjusted: 'CO-45 2000, PR-1 8000', normal: 6_400, claim: '2 | 6400 | OA-23 2000, PR-1 1600 | –' },
    { what: 'standard: normal benefit equal to what is left', primaryPaid: 1_600, primaryAdjusted: 'CO-45 2000, PR-2 6400', normal: 6_400, claim: '2 | 6400 | OA-23 3600 | –' },
    { what: 'standard: the primary left nothing', primaryPaid: 8_000, primaryAdjusted: 'CO-45 2000', normal: 6_400, claim: '2 | 0 | OA-23 10000 | –' },
    { what: 'standard: the primary paid all', primaryPaid: 10_000, primaryAdjusted: '', normal: 6_400, claim: '2 | 0 | OA-23 10000 | –' },
    { what: 'standard: the primary settled nothing, so no OA-23', primaryPaid: 0, primaryAdjusted: 'PR-1 10000', normal: 6_400, claim: '2 | 6400 | PR-1 3600 | –' },
    { what: 'non-duplication: 64 − 64 leaves nothing to pay', primaryPaid: 6_400, primaryAdjusted: 'CO-45 2000, PR-2 1600', normal: 6_400, nonDuplication: true, claim: '2 | 0 | OA-23 8400, PR-2 1600 | –' },
    { what: 'non-duplication: the primary paid more than we would', primaryPaid: 7_000, primaryAdjusted: 'CO-45 2000, PR-2 1000', normal: 6_400, nonDuplication: true, claim: '2 | 0 | OA-23 9000, PR-2 1000 | –' },
    { what: 'non-duplication: 64 − 50 = 14 of the 30 left', primaryPaid: 5_000, primaryAdjusted: 'CO-45 2000, PR-2 3000', normal: 6_400, nonDuplication: true, claim: '2 | 1400 | OA-23 7000, PR-2 1600 | –' },
    { what: 'non-duplication: 64 − 50 = 14, but only 10 left', primaryPaid: 5_000, primaryAdjusted: 'CO-45 4000, PR-2 1000', normal: 6_400, nonDuplication: true, claim: '2 | 1000 | OA-23 9000 | –' },
    { what: 'off coinsurance first: 64 off 50 + 20 + 20', primaryPaid: 0, primaryAdjusted: 'CO-45 1000, PR-1 2000, PR-2 5000, PR-3 2000', normal: 6_400, claim: '2 | 6400 | OA-23 1000, PR-1 2000, PR-3 600 | –' },
    { what: 'then copay, then deductible: 64 off 10 + 20 + 70', primaryPaid: 0, primaryAdjusted: 'PR-1 7000, PR-2 1000, PR-3 2000', normal: 6_400, claim: '2 | 6400 | PR-1 3600 | –' },
    { what: 'then any other, in order of reason: 64 off 10 + 10 + 10, then PR-45 30, then PR-204 40', primaryPaid: 0, primaryAdjusted: 'PR-204 4000, PR-3 1000, PR-45 3000, PR-2 1000, PR-1 1000', normal: 6_400, claim: '2 | 6400 | PR-204 3600 | –' },
    { what: 'what is left keeps its order by number', primaryPaid: 9_000, primaryAdjusted: 'PR-204 500, PR-3 300, PR-45 200', normal: 0, plan: { notCovered: ['99213'] }, claim: '2 | 0 | OA-23 9000, PR-3 300, PR-45 200, PR-204 500 | –' },
    { what: 'the primary’s reasons are merged', primaryPaid: 0, primaryAdjusted: 'PR-1 4000, CO-45 1000, PR-1 3000, CO-45 1000, PR-2 1000', normal: 6_400, claim: '2 | 6400 | OA-23 2000, PR-1 1600 | –' },
    { what: 'a primary that paid above the charge (OA-94)', primaryPaid: 11_000, primaryAdjusted: 'OA-94 -2000, PR-3 1000', normal: 6_400, claim: '2 | 1000 | OA-23 9000 | –' },
    { what: 'more left to the patient than charged', primaryPaid: 0, primaryAdjusted: 'OA-94 -2000, PR-1 12000', normal: 6_400, claim: '2 | 6400 | OA-23 -2000, PR-1 5600 | –' },
    { what: 'all other groups are the primary’s settlement', primaryPaid: 3_000, primaryAdjusted: 'CO-45 2000, CO-253 100, PI-16 900, OA-23 1000, PR-2 3000', normal: 6_400, claim: '2 | 3000 | OA-23 7000 | –' },
    { what: 'our own line rules make the normal benefit nothing', primaryPaid: 6_400, primaryAdjusted: 'CO-45 2000, PR-2 1600', normal: 0, plan: { notNecessary: ['99213'] }, claim: '2 | 0 | OA-23 8400, PR-2 1600 | –' },
    { what: 'our own deductible lowers the normal benefit: 80 − 75 = 5, and 20 % of it is not ours', primaryPaid: 5_000, primaryAdjusted: 'CO-45 2000, PR-2 3000', normal: 400, plan: { deductible: { individualCents: 7_500 } }, claim: '2 | 400 | OA-23 7000, PR-2 2600 | –' },
    { what: 'balance billing of ours does not raise the normal benefit', primaryPaid: 0, primaryAdjusted: 'PR-1 10000', normal: 6_400, plan: { outOfNetworkBalanceBilling: true }, claim: '2 | 6400 | PR-1 3600 | –' },
  ];
  test.each(cases)('$what', ({ primaryPaid, primaryAdjusted, normal, nonDuplication, plan, claim }) => {
    const ours: Given = { plan: { ...fees({ '99213': 8_000 }), coinsuranceRate: 0.2, coordinationOfBenefits: nonDuplication ? 'non-duplication' : 'standard', ...plan } };
    expect(run(ours).paidCents).toBe(normal);
    const result = run({ ...ours, claim: { otherPayer: { paidCents: primaryPaid, adjustments: adjustments(primaryAdjusted) } } });
    expect(claimText(result)).toBe(claim);
    expect(lineText(result)).toBe('null → null | –');
    expect(accumulatorText(result)).toBe('2026 0/0 0/0');
  });

  test('the normal benefit uses the accumulators, and does not move them', () => {
    const result = run({
      plan: { coinsuranceRate: 0.5, outOfPocketMax: { individualCents: 50_000 } },
      member: { accumulators: met('2026', 0, 49_000) },
      claim: { otherPayer: { paidCents: 0, adjustments: adjustments('PR-1 10000') } },
    });
    expect(claimText(result)).toBe('2 | 9000 | PR-1 1000 | –'); // 50 % would be 5,000; only 1,000 left to the maximum
    expect(accumulatorText(result)).toBe('2026 0/0 49000/49000');
  });

  test('a DRG stay behind another payer', () => {
    const result = run({
      plan: { pricing: { basis: 'drg', lesserOf: false, drgBaseRateCents: 500_000, drgWeights: { 470: 2 } }, coinsuranceRate: 0.1 },
      claim: { type: 'institutional', drg: '470', lines: [line(1, '27447', 2_000_000)], otherPayer: { paidCents: 1_000_000, adjustments: adjustments('CO-45 500000, PR-1 100000, PR-2 400000') } },
    });
    expect(claimText(result)).toBe('2 | 500000 | OA-23 1500000 | –'); // normal 900,000 covers the 500,000 left
  });

  test('claim-level rules come first, with status 2 and by the whole charge', () => {
    const result = run({ receivedOn: '2027-01-01', claim: { otherPayer: { paidCents: 0, adjustments: adjustments('PR-1 10000') } } });
    expect(claimText(result)).toBe('2 | 0 | CO-29 10000 | –');
    expect(result.patientResponsibilityCents).toBe(0);
  });

  test('several lines are settled as one', () => {
    const result = run({
      claim: { lines: [line(1, 'A', 6_000), line(2, 'B', 4_000)], otherPayer: { paidCents: 7_000, adjustments: adjustments('PR-2 3000') } },
    });
    expect(claimText(result)).toBe('2 | 3000 | OA-23 7000 | –');
    expect(result.lines.map((each) => [each.number, each.chargeCents, each.paidCents])).toEqual([[1, 6_000, null], [2, 4_000, null]]);
  });
});
