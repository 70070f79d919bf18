/** Claims of one payer that were sent on one day and answered on one, as far as their money is concerned; days since any epoch. A claim by itself is one of them. */
export interface ClaimMoney {
  readonly payerId: string;
  readonly submittedOn: number;
  /** Null: not paid yet. */
  readonly answeredOn: number | null;
  readonly claims: number;
  /** How many of them were refused. */
  readonly denied: number;
  readonly chargeCents: number;
  readonly paidCents: number;
}

/** Fewer answers of a payer than this, and those of all payers are taken. */
const FEWEST_ANSWERS = 20;
const WEEK = 7;

/** What payers have done so far: how long they took, what share of the charge they paid, how often they refused. */
export interface PayerHabits {
  readonly answers: number;
  readonly paidShare: number;
  readonly denialRate: number;
  /** How many answers took so many days or fewer. */
  within(days: number): number;
}

export const claimsIn = (among: readonly ClaimMoney[]): number => among.reduce((sum, { claims }) => sum + claims, 0);

/** What each payer does, by its own answers or, while those are few, by everybody's. */
export function habitsOf(answered: readonly ClaimMoney[]): (payerId: string) => PayerHabits {
  const byPayer = new Map<string, ClaimMoney[]>();
  for (const group of answered) {
    const own = byPayer.get(group.payerId);
    if (own) own.push(group);
    else byPayer.set(group.payerId, [group]);
  }
  const everybody = habitsIn(answered);
  const known = new Map([...byPayer].filter(([, own]) => claimsIn(own) >= FEWEST_ANSWERS).map(([payerId, own]) => [payerId, habitsIn(own)]));
  return (payerId) => known.get(payerId) ?? everybody;
}

function habitsIn(answered: readonly ClaimMoney[]): PayerHabits {
  const took = new Map<number, number>();
  let [answers, denied, charged, paid] = [0, 0, 0, 0];
  for (const group of answered) {
    const lag = (group.answeredOn ?? group.submittedOn) - group.submittedOn;
    took.set(lag, (took.get(lag) ?? 0) + group.claims);
    [answers, denied, charged, paid] = [answers + group.claims, denied + group.denied, charged + group.chargeCents, paid + group.paidCents];
  }
  return { answers, paidShare: charged === 0 ? 0 : paid / charged, denialRate: answers === 0 ? 0 : denied / answers, within: countsUpTo(took) };
}

/** A question after how many of these have a key up to a number, without counting them again. */
function countsUpTo(counts: ReadonlyMap<number, number>): (limit: number) => number {
  let sum = 0;
  const steps = [...counts].sort(([a], [b]) => a - b).map(([key, n]) => [key, (sum += n)] as const);
  return (limit) => {
    let [low, high] = [0, steps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((steps[middle]?.[0] ?? 0) <= limit) low = middle + 1;
      else high = middle;
    }
    return steps[low - 1]?.[1] ?? 0;
  };
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
  for (const { payerId, submittedOn, claims, chargeCents } of open) {
    const { answers, paidShare, denialRate, within } = habits(payerId);
    const age = today - submittedOn;
    const left = answers - within(age);
    told.forEach((week, index) => {
      const [from, to] = [age + index * WEEK, age + (index + 1) * WEEK];
      const chance = answers === 0 ? 0 : left === 0 ? 1 / weeks : (within(to) - within(from)) / left;
      week.cents += chance * chargeCents * paidShare;
      week.denials += chance * denialRate * claims;
    });
  }
  return told.map(({ cents, denials }) => ({ cents: Math.round(cents), denials }));
}
