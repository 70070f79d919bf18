/** Giving up more than this needs a second person. */
export const WRITE_OFF_LIMIT_CENTS = 500_00;

/** Whether a write-off of this amount needs a second person. */
export function needsApproval(cents: number): boolean {
  return cents > WRITE_OFF_LIMIT_CENTS;
}
