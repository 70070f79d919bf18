import { newId } from '../../../db/newId';
import { providerAdjustmentEntries } from '../../../domain/ledger/entries';
import { providerAdjustmentKind, remittanceDifference } from '../../../domain/ledger/providerAdjustments';
import { type Act, execute, select } from '../../http/act';
import { postOperation } from '../money/ledger';
import { type Answer } from './answerOfPayment';
import { postAnswer, type Posted, queueAnswer } from './postAnswer';
import { refreshRemittance } from './remittanceRows';
import { tellWorkflow } from './tellWorkflow';

export interface ProviderAdjustmentSaid {
  /** PLB03-1 */
  readonly reason: string;
  readonly reference: string | null;
  /** Positive takes from the payment. */
  readonly cents: number;
}

/** One payment and what it is for; its row is in the record already. */
export interface RemittanceToPost {
  readonly remittanceId: string;
  readonly payerId: string;
  readonly paymentCents: number;
  readonly answers: readonly Answer[];
  readonly providerAdjustments: readonly ProviderAdjustmentSaid[];
}

/**
 * Post every answer of a remittance that fits its claim, and the provider-level adjustments, so that payment = claims − adjustments
 * stands in the ledger too. A remittance that does not add up posts nothing: all of it waits for a person. Claims are locked in the
 * order of their IDs, so that two remittances about the same claims wait for each other instead of deadlocking.
 */
export async function postRemittance(act: Act, remittance: RemittanceToPost): Promise<Posted[]> {
  const { remittanceId, payerId, answers, providerAdjustments } = remittance;
  const claimIds = await lockClaims(act, payerId, answers.map(({ claimNumber }) => claimNumber));
  const balanced = differenceOf(remittance) === 0;
  const posted = balanced ? await postAll(act, claimIds, remittance) : await queueAll(act, claimIds, remittance);
  await keepAdjustments(act, remittanceId, providerAdjustments);
  if (balanced) await postAdjustments(act, remittanceId);
  await refreshRemittance(act, remittanceId);
  return posted;
}

/** Claims less provider-level adjustments less the payment: zero when the remittance adds up. */
export function differenceOf({ paymentCents, answers, providerAdjustments }: Pick<RemittanceToPost, 'paymentCents' | 'answers' | 'providerAdjustments'>): number {
  return remittanceDifference({ paymentCents, paidCents: answers.map(({ settled }) => settled.paidCents), adjustmentCents: providerAdjustments.map(({ cents }) => cents) });
}

/** Bring the provider-level adjustments of a remittance into the ledger, each once. */
export async function postAdjustments(act: Act, remittanceId: string): Promise<void> {
  const waiting = await select<{ id: string; sequence: number; reason: string; cents: number }>(act, 'SELECT id, sequence, reason, cents FROM provider_adjustments WHERE remittance_id = ? AND operation_id IS NULL AND cents <> 0 ORDER BY sequence', [remittanceId]);
  for (const { id, sequence, reason, cents } of waiting) {
    const entries = providerAdjustmentEntries(Number(cents), providerAdjustmentKind(reason).account);
    const { operationId } = await postOperation(act, { kind: 'provider-adjustment', dedupId: `remittance/${remittanceId}/plb/${sequence}`, entries });
    await execute(act, 'UPDATE provider_adjustments SET operation_id = ? WHERE id = ?', [operationId, id]);
  }
}

async function postAll(act: Act, claimIds: ReadonlyMap<string, string>, { remittanceId, answers }: RemittanceToPost): Promise<Posted[]> {
  const posted: Posted[] = [];
  for (const [index, answer] of answers.entries()) {
    const claimId = claimIds.get(answer.claimNumber) ?? null;
    const one = await postAnswer(act, claimId, { remittanceId, sequence: index + 1, answer });
    posted.push(one);
    const isLastOfClaim = !answers.slice(index + 1).some((later) => later.claimNumber === answer.claimNumber);
    if (claimId !== null && isLastOfClaim && one.state === 'posted' && (one.outcome === 'reversed' || one.outcome === 'voided')) {
      await tellWorkflow(act, claimId, { remittanceClaimId: one.answerId, outcome: one.outcome, patientCents: 0 }); // nothing follows this reversal
    }
  }
  return posted;
}

async function queueAll(act: Act, claimIds: ReadonlyMap<string, string>, { remittanceId, answers }: RemittanceToPost): Promise<Posted[]> {
  const posted: Posted[] = [];
  for (const [index, answer] of answers.entries()) {
    posted.push(await queueAnswer(act, { remittanceId, sequence: index + 1, answer }, { state: 'unbalanced', reason: 'remittance-out-of-balance', claimId: claimIds.get(answer.claimNumber) ?? null }));
  }
  return posted;
}

/** Keep what a remittance says beside its claims. */
export async function keepAdjustments(act: Act, remittanceId: string, adjustments: readonly ProviderAdjustmentSaid[]): Promise<void> {
  if (adjustments.length === 0) return;
  const rows = adjustments.map(({ reason, reference, cents }, index) => [newId(), remittanceId, index, reason, reference, cents]);
  await execute(act, `INSERT INTO provider_adjustments (id, remittance_id, sequence, reason, reference, cents) VALUES ${rows.map(() => '(?)').join(', ')}`, rows);
}

/** Lock claims of a payer by their numbers, in the order of their IDs. */
export async function lockClaims(act: Act, payerId: string, numbers: readonly string[]): Promise<Map<string, string>> {
  if (numbers.length === 0) return new Map();
  const rows = await select<{ id: string; number: string }>(act, 'SELECT id, number FROM claims WHERE number IN (:numbers) AND payer_id = :payerId ORDER BY id FOR UPDATE', { numbers: [...new Set(numbers)], payerId });
  return new Map(rows.map((row) => [row.number, row.id]));
}
