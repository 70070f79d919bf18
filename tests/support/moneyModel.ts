/** What a payer said of the claim, in cents. */
export interface SaidAnswer {
  readonly paid: number;
  readonly contractual: number;
  readonly patient: number;
}

interface Movement {
  readonly id: string;
  readonly cents: number;
  stands: boolean;
}

/**
 * An account by arithmetic alone: no ledger, no history. What stands, stands; what was taken back never was. The record must come to
 * the same numbers by its entries.
 */
export class MoneyModel {
  charged: number;
  answer: SaidAnswer | null = null;
  /** Handed to the patient by a decision. */
  billed = 0;
  readonly payments: Movement[] = [];
  readonly refunds: Movement[] = [];
  readonly writeOffs: Movement[] = [];

  /** `claimed` is the charge of the claim; more may be charged beside it. */
  constructor(readonly claimed: number) {
    this.charged = claimed;
  }

  get claimOpen(): number {
    const { paid, contractual, patient } = this.answer ?? { paid: 0, contractual: 0, patient: 0 };
    return this.claimed - paid - contractual - patient - this.billed;
  }

  get patientOwes(): number {
    return (this.answer?.patient ?? 0) + this.billed - sum(this.payments) + sum(this.refunds) - sum(this.writeOffs);
  }

  get withPayers(): number {
    return this.charged - this.claimed + this.claimOpen;
  }

  get cash(): number {
    return (this.answer?.paid ?? 0) + sum(this.payments) - sum(this.refunds);
  }

  get givenUp(): number {
    return (this.answer?.contractual ?? 0) + sum(this.writeOffs);
  }

  /** What could be paid back now: only what the patient has paid in. */
  get refundable(): number {
    return Math.max(0, Math.min(-this.patientOwes, sum(this.payments) - sum(this.refunds)));
  }
}

function sum(movements: readonly Movement[]): number {
  return movements.reduce((total, { cents, stands }) => total + (stands ? cents : 0), 0);
}
