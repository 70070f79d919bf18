import { readTexts } from '../../../db/models/table';
import { meaningOf } from '../../../domain/claims/carc';
import { matchLines } from '../../../domain/claims/matchLines';
import { type SettledLine } from '../../../domain/claims/settlement';
import { type Act, executeLater } from '../../http/act';
import { readLines } from '../claims/claimRow';
import { type QueueReason } from './remittanceRows';

export interface Pairs {
  /** Our line number for each settled line; null where it answers several of ours in a sum, or none. */
  readonly numbers: readonly (number | null)[];
  readonly problem: Extract<QueueReason, 'lines-unmatched' | 'lines-doubtful'> | null;
}

/** Which of the claim's lines each settled line answers: as a person says, else by the rules; a doubt is a person's to settle. */
export async function pairLines(act: Act, claimId: string, settled: readonly SettledLine[], chosen?: readonly (number | null)[]): Promise<Pairs> {
  if (settled.length === 0) return { numbers: [], problem: null };
  if (chosen) return { numbers: settled.map((_, index) => chosen[index] ?? null), problem: null };
  const own = (await readLines(act, claimId)).map((line) => ({
    number: line.number, procedure: line.procedureCode, modifiers: readTexts(line.modifiers), revenueCode: line.revenueCode, serviceDate: line.serviceDate, chargeCents: Number(line.chargeCents),
  }));
  const matches = matchLines(own, settled);
  const problem = matches.some(({ number, inSum }) => number === null && !inSum) ? 'lines-unmatched' : matches.some(({ doubtful }) => doubtful) ? 'lines-doubtful' : null;
  return { numbers: matches.map(({ number }) => number), problem };
}

/** What the payer allowed and paid, on our own lines. */
export async function writeLines(act: Act, claimId: string, settled: readonly SettledLine[], numbers: readonly (number | null)[]): Promise<void> {
  for (const [index, line] of settled.entries()) {
    const number = numbers[index] ?? null;
    if (number === null) continue;
    const contractual = line.adjustments.filter((adjustment) => meaningOf(adjustment) === 'contractual').reduce((sum, { cents }) => sum + cents, 0);
    const denied = line.adjustments.some((adjustment) => meaningOf(adjustment) === 'denied');
    await executeLater(act, 'UPDATE claim_lines SET allowed_cents = ?, paid_cents = ?, adjustments = ? WHERE claim_id = ? AND number = ?', [
      denied ? 0 : line.chargeCents - contractual, line.paidCents, JSON.stringify(line.adjustments), claimId, number,
    ]);
  }
}

export async function clearLines(act: Act, claimId: string): Promise<void> {
  await executeLater(act, 'UPDATE claim_lines SET allowed_cents = NULL, paid_cents = NULL, adjustments = NULL WHERE claim_id = ?', [claimId]);
}
