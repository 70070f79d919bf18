/** A claim as far as its money is concerned; days since any epoch. */
export interface ClaimMoney {
  readonly payerId: string;
  readonly submittedOn: number;
  /** Null: not paid yet. */
  readonly answeredOn: number | null;
  readonly denied: boolean;
  readonly chargeCents: number;
  readonly paidCents: number;
}

/** Fewer answers of a payer than this, and those of all payers are taken. */
const FEWEST_ANSWERS = 20;
const WEEK = 7;

/** What payers have done so far: how long they took, what share of the charge they paid, how often they refused. */
export interface PayerHabits {
  readonly lags: readonly number[];
  readonly paidShare: number;
  readonly denialRate: number;
}

export function habitsOf(answered: readonly ClaimMoney[]): (payerId: string) => PayerHabits {
  const of = (claims: readonly ClaimMoney[]): PayerHabits => {
    const charged = claims.reduce((sum, { chargeCents }) => sum + chargeCents, 0);
    return {
      lags: claims.map(({ submittedOn, answeredOn }) => (answeredOn ?? submittedOn) - submittedOn).sort((a, b) => a - b),
      paidShare: charged === 0 ? 0 : claims.reduce((sum, { paidCents }) => sum + paidCents, 0) / charged,
      denialRate: claims.length === 0 ? 0 : claims.filter(({ denied }) => denied).length / claims.length,
    };
  };
  const everybody = of(answered);
  const byPayer = new Map<string, ClaimMoney[]>();
  for (const claim of answered) byPayer.set(claim.payerId, [...(byPayer.get(claim.payerId) ?? []), claim]);
  const known = new Map([...byPayer].filter(([, claims]) => claims.length >= FEWEST_ANSWERS).map(([payerId, claims]) => [payerId, of(claims)]));
  return (payerId) => known.get(payerId) ?? everybody;
}

export interface CashWeek {
  readonly cents: number;
  readonly denials: number;
}

/**
 * What open claims will bring in each of the coming weeks, and how many will be refused: a claim that has waited so long is answered in a
 * week with the share of the payer's answers that took as long or longer and fell into it. What has waited longer than any answer
 * yet is expected in the first week no more than in others: it is spread evenly.
 */
export function forecastCash(open: readonly ClaimMoney[], habits: (payerId: string) => PayerHabits, today: number, weeks: number): CashWeek[] {
  const told = Array.from({ length: weeks }, () => ({ cents: 0, denials: 0 }));
  for (const { payerId, submittedOn, chargeCents } of open) {
    const { lags, paidShare, denialRate } = habits(payerId);
    const age = today - submittedOn;
    const left = lags.filter((lag) => lag > age);
    told.forEach((week, index) => {
      const [from, to] = [age + index * WEEK, age + (index + 1) * WEEK];
      const chance = lags.length === 0 ? 0 : left.length === 0 ? 1 / weeks : left.filter((lag) => lag > from && lag <= to).length / left.length;
      week.cents += chance * chargeCents * paidShare;
      week.denials += chance * denialRate;
    });
  }
  return told.map(({ cents, denials }) => ({ cents: Math.round(cents), denials }));
}
