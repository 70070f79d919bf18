import { type ReviewDecision } from '../../../../../domain/claims/reviewDecisions';
import { SIGNALS } from '../../../../../domain/claims/signals/signal';
import { formatDollars } from '../../../../../domain/money';
import { type RowValue } from '../../../../../domain/tasks/form';
import { type Act } from '../../../../http/act';
import { type VoidDisposal } from '../../../claims/claimRow';
import { readBilledClaims } from '../../../signals/record';
import { decideReview } from '../../../signals/decideReview';
import { readSignals, type SignalRow } from '../../../signals/signalRows';
import { type TaskEffect } from '../../effect';
import { claimFacts, claimOf } from './claimFacts';

/** A claim that stands out: every reason with the numbers behind it, and a person's decision. */
export const reviewClaim: TaskEffect = {
  input: async (act, task) => {
    const claim = await claimOf(act, task);
    const standing = (await readSignals(act, [claim.id])).filter(({ state }) => state === 'standing');
    return { facts: [...(await claimFacts(act, { ...claim, stuckDetailEnc: null })), ...standing.flatMap(factsOf)], rows: { lines: await rowsOf(act, claim, standing) } };
  },
  apply: async (act, task, values) => {
    const claim = await claimOf(act, task);
    const rows = Array.isArray(values['lines']) ? (values['lines'] as readonly RowValue[]) : [];
    const lines = rows.filter((row) => row['takeOff'] === true).map(({ id }) => Number(id));
    return decideReview(act, claim, { decision: values['decision'] as ReviewDecision, reason: String(values['reason']), lines, charges: (values['charges'] as VoidDisposal | undefined) ?? null }, `task/${task.id}`);
  },
};

function factsOf({ signal, severity, reason, evidence }: SignalRow): { label: string; value: string }[] {
  return [{ label: severity === 'hold' ? SIGNALS[signal].label : `Also noted: ${SIGNALS[signal].label.toLowerCase()}`, value: reason }, ...evidence.map(({ label, value }) => ({ label: `· ${label}`, value }))];
}

/** Every line, those the reasons are about marked as such. */
async function rowsOf(act: Act, claim: { readonly id: string; readonly patientId: string }, standing: readonly SignalRow[]): Promise<{ id: string; label: string; hint?: string }[]> {
  const own = (await readBilledClaims(act, [claim.patientId])).find(({ id }) => id === claim.id);
  const named = new Set(standing.flatMap(({ lines }) => lines));
  return (own?.lines ?? []).map(({ number, words, serviceDate, chargeCents }) => ({ id: String(number), label: `${number}. ${words}, ${serviceDate}, ${formatDollars(chargeCents)}`, ...(named.has(number) ? { hint: 'Named by a reason above' } : {}) }));
}
