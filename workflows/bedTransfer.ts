import { allHandlersFinished, condition } from '@temporalio/workflow';
import { type BedTransferInput } from './contracts/messages';
import { Errand, runErrand } from './support/errand';

/**
 * A patient changes the ward (workflow ID `bed-transfer-<transferId>`): the sending ward agrees, the receiving ward accepts and keeps
 * a bed, and the patient is there when somebody says so. A bed that was kept too long is given back and the receiving ward is
 * asked again; nobody is forgotten between two wards.
 */
export async function bedTransfer({ transferId }: BedTransferInput): Promise<void> {
  const errand = new Errand(({ step, type, workflowId }) => (calls, at) => calls.openTransferTask({ ...at, transferId, task: { workflowId, step, type } }));
  await runErrand(errand, agreeAndMove);
  await condition(allHandlersFinished);
}

async function agreeAndMove(errand: Errand): Promise<void> {
  const agreed = await errand.ask({ step: 'agree-transfer', type: 'agree-transfer' });
  if (agreed?.values['decision'] !== 'agree') return;
  for (let round = 1; ; round += 1) {
    const accepted = await errand.ask({ step: `accept-transfer-${round}`, type: 'accept-transfer' });
    if (accepted?.values['decision'] !== 'accept') return;
    const expiries = errand.expiries;
    const arrived = await errand.ask({ step: `confirm-arrival-${round}`, type: 'confirm-arrival' }, () => errand.expiries > expiries);
    if (arrived || errand.hasEnded) return;
  }
}
