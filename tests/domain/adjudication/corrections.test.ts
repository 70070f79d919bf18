import { adjudicate, type AdjudicationInput, type AdjudicationResult } from '../../../domain/adjudication';
import type { ClaimInput, MemberInput, PlanInput } from '../../../domain/adjudication/input';
import { accumulatorText, claimText, codes, fees, given, line, lineText, met } from './support';

/** A payer that remembers: adjudicates claims one after the other, each on the history and accumulators the one before left. */
function payer(plan: Partial<PlanInput> = {}, accumulators: MemberInput['accumulators'] = {}) {
  const history: { claim: ClaimInput; result: AdjudicationResult }[] = [];
  let standing: AdjudicationInput['member']['accumulators'] = accumulators;
  return (claim: Partial<ClaimInput>, member: Partial<MemberInput> = {}): AdjudicationResult => {
    const input = given({ plan, claim, history: [...history], member: { accumulators: standing, ...member } });
    const result = adjudicate(input);
    history.push({ claim: input.claim, result });
    standing = result.accumulators;
    return result;
  };
}

const PLAN: Partial<PlanInput> = { ...fees({ A: 8_000, B: 5_000 }), deductible: { individualCents: 3_000 }, coinsuranceRate: 0.2, copayCents: 1_000 };
const A = [line(1, 'A', 10_000, { visit: true })]; // copay 10, deductible 30, 20 % of 40 = 8; paid 32

describe('rule 2: void', () => {
  test('negates every amount of claim and lines and gives the accumulators back', () => {
    const send = payer(PLAN, met('2026', 0, 700, 0, 900));
    const original = send({ number: 'C1', lines: A });
    expect(lineText(original)).toBe('8000 → 3200 | CO-45 2000, PR-1 3000, PR-2 800, PR-3 1000');
    expect(accumulatorText(original)).toBe('2026 3000/3000 5500/5700');
    const reversal = send({ number: 'C2', frequency: '8', originalNumber: 'C1', lines: A });
    expect(reversal).toMatchObject({ status: '22', chargeCents: -10_000, paidCents: -3_200, patientResponsibilityCents: -4_800, adjustments: [], remarks: [] });
    expect(lineText(reversal)).toBe('-8000 → -3200 | CO-45 -2000, PR-1 -3000, PR-2 -800, PR-3 -1000');
    expect(accumulatorText(reversal)).toBe('2026 0/0 700/900');
    expect(reversal).not.toHaveProperty('reversal');
  });

  test('a voided claim can be sent again, but not voided again', () => {
    const send = payer(PLAN);
    send({ number: 'C1', lines: A });
    send({ number: 'C2', frequency: '8', originalNumber: 'C1', lines: A });
    expect(claimText(send({ number: 'C3', frequency: '8', originalNumber: 'C1', lines: A }))).toBe('1 | 0 | – | M47');
    expect(send({ number: 'C4', lines: A }).paidCents).toBe(3_200);
  });

  test('a void is not a claim that could be voided or replaced', () => {
    const send = payer(PLAN);
    send({ number: 'C1', lines: A });
    send({ number: 'C2', frequency: '8', originalNumber: 'C1', lines: A });
    expect(claimText(send({ number: 'C3', frequency: '8', originalNumber: 'C2', lines: A }))).toBe('1 | 0 | – | M47');
  });

  test('a denied claim is voided by taking its denial back', () => {
    const send = payer(PLAN);
    send({ number: 'C1', lines: A, diagnoses: [] });
    const reversal = send({ number: 'C2', frequency: '8', originalNumber: 'C1', lines: A });
    expect(claimText(reversal)).toBe('22 | 0 | – | M76');
    expect(lineText(reversal)).toBe('0 → 0 | CO-16 -10000');
    expect(Object.is(reversal.paidCents, -0) || Object.is(reversal.lines[0]?.allowedCents, -0)).toBe(false);
  });

  test('a DRG stay is reversed at claim level, its lines without amounts', () => {
    const send = payer({ pricing: { basis: 'drg', lesserOf: false, drgBaseRateCents: 600_000, drgWeights: { 470: 1 } }, coinsuranceRate: 0.1 });
    const stay = { type: 'institutional', drg: '470', lines: [line(1, '27447', 700_000)] } as const;
    send({ number: 'C1', ...stay });
    const reversal = send({ number: 'C2', frequency: '8', originalNumber: 'C1', ...stay });
    expect(claimText(reversal)).toBe('22 | -540000 | CO-45 -100000, PR-2 -60000 | –');
    expect(reversal.lines).toEqual([{ number: 1, chargeCents: -700_000, allowedCents: null, paidCents: null, adjustments: [], remarks: [] }]);
    expect(accumulatorText(reversal)).toBe('2026 0/0 0/0');
  });

  test('a secondary claim moved no accumulator, so its reversal moves none', () => {
    const send = payer(PLAN, met('2026', 2_000, 2_500));
    const secondary = { lines: A, otherPayer: { paidCents: 0, adjustments: [{ group: 'PR', reason: '1', cents: 9_000 }, { group: 'PR', reason: '3', cents: 1_000 }] } } as const;
    const original = send({ number: 'C1', ...secondary });
    const reversal = send({ number: 'C2', frequency: '8', originalNumber: 'C1', ...secondary });
    expect(original.paidCents).toBeGreaterThan(0);
    expect(reversal.paidCents).toBe(-original.paidCents);
    expect(accumulatorText(reversal)).toBe('2026 2000/2000 2500/2500');
  });

  test('PR-45 and PR-204 were never counted, so they are not taken out', () => {
    const send = payer({ ...fees({ A: 8_000 }), outOfNetworkBalanceBilling: true, notCovered: ['N'] }, met('2026', 0, 4_000));
    const lines = [line(1, 'A', 10_000), line(2, 'N', 500)];
    send({ number: 'C1', lines });
    const reversal = send({ number: 'C2', frequency: '8', originalNumber: 'C1', lines });
    expect(reversal.lines.map((each) => codes(each.adjustments))).toEqual(['PR-45 -2000', 'PR-204 -500']);
    expect(accumulatorText(reversal)).toBe('2026 0/0 4000/4000');
  });

  test('the original’s plan year is given back, not the year of the void', () => {
    const send = payer(PLAN, met('2025', 0, 0));
    send({ number: 'C1', lines: A, serviceFrom: '2025-12-31', serviceThrough: '2026-01-02' });
    const reversal = send({ number: 'C2', frequency: '8', originalNumber: 'C1', lines: A });
    expect(accumulatorText(reversal)).toBe('2025 0/0 0/0');
  });

  test('accumulators that never held the original stop at zero', () => {
    const send = payer(PLAN);
    send({ number: 'C1', lines: A });
    expect(accumulatorText(send({ number: 'C2', frequency: '8', originalNumber: 'C1', lines: A }, { accumulators: {} }))).toBe('2026 0/0 0/0');
  });

  test('comes through late, uncovered and incomplete: it takes back, it does not ask', () => {
    const send = payer(PLAN);
    send({ number: 'C1', lines: A });
    const reversal = send({ number: 'C2', frequency: '8', originalNumber: 'C1', lines: A, diagnoses: [] }, { coverage: [] });
    expect(reversal.status).toBe('22');
  });
});

