import { bedLabel, bedNamed, findFittingBeds } from '../../beds/findBeds';
import { acceptTransfer } from '../../beds/transfers/acceptTransfer';
import { agreeToTransfer } from '../../beds/transfers/agreeToTransfer';
import { confirmArrival } from '../../beds/transfers/confirmArrival';
import { endTransfer } from '../../beds/transfers/endTransfer';
import { lockTransfer, requireTransfer } from '../../beds/transfers/transferRow';
import { transferFacts } from '../../beds/transfers/transferFacts';
import { requireEncounter, requireOpenStay } from '../../encounters/encounterRow';
import { type TaskEffect, type TaskEffects } from '../effect';

const note = (values: Readonly<Record<string, unknown>>): string | null => (typeof values['note'] === 'string' && values['note'] !== '' ? values['note'] : null);

const agree: TaskEffect = {
  input: async (act, task) => ({ facts: await transferFacts(act, await lockTransfer(act, task.focusId)) }),
  apply: async (act, task, values) => {
    const transfer = await requireTransfer(act, task.focusId, 'requested');
    if (values['decision'] === 'agree') await agreeToTransfer(act, transfer, note(values));
    else await endTransfer(act, transfer, 'declined', 'task');
    return {};
  },
};

const accept: TaskEffect = {
  input: async (act, task, answers) => {
    const transfer = await lockTransfer(act, task.focusId);
    if (!transfer) return {};
    // While completing, every bed of the ward passes the form, so that the effect can say why one does not do.
    if (act.transaction) return { options: { bedId: await bedNamed(act, answers, transfer.toWardId) } };
    const encounter = await requireEncounter(act, task.encounterId);
    const beds = await findFittingBeds(act, encounter, transfer.toWardId);
    return { facts: await transferFacts(act, transfer), options: { bedId: beds.map((bed) => ({ value: bed.id, label: bedLabel(bed) })) } };
  },
  apply: async (act, task, values) => {
    const transfer = await requireTransfer(act, task.focusId, 'agreed');
    if (values['decision'] === 'accept') await acceptTransfer(act, transfer, await requireOpenStay(act, task.encounterId), String(values['bedId']));
    else await endTransfer(act, transfer, 'declined', 'task');
    return {};
  },
};

const arrive: TaskEffect = {
  input: async (act, task) => ({ facts: await transferFacts(act, await lockTransfer(act, task.focusId)) }),
  apply: async (act, task) => {
    const transfer = await requireTransfer(act, task.focusId, 'accepted');
    const { bedId, wardId } = await confirmArrival(act, transfer, await requireOpenStay(act, task.encounterId));
    return { bedId, wardId };
  },
};

/** The two wards' consent, and the patient's arrival. */
export const bedEffects: TaskEffects = { 'agree-transfer': agree, 'accept-transfer': accept, 'confirm-arrival': arrive };
