import { contract } from '../../api/client';
import { type MadePayer, makeStay } from '../factories/money';
import { make835, nextTrace, receive835, type SaidOfClaim, sentClaim, type SentClaim } from '../factories/remittances';
import { type TestUser } from './api';
import { type BillingDriver } from './billing';

/** A stay with as few charges as one can have. */
export const SMALL = { nights: 1, panels: 0, doses: 0 } as const;

type Options = Parameters<typeof make835>[1];

/** Claims of one payer, what it answers, and the clerk who works what waits. */
export class RemittanceDesk {
  constructor(private readonly billing: BillingDriver, private readonly payer: MadePayer, private readonly clerk: TestUser) {}

  async sent(options: object = SMALL): Promise<SentClaim> {
    return sentClaim(this.billing, (await makeStay(this.billing.api.database, { payer: this.payer, ...options })).encounterId);
  }

  receive(claims: readonly SaidOfClaim[], options: Options = {}, from = this.payer.payerId) {
    return receive835(this.billing.api, from, make835(claims, options));
  }

  async balance(claimId: string) {
    return (await this.billing.rows('SELECT charge, paid, adjustments, patient, `open` FROM v_claim_balance WHERE claim = ?', [claimId]))[0];
  }

  ledgerOf(account: string): Promise<number> {
    return this.billing.scalar('SELECT COALESCE(SUM(cents), 0) FROM ledger_entries WHERE ledger_account = ?', [account]);
  }

  entries(): Promise<number> {
    return this.billing.scalar('SELECT COUNT(*) FROM ledger_entries');
  }

  async answerOf(answerId: string) {
    return (await this.clerk.client.call(contract.readAnswer, { params: { answerId } })).answer;
  }

  /** The first answer of a file that waits for a person. */
  async queued(claims: readonly SaidOfClaim[], options: Options = {}) {
    const { answers, remittanceId } = await this.receive(claims, options);
    return { answerId: answers[0]?.answerId ?? '', remittanceId: remittanceId ?? '', answers };
  }

  async match(answerId: string, claimId: string, over: { version?: number; lines?: (number | null)[] } = {}, by = this.clerk) {
    return by.client.call(contract.matchAnswer, { params: { answerId }, body: { version: (await this.answerOf(answerId)).version, claimId, ...over } });
  }

  async unmatch(answerId: string) {
    return this.clerk.client.call(contract.unmatchAnswer, { params: { answerId }, body: { version: (await this.answerOf(answerId)).version, reason: 'Wrong claim' } });
  }

  remittance(remittanceId: string) {
    return this.clerk.client.call(contract.readRemittance, { params: { remittanceId } });
  }

  /** What a clerk would type from a letter that pays half of a claim. */
  paper(claim: SentClaim) {
    return {
      payerId: this.payer.payerId, traceNumber: nextTrace(), paidOn: '2026-11-20', method: 'CHK' as const, paymentCents: claim.charge / 2,
      claims: [{ claimNumber: claim.number, chargeCents: claim.charge, paidCents: claim.charge / 2, adjustments: [{ group: 'PR' as const, reason: '1', cents: claim.charge / 2 }] }],
    };
  }
}