describe('rule 2: replacement', () => {
  test('carries the reversal and is adjudicated on the reversed accumulators', () => {
    const send = payer(PLAN);
    send({ number: 'C1', lines: A });
    const result = send({ number: 'C2', frequency: '7', originalNumber: 'C1', lines: [line(1, 'B', 10_000)] });
    expect(lineText(result)).toBe('5000 → 1600 | CO-45 5000, PR-1 3000, PR-2 400'); // the deductible is owed again
    expect(result.status).toBe('1');
    expect(accumulatorText(result)).toBe('2026 3000/3000 3400/3400');
    expect(result.reversal).toMatchObject({ status: '22', paidCents: -3_200 });
    expect(result.reversal && accumulatorText(result.reversal)).toBe('2026 0/0 0/0');
  });

  test('of another year: the reversal gives back the old year, the claim takes from the new', () => {
    const send = payer(PLAN);
    send({ number: 'C1', lines: A, serviceFrom: '2025-12-31', serviceThrough: '2026-03-02' });
    const result = send({ number: 'C2', frequency: '7', originalNumber: 'C1', lines: A, serviceFrom: '2026-03-02' });
    expect(accumulatorText(result)).toBe('2025 0/0 0/0, 2026 3000/3000 4800/4800');
  });

  test('denied afresh, it still undoes the original', () => {
    const send = payer(PLAN);
    send({ number: 'C1', lines: A });
    const result = send({ number: 'C2', frequency: '7', originalNumber: 'C1', lines: A, diagnoses: [] });
    expect(claimText(result)).toBe('1 | 0 | – | M76');
    expect(result.reversal?.paidCents).toBe(-3_200);
    expect(accumulatorText(result)).toBe('2026 0/0 0/0');
    expect(claimText(send({ number: 'C3', frequency: '8', originalNumber: 'C1', lines: A }))).toBe('1 | 0 | – | M47');
  });

  test('identical to its original it is no duplicate', () => {
    const send = payer(PLAN);
    send({ number: 'C1', lines: A });
    expect(send({ number: 'C2', frequency: '7', originalNumber: 'C1', lines: A }).paidCents).toBe(3_200);
  });

  test('replaces the replacement, not the claim it replaced', () => {
    const send = payer(PLAN);
    send({ number: 'C1', lines: A });
    send({ number: 'C2', frequency: '7', originalNumber: 'C1', lines: [line(1, 'B', 10_000)] });
    expect(claimText(send({ number: 'C3', frequency: '7', originalNumber: 'C1', lines: A }))).toBe('1 | 0 | – | M47');
    const result = send({ number: 'C4', frequency: '7', originalNumber: 'C2', lines: A });
    expect(result.reversal?.paidCents).toBe(-1_600);
    expect(result.paidCents).toBe(3_200);
    expect(accumulatorText(result)).toBe('2026 3000/3000 4800/4800');
  });

  test('with the number of its original, the later one stands', () => {
    const send = payer(PLAN);
    send({ number: 'C1', lines: A });
    send({ number: 'C1', frequency: '7', originalNumber: 'C1', lines: [line(1, 'B', 10_000)] });
    expect(send({ number: 'C2', frequency: '8', originalNumber: 'C1', lines: A }).paidCents).toBe(-1_600);
  });

  test('a correction that was itself refused took nothing down', () => {
    const send = payer(PLAN);
    send({ number: 'C1', lines: A });
    send({ number: 'C2', frequency: '8', originalNumber: 'C1', lines: A }, { found: false }); // rule 1: the void never took effect
    expect(send({ number: 'C3', frequency: '8', originalNumber: 'C1', lines: A }).paidCents).toBe(-3_200);
  });

  test('a correction another system refused for want of an original (M47) took nothing down', () => {
    const original = given({ plan: PLAN, claim: { number: 'C1', lines: A } });
    const refused = { claim: { ...original.claim, number: 'C2', frequency: '8', originalNumber: 'C1' } as const, result: { status: '1', remarks: ['M47'] } };
    const history = [{ claim: original.claim, result: adjudicate(original) }, refused];
    expect(adjudicate(given({ plan: PLAN, claim: { number: 'C3', frequency: '8', originalNumber: 'C1', lines: A }, history })).paidCents).toBe(-3_200);
  });

  test('of two standing claims with one number the later is meant', () => {
    const send = payer(PLAN);
    send({ number: 'C1', lines: A });
    send({ number: 'C1', lines: [line(1, 'B', 10_000)] }); // deductible met: 20 % of 50
    expect(send({ number: 'C2', frequency: '8', originalNumber: 'C1', lines: A }).paidCents).toBe(-4_000);
    expect(send({ number: 'C3', frequency: '8', originalNumber: 'C1', lines: A }).paidCents).toBe(-3_200);
  });

  test('a replaced claim is no twin, its replacement is', () => {
    const send = payer(PLAN);
    send({ number: 'C1', lines: A });
    send({ number: 'C2', frequency: '7', originalNumber: 'C1', lines: [line(1, 'B', 10_000)] });
    expect(lineText(send({ number: 'C3', lines: [line(1, 'B', 10_000)] }))).toBe('0 → 0 | OA-18 10000');
    expect(send({ number: 'C4', lines: A }).paidCents).toBe(5_600); // deductible met by C2: copay 10, 20 % of 70
  });

  test('voiding a replacement does not bring its original back', () => {
    const send = payer(PLAN);
    send({ number: 'C1', lines: A });
    send({ number: 'C2', frequency: '7', originalNumber: 'C1', lines: [line(1, 'B', 10_000)] });
    expect(send({ number: 'C3', frequency: '8', originalNumber: 'C2', lines: A }).paidCents).toBe(-1_600);
    expect(claimText(send({ number: 'C4', frequency: '8', originalNumber: 'C1', lines: A }))).toBe('1 | 0 | – | M47');
  });

  test('a primary claim replaced once the other payer has paid', () => {
    const send = payer(PLAN);
    send({ number: 'C1', lines: A });
    const result = send({ number: 'C2', frequency: '7', originalNumber: 'C1', lines: A, otherPayer: { paidCents: 9_000, adjustments: [{ group: 'PR', reason: '2', cents: 1_000 }] } });
    expect(claimText(result)).toBe('2 | 1000 | OA-23 9000 | –');
    expect(result.reversal?.status).toBe('22');
    expect(accumulatorText(result)).toBe('2026 0/0 0/0');
  });
});
