import type { Report } from '../core/problem';
import type { Segment } from '../core/segment';
import { readCents } from '../core/text';
import type { Loop } from '../grammar/loop';
import { compareAmounts, totalOf } from '../parts/money';
import type { ClaimPayment, ProviderAdjustment } from './model';

/** The three balances of an 835 (guide 005010X221A1, section 1.10.2): service line, claim and transaction. */
export class RemittanceBalance {
  private paidCents = 0;

  constructor(private readonly report: Report) {}

  /** Charge less adjustments is the payment, for each line and for the claim with all its lines. */
  checkClaim(loop: Loop, claim: ClaimPayment): void {
    this.paidCents += claim.paidCents;
    const services = loop.children('2110');
    for (const [index, line] of claim.lines.entries()) {
      const expected = line.chargeCents - totalOf(line.adjustments);
      const segment = services[index]?.head ?? loop.head;
      if (expected !== line.paidCents) this.report({ code: 'lineUnbalanced', segment, element: 3, loop: '2110', detail: compareAmounts(expected, line.paidCents) });
    }
    const adjustments = totalOf(claim.adjustments) + claim.lines.reduce((sum, line) => sum + totalOf(line.adjustments), 0);
    const expected = claim.chargeCents - adjustments;
    if (expected !== claim.paidCents) this.report({ code: 'claimUnbalanced', segment: loop.head, element: 4, loop: '2100', detail: compareAmounts(expected, claim.paidCents) });
    else this.checkLinesAddUp(loop, claim);
  }

  /** Claim payments less provider adjustments are the payment. */
  checkRemittance(bpr: Segment, adjustments: readonly ProviderAdjustment[]): void {
    const expected = this.paidCents - adjustments.reduce((sum, { cents }) => sum + cents, 0);
    const stated = signedPayment(bpr);
    if (expected !== stated) this.report({ code: 'remittanceUnbalanced', segment: bpr, element: 2, detail: compareAmounts(expected, stated) });
  }

  /** A payer may leave lines out, so this is a warning: the claim itself balances. */
  private checkLinesAddUp(loop: Loop, claim: ClaimPayment): void {
    if (claim.lines.length === 0) return;
    const charges = claim.lines.reduce((sum, line) => sum + line.chargeCents, 0);
    if (charges !== claim.chargeCents) this.report({ code: 'claimLinesDiffer', segment: loop.head, element: 3, loop: '2100', detail: compareAmounts(charges, claim.chargeCents) });
  }
}

/** BPR03 says which way the money of BPR02 goes: C to the provider, D from the provider. */
function signedPayment(bpr: Segment): number {
  const cents = readCents(bpr.at(2));
  return bpr.at(3) === 'D' ? -cents : cents;
}
