import { type ApiClient, ApiProblem, contract } from '../../api/client';
import { type DenialAction } from '../../domain/claims/denialAdvice';
import { describe, pause } from './staff';

/** What a payer says (CARC) for each thing a visitor can do about a denial: what is missing, no need seen, not covered that day, reviewed for good. */
const DENIALS: readonly (readonly [DenialAction, '16' | '50' | '27' | '193'])[] = [['correct', '16'], ['appeal', '50'], ['bill-patient', '27'], ['write-off', '193']];
/** Acknowledged, then answered; more tries than that and the payer is not to be had. */
const MOST_SKIPS = 4;
const WITH_THE_PAYER = ['submitted', 'acknowledged'];
/** Above what one person pays back alone. */
const REFUND_CENTS = 24_000;
const DAY_MS = 86_400_000;

export interface MoneyCast {
  readonly biller: ApiClient;
  /** Lets time pass, and tells the demonstration payer how to answer. */
  readonly administrator: ApiClient;
  readonly trouble: (what: string) => void;
}

/** What a visitor of the billing desk shall find: a refund that waits for a second person, a payment plan, and a denial of each kind. */
export async function playMoney(cast: MoneyCast, claimIds: readonly string[]): Promise<void> {
  const attempt = (what: string, act: Promise<unknown>) => act.catch((error: unknown) => cast.trouble(`${what}: ${describe(error)}`));
  await attempt('refund', askRefund(cast.biller));
  await attempt('payment plan', makePlan(cast.biller));
  const denials = await Promise.all(claimIds.slice(0, DENIALS.length).map(async (claimId, index) => ({ claimId, code: DENIALS[index]?.[1] ?? '16', payerId: await payerOf(cast.biller, claimId) })));
  // A payer is told one thing at a time; payers do not wait for each other.
  await Promise.all([...new Set(denials.map(({ payerId }) => payerId))].map(async (payer) => {
    for (const { claimId, code } of denials.filter(({ payerId }) => payerId === payer)) await attempt(`denial ${code}`, denyWith(cast, claimId, payer, code));
  }));
}

async function payerOf(biller: ApiClient, claimId: string): Promise<string> {
  return (await biller.call(contract.readClaim, { params: { claimId } })).claim.payer.id;
}

/** A patient has paid twice: the credit goes back when somebody else agrees. One that waits is enough. */
async function askRefund(biller: ApiClient): Promise<void> {
  const waiting = await biller.call(contract.listMoneyRequests, { query: { limit: 1, status: 'requested', kind: 'patient-refund' } });
  if (waiting.items.length > 0) return;
  const { items } = await biller.call(contract.listAccounts, { query: { limit: 50 } });
  const account = items.find(({ balance, patient, status }) => balance.patientCents === 0 && patient !== null && status === 'active');
  if (!account) return;
  await biller.call(contract.takePayment, { idempotencyKey: `scene-paid-twice-${account.id}`, body: { accountId: account.id, cents: REFUND_CENTS, method: 'card' } });
  await biller.call(contract.requestRefund, { params: { accountId: account.id }, idempotencyKey: `scene-refund-${account.id}`, body: { cents: REFUND_CENTS, method: 'card', reason: 'Paid by card at the desk and again by transfer.' } });
}

/** Somebody who owes a good deal pays it in six parts; they agreed on the telephone. */
async function makePlan(biller: ApiClient): Promise<void> {
  const { items } = await biller.call(contract.listAccounts, { query: { limit: 20, owing: 'true', sort: 'owes' } });
  const firstDueOn = new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10);
  for (const { id: accountId } of items) {
    try {
      await biller.call(contract.proposePaymentPlan, { params: { accountId }, idempotencyKey: `scene-plan-${accountId}`, body: { count: 6, firstDueOn, rhythm: 'month', agreement: 'phone' } });
      return;
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 409) throw error; // this one has a plan
    }
  }
}

/** Let the payer of a claim deny it with this code, and leave the payer as it was. */
async function denyWith({ biller, administrator }: MoneyCast, claimId: string, payerId: string, code: (typeof DENIALS)[number][1]): Promise<void> {
  const params = { payerId };
  const before = await administrator.call(contract.readPayerConnection, { params });
  if (before.adapter !== 'demonstration') return;
  const { adapter, usage } = before;
  const behaviour = { ...before.behaviour, isDown: false, outOfOrder: false, payTogetherMs: 0, rejectPercent: 0, denyPercent: 100, denyCodes: [code] };
  const told = await administrator.call(contract.setPayerConnection, { params, body: { version: before.version, adapter, usage, behaviour } });
  try {
    for (let skips = 0; skips < MOST_SKIPS && (await isWithPayer(biller, claimId)); skips += 1) await administrator.call(contract.fastForwardClaim, { params: { claimId }, body: { untilNextTimer: true } });
  } finally {
    await administrator.call(contract.setPayerConnection, { params, body: { version: told.version, adapter, usage, behaviour: before.behaviourIsDefault ? null : before.behaviour } });
  }
}

async function isWithPayer(biller: ApiClient, claimId: string): Promise<boolean> {
  return WITH_THE_PAYER.includes((await biller.call(contract.readClaim, { params: { claimId } })).claim.status);
}

/** Claims of these journeys that are with their payer. A journey reaches this stage a little before its claim has left. */
export async function claimsWithPayers(driver: ApiClient, journeyIds: readonly string[], withinMs = 15_000): Promise<string[]> {
  for (const until = Date.now() + withinMs; ; await pause(500)) {
    const claims = (await Promise.all(journeyIds.map((journeyId) => driver.call(contract.readJourney, { params: { journeyId } })))).flatMap(({ journey }) => (journey.claim ? [journey.claim] : []));
    const there = claims.filter(({ status }) => WITH_THE_PAYER.includes(status));
    if (there.length >= Math.min(DENIALS.length, journeyIds.length) || Date.now() > until) return there.map(({ id }) => id);
  }
}
