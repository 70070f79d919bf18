import fc from 'fast-check';
import { CARC, meaningOf } from '../../../domain/claims/carc';
import { STUCK_CAUSES } from '../../../domain/claims/causes';
import { causeFingerprint } from '../../../domain/claims/fingerprint';
import { remittanceSentences } from '../../../domain/claims/remittanceWords';
import { imbalance, outcomeOf, refusalsOf, type SettledClaim, type SettledLine, splitOf } from '../../../domain/claims/settlement';
import { rejectionCause, STATUSES } from '../../../domain/claims/statusCodes';

const line = (over: Partial<SettledLine> = {}): SettledLine => ({ lineControlNumber: null, procedure: '99213', modifiers: [], revenueCode: null, serviceDate: '2026-03-01', chargeCents: 10_000, paidCents: 10_000, adjustments: [], remarks: [], ...over });
const claim = (over: Partial<SettledClaim> = {}): SettledClaim => ({ statusCode: '1', chargeCents: 10_000, paidCents: 10_000, patientCents: 0, adjustments: [], lines: [], ...over });
const adjustment = fc.record({ group: fc.constantFrom('CO', 'PR', 'OA', 'PI'), reason: fc.constantFrom(...Object.keys(CARC), '999'), cents: fc.integer({ min: -500_000, max: 500_000 }) });

describe('splitting an answer', () => {
  test('sends every cent of the charge somewhere: paid + contractual + patient + prior + denied = charge', () => {
    fc.assert(fc.property(fc.array(adjustment, { maxLength: 8 }), fc.array(fc.array(adjustment, { maxLength: 4 }), { maxLength: 5 }), fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: 1_000_000 }), (whole, lines, paidCents, priorCents) => {
      const total = [...whole, ...lines.flat()].reduce((sum, one) => sum + one.cents, 0);
      const split = splitOf(claim({ chargeCents: paidCents + total, paidCents, adjustments: whole, lines: lines.map((adjustments) => line({ adjustments })) }), priorCents);
      expect(split.paidCents + split.contractualCents + split.patientCents + split.priorPayerCents + split.deniedCents).toBe(paidCents + total);
    }));
  });

  test.each([
    ['CO', '45', 'contractual'], ['CO', '253', 'contractual'], ['OA', '94', 'contractual'], ['PR', '1', 'patient'], ['PR', '204', 'patient'], ['CO', '197', 'denied'], ['CO', '50', 'denied'],
    ['OA', '18', 'denied'], ['OA', '23', 'prior-payer'], ['CO', '9999', 'denied'], // unknown: open until a person has looked (openemr#7186)
  ])('%s-%s is %s', (group, reason, meaning) => {
    expect(meaningOf({ group, reason })).toBe(meaning);
  });

  test('takes a payer’s word about earlier payers as far as our books know of it; the rest is open (OA-23)', () => {
    const adjustments = [{ group: 'OA', reason: '23', cents: 6_000 }, { group: 'CO', reason: '50', cents: 500 }];
    const said = claim({ paidCents: 3_500, adjustments });
    expect(splitOf(said)).toMatchObject({ priorPayerCents: 0, deniedCents: 6_500 });
    expect(splitOf(said, 4_000)).toMatchObject({ priorPayerCents: 4_000, deniedCents: 2_500 });
    expect(splitOf(said, 9_000)).toMatchObject({ priorPayerCents: 6_000, deniedCents: 500 });
    expect(refusalsOf(said, 4_000)).toEqual([{ group: 'CO', reason: '50', cents: 500 }, { group: 'OA', reason: '23', cents: 2_000 }]);
    expect(refusalsOf(said, 6_000)).toEqual([{ group: 'CO', reason: '50', cents: 500 }]);
  });

  test('says paid only when nothing was refused', () => {
    const split = (over: object) => ({ paidCents: 0, contractualCents: 0, patientCents: 0, priorPayerCents: 0, deniedCents: 0, ...over }) as never;
    expect(outcomeOf(split({ patientCents: 500 }))).toBe('paid');
    expect(outcomeOf(split({ paidCents: 1, deniedCents: 1 }))).toBe('partly-paid');
    expect(outcomeOf(split({ deniedCents: 1 }))).toBe('denied');
  });

  test('finds what does not balance, at line and at claim level', () => {
    expect(imbalance(claim())).toBeNull();
    expect(imbalance(claim({ paidCents: 9_999 }))).toContain('claim is out of balance by 1');
    expect(imbalance(claim({ paidCents: 9_000, adjustments: [{ group: 'CO', reason: '45', cents: 1_000 }], lines: [line({ paidCents: 9_000 })] }))).toContain('Service line 1');
    expect(imbalance(claim({ paidCents: 8_000, adjustments: [{ group: 'CO', reason: '45', cents: 1_000 }], lines: [line({ paidCents: 9_000, adjustments: [{ group: 'CO', reason: '45', cents: 1_000 }] })] }))).toBeNull();
  });
});

describe('the words and queues', () => {
  test('every code that refuses has a queue of its kind', () => {
    for (const [reason, { meaning, cause }] of Object.entries(CARC)) if (meaning === 'denied') expect([reason, STUCK_CAUSES[cause ?? 'on-hold'].kind]).toEqual([reason, 'denied']);
    for (const { cause } of Object.values(STATUSES)) expect(STUCK_CAUSES[cause].kind).toBe('rejected');
    for (const cause of Object.keys(STUCK_CAUSES)) expect(cause.length).toBeLessThanOrEqual(40);
    expect(rejectionCause([{ category: 'A7', status: '33' }])).toBe('rejected-member');
    expect(rejectionCause([{ category: 'A7', status: '12345' }])).toBe('rejected-other');
  });

  test('a payer’s answer reads as sentences', () => {
    const said = remittanceSentences(claim({ lines: [line({ lineControlNumber: '1', paidCents: 7_000, adjustments: [{ group: 'CO', reason: '45', cents: 2_000 }, { group: 'PR', reason: '1', cents: 1_000 }] })] }), ['M76']);
    expect(said).toEqual(['Line 1 (99213): $70.00 of $100.00 paid; $20.00 CO-45: charge above the agreed amount; $10.00 PR-1: deductible.', 'Remark M76: a diagnosis is missing or wrong']);
  });

  test('equal causes have equal fingerprints, in any order of codes', () => {
    expect(causeFingerprint('denied-authorization', 'p', ['CO-197', 'CO-45', 'CO-197'])).toBe(causeFingerprint('denied-authorization', 'p', ['CO-45', 'CO-197']));
    expect(causeFingerprint('denied-authorization', 'p', ['CO-197'])).not.toBe(causeFingerprint('denied-authorization', 'q', ['CO-197']));
    expect(causeFingerprint('x', 'y', [])).toMatch(/^[0-9a-f]{16}$/);
  });
});
