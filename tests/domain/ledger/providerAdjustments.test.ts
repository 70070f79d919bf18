import fc from 'fast-check';
import { providerAdjustmentEntries, settlementEntries } from '../../../domain/ledger/entries';
import { balanceOf, checkOperation, type EntryDraft } from '../../../domain/ledger/operation';
import { COMMON_PROVIDER_ADJUSTMENTS, providerAdjustmentKind, remittanceDifference } from '../../../domain/ledger/providerAdjustments';
import { PROVIDER_ADJUSTMENT_REASON } from '../../../interop/x12';

const cents = fc.integer({ min: -5_000_000, max: 5_000_000 });
const reason = fc.constantFrom(...Object.keys(PROVIDER_ADJUSTMENT_REASON));
const post = (reasonCode: string, amount: number): EntryDraft[] => providerAdjustmentEntries(amount, providerAdjustmentKind(reasonCode).account);

describe('provider-level adjustments', () => {
  test('leave in cash exactly what the payer paid: check = claims − PLB, whatever the reasons', () => {
    fc.assert(fc.property(fc.array(cents, { maxLength: 8 }), fc.array(fc.tuple(reason, cents), { maxLength: 6 }), (paid, adjustments) => {
      const paymentCents = paid.reduce((sum, one) => sum + one, 0) - adjustments.reduce((sum, [, one]) => sum + one, 0);
      const entries = [
        ...paid.flatMap((paidCents) => settlementEntries({ accountId: 'a', claimId: 'c' }, { paidCents, contractualCents: 0, patientCents: 0 })),
        ...adjustments.flatMap(([code, amount]) => post(code, amount)),
      ];
      if (entries.length > 0) checkOperation(entries);
      expect(balanceOf(entries, 'cash')).toBe(paymentCents);
      expect(remittanceDifference({ paymentCents, paidCents: paid, adjustmentCents: adjustments.map(([, one]) => one) })).toBe(0);
      expect(remittanceDifference({ paymentCents: paymentCents - 1, paidCents: paid, adjustmentCents: adjustments.map(([, one]) => one) })).toBe(1);
    }));
  });

  // Guide 005010X221A1, 1.10.2.12: a balance carried forward adds to this payment and is taken from a later one.
  test('a balance carried forward (FB) is owed until a later payment takes it (WO)', () => {
    const takenBack = settlementEntries({ accountId: 'a', claimId: 'c' }, { paidCents: -50_000, contractualCents: 0, patientCents: 0 });
    const first = [...takenBack, ...post('FB', -50_000)];
    expect([balanceOf(first, 'cash'), balanceOf(first, 'payer-credit')]).toEqual([0, -50_000]);
    const both = [...first, ...post('WO', 50_000)];
    expect([balanceOf(both, 'cash'), balanceOf(both, 'payer-credit')]).toEqual([-50_000, 0]);
  });

  test('interest (L6) is income of its own and settles no claim', () => {
    const entries = post('L6', -1_234);
    expect([balanceOf(entries, 'cash'), balanceOf(entries, 'interest'), balanceOf(entries, 'payer-credit')]).toEqual([1_234, -1_234, 0]);
  });

  test('each reason a person can enter has words', () => {
    for (const code of COMMON_PROVIDER_ADJUSTMENTS) expect(providerAdjustmentKind(code).words).not.toContain(code);
    expect(providerAdjustmentKind('ZZ')).toEqual({ words: 'Adjustment ZZ', account: 'provider-adjustment' });
  });
});
