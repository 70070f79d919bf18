import { createHash } from 'node:crypto';
import { newId } from '../../../db/newId';
import { type CodedAdjustment } from '../../../domain/claims/carc';
import { imbalance } from '../../../domain/claims/settlement';
import { formatDollars, sumCents } from '../../../domain/money';
import { type Act, execute, selectOne } from '../../http/act';
import { conflict, invalid, notFound, unprocessable } from '../../http/problem';
import { type Answer } from '../payer/answerOfPayment';
import { differenceOf, postRemittance, type ProviderAdjustmentSaid } from '../payer/postRemittance';

/** One claim on a paper remittance, as a person reads it off. */
export interface EnteredClaim {
  readonly claimNumber: string;
  readonly payerClaimNumber?: string | null | undefined;
  readonly statusCode: string;
  readonly chargeCents: number;
  readonly paidCents: number;
  readonly adjustments: readonly CodedAdjustment[];
}

export interface EnteredRemittance {
  readonly payerId: string;
  /** Number of the check or transfer. */
  readonly traceNumber: string;
  readonly paidOn: string;
  readonly method: 'CHK' | 'ACH' | 'FWT' | 'NON';
  readonly paymentCents: number;
  readonly claims: readonly EnteredClaim[];
  readonly providerAdjustments: readonly ProviderAdjustmentSaid[];
}

export interface Entered {
  readonly id: string;
  readonly posted: number;
  readonly waiting: number;
}

/**
 * Enter a remittance that came on paper. It must add up, claim by claim and as a whole, before it is taken: what is missing is named,
 * never filled in. The number of a check counts once per payer, whether it came as a file or on paper (openemr#10681).
 */
export async function enterRemittance(act: Act, entered: EnteredRemittance): Promise<Entered> {
  const payer = await selectOne(act, 'SELECT id FROM payers WHERE id = ?', [entered.payerId]);
  if (!payer) throw notFound();
  const answers = entered.claims.map(toAnswer);
  requireBalancedClaims(answers);
  requireBalancedWhole(entered, answers);
  const remittanceId = newId();
  const contentHash = createHash('sha256').update(`paper/${entered.payerId}/${entered.traceNumber}`).digest();
  const inserted = await execute(act, 'INSERT IGNORE INTO remittances (id, payer_id, trace_number, content_hash, payment_cents, status, received_at, source, method, paid_on, entered_by) VALUES (?)', [
    [remittanceId, entered.payerId, entered.traceNumber, contentHash, entered.paymentCents, 'received', act.now, 'paper', entered.method, entered.paidOn, act.principal.id],
  ]);
  if (inserted === 0) throw conflict('remittance-known', 'A remittance with this number from this payer is in the record already. Nothing was posted.');
  const posted = await postRemittance(act, { remittanceId, payerId: entered.payerId, paymentCents: entered.paymentCents, answers, providerAdjustments: entered.providerAdjustments });
  act.audits.push({ action: 'remittance.entered', resourceType: 'remittance', resourceId: remittanceId, detail: { claims: answers.length, paymentCents: entered.paymentCents } });
  const waiting = posted.filter(({ state }) => state === 'unmatched' || state === 'unbalanced').length;
  return { id: remittanceId, posted: posted.length - waiting, waiting };
}

/** What a person typed as the posting rules read it; adjustments of zero are left out. */
export function toAnswer({ claimNumber, payerClaimNumber, statusCode, chargeCents, paidCents, adjustments }: EnteredClaim): Answer {
  const patientCents = sumCents(adjustments.filter(({ group }) => group === 'PR').map(({ cents }) => cents));
  return {
    claimNumber: claimNumber.toUpperCase(), payerClaimNumber: payerClaimNumber ?? null, serviceFrom: null, patient: null, remarks: [],
    settled: { statusCode, chargeCents, paidCents, patientCents, adjustments: adjustments.filter(({ cents }) => cents !== 0), lines: [] },
  };
}

function requireBalancedClaims(answers: readonly Answer[]): void {
  const errors = answers.flatMap(({ settled }, index) => {
    if (imbalance(settled) === null) return [];
    const off = settled.chargeCents - sumCents(settled.adjustments.map(({ cents }) => cents)) - settled.paidCents;
    return [{ field: `claims.${index}.paidCents`, message: `Charge less adjustments is ${formatDollars(settled.paidCents + off)}, not ${formatDollars(settled.paidCents)}.` }];
  });
  if (errors.length > 0) throw invalid(errors, 'A claim does not balance.');
}

function requireBalancedWhole(entered: EnteredRemittance, answers: readonly Answer[]): void {
  const difference = differenceOf({ paymentCents: entered.paymentCents, answers, providerAdjustments: entered.providerAdjustments });
  if (difference === 0) return;
  const expected = entered.paymentCents + difference;
  throw unprocessable('remittance-out-of-balance', `Claims less provider adjustments come to ${formatDollars(expected)}; the payment is ${formatDollars(entered.paymentCents)}. Nothing was posted.`);
}
