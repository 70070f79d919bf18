import { bedCleaningWorkflowId, bedReservationWorkflowId, bedTransferWorkflowId } from '../../../workflows/contracts/ids';
import { type BedCleaningInput, type BedReservationInput, type BedTransferInput, WORKFLOW_TYPES } from '../../../workflows/contracts/messages';
import { type Act } from '../../http/act';
import { startErrand } from '../tasks/errand';

/** Let the bed be given back by itself when the time is over. */
export function startReservation(act: Act, input: BedReservationInput): void {
  startErrand(act, bedReservationWorkflowId(input.locationId), WORKFLOW_TYPES.bedReservation, input);
}

/** Ask both wards for their consent. */
export function startTransfer(act: Act, input: BedTransferInput): void {
  startErrand(act, bedTransferWorkflowId(input.transferId), WORKFLOW_TYPES.bedTransfer, input);
}

/** Ask housekeeping for a bed that somebody left during a stay; at its end the journey asks. */
export function startCleaning(act: Act, input: BedCleaningInput): void {
  startErrand(act, bedCleaningWorkflowId(input.locationId), WORKFLOW_TYPES.bedCleaning, input);
}
