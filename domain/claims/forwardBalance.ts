/** What a payer has carried forward to its next payment: we owe it, and it takes it by itself. */
export interface ForwardBalance {
  readonly owedCents: number;
  /** The trace number of the payment that carried it forward; null when nothing is owed. */
  readonly reference: string | null;
}

export interface Carried {
  /** Never negative. */
  readonly paymentCents: number;
  /** PLB of reason FB: positive takes an earlier balance, negative carries one forward. */
  readonly adjustments: readonly { readonly reference: string; readonly cents: number }[];
  readonly balance: ForwardBalance;
}

const NOTHING_OWED: ForwardBalance = { owedCents: 0, reference: null };

/**
 * What a payment comes to when its claims come to `netCents` and a balance may be left from an earlier one (guide 005010X221A1, 1.10.2.12).
 * A payment cannot be negative: what is missing is carried forward. There is one balance at a time, which a later payment takes whole and
 * carries forward anew as far as it must (X12 RFI 2051); a payment whose claims come to nothing leaves it alone (X12 RFI 738).
 */
export function carryForward(netCents: number, before: ForwardBalance, traceNumber: string): Carried {
  if (netCents === 0) return { paymentCents: 0, adjustments: [], balance: before };
  const left = netCents - before.owedCents;
  return {
    paymentCents: Math.max(0, left),
    adjustments: [
      ...(before.owedCents > 0 ? [{ reference: before.reference ?? traceNumber, cents: before.owedCents }] : []),
      ...(left < 0 ? [{ reference: traceNumber, cents: left }] : []),
    ],
    balance: left < 0 ? { owedCents: -left, reference: traceNumber } : NOTHING_OWED,
  };
}
