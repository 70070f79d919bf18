import { bedCleaningWorkflowId, bedReservationWorkflowId, bedTransferWorkflowId } from '../../../workflows/contracts/ids';
import { type BedCleaningInput, type BedReservationInput, type BedTransferInput, type ErrandChange, SIGNALS, WORKFLOW_TYPES } from '../../../workflows/contracts/messages';
import { type Act } from '../../http/act';
import { cancelTasks } from '../tasks/open';

/** Let the bed be given back by itself when the time is over. */
export function startReservation(act: Act, input: BedReservationInput): void {
  start(act, bedReservationWorkflowId(input.locationId), WORKFLOW_TYPES.bedReservation, input);
}

/** Ask both wards for their consent. */
export function startTransfer(act: Act, input: BedTransferInput): void {
  start(act, bedTransferWorkflowId(input.transferId), WORKFLOW_TYPES.bedTransfer, input);
}

/** Ask housekeeping for a bed that somebody left during a stay; at its end the journey asks. */
export function startCleaning(act: Act, input: BedCleaningInput): void {
  start(act, bedCleaningWorkflowId(input.locationId), WORKFLOW_TYPES.bedCleaning, input);
}

/** Tell an errand's workflow what happened outside its tasks. `key` makes it one message however often the transaction runs. */
export function tellErrand(act: Act, workflowId: string, change: ErrandChange['change'], key: string): void {
  const message: ErrandChange = { messageId: `${change}/${key}`, change };
  act.commands.push({ workflowId, kind: 'signal', name: SIGNALS.errandChanged, payload: message, dedupId: `${workflowId}/${message.messageId}` });
}

/** The errand is over: nobody sees a task of it from now on, and its workflow ends. */
export async function endErrand(act: Act, workflowId: string): Promise<void> {
  await cancelTasks(act, workflowId, null);
  tellErrand(act, workflowId, 'ended', 'ended');
}

function start(act: Act, workflowId: string, name: string, payload: unknown): void {
  act.commands.push({ workflowId, kind: 'start', name, payload, dedupId: `start/${workflowId}` });
}
