import { splitAnswer as splitSettled, type SplitPart } from '../../../domain/claims/splitAnswer';
import { type Act, select, selectOne } from '../../http/act';
import { notFound, unprocessable } from '../../http/problem';
import { postAnswer, queueAnswer } from '../payer/postAnswer';
import { readAnswer, refreshRemittance, type RemittanceState, type StoredAnswer, unposted, updateAnswer } from '../payer/remittanceRows';
import { holdAnswer, readDifference, requireQueued } from './holdAnswer';

export type NumberedPart = SplitPart & { readonly claimNumber?: string | null | undefined };

export interface Split {
  readonly version: number;
  readonly parts: readonly NumberedPart[];
}

export interface SplitMade {
  readonly id: string;
  readonly version: number;
  readonly parts: { id: string; state: RemittanceState }[];
}

/**
 * Cut a waiting answer, given for several claims at once, into parts that add up to it. A part whose claim is named is posted when it
 * fits; the others wait for their match.
 */
export async function splitAnswer(act: Act, answerId: string, { version, parts }: Split): Promise<SplitMade> {
  const known = await readAnswer(act, answerId);
  if (!known) throw notFound();
  const claims = await lockNamedClaims(act, known, parts);
  const { answer } = await holdAnswer(act, answerId, version);
  requireQueued(answer);
  const cut = splitSettled(answer.settled, parts);
  if ('problem' in cut) throw unprocessable('split-out-of-balance', cut.problem);
  await updateAnswer(act, answer, unposted('ignored', 'was-split'));
  const balanced = (await readDifference(act, answer.remittanceId)) + answer.settled.paidCents === 0;
  const made: { id: string; state: RemittanceState }[] = [];
  for (const [index, settled] of cut.parts.entries()) {
    const claimNumber = parts[index]?.claimNumber?.trim().toUpperCase() || null;
    const at = {
      remittanceId: answer.remittanceId, sequence: await nextSequence(act, answer.remittanceId), splitFromId: answer.id,
      answer: { ...answer, claimNumber: claimNumber ?? answer.claimNumber, settled, remarks: answer.remarks },
    };
    const claimId = claimNumber === null ? null : (claims.get(claimNumber) ?? null);
    const posted = claimId !== null && balanced ? await postAnswer(act, claimId, at) : await queueAnswer(act, at, { state: 'unmatched', reason: 'part-of-split', claimId: null });
    made.push({ id: posted.answerId, state: posted.state });
  }
  await refreshRemittance(act, answer.remittanceId);
  act.audits.push({ action: 'remittance.split', resourceType: 'remittance-claim', resourceId: answer.id, detail: { parts: made.map(({ id }) => id) } });
  return { id: answer.id, version: version + 1, parts: made };
}

async function lockNamedClaims(act: Act, { payerId }: StoredAnswer, parts: readonly NumberedPart[]): Promise<Map<string, string>> {
  const numbers = parts.flatMap(({ claimNumber }) => claimNumber?.trim().toUpperCase() || []);
  if (numbers.length === 0) return new Map();
  const rows = await select<{ id: string; number: string }>(act, 'SELECT id, number FROM claims WHERE number IN (:numbers) AND payer_id = :payerId ORDER BY id FOR UPDATE', { numbers, payerId });
  return new Map(rows.map(({ id, number }) => [number, id]));
}

async function nextSequence(act: Act, remittanceId: string): Promise<number> {
  const row = await selectOne<{ next: number }>(act, 'SELECT MAX(sequence) + 1 AS next FROM remittance_claims WHERE remittance_id = ?', [remittanceId]);
  return Number(row?.next ?? 1);
}
