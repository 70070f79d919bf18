import { accumulatorText, claimText, given, line, lineText, met, run, DAY, type Given } from './support';
import { adjudicate } from '../../../domain/adjudication';

const PRIMARY_PAID = { paidCents: 6_000, adjustments: [{ group: 'CO', reason: '45', cents: 2_000 }, { group: 'PR', reason: '2', cents: 2_000 }] } as const;
const twin = (claim: Given['claim'] = {}) => {
  const input = given({ claim: { number: 'C0', ...claim } });
  return { claim: input.claim, result: adjudicate(input) };
};

/** What, given, claim line by hand (status | paid | claim adjustments | remarks), first line by hand. */
type Case = readonly [what: string, given: Given, claim: string, firstLine: string];

describe('rules 1 to 5: the first that applies denies the whole claim', () => {
  const cases: readonly Case[] = [
    ['rule 1: the payer does not know the member', { member: { found: false } }, '4 | 0 | – | –', '0 → 0 | CO-31 10000'],
    ['rule 1: unknown also behind another payer, at claim level', { member: { found: false }, claim: { otherPayer: PRIMARY_PAID } }, '4 | 0 | CO-31 10000 | –', 'null → null | –'],
    ['rule 1: an unknown member needs no coverage', { member: { found: false, coverage: null } }, '4 | 0 | – | –', '0 → 0 | CO-31 10000'],
    ['rule 1 before rule 2: unknown member, void without original', { member: { found: false }, claim: { frequency: '8', originalNumber: 'C0' } }, '4 | 0 | – | –', '0 → 0 | CO-31 10000'],
    ['rule 2: replacement of nothing', { claim: { frequency: '7', originalNumber: 'C0' } }, '1 | 0 | – | M47', '0 → 0 | CO-16 10000'],
    ['rule 2: replacement that names no original', { claim: { frequency: '7' } }, '1 | 0 | – | M47', '0 → 0 | CO-16 10000'],
    ['rule 2: void of nothing', { claim: { frequency: '8', originalNumber: 'C0' } }, '1 | 0 | – | M47', '0 → 0 | CO-16 10000'],
    ['rule 2: void of nothing behind another payer keeps status 2', { claim: { frequency: '8', originalNumber: 'C0', otherPayer: PRIMARY_PAID } }, '2 | 0 | CO-16 10000 | M47', 'null → null | –'],
    ['rule 2: exact duplicate', { history: [twin()] }, '1 | 0 | – | –', '0 → 0 | OA-18 10000'],
    ['rule 2 before rule 3: duplicate without coverage', { history: [twin()], member: { coverage: [] } }, '1 | 0 | – | –', '0 → 0 | OA-18 10000'],
    ['rule 3: before the first coverage', { member: { coverage: [{ from: '2026-03-03', to: null }] } }, '1 | 0 | – | –', '0 → 0 | CO-26 10000'],
    ['rule 3: before the first coverage, periods in any order', { member: { coverage: [{ from: '2027-01-01', to: null }, { from: '2026-04-01', to: '2026-12-31' }] } }, '1 | 0 | – | –', '0 → 0 | CO-26 10000'],
    ['rule 3: after the last coverage', { member: { coverage: [{ from: '2025-01-01', to: '2026-03-01' }] } }, '1 | 0 | – | –', '0 → 0 | CO-27 10000'],
    ['rule 3: in a gap between coverages', { member: { coverage: [{ from: '2025-01-01', to: '2025-12-31' }, { from: '2026-06-01', to: null }] } }, '1 | 0 | – | –', '0 → 0 | CO-27 10000'],
    ['rule 3: never covered', { member: { coverage: [] } }, '1 | 0 | – | –', '0 → 0 | CO-27 10000'],
    ['rule 3: coverage ends during the stay', { member: { coverage: [{ from: '2026-01-01', to: '2026-03-03' }] }, claim: { serviceThrough: '2026-03-04' } }, '1 | 0 | – | –', '0 → 0 | CO-27 10000'],
    ['rule 3: coverage begins during the stay', { member: { coverage: [{ from: '2026-03-03', to: null }] }, claim: { serviceThrough: '2026-03-04' } }, '1 | 0 | – | –', '0 → 0 | CO-26 10000'],
    ['rule 3: two adjoining periods do not make one', { member: { coverage: [{ from: '2026-01-01', to: '2026-03-02' }, { from: '2026-03-03', to: null }] }, claim: { serviceThrough: '2026-03-04' } }, '1 | 0 | – | –', '0 → 0 | CO-27 10000'],
    ['rule 3: first and last day of coverage are covered', { member: { coverage: [{ from: DAY, to: DAY }] } }, '1 | 10000 | – | –', '10000 → 10000 | –'],
    ['rule 3: another payer is primary', { member: { otherPrimary: true } }, '1 | 0 | – | –', '0 → 0 | CO-22 10000'],
    ['rule 3: another payer is primary and has paid', { member: { otherPrimary: true }, claim: { otherPayer: PRIMARY_PAID } }, '2 | 2000 | OA-23 8000 | –', 'null → null | –'],
    ['rule 3: coverage is asked before the other payer', { member: { otherPrimary: true, coverage: [] } }, '1 | 0 | – | –', '0 → 0 | CO-27 10000'],
    ['rule 3 before rule 4: uncovered and late', { member: { coverage: [] }, receivedOn: '2027-01-01' }, '1 | 0 | – | –', '0 → 0 | CO-27 10000'],
    ['rule 4: the day of the limit passes (2 March + 90 = 31 May)', { receivedOn: '2026-05-31' }, '1 | 10000 | – | –', '10000 → 10000 | –'],
    ['rule 4: the day after is late', { receivedOn: '2026-06-01' }, '1 | 0 | – | –', '0 → 0 | CO-29 10000'],
    ['rule 4: counted from the last day of service', { receivedOn: '2026-06-01', claim: { serviceThrough: '2026-03-03' } }, '1 | 10000 | – | –', '10000 → 10000 | –'],
    ['rule 4: across a leap day (1 February 2028 + 29 = 1 March)', { plan: { timelyFilingDays: 29 }, receivedOn: '2028-03-01', claim: { serviceFrom: '2028-02-01', serviceThrough: '2028-02-01' } }, '1 | 10000 | – | –', '10000 → 10000 | –'],
    ['rule 4: the same dates in a common year are 28 days apart', { plan: { timelyFilingDays: 27 }, receivedOn: '2027-03-01', claim: { serviceFrom: '2027-02-01', serviceThrough: '2027-02-01' } }, '1 | 0 | – | –', '0 → 0 | CO-29 10000'],
    ['rule 4: a limit of no days means the same day', { plan: { timelyFilingDays: 0 }, receivedOn: '2026-03-03' }, '1 | 0 | – | –', '0 → 0 | CO-29 10000'],
    ['rule 4 before rule 5: late and without diagnosis', { receivedOn: '2027-01-01', claim: { diagnoses: [] } }, '1 | 0 | – | –', '0 → 0 | CO-29 10000'],
    ['rule 5: no diagnosis', { claim: { diagnoses: [] } }, '1 | 0 | – | M76', '0 → 0 | CO-16 10000'],
    ['rule 5: a line with neither procedure nor revenue code', { claim: { lines: [line(1, '99213', 10_000), line(2, null, 500)] } }, '1 | 0 | – | M51', '0 → 0 | CO-16 10000'],
    ['rule 5: blank is missing', { claim: { lines: [line(1, ' ', 10_000, { revenueCode: '' })] } }, '1 | 0 | – | M51', '0 → 0 | CO-16 10000'],
    ['rule 5: a revenue code is enough', { claim: { lines: [line(1, null, 10_000, { revenueCode: '0250' })] } }, '1 | 10000 | – | –', '10000 → 10000 | –'],
    ['rule 5: diagnosis is asked before procedure', { claim: { diagnoses: [], lines: [line(1, null, 10_000)] } }, '1 | 0 | – | M76', '0 → 0 | CO-16 10000'],
    ['rule 5: DRG pricing without a DRG', { plan: { pricing: { basis: 'drg', lesserOf: false, drgBaseRateCents: 600_000, drgWeights: { 470: 1.9 } } }, claim: { type: 'institutional' } }, '1 | 0 | CO-16 10000 | N208', 'null → null | –'],
    ['rule 5: DRG without a weight', { plan: { pricing: { basis: 'drg', lesserOf: false, drgBaseRateCents: 600_000, drgWeights: { 470: 1.9 } } }, claim: { type: 'institutional', drg: '999' } }, '1 | 0 | CO-16 10000 | N208', 'null → null | –'],
    ['rule 5: a DRG called like something every object has', { plan: { pricing: { basis: 'drg', lesserOf: false, drgBaseRateCents: 600_000, drgWeights: {} } }, claim: { type: 'institutional', drg: 'constructor' } }, '1 | 0 | CO-16 10000 | N208', 'null → null | –'],
    ['rule 5: the procedure is asked before the DRG', { plan: { pricing: { basis: 'drg', lesserOf: false } }, claim: { type: 'institutional', lines: [line(1, null, 10_000)] } }, '1 | 0 | CO-16 10000 | M51', 'null → null | –'],
    ['rule 5 before rule 6: no diagnosis, not covered', { plan: { notCovered: ['99213'] }, claim: { diagnoses: [] } }, '1 | 0 | – | M76', '0 → 0 | CO-16 10000'],
  ];
  test.each(cases)('%s', (_what, what, claim, firstLine) => {
    const result = run(what);
    expect(claimText(result)).toBe(claim);
    expect(lineText(result)).toBe(firstLine);
  });

  test('every line is denied by its own charge, and a line of no charge carries no adjustment', () => {
    const result = run({ claim: { diagnoses: [], lines: [line(1, '99213', 10_000), line(2, '36415', 0), line(3, '80053', 777)] } });
    expect([0, 1, 2].map((index) => lineText(result, index))).toEqual(['0 → 0 | CO-16 10000', '0 → 0 | –', '0 → 0 | CO-16 777']);
    expect(result.chargeCents).toBe(10_777);
  });

  test('a denial leaves the accumulators where they were, the claim’s year at zero when it was not given', () => {
    expect(accumulatorText(run({ member: { found: false, accumulators: met('2025', 100, 200) } }))).toBe('2025 100/100 200/200, 2026 0/0 0/0');
  });
});

