import fc from 'fast-check';
import { LEDGER_ACCOUNTS, type LedgerAccount } from '../../../domain/ledger/accounts';
import { chargeEntries, patientPaymentEntries, patientTransferEntries, providerAdjustmentEntries, settlementEntries, writeOffEntries } from '../../../domain/ledger/entries';
import { BadOperation, balanceOf, checkOperation, type EntryDraft, reversalOf } from '../../../domain/ledger/operation';

const place = { accountId: 'a', claimId: 'c' };
const amount = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).filter((value) => value !== 0);
const account = fc.constantFrom(...(Object.keys(LEDGER_ACCOUNTS) as LedgerAccount[]));
const balanced: fc.Arbitrary<EntryDraft[]> = fc.array(fc.record({ ledgerAccount: account, cents: amount }), { minLength: 1, maxLength: 12 })
  .filter((entries) => entries.reduce((sum, entry) => sum + entry.cents, 0) !== 0)
  .map((entries) => [...entries, { ledgerAccount: 'cash' as const, cents: -entries.reduce((sum, entry) => sum + entry.cents, 0) }]);

describe('an operation', () => {
  test('is refused when it does not sum to zero, whatever the entries', () => {
    fc.assert(fc.property(balanced, amount, (entries, error) => {
      checkOperation(entries);
      expect(() => checkOperation([...entries, { ledgerAccount: 'revenue', cents: error }])).toThrow(BadOperation);
    }));
  });

  test.each([
    ['nothing', []],
    ['one entry', [{ ledgerAccount: 'cash', cents: 5 }]],
    ['a zero entry', [{ ledgerAccount: 'cash', cents: 0 }, { ledgerAccount: 'revenue', cents: 0 }]],
    ['a fraction of a cent', [{ ledgerAccount: 'cash', cents: 0.5 }, { ledgerAccount: 'revenue', cents: -0.5 }]],
    ['an account that is not in the chart', [{ ledgerAccount: 'plug' as never, cents: 5 }, { ledgerAccount: 'revenue', cents: -5 }]],
  ] satisfies [string, EntryDraft[]][])('is refused with %s', (_, entries) => {
    expect(() => checkOperation(entries)).toThrow(BadOperation);
  });

  test('and its reversal leave every balance as it was', () => {
    fc.assert(fc.property(balanced, (entries) => {
      const both = [...entries, ...reversalOf(entries)];
      checkOperation(reversalOf(entries));
      for (const name of Object.keys(LEDGER_ACCOUNTS) as LedgerAccount[]) expect(balanceOf(both, name)).toBe(0);
      expect(reversalOf(reversalOf(entries))).toEqual(entries);
    }));
  });
});

describe('the movements of a claim', () => {
  test('all balance, in either direction', () => {
    fc.assert(fc.property(amount, amount, amount, (paid, contractual, patient) => {
      for (const entries of [
        chargeEntries(place, paid, 'payer'), chargeEntries(place, paid, 'patient'), settlementEntries(place, { paidCents: paid, contractualCents: contractual, patientCents: patient }),
        patientTransferEntries(place, paid), writeOffEntries(place, paid, 'receivable-payer'), patientPaymentEntries(place, paid), providerAdjustmentEntries(paid),
      ]) checkOperation(entries);
    }));
  });

  test('charge = paid + adjustments + open at every step', () => {
    const cents = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(fc.property(cents, cents, cents, cents, (paid, contractual, patient, denied) => {
      const charge = paid + contractual + patient + denied;
      const entries = [...chargeEntries(place, charge, 'payer'), ...settlementEntries(place, { paidCents: paid, contractualCents: contractual, patientCents: patient })];
      expect(balanceOf(entries, 'receivable-payer')).toBe(denied); // a denial is not a write-off (openemr#7186)
      expect(balanceOf(entries, 'write-off')).toBe(0);
      expect(balanceOf(entries, 'cash')).toBe(paid);
      expect(balanceOf(entries, 'receivable-patient')).toBe(patient);
    }));
  });
});
