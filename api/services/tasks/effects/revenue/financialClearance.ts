import { type PlanRhythm } from '../../../../../domain/ledger/paymentPlan';
import { formatDollars } from '../../../../../domain/money';
import { notFound } from '../../../../http/problem';
import { requireEncounter } from '../../../encounters/encounterRow';
import { openAccount } from '../../../money/accounts';
import { readBilledEncounter } from '../../../money/capture/billedEncounter';
import { estimateStay } from '../../../money/estimate';
import { wishPlan } from '../../../money/plans/wish';
import { type TaskEffect } from '../../effect';

/** What the patient is told before leaving: charges so far, and what the plan is expected to leave to them; and how they wish to pay it. */
export const financialClearance: TaskEffect = {
  input: async (act, task) => {
    const encounter = task.encounterId === null ? null : await readBilledEncounter(act, task.encounterId);
    if (!encounter) throw notFound();
    const { chargeCents, payerCents, patientCents, payerName } = await estimateStay(act, encounter);
    return {
      facts: [
        { label: 'Charges so far', value: formatDollars(chargeCents) },
        ...(payerName === null ? [] : [{ label: payerName, value: payerCents === null ? 'no estimate: ask the payer' : `expected to pay ${formatDollars(payerCents)}` }]),
        { label: 'Estimated for the patient', value: formatDollars(patientCents) },
      ],
    };
  },
  apply: async (act, task, values) => {
    if (values['paymentPlan'] !== true) return {};
    const encounter = await requireEncounter(act, task.encounterId);
    const account = await openAccount(act, { patientId: encounter.patientId, encounterId: encounter.id });
    await wishPlan(act, account.id, { instalments: Number(values['instalments']), rhythm: values['rhythm'] as PlanRhythm });
    return {};
  },
};
