import { DAY_MS } from '../../domain/time';

/**
 * How long a payer may be silent before somebody asks. Clearinghouses answer 999 and 277CA within one or two business days;
 * prompt-payment laws of most states give payers 30 days for a clean electronic claim; appeals take up to 60.
 */
export const ACKNOWLEDGEMENT_DEADLINE_MS = 2 * DAY_MS;
export const REMITTANCE_DEADLINE_MS = 30 * DAY_MS;
export const APPEAL_DEADLINE_MS = 60 * DAY_MS;
/** After somebody asked and the payer has it. */
export const SECOND_WAIT_MS = 14 * DAY_MS;
/** An incident of a claim that is older counts as being in people's hands. */
export const INCIDENT_PATIENCE_MS = DAY_MS;
