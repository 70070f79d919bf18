import fc from 'fast-check';
import { type WriteOffKind } from '../../domain/ledger/moneyRequests';

/** Something that moves money on an account; `nth` picks one of what is there. Shares are of the claim's charge, in hundredths. */
export type MoneyCommand =
  | { readonly kind: 'charge'; readonly doses: number }
  | { readonly kind: 'answer'; readonly paid: number; readonly contractual: number; readonly patient: number }
  | { readonly kind: 'take-back' }
  | { readonly kind: 'bill-patient' }
  | { readonly kind: 'pay' | 'refund'; readonly cents: number }
  | { readonly kind: 'write-off'; readonly cents: number; readonly as: WriteOffKind }
  | { readonly kind: 'decide'; readonly nth: number; readonly decision: 'approve' | 'reject' }
  | { readonly kind: 'reverse-payment' | 'reverse-request'; readonly nth: number };

const cents = fc.oneof(fc.integer({ min: 1, max: 40_000 }), fc.constantFrom(1, 1_000, 10_000, 10_001));
const nth = fc.nat(5);
const share = fc.integer({ min: 0, max: 33 });

export const moneyCommand: fc.Arbitrary<MoneyCommand> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('charge' as const), doses: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('answer' as const), paid: share, contractual: share, patient: share }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'take-back' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'bill-patient' as const }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pay' as const), cents }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('refund' as const), cents }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('write-off' as const), cents, as: fc.constantFrom('small-balance' as const, 'charity' as const, 'bad-debt' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('decide' as const), nth, decision: fc.constantFrom('approve' as const, 'approve' as const, 'reject' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reverse-payment' as const), nth }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reverse-request' as const), nth }) },
);