describe('rule 2: what makes an exact duplicate', () => {
  const differs: readonly (readonly [string, Given['claim']])[] = [
    ['type', { type: 'institutional' }],
    ['first day', { serviceFrom: '2026-03-01' }],
    ['last day', { serviceThrough: '2026-03-03' }],
    ['procedure', { lines: [line(1, '99214', 10_000)] }],
    ['modifier', { lines: [line(1, '99213', 10_000, { modifiers: ['25'] })] }],
    ['units', { lines: [line(1, '99213', 10_000, { units: 2 })] }],
    ['charge', { lines: [line(1, '99213', 10_001)] }],
    ['date of the line', { lines: [line(1, '99213', 10_000, { serviceDate: '2026-03-01' })] }],
    ['number of lines', { lines: [line(1, '99213', 10_000), line(2, '36415', 500)] }],
  ];
  test.each(differs)('another %s: no duplicate', (_what, claim) => {
    expect(run({ history: [twin()], claim }).paidCents).toBeGreaterThan(0);
  });

  const same: readonly (readonly [string, Given['claim'], Given['claim']])[] = [
    ['other diagnoses', {}, { diagnoses: ['R05.1'] }],
    ['other line numbers', { lines: [line(1, '99213', 10_000), line(2, '36415', 500)] }, { lines: [line(5, '99213', 10_000), line(9, '36415', 500)] }],
    ['lines written in another order', { lines: [line(1, '99213', 10_000), line(2, '36415', 500)] }, { lines: [line(2, '36415', 500), line(1, '99213', 10_000)] }],
    ['modifiers in another order', { lines: [line(1, '99213', 10_000, { modifiers: ['25', 'LT'] })] }, { lines: [line(1, '99213', 10_000, { modifiers: ['LT', '25'] })] }],
    ['the same claim number', { number: 'C1' }, { number: 'C1' }],
  ];
  test.each(same)('%s: a duplicate all the same', (_what, earlier, claim) => {
    expect(lineText(run({ history: [twin(earlier)], claim }))).toBe('0 → 0 | OA-18 10000');
  });

  test('a claim that was denied stands too: it is mended by a replacement, not by sending it again', () => {
    expect(lineText(run({ history: [twin({ diagnoses: [] })] }))).toBe('0 → 0 | OA-18 10000');
  });

  test('a secondary or DRG duplicate is denied at claim level', () => {
    const result = run({ history: [twin()], claim: { otherPayer: PRIMARY_PAID } });
    expect(claimText(result)).toBe('2 | 0 | OA-18 10000 | –');
    expect(lineText(result)).toBe('null → null | –');
  });
});
