import fc from 'fast-check';
import { carryForward, type ForwardBalance } from '../../../domain/claims/forwardBalance';

const NOTHING: ForwardBalance = { owedCents: 0, reference: null };

describe('a balance carried forward', () => {
  test.each([
    ['claims alone', 10_000, NOTHING, { paymentCents: 10_000, adjustments: [], balance: NOTHING }],
    ['more taken back than paid', -8_000, NOTHING, { paymentCents: 0, adjustments: [{ reference: 'T2', cents: -8_000 }], balance: { owedCents: 8_000, reference: 'T2' } }],
    ['a balance that the next payment covers', 10_000, { owedCents: 8_000, reference: 'T1' }, { paymentCents: 2_000, adjustments: [{ reference: 'T1', cents: 8_000 }], balance: NOTHING }],
    // X12 RFI 2051: the old balance is taken whole, and what is left is carried forward under the new payment's number.
    ['a balance that it does not cover', 3_000, { owedCents: 8_000, reference: 'T1' }, { paymentCents: 0, adjustments: [{ reference: 'T1', cents: 8_000 }, { reference: 'T2', cents: -5_000 }], balance: { owedCents: 5_000, reference: 'T2' } }],
    ['two in a row', -1_000, { owedCents: 8_000, reference: 'T1' }, { paymentCents: 0, adjustments: [{ reference: 'T1', cents: 8_000 }, { reference: 'T2', cents: -9_000 }], balance: { owedCents: 9_000, reference: 'T2' } }],
    // X12 RFI 738: moving it about without money would create work with no purpose.
    ['claims that come to nothing', 0, { owedCents: 8_000, reference: 'T1' }, { paymentCents: 0, adjustments: [], balance: { owedCents: 8_000, reference: 'T1' } }],
  ] as const)('%s', (_what, net, before, expected) => {
    expect(carryForward(net, before, 'T2')).toEqual(expected);
  });

  test('payment = claims − adjustments, no payment is negative, and over time nothing is taken that was not carried forward', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -50_000, max: 50_000 }), { maxLength: 30 }), (nets) => {
      let balance = NOTHING;
      let [carried, received] = [0, 0];
      for (const [index, net] of nets.entries()) {
        const after = carryForward(net, balance, `T${index}`);
        const taken = after.adjustments.reduce((sum, { cents }) => sum + cents, 0);
        expect(after.paymentCents).toBe(net - taken);
        expect(after.paymentCents).toBeGreaterThanOrEqual(0);
        carried += taken;
        received += after.paymentCents;
        balance = after.balance;
        expect(balance.owedCents).toBe(0 - carried);
      }
      expect(received - balance.owedCents).toBe(nets.reduce((sum, net) => sum + net, 0));
    }));
  });
});
